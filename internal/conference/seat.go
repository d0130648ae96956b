package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// maxSlots bounds the lines of one connection: protocol.MaxLines.
const maxSlots = 40

// rules are what the conference decides about an endpoint's sources.
type rules struct {
	heard      bool
	talk       bool // an interpreter holds the button to speak to the floor
	unrecorded bool
	muted      [4]bool // in the order of sourceKinds
}

func sourceKinds() [4]sfu.SourceKind {
	return [4]sfu.SourceKind{sfu.SourceMicrophone, sfu.SourceCamera, sfu.SourceScreen, sfu.SourceScreenSound}
}

// studio is a conference's Room with what the actor may do to it. The Room is touched on the media loop only.
type studio struct {
	media Media
	rooms *rooms
	room  *sfu.Room
	mail  *mailbox
	stop  func() // ends ticks and turns
}

func newStudio(rooms *rooms, cfg sfu.Config) *studio {
	mail := newMailbox()
	cfg.Turns = true // see start
	return &studio{media: rooms.media, rooms: rooms, room: sfu.NewRoom(cfg, mail), mail: mail}
}

// start drives the Room, once there is something in it.
func (s *studio) start() {
	if s.stop == nil {
		s.rooms.opened(s.room)
		s.media.Run(func(now units.Instant) { s.mail.setClock(now, time.Now()) })
		ticks, turns := s.media.OnTick(s.room.Tick), s.media.OnTurn(s.room.Turn)
		s.stop = func() { ticks(); turns() }
	}
}

func (s *studio) close() {
	if s.stop != nil {
		s.stop()
		s.rooms.closed(s.room)
	}
}

func (s *studio) setFloor(holder string) {
	s.media.Run(func(now units.Instant) { s.room.SetFloor(now, sfu.EndpointID(holder)) })
}

// seat is the place of one participant or viewer in the Room. Its mutable fields belong to the media loop; what is
// asked of it before its first connection is there is kept and applied then.
type seat struct {
	studio *studio
	id     sfu.EndpointID
	viewer bool
	booth  bool // an interpreter's: nothing of it is for the floor
	sound  soundTold

	// Media loop only.
	endpoint *sfu.Endpoint
	rules    rules
	applied  bool
	wants    map[string]sfu.Want
	lines    []sfu.Line
	hears    sfu.SoundWant            // on the interpretation line
	monitors map[string]sfu.SoundWant // on the booth-sound lines
	channel  string                   // a viewer's
	left     bool
}

// link is one connection of a seat. It names the connection in the mailbox.
type link struct {
	seat *seat
	conn Connection // set once, before anybody but the actor and the loop knows the link; unused on the loop
}

// newSeat makes a participant's.
func (s *studio) newSeat(id string, booth bool) *seat {
	return &seat{studio: s, id: sfu.EndpointID(id), booth: booth}
}

func (s *studio) newViewerSeat(id string) *seat {
	return &seat{studio: s, id: sfu.EndpointID(id), viewer: true}
}

// setRules takes what the conference decided.
func (s *seat) setRules(r rules) {
	s.studio.media.Run(func(now units.Instant) {
		if s.endpoint != nil && s.applied && s.rules == r {
			return
		}
		s.rules = r
		s.apply(now)
	})
}

// apply brings the endpoint to the rules. Media loop.
func (s *seat) apply(now units.Instant) {
	if s.endpoint == nil {
		return
	}
	for i, kind := range sourceKinds() {
		s.endpoint.SetMuted(now, kind, s.rules.muted[i])
	}
	s.endpoint.SetUnrecorded(s.rules.unrecorded)
	s.endpoint.SetHeard(now, s.rules.heard)
	s.endpoint.SetTalkback(now, s.rules.talk)
	s.applied = true
}

// want replaces what is asked of the named slots.
func (s *seat) want(wants []sfu.Want) {
	s.studio.media.Run(func(now units.Instant) {
		for _, w := range wants {
			if _, known := s.wants[w.MID]; known || len(s.wants) < maxSlots {
				set(&s.wants, w.MID, w)
			}
		}
		if s.endpoint != nil {
			s.endpoint.Want(now, wants)
		}
	})
}

// leave takes the seat away for good.
func (s *seat) leave() {
	s.studio.media.Run(func(now units.Instant) {
		s.left = true
		if s.endpoint != nil {
			s.studio.room.Leave(now, s.id)
			s.endpoint = nil
		}
	})
}

// connect answers an offer with a new connection in this seat.
func (s *seat) connect(offer Offer) (*link, string, error) {
	s.studio.start()
	l := &link{seat: s}
	conn, answer, err := s.studio.media.Connect(offer, l.attach)
	if err != nil {
		return nil, "", err
	}
	l.conn = conn
	return l, answer, nil
}

// attach implements Attach.
func (l *link) attach(now units.Instant, t sfu.Transport, lines []sfu.Line) Receiver {
	s := l.seat
	if s.left {
		return vacant{l}
	}
	if s.booth { // a new connection never begins on the floor, whatever the button was when the last one ended
		s.rules.heard, s.rules.talk = false, false
	}
	s.lines = lines
	if s.endpoint != nil {
		s.endpoint.Replace(now, t, lines)
	} else if err := s.join(now, t, lines); err != nil {
		s.studio.mail.disconnected(l)
		return vacant{l}
	}
	s.apply(now)
	for _, w := range s.wants {
		s.endpoint.Want(now, []sfu.Want{w})
	}
	s.listen(now)
	return &receiver{Link: s.endpoint.Link(), link: l}
}

func (s *seat) join(now units.Instant, t sfu.Transport, lines []sfu.Line) error {
	e, err := s.studio.room.Join(now, s.id, t, lines)
	if err != nil {
		return err
	}
	e.SetBooth(now, s.booth) // before any packet
	e.SetViewer(s.viewer)
	e.SetViewerChannel(now, s.channel)
	s.endpoint = e
	return nil
}

// renegotiate answers a further offer of the same connection.
func (l *link) renegotiate(offer Offer) (string, error) {
	answer, err := l.conn.Renegotiate(offer, func(now units.Instant, lines []sfu.Line) {
		if l.seat.endpoint == nil {
			return
		}
		l.seat.lines = lines
		l.seat.endpoint.SetLines(now, lines)
		l.seat.apply(now)
		l.seat.listen(now)
	})
	return answer, err
}

// receiver is where a connection's packets go: the endpoint, as long as the connection is its present one.
type receiver struct {
	*sfu.Link
	link *link
}

// Silent implements Receiver.
func (r *receiver) Silent(units.Instant) { r.link.seat.studio.mail.silence(r.link, true) }

// Heard implements Receiver.
func (r *receiver) Heard(units.Instant) { r.link.seat.studio.mail.silence(r.link, false) }

// Disconnected implements Receiver: the Room and the actor are told.
func (r *receiver) Disconnected(now units.Instant) {
	r.Link.Disconnected(now)
	r.link.seat.studio.mail.disconnected(r.link)
}

// vacant takes the packets of a connection whose seat is gone.
type vacant struct{ link *link }

// HandleRTP implements Receiver.
func (vacant) HandleRTP(units.Instant, []byte) {}

// HandleRTCP implements Receiver.
func (vacant) HandleRTCP(units.Instant, []byte) {}

// Connected implements Receiver.
func (vacant) Connected(units.Instant) {}

// Silent implements Receiver.
func (vacant) Silent(units.Instant) {}

// Heard implements Receiver.
func (vacant) Heard(units.Instant) {}

// Resumed implements Receiver.
func (vacant) Resumed(units.Instant) {}

// Disconnected implements Receiver.
func (v vacant) Disconnected(units.Instant) { v.link.seat.studio.mail.disconnected(v.link) }
