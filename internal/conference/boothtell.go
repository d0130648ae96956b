package conference

import (
	"bytes"
	"reflect"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// How often somebody is told of the interpretation at most. The first change after a calm goes at once; those within the
// interval are merged into one message at its end. The client's mix follows this message, so that there are two:
const (
	// heardWithin is for changes of what somebody hears, or works by in a booth. Late is audible: the floor would stay at
	// its level below an interpreter, or the interpreter's first word be cut. Less than this merges nothing that a hand
	// does; more is more than a jitter buffer, added to it.
	heardWithin = 100 * time.Millisecond
	// shownWithin is for all others: channels that one does not listen to, pauses, how many listen. Less costs a large
	// meeting with twenty channels a message to everybody for each sentence, more looks stuck.
	shownWithin = 250 * time.Millisecond
)

// picture is the interpretation as it is shown at a place. It does not change, but for being encoded once it is sent.
type picture struct {
	shows   protocol.Interpretation
	turn    int // counts the changes of what people in a booth work by
	encoded []byte
}

// message is the picture as clients get it: the same bytes for all of them.
func (p *picture) message() []byte {
	if p.encoded == nil {
		p.encoded = protocol.EncodeServer(protocol.InterpretationChanged{Interpretation: p.shows})
	}
	return p.encoded
}

// picture is what is to be seen at a place now: the last one, as long as nothing has changed in it.
func (c *conference) picture(from place) *picture {
	last := c.booths.pictures[from]
	next := &picture{shows: c.interpretation(from)}
	switch {
	case last == nil:
	case reflect.DeepEqual(last.shows, next.shows):
		return last
	case reflect.DeepEqual(workedBy(last.shows), workedBy(next.shows)):
		next.turn = last.turn
	default:
		next.turn = last.turn + 1
	}
	c.booths.pictures[from] = next
	return next
}

// workedBy is a picture without what only informs: how many listen, and who makes a pause.
func workedBy(all protocol.Interpretation) protocol.Interpretation {
	all.Listening, all.Listeners, all.Channels = 0, nil, slices.Clone(all.Channels)
	for i := range all.Channels {
		ch := &all.Channels[i]
		ch.Listens, ch.Listeners = 0, nil
		ch.Sound = string(heardAs(interpretation.ListenerState(ch.Sound)))
		ch.State = string(heardAs(interpretation.ListenerState(ch.State)))
	}
	return all
}

// heardAs is a state as the ear knows it: a pause raises nothing and lowers nothing.
func heardAs(state interpretation.ListenerState) interpretation.ListenerState {
	if state == interpretation.HearsPause {
		return interpretation.HearsOnAir
	}
	return state
}

// hearing is what somebody's mix follows: a listener's channel and its sound, or in a booth the turn.
type hearing struct {
	channel string
	sound   interpretation.ListenerState
	turn    int
}

func (c *conference) hearing(p *presence, now *picture) hearing {
	if c.backstage(p) {
		return hearing{turn: now.turn}
	}
	channel := c.channelOf(p)
	if channel == "" {
		return hearing{}
	}
	return hearing{channel: channel, sound: heardAs(c.booths.desk.Sounds(channel))}
}

// told is what somebody knows of the interpretation.
type told struct {
	sees  *picture // nil: nothing yet
	hears hearing  // in it
	at    time.Time
	heard time.Time // when last told of another hearing
	acted bool      // did something in a booth since: the next thing that they do goes by what came of it
}

// due is when somebody who hears something may be told of a change; zero: at once.
func (t *told) due(hears hearing) time.Time {
	switch {
	case t.acted:
		return time.Time{}
	case t.hears != hears:
		return t.heard.Add(heardWithin)
	default:
		return t.at.Add(shownWithin)
	}
}

// welcomed notes what a welcome shows, and gives it.
func (c *conference) welcomed(p *presence) protocol.Interpretation {
	now := c.picture(c.placeOf(p))
	p.told = told{sees: now, hears: c.hearing(p, now)}
	return now.shows
}

// tellInterpretation sends the picture of the interpretation to those who have another one, as soon as they may get it.
func (c *conference) tellInterpretation(now time.Time) {
	c.booths.tell = time.Time{}
	pictures := map[place]*picture{}
	for _, p := range c.people {
		if p.waiting || p.attendance == nil {
			continue
		}
		from := c.placeOf(p)
		if pictures[from] == nil {
			pictures[from] = c.picture(from)
		}
		c.show(p, pictures[from], now)
	}
}

// show sends somebody a picture, or notes when it may be sent.
func (c *conference) show(p *presence, pic *picture, now time.Time) {
	t := &p.told
	hears := c.hearing(p, pic)
	if due := t.due(hears); t.sees != pic && due.After(now) {
		if c.booths.tell.IsZero() || due.Before(c.booths.tell) {
			c.booths.tell = due
		}
		return
	}
	if t.sees != pic && (t.sees == nil || !bytes.Equal(t.sees.message(), pic.message())) {
		p.attendance.out.Send(pic.message())
		t.at = now
		if t.hears != hears {
			t.heard = now
		}
	}
	t.sees, t.hears, t.acted = pic, hears, false
}
