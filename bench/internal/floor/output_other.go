//go:build !linux

package floor

import "errors"

func newOutput(Options) (output, error) {
	return nil, errors.New("floor needs Linux: it measures sendmmsg and UDP_SEGMENT")
}
