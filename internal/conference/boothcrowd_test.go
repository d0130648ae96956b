package conference_test

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// ear is a session that only counts the pictures of the interpretation, and knows which of them were encoded together.
type ear struct {
	me  string
	say func(protocol.ClientMessage)

	mu       sync.Mutex
	pictures int
	last     []byte
	all      map[*byte]struct{} // shared: where each encoding begins
}

// Send implements conference.Outbox.
func (e *ear) Send(b []byte) {
	if !bytes.HasPrefix(b, []byte(`{"type":"interpretation",`)) {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pictures++
	e.last = b
	e.all[&b[0]] = struct{}{}
}

// End implements conference.Outbox.
func (e *ear) End([]byte) {}

// hall is a studio with a crowd: of every five one listens to en, one to es, the others to the floor.
type hall struct {
	*studio
	english, spanish, floor []*ear
	encodings               map[*byte]struct{}
}

func inHall(t *testing.T, crowd int, test func(h *hall)) {
	t.Helper()
	inWorld(t, func(w *world) {
		w.close()
		w.open(conference.Limits{Sessions: crowd + 20})
		h := &hall{studio: w.studio(), encodings: map[*byte]struct{}{}}
		token := h.invite("observer", "Hall", "", shared).Token
		for i := range crowd {
			e := h.enter(token)
			switch i % 5 {
			case 0:
				e.say(protocol.Listen{To: "language", Language: "en"})
				h.english = append(h.english, e)
			case 1:
				e.say(protocol.Listen{To: "language", Language: "es"})
				h.spanish = append(h.spanish, e)
			default:
				h.floor = append(h.floor, e)
			}
		}
		h.run(time.Second)
		h.calm()
		test(h)
	})
}

func (h *hall) others() []*ear { return slices.Concat(h.spanish, h.floor) }

func (h *hall) all() []*ear { return slices.Concat(h.english, h.others()) }

func (h *hall) enter(token string) *ear {
	h.t.Helper()
	grant, err := h.hub.Authenticate(context.Background(), token)
	if err != nil {
		h.t.Fatal(err)
	}
	e := &ear{all: h.encodings}
	a, err := h.hub.Join(context.Background(), grant, protocol.Hello{Version: protocol.Version, Token: token}, e)
	if err != nil {
		h.t.Fatal(err)
	}
	e.me = a.Participant()
	e.say = func(m protocol.ClientMessage) {
		if err := a.Handle(context.Background(), m); err != nil {
			h.t.Error(err)
		}
	}
	return e
}

// calm waits until everybody has been told everything, and forgets it.
func (h *hall) calm() {
	h.settle()
	time.Sleep(conference.ShownWithin) // the next change goes at once
	synctest.Wait()
	for _, e := range h.all() {
		e.mu.Lock()
		e.pictures = 0
		e.mu.Unlock()
	}
	clear(h.encodings)
	for _, g := range h.everybody() {
		g.take()
	}
}

// pictures is the most that one of them got since the last calm, and the least.
func pictures(ears []*ear) (most, least int) {
	least = 1 << 30
	for _, e := range ears {
		e.mu.Lock()
		most, least = max(most, e.pictures), min(least, e.pictures)
		e.mu.Unlock()
	}
	return most, least
}

// opens opens Iris' microphone, and gives her cough button.
func (h *hall) opens() (cough func(on bool)) {
	h.t.Helper()
	h.iris.open("en")
	epoch := h.iris.channel("en").Epoch
	h.calm()
	return func(on bool) {
		h.t.Helper()
		h.iris.ok(func(id int) protocol.ClientMessage { return protocol.Cough{ID: id, On: on, Epoch: epoch} })
	}
}

// The first change after a calm is told to everybody at once, encoded once for the hall and once for those who see the
// booths.
func TestAChangeIsEncodedOnceForTheWholeHall(t *testing.T) {
	inHall(t, 500, func(h *hall) {
		before := time.Now()
		h.iris.open("en")
		synctest.Wait()
		for name, ears := range map[string][]*ear{"listeners": h.english, "others": h.others()} {
			if most, least := pictures(ears); most != 1 || least != 1 {
				t.Errorf("%s are told %d to %d times", name, least, most)
			}
		}
		if n := len(h.encodings); n != 1 {
			t.Errorf("encoded %d times for the hall", n)
		}
		if ch := h.tech.channel("en"); ch.State != "ON_AIR" {
			t.Errorf("%+v", ch)
		}
		if late := time.Since(before); late > 0 {
			t.Errorf("late by %v", late)
		}
	})
}

// A channel that flips is told at most once an interval, the shorter one to those who hear it; the last state reaches all.
func TestAChannelThatFlips(t *testing.T) {
	const flips, apart = 100, 20 * time.Millisecond
	inHall(t, 500, func(h *hall) {
		cough := h.opens()
		for i := range flips {
			cough(i%2 == 0)
			h.run(apart)
		}
		synctest.Wait()
		heard, _ := pictures(h.english)
		shown, _ := pictures(h.others())
		told := len(h.encodings)
		t.Logf("%d changes in %v: %d messages to each listener, %d to each of the others, %d encodings", flips, flips*apart, heard, shown, told)
		if most := int(flips*apart/conference.HeardWithin) + 1; heard > most || heard < most/2 {
			t.Errorf("listeners are told %d times, want at most %d", heard, most)
		}
		if most := int(flips*apart/conference.ShownWithin) + 1; shown > most || shown < most/2 {
			t.Errorf("the others are told %d times, want at most %d", shown, most)
		}
		if told > heard+shown {
			t.Errorf("%d encodings for the hall", told)
		}
		// Who did it sees every one at once: the next key goes by it.
		own := 0
		for _, m := range h.iris.take() {
			if _, is := m.(protocol.InterpretationChanged); is {
				own++
			}
		}
		if own < flips {
			t.Errorf("%d of the own changes are seen", own)
		}
		cough(true)
		time.Sleep(conference.ShownWithin)
		synctest.Wait()
		for _, e := range h.all() {
			if m, err := protocol.DecodeServer(e.last); err != nil || m.(protocol.InterpretationChanged).Interpretation.Channels[0].State != "COUGH" {
				t.Fatalf("%v %s", err, e.last)
			}
		}
	})
}

// What one hears does not wait because something else was shown just before.
func TestWhatIsHeardDoesNotWaitForWhatIsShown(t *testing.T) {
	inHall(t, 10, func(h *hall) {
		h.chair.ok(func(id int) protocol.ClientMessage {
			return protocol.ArrangeInterpretation{ID: id, Booths: []protocol.NewBooth{
				{ID: "b1", Outputs: []string{"es", "en"}}, {ID: "b2", Outputs: []string{"es"}},
			}}
		})
		olga := h.guest("interpreter", "Olga", inBoothOf("b2"))
		olga.ready("")
		h.chair.ok(func(id int) protocol.ClientMessage { return protocol.SetFloorLanguage{ID: id, Language: "en"} })
		h.calm()
		olga.open("es")
		synctest.Wait()
		h.iris.open("en")
		synctest.Wait()
		if most, least := pictures(h.english); most != 2 || least != 2 {
			t.Errorf("who hears en is told %d to %d times", least, most)
		}
		if most, least := pictures(h.floor); most != 1 || least != 1 {
			t.Errorf("who hears the floor is told %d to %d times", least, most)
		}
		time.Sleep(conference.ShownWithin)
		synctest.Wait()
		if most, least := pictures(h.floor); most != 2 || least != 2 {
			t.Errorf("who hears the floor is told %d to %d times in the end", least, most)
		}
	})
}

// A change and its opposite within an interval are nothing to tell.
func TestWhatIsUndoneMeanwhileIsNotShown(t *testing.T) {
	inHall(t, 10, func(h *hall) {
		cough := h.opens()
		cough(true)
		synctest.Wait()
		cough(false)
		cough(true)
		time.Sleep(conference.ShownWithin)
		synctest.Wait()
		for name, ears := range map[string][]*ear{"listeners": h.english, "others": h.others()} {
			if most, least := pictures(ears); most != 1 || least != 1 {
				t.Errorf("%s are told %d to %d times", name, least, most)
			}
		}
	})
}

// News of packets several times a second is no reason to look at everybody, as long as nothing comes of it.
func TestPacketsThatChangeNothingCostNothingPerHead(t *testing.T) {
	cost := func(crowd int) (allocations float64) {
		inHall(t, crowd, func(h *hall) {
			h.opens()
			allocations = testing.AllocsPerRun(20, func() { h.run(500 * time.Millisecond) })
			if most, _ := pictures(h.all()); most > 0 {
				t.Errorf("%d messages of it", most)
			}
		})
		return allocations
	}
	small, large := cost(10), cost(200)
	t.Logf("%.0f allocations in 500 ms with 10 people, %.0f with 200", small, large)
	if large > small*1.2+50 {
		t.Errorf("%.0f allocations with 10 people, %.0f with 200", small, large)
	}
}

// pictures counts those that came since the last take.
func (g *guest) pictures() (n int) {
	for _, m := range g.take() {
		if _, is := m.(protocol.InterpretationChanged); is {
			n++
		}
	}
	return n
}

// In a booth every change of a lease is work, and at once; how many listen can wait.
func TestABoothDoesNotWaitForTheAudience(t *testing.T) {
	inHall(t, 100, func(h *hall) {
		for _, e := range h.floor { // who cannot hear does not count
			e.say(protocol.Offer{ID: 1, SDP: "v=0", New: true, Lines: []protocol.OfferLine{{MID: "lang", Use: "interpretation"}}})
		}
		h.calm()
		for i, e := range h.floor { // a hall that makes up its mind, within 1.2 s
			e.say(protocol.Listen{To: "language", Language: []string{"en", "es"}[i%2]})
			h.run(20 * time.Millisecond)
		}
		most := int(time.Duration(len(h.floor))*20*time.Millisecond/conference.ShownWithin) + 1
		for _, g := range []*guest{h.ivo, h.tech, h.chair} {
			if n := g.pictures(); n < 2 || n > most {
				t.Errorf("%s is told %d times of %d choices", g.inv.Name, n, len(h.floor))
			}
		}
		h.calm()
		h.floor[0].say(protocol.Listen{To: "floor"})
		if n := h.ivo.pictures(); n != 1 {
			t.Errorf("told %d times", n)
		}
		epoch := h.iris.channel("en").Epoch
		h.calm()
		h.floor[0].say(protocol.Listen{To: "language", Language: "en"})
		synctest.Wait()
		h.iris.ok(func(id int) protocol.ClientMessage { return protocol.OpenMicrophone{ID: id, Epoch: epoch} })
		for _, g := range []*guest{h.ivo, h.tech} {
			if n := g.pictures(); n != 2 {
				t.Errorf("%s is told %d times", g.inv.Name, n)
			}
		}
		if n := h.chair.pictures(); n != 1 {
			t.Errorf("the chair, who hears the floor, is told %d times", n)
		}
	})
}

// The end of a pause changes nothing that is heard: it is shown in its time.
func TestAPauseIsOnlyShown(t *testing.T) {
	inHall(t, 10, func(h *hall) {
		h.opens()
		h.pausing = []*guest{h.iris}
		told := func() int {
			most, _ := pictures(h.english)
			return most
		}
		for range 250 { // 5 s
			if h.run(20 * time.Millisecond); told() > 0 {
				break
			}
		}
		h.pausing = nil
		h.run(200 * time.Millisecond) // she is heard after 100 ms, the fake's tick
		if n := told(); n != 1 {
			t.Errorf("told %d times, want the pause alone", n)
		}
		h.run(conference.ShownWithin)
		if n := told(); n != 2 {
			t.Errorf("told %d times, want the pause and its end", n)
		}
	})
}
