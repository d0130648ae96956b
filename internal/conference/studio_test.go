package conference_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/conference/conferencetest"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// studio is a meeting between es and en with a bilateral booth, over the real Room: the delegate Ana speaks Spanish,
// Lee listens to English, and Iris and Ivo interpret.
type studio struct {
	*world
	chair, ana, lee, iris, ivo, tech *guest
	pausing                          []*guest // they send, and say nothing
}

// guest is a client with a media connection.
type guest struct {
	*client
	inv  conference.Invitation
	conn *conferencetest.Connection
}

func inStudio(t *testing.T, test func(s *studio)) {
	t.Helper()
	inWorld(t, func(w *world) { test(w.studio()) })
}

func (w *world) studio() *studio {
	w.t.Helper()
	s := &studio{world: w}
	s.chair = s.guest("chair", "Ada")
	s.ana = s.guest("delegate", "Ana", speaks("es"))
	s.lee = s.guest("observer", "Lee", speaks("en"))
	s.iris = s.guest("interpreter", "Iris")
	s.ivo = s.guest("interpreter", "Ivo")
	s.tech = s.guest("technician", "Tomás")
	s.chair.ok(giveFloor(s.ana.me))
	s.ana.say(protocol.SetMedia{Microphone: true})
	for _, i := range []*guest{s.iris, s.ivo} {
		i.ready("en")
	}
	s.run(time.Second)
	return s
}

func speaks(language string) func(*conference.Invite) {
	return func(in *conference.Invite) { in.Language = language }
}

func (s *studio) guest(role, name string, change ...func(*conference.Invite)) *guest {
	s.t.Helper()
	g := &guest{inv: s.invite(role, name, "", change...)}
	g.client = s.join(g.inv.Token)
	synctest.Wait()
	g.offer(true)
	return g
}

// offer connects the media, or offers anew.
func (g *guest) offer(fresh bool) {
	g.w.t.Helper()
	g.nextID++
	g.say(protocol.Offer{ID: g.nextID, SDP: "v=0", New: fresh, Lines: []protocol.OfferLine{
		{MID: "mic", Use: "microphone"},
		{MID: "cam", Use: "camera"},
		{MID: "stage", Use: "stage-sound"},
		{MID: "floor", Use: "floor-sound"},
		{MID: "lang", Use: "interpretation"},
		{MID: "booth", Use: "booth-sound"},
		{MID: "picture", Use: "picture"},
	}})
	synctest.Wait()
	conns := g.w.media.Connections()
	g.conn = conns[len(conns)-1]
}

// ready checks the seat and chooses the direction.
func (g *guest) ready(output string) {
	g.w.t.Helper()
	g.ok(func(id int) protocol.ClientMessage {
		return protocol.CheckSeat{ID: id, Devices: true, Headphones: true, Level: true}
	})
	if output != "" {
		g.ok(func(id int) protocol.ClientMessage { return protocol.SetOutput{ID: id, Language: output} })
	}
}

// run lets everybody's microphones send for a while, as clients do: what each says is its name.
func (s *studio) run(d time.Duration, silent ...*guest) {
	for range d / (20 * time.Millisecond) {
		for name, g := range map[string]*guest{"ana": s.ana, "iris": s.iris, "ivo": s.ivo, "chair": s.chair} {
			switch {
			case slices.Contains(silent, g):
			case slices.Contains(s.pausing, g):
				g.conn.Breathe("mic", name)
			default:
				g.conn.Say("mic", name)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	synctest.Wait()
}

// heard is what somebody got on each line since the last time: "lang=iris stage=ana", sorted.
func (g *guest) heard() string {
	synctest.Wait()
	var out []string
	for _, p := range g.conn.Got() {
		if one := p.MID + "=" + p.Payload; !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// hears lets 300 ms pass and looks at what somebody got in the next.
func (s *studio) hears(g *guest, want string, silent ...*guest) {
	s.t.Helper()
	s.run(300*time.Millisecond, silent...)
	g.conn.Got()
	s.run(300*time.Millisecond, silent...)
	if got := g.heard(); got != want {
		s.t.Errorf("%s hears %q, want %q", g.inv.Name, got, want)
	}
}

// sees is the interpretation as somebody sees it.
func (g *guest) sees() protocol.Interpretation {
	g.w.settle()
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.view
}

func (g *guest) channel(language string) protocol.Channel {
	g.w.t.Helper()
	for _, ch := range g.sees().Channels {
		if ch.Language == language {
			return ch
		}
	}
	g.w.t.Fatalf("no channel %s", language)
	return protocol.Channel{}
}

func (g *guest) seat() protocol.Seat {
	for _, b := range g.sees().Booths {
		for _, s := range b.Seats {
			if s.Participant == g.me {
				return s
			}
		}
	}
	return protocol.Seat{}
}

func (g *guest) open(language string) {
	g.w.t.Helper()
	epoch := g.channel(language).Epoch
	g.ok(func(id int) protocol.ClientMessage { return protocol.OpenMicrophone{ID: id, Epoch: epoch} })
}

// state is what listeners are told of a language, and get.
func (s *studio) state(language, want string) {
	s.t.Helper()
	if got := s.lee.channel(language); got.State != want {
		s.t.Errorf("%s is %s, want %s", language, got.State, want)
	}
}
