// Package layers chooses simulcast layers: which one a slot gets, and which ones the sender has to send.
package layers

import (
	"math/bits"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Max is how many simulcast layers one source may have.
const Max = 4

// OffAfter is how long a layer must be unwanted before the sender is told to stop it. Shorter makes senders
// restart layers (a keyframe each) while people rearrange their tiles; longer wastes their uplink.
const OffAfter = 2 * time.Second

// A tile may be this much higher (in percent) than the picture that it shows before a better layer is worth its
// bandwidth: scaling up by an eighth is not seen.
const upscale = 112

// Layer is one simulcast layer. Layers are listed best first.
type Layer struct {
	Height int  // pixels; 0: not known yet
	Alive  bool // packets come
}

// Set is a set of layers by their index.
type Set uint8

// Has tells whether layer i is in the set.
func (s Set) Has(i int) bool { return i >= 0 && i < Max && s&(1<<i) != 0 }

// With is the set and layer i; a negative i adds nothing.
func (s Set) With(i int) Set {
	if i < 0 || i >= Max {
		return s
	}
	return s | 1<<i
}

// Len is how many layers the set has.
func (s Set) Len() int { return bits.OnesCount8(uint8(s)) }

// Desired is the layer for a tile of that height among all, alive or not; -1 where there are none. A height of 0
// is any: the best.
func Desired(all []Layer, height int) int {
	if height <= 0 || len(all) == 0 {
		return min(0, len(all)-1)
	}
	for i := len(all) - 1; i > 0; i-- {
		if heightOf(all, i)*upscale >= height*100 {
			return i
		}
	}
	return 0
}

// Pick is the layer that a slot gets now: the desired one if it is alive, else the next worse that is, else the
// next better; -1 where none is alive. current is what it has (-1: nothing): a slot leaves a better layer only
// if the desired one needs no scaling up, so that a tile that changes by a few pixels does not switch.
func Pick(all []Layer, height, current int) int {
	want := Desired(all, height)
	if want < 0 {
		return -1
	}
	if current >= 0 && current == want-1 && all[current].Alive && heightOf(all, want) < height {
		return current
	}
	for i := want; i < len(all); i++ {
		if all[i].Alive {
			return i
		}
	}
	for i := want - 1; i >= 0; i-- {
		if all[i].Alive {
			return i
		}
	}
	return -1
}

// heightOf is a layer's height, where it is not known by its neighbours': each is half of the one before, as
// browsers send them; without any, as of a picture 720 pixels high.
func heightOf(all []Layer, i int) int {
	for d := range all {
		if j := i + d; j < len(all) && all[j].Height > 0 {
			return all[j].Height << d
		}
		if j := i - d; j >= 0 && all[j].Height > 0 {
			return all[j].Height >> d
		}
	}
	return 720 >> i
}

// Demand says which layers the sender has to send: one is on at once when wanted, and off when it was unwanted for
// OffAfter. The zero Demand has everything off.
type Demand struct {
	on     Set
	wanted [Max]units.Instant // when it was last wanted
}

// Start turns layers on, as a sender does before it is told anything.
func (d *Demand) Start(now units.Instant, s Set) {
	d.on = s
	for i := range d.wanted {
		d.wanted[i] = now
	}
}

// Update takes what is wanted now. changed tells that the sender must be told of on.
func (d *Demand) Update(now units.Instant, wanted Set) (on Set, changed bool) {
	before := d.on
	for i := range Max {
		switch {
		case wanted.Has(i):
			d.on = d.on.With(i)
			d.wanted[i] = now
		case d.on.Has(i) && now.Sub(d.wanted[i]) >= OffAfter:
			d.on &^= 1 << i
		}
	}
	return d.on, d.on != before
}

// On is the layers that are on.
func (d *Demand) On() Set { return d.on }
