package bots

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
)

// Call makes a REST request that no method is for.
func (a API) Call(ctx context.Context, method, path string, in, out any) error {
	return a.call(ctx, method, path, in, out)
}

// Shorten cuts every speech of the demo to n packets, for tests that wait for them.
func (d *Demo) Shorten(n int) {
	d.load = func() (*speech.Library, error) {
		l, err := speech.Load()
		if err != nil {
			return nil, err
		}
		for _, list := range [][]*speech.Speech{l.Speeches, l.Announcements} {
			for _, s := range list {
				s.Frames = s.Frames[20 : 20+n] // the first are silence
				for i, frames := range s.Interpretation.Frames {
					s.Interpretation.Frames[i] = frames[20 : 20+n]
				}
			}
		}
		return l, nil
	}
}
