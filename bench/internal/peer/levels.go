package peer

import (
	"github.com/pion/interceptor"
	"github.com/pion/rtp"
)

// speechLevel is the level that sound is marked with: voice, and 30 dB below overload (RFC 6464 section 3).
const speechLevel = 1<<7 | 30

// levels marks sound with its level, as browsers do: servers choose speakers by it.
type levels struct{}

// NewInterceptor implements interceptor.Factory.
func (levels) NewInterceptor(string) (interceptor.Interceptor, error) { return &leveller{}, nil }

type leveller struct{ interceptor.NoOp }

// BindLocalStream marks what goes out on a stream that has negotiated the extension.
func (*leveller) BindLocalStream(info *interceptor.StreamInfo, w interceptor.RTPWriter) interceptor.RTPWriter {
	for _, e := range info.RTPHeaderExtensions {
		if e.URI != uriAudioLevel {
			continue
		}
		id := uint8(e.ID)
		return interceptor.RTPWriterFunc(func(h *rtp.Header, payload []byte, a interceptor.Attributes) (int, error) {
			if err := h.SetExtension(id, []byte{speechLevel}); err != nil {
				return 0, err
			}
			return w.Write(h, payload, a)
		})
	}
	return w
}
