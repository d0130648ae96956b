package conference

import (
	"maps"
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// callInterval is how long a call from the booths that somebody was given stands for further ones: what comes within it
// is the same call, however many booths make it. It is the time between two of one booth (interpretation.SignalInterval):
// whoever is called more often stops listening. Less lets the booths together flood a speaker, as each is only bounded for
// itself; more leaves a speaker who is too fast again in peace for too long.
const callInterval = interpretation.SignalInterval

// call is one thing that somebody is called for: booth is "" where it does not matter to them who calls, about is whose
// sound is inadequate.
type call struct{ notice, booth, about string }

// callOf is the call that a notice is to somebody; isCall is false for all other notices. A technician must know which
// booth, so for them each one counts by itself: at most interpretation.MaxBooths in an interval.
func (c *conference) callOf(m protocol.InterpretationNotice, p *presence) (one call, isCall bool) {
	switch m.Notice {
	case "slow-down": // does not say who asks
		return call{notice: m.Notice}, true
	case "sound-inadequate", "technician-called":
		one.notice = m.Notice
		if m.Notice == "sound-inadequate" {
			one.about = m.Participant
		}
		if c.technician(p) {
			one.booth = m.Booth
		}
		return one, true
	default:
		return call{}, false
	}
}

// tellNotice sends a notice to those whom the filter names, but for those to whom it is a call that they were given
// just now.
func (c *conference) tellNotice(m protocol.InterpretationNotice, to func(*presence) bool) {
	now := time.Now()
	c.broadcast(m, func(p *presence) bool {
		if !to(p) {
			return false
		}
		one, isCall := c.callOf(m, p)
		return !isCall || p.called(now, one)
	})
}

// called notes that somebody is given a call now; false: they were, less than callInterval ago.
func (p *presence) called(now time.Time, one call) bool {
	maps.DeleteFunc(p.calls, func(_ call, at time.Time) bool { return now.Sub(at) >= callInterval })
	if _, heard := p.calls[one]; heard {
		return false
	}
	set(&p.calls, one, now)
	return true
}
