package sfu

import (
	"errors"

	"github.com/cumbre-meet/cumbre/internal/media/allocate"
	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/layers"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/speaker"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// ErrFull says that the Room has as many endpoints as its Config allows.
var ErrFull = errors.New("sfu: the room is full")

// ErrExists says that an endpoint of that name is there already; use its Replace.
var ErrExists = errors.New("sfu: the endpoint exists already")

// Room forwards the media of one meeting. All its methods and those of its Endpoints run on one media loop.
type Room struct {
	cfg    Config
	events Events
	stats  Stats

	endpoints map[EndpointID]*Endpoint
	order     []*Endpoint     // as they joined
	due       []units.Instant // when each of them is to be tended; 0: with the next tick
	streams   map[uint32]*stream

	lastJoin, lastStart uint64
	lastStream          uint32
	lastVoice           int

	floor EndpointID // "": open
	tap   Tap        // nil: nothing is recorded
	stage *Endpoint

	channels    map[string]*channel
	channelList []*channel // as they were made

	heard, heardTold []ChannelHeard
	heardAt          units.Instant

	arrivals uint64 // packets that were stored

	queued []*stream // have packets that wait for the end of the turn

	// Who is heard. voices has the microphones (who is dominant), sounds all sound (what is loudest).
	voices, sounds       *speaker.Detector
	loudest, wereLoudest []int
	speakers, told       []Speaker
	toldAt               units.Instant

	dirty       bool // picture slots must be chosen again
	soundsDirty bool // sound slots likewise
	retargetAt  units.Instant
	demandAt    units.Instant
	qualityAt   units.Instant

	// Scratch.
	others     []*source
	ranked     []*source
	chosen     []*source
	floorSlots []*slot
	needed     map[*source]layers.Set
	quality    []Quality
	mended     []*history.Entry
	deep       []byte
	rtcp       []byte
	missing    []uint16
	entries    []*history.Entry
	reports    []bwe.Report
	pictures   []allocate.Picture
	costs      []units.Bitrate
	padding    [padSize]byte // payload of a probe packet: padding that says its own length (RFC 3550 section 5.1)
}

// NewRoom makes an empty Room.
func NewRoom(cfg Config, ev Events) *Room {
	r := &Room{
		cfg: cfg.withDefaults(), events: ev,
		endpoints: map[EndpointID]*Endpoint{}, streams: map[uint32]*stream{},
		channels: map[string]*channel{},
		voices:   speaker.New(), sounds: speaker.New(), needed: map[*source]layers.Set{},
		mended: make([]*history.Entry, 0, red.MaxBlocks),
		rtcp:   make([]byte, 0, 2*maxCompound), reports: make([]bwe.Report, 0, bwe.MaxReports),
	}
	r.padding[padSize-1] = padSize
	return r
}

// Join adds an endpoint with its negotiated lines. Nothing is sent to it before Connected.
// Errors: ErrFull, ErrExists.
func (r *Room) Join(now units.Instant, id EndpointID, t Transport, lines []Line) (*Endpoint, error) {
	if _, ok := r.endpoints[id]; ok {
		return nil, ErrExists
	}
	if len(r.order) >= r.cfg.MaxEndpoints {
		return nil, ErrFull
	}
	e := newEndpoint(r, id, t)
	r.endpoints[id] = e
	r.enrol(e)
	e.SetLines(now, lines)
	return e, nil
}

// Leave takes an endpoint and its sources away. An unknown id is ignored.
func (r *Room) Leave(now units.Instant, id EndpointID) {
	e := r.endpoints[id]
	if e == nil {
		return
	}
	r.catchUp()
	e.drop()
	e.gone = true
	for _, src := range e.sources {
		r.forgetVoice(src)
	}
	delete(r.endpoints, id)
	r.strike(e)
	clear(r.needed)
	r.forgetScratch()
	r.update(now)
}

// forgetScratch lets go of what a departed endpoint leaves in reused lists.
func (r *Room) forgetScratch() {
	clear(r.others[:cap(r.others)])
	clear(r.ranked[:cap(r.ranked)])
	clear(r.chosen[:cap(r.chosen)])
	clear(r.floorSlots[:cap(r.floorSlots)])
	clear(r.entries[:cap(r.entries)])
	r.others, r.ranked, r.chosen, r.floorSlots = r.others[:0], r.ranked[:0], r.chosen[:0], r.floorSlots[:0]
}

// SetFloor gives the floor to an endpoint, or opens it to all with "". The stage is then the holder; with an
// open floor it is the dominant speaker, and before anyone has spoken the first camera.
func (r *Room) SetFloor(now units.Instant, id EndpointID) {
	r.catchUp()
	r.floor, r.dirty = id, true
	r.update(now)
}

// Tick does what is due at now: feedback, reports, keyframe requests, choice of sounds and layers. The engine
// calls it every 10 ms.
func (r *Room) Tick(now units.Instant) {
	r.catchUp()
	if now.Sub(r.retargetAt) >= retargetEvery {
		r.dirty = true
	}
	r.update(now)
	r.tellHeard(now)
	if now.Sub(r.demandAt) >= demandEvery {
		r.demandAll(now)
	}
	r.tendAll(now)
	r.measure(now)
}

// update brings the choices up to date with what changed.
func (r *Room) update(now units.Instant) {
	if r.dirty || r.soundsDirty {
		r.settleChannels()
	}
	r.listen(now)
	if r.dirty {
		r.retargetAll(now)
	}
}

// Stats hands the counters to f, on the media loop.
func (r *Room) Stats(f func(Stats)) {
	s := r.stats
	s.Endpoints = len(r.order)
	for _, e := range r.order {
		s.Slots += len(e.slots)
		e.countPath(&s)
		for _, src := range e.sources {
			if src.started {
				s.Sources++
			}
		}
	}
	f(s)
}

// maxCompound bounds an RTCP compound so that it fits a datagram with SRTCP's and TURN's additions.
const maxCompound = 1200
