package udp

import "time"

// delayClasses is how many classes with an upper end a Delays has.
const delayClasses = 15

// delayBounds are the upper ends of a Delays' classes, finest about a millisecond: that is what a packet may take inside.
func delayBounds() [delayClasses]time.Duration {
	return [...]time.Duration{
		50 * time.Microsecond, 100 * time.Microsecond, 200 * time.Microsecond, 300 * time.Microsecond, 500 * time.Microsecond,
		750 * time.Microsecond, time.Millisecond, 1500 * time.Microsecond, 2 * time.Millisecond, 3 * time.Millisecond,
		5 * time.Millisecond, 7500 * time.Microsecond, 10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	}
}

// Delays counts packets by how long they took. The zero value has counted none.
type Delays struct {
	classes [delayClasses + 1]uint64 // the last: longer than all bounds
	sum     time.Duration
}

// note counts n packets that took d.
func (h *Delays) note(d time.Duration, n uint64) {
	i, bounds := 0, delayBounds()
	for i < len(bounds) && d > bounds[i] {
		i++
	}
	h.classes[i] += n
	h.sum += d * time.Duration(n)
}

func (h *Delays) add(other *Delays) {
	for i, n := range other.classes {
		h.classes[i] += n
	}
	h.sum += other.sum
}

// Histogram gives the upper ends of the classes in seconds, how many packets are in each and in one more class of all that took
// longer, and the sum of all in seconds.
func (h Delays) Histogram() (bounds []float64, counts []uint64, sum float64) {
	for _, b := range delayBounds() {
		bounds = append(bounds, b.Seconds())
	}
	return bounds, h.classes[:], h.sum.Seconds()
}
