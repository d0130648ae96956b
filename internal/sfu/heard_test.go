package sfu_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// heardOf is what was last said of a channel, or with channel "" of a member of a booth.
func heardOf(m *simnet.Meeting, channel string, id sfu.EndpointID) (h sfu.ChannelHeard, ok bool) {
	if len(m.Told.Heard) == 0 {
		return h, false
	}
	for _, h := range m.Told.Heard[len(m.Told.Heard)-1].List {
		if h.Channel == channel && (channel != "" || h.Endpoint == id) {
			return h, true
		}
	}
	return h, false
}

// toldWhen is when something was first said after an instant; 0: never.
func toldWhen(m *simnet.Meeting, after units.Instant, is func(sfu.ChannelHeard) bool) units.Instant {
	for _, told := range m.Told.Heard {
		if told.At <= after {
			continue
		}
		if slices.ContainsFunc(told.List, is) {
			return told.At
		}
	}
	return 0
}

func TestChannelsHeard(t *testing.T) {
	m := simnet.NewMeeting(80, sfu.Config{})
	m.Net.Run(time.Second)
	if n := len(m.Told.Heard); n != 0 {
		t.Errorf("%d reports of nothing", n)
	}
	eva, leo := joinBooth(m, "eva", person()), joinBooth(m, "leo", person())
	eva.Mic.Level, leo.Mic.Level = 25, 80
	setChannel(t, m, sfu.Channel{Name: "en", Holder: "eva", Open: true})
	setChannel(t, m, sfu.Channel{Name: "fr"})
	from := len(m.Told.Heard)
	m.Net.Run(3 * time.Second)
	if n := len(m.Told.Heard) - from; n < 10 || n > 16 {
		t.Errorf("%d reports in 3 s, want one every 250 ms and of the beginning", n)
	}
	en, _ := heardOf(m, "en", "")
	if en.Endpoint != "eva" || en.Lost || !en.Speaking || en.Level != 25 || m.Net.Now().Sub(en.LastPacket) > 300*time.Millisecond {
		t.Errorf("en: %+v", en)
	}
	if fr, ok := heardOf(m, "fr", ""); !ok || fr.Endpoint != "" || fr.Lost || fr.Speaking {
		t.Errorf("fr: %+v, %v", fr, ok)
	}
	if h, ok := heardOf(m, "", "leo"); !ok || h.Speaking || h.Level != 80 || h.Lost {
		t.Errorf("the standby leo: %+v, %v", h, ok)
	}
	if h, ok := heardOf(m, "", "eva"); !ok || !h.Speaking || h.Level != 25 {
		t.Errorf("eva in the booth: %+v, %v", h, ok)
	}

	// PAUSE: silence ends speaking after the hold, and a level between the thresholds begins nothing.
	paused := m.Net.Now()
	eva.Mic.Level = 90
	m.Net.Run(2 * time.Second)
	ended := toldWhen(m, paused, func(h sfu.ChannelHeard) bool { return h.Channel == "en" && !h.Speaking })
	if d := ended.Sub(paused); d < 450*time.Millisecond || d > 550*time.Millisecond {
		t.Errorf("the end of speaking was told after %v, want 500 ms", d)
	}
	eva.Mic.Level = 55
	m.Net.Run(time.Second)
	if en, _ = heardOf(m, "en", ""); en.Speaking {
		t.Error("a level between the thresholds began to speak")
	}
	begun := m.Net.Now()
	eva.Mic.Level = 30
	m.Net.Run(time.Second)
	if d := toldWhen(m, begun, func(h sfu.ChannelHeard) bool { return h.Channel == "en" && h.Speaking }).Sub(begun); d < 0 || d > 80*time.Millisecond {
		t.Errorf("the beginning was told after %v", d)
	}
	eva.Mic.Level = 55
	m.Net.Run(2 * time.Second)
	if en, _ = heardOf(m, "en", ""); !en.Speaking {
		t.Error("a level between the thresholds ended speaking")
	}

	// LOST: two seconds without packets, with a closed gate as well; back with the first.
	eva.Mic.StopSending()
	lost := m.Net.Now()
	m.Net.Run(3 * time.Second)
	at := toldWhen(m, lost, func(h sfu.ChannelHeard) bool { return h.Channel == "en" && h.Lost })
	if d := at.Sub(lost); d < 1950*time.Millisecond || d > 2050*time.Millisecond {
		t.Errorf("lost was told after %v, want 2 s", d)
	}
	quiet := len(m.Told.Heard)
	leo.Mic.StopSending()
	m.Net.Run(time.Second)
	if n := len(m.Told.Heard) - quiet; n > 2 {
		t.Errorf("%d reports while nothing comes", n)
	}
	eva.Mic.Start()
	m.Net.Run(40 * time.Millisecond)
	if en, _ = heardOf(m, "en", ""); en.Lost {
		t.Error("back, and still lost")
	}
	// A new holder who never sent is lost two seconds after taking the lease, not at once.
	setChannel(t, m, sfu.Channel{Name: "en", Holder: "nobody here", Open: true})
	m.Net.Run(time.Second)
	if en, _ = heardOf(m, "en", ""); en.Lost || en.Endpoint != "nobody here" {
		t.Errorf("a second after the swap: %+v", en)
	}
	m.Net.Run(1100 * time.Millisecond)
	if en, _ = heardOf(m, "en", ""); !en.Lost {
		t.Errorf("two seconds after the swap: %+v", en)
	}
}
