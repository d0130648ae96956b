package interpretation

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var begin = time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)

const firstEpoch = 1000

// room is a Desk with its clock.
type room struct {
	testing.TB
	desk *Desk
	now  time.Time
	told []Notice // by the last command or lapse of time
}

// threeBooths: es↔en for three, en↔fr for two, and es→ar for two.
func threeBooths() Setup {
	return Setup{Booths: []Booth{
		{ID: "se", Name: "Español – English", Outputs: []string{"es", "en"}, Seats: 3},
		{ID: "ef", Name: "English – Français", Outputs: []string{"en", "fr"}, Seats: 2},
		{ID: "ar", Name: "العربية", Outputs: []string{"ar"}, Seats: 2},
	}}
}

func newRoom(t testing.TB, setup Setup) *room {
	t.Helper()
	if err := setup.Validate(nil); err != nil {
		t.Fatal(err)
	}
	r := &room{TB: t, desk: New(setup, firstEpoch), now: begin}
	r.desk.Tick(begin)
	return r
}

// booth of two, es↔en: ana on air into en, ben on standby.
func bilateral(t testing.TB) *room {
	t.Helper()
	r := newRoom(t, Setup{Booths: []Booth{{ID: "se", Name: "es–en", Outputs: []string{"es", "en"}, Seats: 2}}})
	r.do(FloorLanguage{Language: "es", From: FromSpeaker})
	r.ready("ana", "se", "en")
	r.ready("ben", "se", "en")
	r.open("ana")
	return r
}

// trio has cleo on standby too.
func trio(t testing.TB) *room {
	t.Helper()
	r := newRoom(t, Setup{Booths: []Booth{{ID: "se", Name: "es–en", Outputs: []string{"es", "en"}, Seats: 3}}})
	r.do(FloorLanguage{Language: "es", From: FromSpeaker})
	for _, id := range []string{"ana", "ben", "cleo"} {
		r.ready(id, "se", "en")
	}
	r.open("ana")
	return r
}

func (r *room) do(cmd Command) []Notice {
	r.Helper()
	told, err := r.desk.Do(r.now, cmd)
	if err != nil {
		r.Fatalf("%T%+v: %v", cmd, cmd, err)
	}
	r.told = told
	return told
}

// refused wants the code, words, and that nothing changed.
func (r *room) refused(code Code, cmd Command) {
	r.Helper()
	before := r.desk.clone()
	told, err := r.desk.Do(r.now, cmd)
	var refusal *Refusal
	switch {
	case !errors.As(err, &refusal):
		r.Fatalf("%T%+v was not refused: %v", cmd, cmd, err)
	case refusal.Code != code:
		r.Fatalf("%T%+v was refused with %v, want %s", cmd, cmd, err, code)
	case refusal.Detail == "" || refusal.Error() == "" || told != nil:
		r.Fatalf("%T%+v: a refusal has words and no notices: %+v, %v", cmd, cmd, refusal, told)
	}
	if diff := same(before, r.desk); diff != "" {
		r.Fatalf("a refused %T changed something:\n%s", cmd, diff)
	}
}

func same(a, b *Desk) string {
	return cmp.Diff(a, b, cmp.AllowUnexported(Desk{}, booth{}, shift{}, signalled{}, seat{}, channel{}))
}

func (r *room) pass(d time.Duration) []Notice {
	r.Helper()
	r.now = r.now.Add(d)
	r.told = r.desk.Tick(r.now)
	return r.told
}

// speak lets time pass in steps, with packets and voice of the named.
func (r *room) speak(d time.Duration, who ...string) {
	r.Helper()
	for end := r.now.Add(d); r.now.Before(end); {
		r.now = r.now.Add(500 * time.Millisecond)
		for _, id := range who {
			r.do(Heard{By: id, At: r.now, Speaking: true})
		}
	}
}

func (r *room) ready(id, booth, output string, understands ...string) {
	r.Helper()
	r.do(Sit{By: id, Booth: booth, Understands: understands})
	r.do(Check{By: id, Devices: true, Headphones: true, Level: true})
	r.do(SetOutput{By: id, Language: output})
}

func (r *room) epoch(language string) uint64 { return r.desk.channels[language].epoch }
func (r *room) holder(language string) string {
	return r.desk.channels[language].holder
}

func (r *room) open(id string) []Notice {
	r.Helper()
	return r.do(OpenMicrophone{By: id, Epoch: r.epoch(r.desk.seats[id].output)})
}
func (r *room) handover(booth string) Handover { return r.desk.booths[booth].handover }
func (r *room) state(id string) SeatState      { return r.desk.state(r.desk.seats[id]) }

func (r *room) wantSeat(id string, want SeatState) {
	r.Helper()
	if got := r.state(id); got != want {
		r.Fatalf("%s is %s, want %s", id, got, want)
	}
}

func (r *room) wantHolder(language, want string) {
	r.Helper()
	if got := r.holder(language); got != want {
		r.Fatalf("%s is held by %q, want %q", language, got, want)
	}
}

func (r *room) wantHears(language string, want ListenerState) {
	r.Helper()
	if got := r.desk.Hears(language); got != want {
		r.Fatalf("listeners of %s have %s, want %s", language, got, want)
	}
}

// wantInside wants what a channel is to those who take part in a rehearsal.
func (r *room) wantInside(language string, want ListenerState) {
	r.Helper()
	for _, ch := range r.desk.View().Channels {
		if ch.Language == language && ch.InsideState != want {
			r.Fatalf("the booths have %s for %s, want %s", ch.InsideState, language, want)
		}
	}
}

func (r *room) wantHandover(booth string, want HandoverState) {
	r.Helper()
	if got := r.handover(booth).State; got != want {
		r.Fatalf("the hand-over is %s, want %s", got, want)
	}
}

func (r *room) wantInput(id, want string) {
	r.Helper()
	if got := r.desk.seats[id].input; got != want {
		r.Fatalf("%s works from %s, want %s", id, got, want)
	}
}

// wantTold wants a notice equal to n among the last.
func (r *room) wantTold(n Notice) {
	r.Helper()
	for _, got := range r.told {
		if cmp.Equal(got, n) {
			return
		}
	}
	r.Fatalf("not told %#v, but %#v", n, r.told)
}

// count is how many of the last notices are of the type.
func count[N Notice](told []Notice) (n int) {
	for _, t := range told {
		if _, ok := t.(N); ok {
			n++
		}
	}
	return n
}

// open tells whether the gate of a channel is open, and for whom.
func (r *room) gate(language string) ChannelRoute {
	for _, c := range r.desk.Routing().Channels {
		if c.Language == language {
			return c
		}
	}
	r.Fatalf("no channel %s", language)
	return ChannelRoute{}
}

func (r *room) talkers() []string { return r.desk.Routing().Talkers }
