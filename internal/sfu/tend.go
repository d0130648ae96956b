package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// calmEvery is how often the path to an endpoint is looked after while nothing is under way on it: no probe, nothing that waits, no
// queue that fills. Less costs: of 200 viewers looked after every 10 ms, each of them some ten cache lines that nothing else keeps warm,
// a packet was a quarter dearer. More lets a probe that is wanted, and each sender report, come so much later.
const calmEvery = 100 * time.Millisecond

// enrol adds an endpoint to those that are tended.
func (r *Room) enrol(e *Endpoint) {
	e.place = len(r.order)
	r.order = append(r.order, e)
	r.due = append(r.due, 0)
}

// strike takes it out.
func (r *Room) strike(e *Endpoint) {
	r.order = slices.Delete(r.order, e.place, e.place+1)
	r.due = slices.Delete(r.due, e.place, e.place+1)
	for i := e.place; i < len(r.order); i++ {
		r.order[i].place = i
	}
}

// wake has the endpoint tended with the next tick: something began.
func (e *Endpoint) wake() {
	if !e.gone {
		e.room.due[e.place], e.calmUntil = 0, 0
	}
}

// tendAll looks after the endpoints whose time has come. The times lie side by side, so that the others cost next to nothing.
func (r *Room) tendAll(now units.Instant) {
	for i, due := range r.due {
		if now < due {
			continue
		}
		r.due[i] = now.Add(calmEvery)
		if e := r.order[i]; !e.tend(now) {
			r.due[i] = 0
		}
	}
}

// tend does what is due for one endpoint, and tells that nothing of it is pressing.
func (e *Endpoint) tend(now units.Instant) (calm bool) {
	for _, src := range e.sources {
		if src.timedOut(now) {
			src.stop()
		}
	}
	if !e.connected {
		return true // Connected wakes it
	}
	sends := len(e.bindings) > 0
	if sends {
		e.ask(now)
	}
	if now >= e.calmUntil {
		e.calmUntil = now.Add(calmEvery)
		e.reportSlots(now)
		for _, s := range e.slots {
			s.repeat(now)
		}
		e.probe(now)
		if e.down.busy() {
			e.calmUntil = 0
		}
	}
	return !sends && now < e.calmUntil
}

// busy tells that something is under way on the path that needs every tick.
func (d *downlink) busy() bool {
	return d.ctl != nil && (d.pace.on || d.pace.held || d.pace.count > 0 || !d.ctl.Calm())
}

// stir has the path looked after with the next tick if something began on it.
func (e *Endpoint) stir() {
	if e.connected && e.down.busy() {
		e.wake()
	}
}
