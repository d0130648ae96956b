package sfu

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// A path that showed no limit is not paced; but what is not known to carry much more than is sent is near, and gets no old keyframes.
func TestOldKeyframesWhereThePathIsWide(t *testing.T) {
	var d downlink
	const most = 2 * time.Second
	for _, c := range []struct {
		estimate, sent units.Bitrate
		tight          bool
		near, on       bool
	}{
		{estimate: 4000, sent: 1000},
		{estimate: 1400, sent: 1000, near: true},
		{estimate: 1900, sent: 1000, near: true},
		{estimate: 1400, sent: 1000, tight: true, near: true, on: true},
		{estimate: 1900, sent: 1000, tight: true, near: true, on: true},
		{estimate: 1900, sent: 1000, near: true},
		{estimate: 2000, sent: 1000, tight: true},
		{estimate: 1900, sent: 1000, tight: true},
	} {
		d.pace.set(1, c.estimate, c.sent, c.tight, false)
		if age := d.replayAge(1, most); d.pace.on != c.on || (age == paceReplayAge) != c.near || age > most {
			t.Errorf("%+v: paced %v, keyframes of up to %v", c, d.pace.on, age)
		}
	}
}
