//go:build linux

package relay

import (
	"container/heap"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// frame is one that waits for its time to leave by an interface.
type frame struct {
	at     units.Instant
	serial uint64 // frames of one instant leave as they came
	from   *end   // came in there; leaves by from.to
	bytes  []byte
}

// queue is the frames that wait, the next one first.
type queue struct {
	frames heapOfFrames
	serial uint64
}

func (q *queue) push(at units.Instant, from *end, b []byte) {
	q.serial++
	heap.Push(&q.frames, frame{at: at, serial: q.serial, from: from, bytes: b})
}

// next is when the next frame leaves; ok is false when none waits.
func (q *queue) next() (at units.Instant, ok bool) {
	if len(q.frames) == 0 {
		return 0, false
	}
	return q.frames[0].at, true
}

func (q *queue) pop() frame { return heap.Pop(&q.frames).(frame) }

type heapOfFrames []frame

func (h heapOfFrames) Len() int { return len(h) }
func (h heapOfFrames) Less(i, j int) bool {
	return h[i].at < h[j].at || (h[i].at == h[j].at && h[i].serial < h[j].serial)
}
func (h heapOfFrames) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *heapOfFrames) Push(x any)   { *h = append(*h, x.(frame)) }
func (h *heapOfFrames) Pop() any {
	last := len(*h) - 1
	f := (*h)[last]
	(*h)[last] = frame{}
	*h = (*h)[:last]
	return f
}
