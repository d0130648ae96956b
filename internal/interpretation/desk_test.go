package interpretation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSetupIsRefusedWithItsField(t *testing.T) {
	fine := threeBooths()
	if err := fine.Validate([]string{"es", "en", "fr", "ar"}); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*Setup){
		"booths":               func(s *Setup) { s.Booths = make([]Booth, MaxBooths+1) },
		"booths[0].id":         func(s *Setup) { s.Booths[0].ID = "" },
		"booths[1].id":         func(s *Setup) { s.Booths[1].ID = "se" },
		"booths[2].id":         func(s *Setup) { s.Booths[2].ID = "a b" },
		"booths[0].name":       func(s *Setup) { s.Booths[0].Name = " " },
		"booths[1].name":       func(s *Setup) { s.Booths[1].Name = "a\nb" },
		"booths[2].name":       func(s *Setup) { s.Booths[2].Name = strings.Repeat("x", MaxNameRunes+1) },
		"booths[0].kind":       func(s *Setup) { s.Booths[0].Kind = "mime" },
		"booths[0].policy":     func(s *Setup) { s.Booths[0].Policy = "war" },
		"booths[0].seats":      func(s *Setup) { s.Booths[0].Seats = 0 },
		"booths[1].seats":      func(s *Setup) { s.Booths[1].Seats = MaxSeats + 1 },
		"booths[0].outputs":    func(s *Setup) { s.Booths[0].Outputs, s.Booths[0].Name = nil, "" },
		"booths[1].outputs":    func(s *Setup) { s.Booths[1].Outputs = []string{"en", "fr", "ar"} },
		"booths[0].outputs[0]": func(s *Setup) { s.Booths[0].Outputs[0] = "Spanish language" },
		"booths[0].outputs[1]": func(s *Setup) { s.Booths[0].Outputs[1] = "es" },
		"booths[1].outputs[0]": func(s *Setup) { s.Booths[1].Kind = Sign },       // en is spoken elsewhere
		"booths[1].outputs[1]": func(s *Setup) { s.Booths[1].Outputs[1] = "de" }, // not of the meeting
		"booths[2].outputs[0]": func(s *Setup) { s.Booths[2].Outputs[0] = Floor },
	} {
		s := threeBooths()
		spoil(&s)
		err := s.Validate([]string{"es", "en", "fr", "ar"})
		refusal, ok := err.(*Refusal) //nolint:errorlint // it is what is promised
		if !ok || refusal.Field != field || refusal.Code != FieldInvalid {
			t.Errorf("%s: %v", field, err)
		}
	}
	sign := Setup{Booths: []Booth{{ID: "asl", Name: "ASL", Kind: Sign, Outputs: []string{"ase"}, Seats: 2}}}
	if err := sign.Validate([]string{"es", "en"}); err != nil {
		t.Errorf("a sign language is beside the meeting's: %v", err)
	}
}

func TestTags(t *testing.T) {
	for tag, want := range map[string]bool{
		"es": true, "pt-BR": true, "zh-Hant-TW": true, "ase": true, "": false, "e": false, "floor": false, "es_MX": false,
		"es-": false, "1x": false, "español": false, strings.Repeat("ab-", 12) + "ab": false, "es-abcdefghi": false,
	} {
		if isTag(tag) != want {
			t.Errorf("%q: %v", tag, !want)
		}
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"es", "es", true},
		{"es", "es-MX", true},
		{"pt-BR", "pt", true},
		{"ES", "es", true},
		{"zh-Hans", "zh-Hant", false},
		{"es", "est", false},
		{"", "es", false},
		{"", "", false},
	} {
		if sameLanguage(c.a, c.b) != c.want {
			t.Errorf("%q, %q: %v", c.a, c.b, !c.want)
		}
	}
}

func TestASeatGetsReady(t *testing.T) {
	r := newRoom(t, threeBooths())
	r.do(Sit{By: "ana", Booth: "se"})
	r.wantSeat("ana", SeatOffline)
	r.refused(NotReady, OpenMicrophone{By: "ana"})
	r.refused(NotReady, Request{By: "ana", When: Now})
	r.do(Check{By: "ana", Devices: true})
	r.wantSeat("ana", SeatChecked)
	r.refused(NotReady, OpenMicrophone{By: "ana"})
	r.refused(NotReady, TalkToFloor{By: "ana", On: true})
	r.do(Check{By: "ana", Devices: true, Headphones: true, Level: true})
	r.wantSeat("ana", SeatChecked)
	r.refused(OutputMissing, OpenMicrophone{By: "ana"}) // the microphone cannot open without an output chosen
	r.refused(OutputMissing, Uninterpretable{By: "ana", On: true})
	r.do(SetOutput{By: "ana", Language: "en"})
	r.wantSeat("ana", SeatStandby)
	r.open("ana")
	r.wantSeat("ana", SeatOnAir)
	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	r.wantSeat("ana", SeatCough)
	r.do(Cough{By: "ana", Epoch: r.epoch("en")})
	r.wantSeat("ana", SeatOnAir)
	r.do(Check{By: "ana", Devices: true}) // what is no longer checked is no longer open
	r.wantSeat("ana", SeatChecked)
	r.wantHolder("en", "")
	// One output needs no choice.
	r.do(Sit{By: "omar", Booth: "ar", Seat: 2, Understands: []string{"es"}})
	r.do(Check{By: "omar", Devices: true, Headphones: true, Level: true})
	r.wantSeat("omar", SeatStandby)
	if got := r.desk.View().Booths[2].Members[0]; got.Number != 2 || got.Output != "ar" {
		t.Fatalf("%+v", got)
	}
}

func TestWishesThatAreRefused(t *testing.T) {
	r := bilateral(t)
	everybody := func(by string) []Command {
		return []Command{
			Stand{By: by},
			Check{By: by},
			SetOutput{By: by},
			SetInput{By: by},
			AutoRelay{By: by},
			OpenMicrophone{By: by},
			CloseMicrophone{By: by},
			Cough{By: by},
			TakeOver{By: by, Channel: "en"},
			Offer{By: by},
			Request{By: by},
			Accept{By: by},
			Decline{By: by},
			Cancel{By: by},
			Switch{By: by},
			SetShift{By: by},
			FloorLanguage{By: by, From: FromInterpreter},
			Uninterpretable{By: by},
			TalkToFloor{By: by},
			SlowDown{By: by},
			SoundInadequate{By: by},
		}
	}
	for _, cmd := range everybody("nobody") {
		r.refused(NotSeated, cmd)
	}
	for _, fact := range []Command{Leave{By: "x"}, Connected{By: "x"}, Disconnected{By: "x"}, Heard{By: "x"}} {
		before := r.desk.clone()
		r.do(fact)
		if diff := same(before, r.desk); diff != "" {
			t.Errorf("%T of somebody without a seat: %s", fact, diff)
		}
	}
	r.refused(BoothUnknown, Sit{By: "x", Booth: "moon"})
	r.refused(FieldInvalid, Sit{Booth: "se"})
	r.refused(FieldInvalid, Sit{By: "x", Booth: "se", Seat: 3})
	r.refused(FieldInvalid, Sit{By: "x", Booth: "se", Seat: -1})
	r.refused(FieldInvalid, Sit{By: "x", Booth: "se", Understands: make([]string, MaxUnderstood+1)})
	r.refused(FieldInvalid, Sit{By: "x", Booth: "se", Understands: []string{"es", "?"}})
	r.refused(ChannelUnknown, SetInput{By: "ana", Input: "fr"})
	r.refused(ChannelUnknown, SetInput{By: "ana"})
	r.refused(FieldInvalid, FloorLanguage{Language: "?", From: FromChair})
	r.refused(FieldInvalid, FloorLanguage{Language: "es", From: "rumour"})
	r.refused(FieldInvalid, SetShift{By: "ana", Minutes: 11})
	r.refused(NotOnAir, CloseMicrophone{By: "ben", Epoch: r.epoch("en")})
	r.refused(NotOnAir, Cough{By: "ben", On: true, Epoch: r.epoch("en")})
	r.refused(NotOnAir, Offer{By: "ben"})
	r.refused(ChannelHeld, OpenMicrophone{By: "ben", Epoch: r.epoch("en")})
	r.refused(OnAirAlready, Request{By: "ana", When: Now})
	r.refused(FieldInvalid, Request{By: "ben", When: "someday"})
	r.refused(FieldInvalid, Request{By: "ben", When: AtT, At: r.now})
	r.refused(FieldInvalid, Request{By: "ben", When: AtT, At: r.now.Add(MaxRequestAhead + 1)})
	r.refused(ColleagueAbsent, Request{By: "ben", To: "cleo", When: Now})
	idle := r.handover("se").Epoch
	for _, cmd := range []Command{
		Accept{By: "ben", Epoch: idle}, Decline{By: "ben", Epoch: idle}, Cancel{By: "ana", Epoch: idle}, Switch{By: "ana", Epoch: idle},
	} {
		r.refused(HandoverNone, cmd)
	}
	if _, err := r.desk.Do(r.now, nil); err == nil {
		t.Error("nothing is no command")
	}
	r.do(Disconnected{By: "ben"})
	for _, cmd := range everybody("ben")[1:] {
		r.refused(NotConnected, cmd)
	}
	r.do(Stand{By: "ben"}) // who is not there may be stood up
}

func TestEveryCodeIsListedOnce(t *testing.T) {
	seen := map[Code]bool{}
	for _, c := range Codes() {
		if seen[c] || c == "" {
			t.Errorf("%q is there twice", c)
		}
		seen[c] = true
	}
}

func TestLeasesOpenAndClose(t *testing.T) {
	r := bilateral(t)
	r.wantTold(LeaseChanged{Channel: "en", Holder: "ana", Epoch: r.epoch("en"), Why: WhyTaken})
	first := r.epoch("en")
	if told := r.do(OpenMicrophone{By: "ana", Epoch: first}); told != nil || r.epoch("en") != first {
		t.Fatalf("opened twice: %v", told)
	}
	if told := r.do(TakeOver{By: "ana", Channel: "en", Epoch: first}); told != nil || r.epoch("en") != first {
		t.Fatalf("taken from oneself: %v", told)
	}
	r.do(CloseMicrophone{By: "ana", Epoch: first})
	r.wantTold(LeaseChanged{Channel: "en", Previous: "ana", Epoch: r.epoch("en"), Why: WhyClosed})
	r.refused(NotOnAir, TakeOver{By: "ben", Channel: "en", Epoch: r.epoch("en")}) // nobody to take from
	r.open("ben")
	r.wantHolder("en", "ben")
	r.wantSeat("ana", SeatStandby)
}

func TestTakingWithoutConsent(t *testing.T) {
	two := func(mine, theirs Policy) *room {
		s := threeBooths()
		s.Booths[0].Policy, s.Booths[1].Policy = theirs, mine
		r := newRoom(t, s)
		r.ready("ana", "se", "en")
		r.ready("ben", "se", "en")
		r.ready("eva", "ef", "en")
		r.open("ana")
		return r
	}
	take := func(by string, r *room) Command { return TakeOver{By: by, Channel: "en", Epoch: r.epoch("en")} }

	r := two("", "")
	r.refused(ConsentNeeded, take("ben", r))
	r = two("", Override)
	r.do(take("ben", r))
	r.wantTold(LeaseChanged{Channel: "en", Holder: "ben", Previous: "ana", Epoch: r.epoch("en"), Why: WhyTakenOver})
	r.wantSeat("ana", SeatStandby)
	// Between booths: interlock, unless both override.
	r = two(Override, Consent)
	r.refused(ConsentNeeded, take("eva", r))
	r = two(Consent, Override)
	r.refused(ConsentNeeded, take("eva", r))
	r = two(Override, Override)
	r.do(take("eva", r))
	r.wantHolder("en", "eva")
	// From who is lost.
	for _, who := range []string{"ben", "eva"} {
		r = two("", "")
		r.do(Disconnected{By: "ana"})
		r.refused(ChannelHeld, OpenMicrophone{By: who, Epoch: r.epoch("en")})
		r.do(take(who, r))
		r.wantHolder("en", who)
	}
}

func TestAReconnectedInterpreterIsMutedInTheSameSeat(t *testing.T) {
	for name, drop := range map[string]func(*room){
		"after a drop":       func(r *room) { r.do(Disconnected{By: "ana"}); r.pass(5 * time.Second) },
		"after a long drop":  func(r *room) { r.do(Disconnected{By: "ana"}); r.pass(time.Hour) },
		"without a drop":     func(*room) {},
		"while on the floor": func(r *room) { r.do(TalkToFloor{By: "ana", On: true}) },
		"while coughing":     func(r *room) { r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")}) },
		"after no packets":   func(r *room) { r.pass(LostAfter) },
	} {
		t.Run(name, func(t *testing.T) {
			r := bilateral(t)
			before := r.desk.View().Booths[0].Members[0]
			drop(r)
			r.do(Connected{By: "ana"})
			after := r.desk.View().Booths[0].Members[0]
			if after.Participant != "ana" || after.Number != before.Number || after.Output != "en" || !after.Connected {
				t.Fatalf("not the same seat: %+v", after)
			}
			r.wantSeat("ana", SeatStandby)
			r.wantHolder("en", "")
			if len(r.talkers()) > 0 || r.gate("en").Open {
				t.Fatal("heard after a return")
			}
			r.do(Heard{By: "ana", At: r.now, Speaking: true})
			r.wantHolder("en", "")
			r.wantHears("en", HearsOff)
		})
	}
}

func TestADropGoesOfflineLater(t *testing.T) {
	r := bilateral(t)
	r.do(Disconnected{By: "ana"})
	r.wantTold(InterpreterLost{Participant: "ana", Booth: "se", Channel: "en", Why: WhyDropped})
	if told := r.do(Disconnected{By: "ana"}); told != nil {
		t.Fatalf("dropped twice: %v", told)
	}
	r.wantSeat("ana", SeatLost)
	r.wantHolder("en", "ana")
	if want := r.now.Add(OfflineAfter); !r.desk.Next().Equal(want) {
		t.Fatalf("next %v, want %v", r.desk.Next(), want)
	}
	r.pass(OfflineAfter - 1)
	r.wantSeat("ana", SeatLost)
	r.pass(1)
	r.wantSeat("ana", SeatOffline)
	r.wantHolder("en", "")
	r.wantHears("en", HearsLost) // not by choice
	r.do(Leave{By: "ana"})
	r.wantHears("en", HearsLost)
	r.open("ben")
	r.wantHears("en", HearsOnAir)
	r.do(Disconnected{By: "ben"})
	r.do(Leave{By: "ben"})
	r.wantHears("en", HearsLost)
	r.ready("ben", "se", "en")
	r.wantHears("en", HearsOff)
}

func TestTheFloorIsReachedOnlyByHolding(t *testing.T) {
	r := bilateral(t)
	if r.talkers() != nil {
		t.Fatal("on the floor without the button")
	}
	r.do(TalkToFloor{By: "ana", On: true})
	if !slices.Equal(r.talkers(), []string{"ana"}) || r.gate("en").Open {
		t.Fatal("to the floor, and not into the channel")
	}
	r.wantTold(TalkChanged{Participant: "ana", Booth: "se", On: true, Ends: r.now.Add(MaxTalk), Why: WhyChosen})
	if told := r.do(TalkToFloor{By: "ana", On: true}); told != nil {
		t.Fatalf("pressed twice: %v", told)
	}
	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	if r.talkers() != nil {
		t.Fatal("a cough on the floor")
	}
	r.do(Cough{By: "ana", Epoch: r.epoch("en")})
	r.do(TalkToFloor{By: "ana"})
	r.wantTold(TalkChanged{Participant: "ana", Booth: "se", Why: WhyReleased})
	if r.talkers() != nil || !r.gate("en").Open {
		t.Fatal("not back in the channel")
	}
	r.do(TalkToFloor{By: "ben", On: true})
	r.speak(MaxTalk, "ana")
	if r.talkers() != nil {
		t.Fatal("a stuck key")
	}
	r.do(TalkToFloor{By: "ben", On: true})
	r.do(Disconnected{By: "ben"})
	r.wantTold(TalkChanged{Participant: "ben", Booth: "se", Why: WhyDropped})
	r.do(Connected{By: "ben"})
	if r.talkers() != nil {
		t.Fatal("came back on the floor")
	}
}

func TestSignalsAreLimitedInRate(t *testing.T) {
	r := trio(t)
	r.do(SlowDown{By: "ana"})
	r.wantTold(SlowDownAsked{Channels: []string{"es", "en"}})
	r.refused(TooSoon, SlowDown{By: "ben"})
	r.do(SoundInadequate{By: "ben"})
	r.wantTold(SoundReported{Booth: "se"})
	r.refused(TooSoon, SoundInadequate{By: "ana"})
	r.pass(SignalInterval - 1)
	r.refused(TooSoon, SlowDown{By: "ana"})
	r.pass(1)
	r.do(SlowDown{By: "ana"})
	r.do(SoundInadequate{By: "ana"})
}

func TestTheShift(t *testing.T) {
	r := bilateral(t)
	r.do(SetShift{By: "ben", Minutes: 10})
	start := r.now
	r.speak(9*time.Minute-time.Second, "ana")
	if v := r.desk.View().Booths[0].Shift; v.Minutes != 10 || v.Amber || !v.Ends.Equal(start.Add(10*time.Minute)) {
		t.Fatalf("%+v", v)
	}
	r.pass(time.Second)
	r.wantTold(ShiftAmber{Booth: "se"})
	r.do(Heard{By: "ana", At: r.now})
	r.speak(59*time.Second, "ana")
	if count[ShiftOver](r.told) > 0 {
		t.Fatal("over too soon")
	}
	r.pass(time.Second)
	r.wantTold(ShiftOver{Booth: "se"})
	if v := r.desk.View().Booths[0].Shift; !v.Over {
		t.Fatalf("%+v", v)
	}
	r.do(Heard{By: "ana", At: r.now})
	r.arm()
	r.do(Switch{By: "ana", Epoch: r.handover("se").Epoch}) // the colleague's shift begins
	if v := r.desk.View().Booths[0].Shift; v.Over || !v.Ends.Equal(r.now.Add(10*time.Minute)) {
		t.Fatalf("%+v", v)
	}
	r.do(SetShift{By: "ana"})
	if v := r.desk.View().Booths[0].Shift; v != (ShiftView{}) {
		t.Fatalf("%+v", v)
	}
}

func TestReconfigureKeepsWhatCanBeKept(t *testing.T) {
	r := newRoom(t, threeBooths())
	r.ready("ana", "se", "en")
	r.ready("ben", "se", "es")
	r.ready("eva", "ef", "fr")
	r.ready("omar", "ar", "ar")
	r.open("ana")
	r.open("eva")
	r.do(SetInput{By: "omar", Input: "fr"})
	epoch := r.epoch("en")
	s := Setup{Booths: []Booth{
		{ID: "se", Name: "English", Outputs: []string{"en"}, Seats: 2},
		{ID: "ar", Name: "Arabic", Outputs: []string{"ar"}, Seats: 2},
		{ID: "de", Name: "Deutsch", Outputs: []string{"de"}, Seats: 2},
	}}
	told, err := r.desk.Reconfigure(r.now, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.told = told
	r.wantTold(SeatGone{Participant: "eva", Booth: "ef"})
	r.wantHolder("en", "ana")
	if r.epoch("en") != epoch {
		t.Fatal("the lease was not kept")
	}
	r.wantInput("omar", Floor)
	if got := r.desk.seats["ben"].output; got != "en" {
		t.Fatalf("ben works into %q", got)
	}
	if diff := cmp.Diff([]string{"ar", "de", "en"}, r.desk.languages()); diff != "" {
		t.Fatal(diff)
	}
	if _, err := r.desk.Reconfigure(r.now, Setup{Booths: make([]Booth, 1)}, nil); err == nil {
		t.Fatal("an invalid setup was taken")
	}
	// A lease of a language that is worked into no more ends.
	s.Booths[0].Outputs = []string{"pt"}
	if _, err := r.desk.Reconfigure(r.now, s, nil); err != nil {
		t.Fatal(err)
	}
	r.wantSeat("ana", SeatStandby)
	// Fewer seats.
	s.Booths[0].Seats = 1
	if told, _ = r.desk.Reconfigure(r.now, s, nil); count[SeatGone](told) != 1 {
		t.Fatalf("%v", told)
	}
}

func TestARehearsalIsHeardByNobodyOutside(t *testing.T) {
	s := threeBooths()
	s.Rehearsal = true
	r := newRoom(t, s)
	r.do(FloorLanguage{Language: "es", From: FromChair})
	r.ready("ana", "se", "en")
	r.ready("eva", "ef", "fr")
	r.open("ana")
	r.do(SetInput{By: "eva", Input: "en"})
	r.wantInput("eva", "en") // everything works
	if g := r.gate("en"); !g.Open || g.Public || g.Holder != "ana" {
		t.Fatalf("%+v", g)
	}
	r.wantInside("en", HearsOnAir)
	r.wantInside("es", HearsPass)
	r.wantHears("en", HearsOff)
	r.wantHears("es", HearsOff) // nor does what is said of the floor meanwhile get out
	r.do(Uninterpretable{By: "ana", On: true})
	r.wantInside("en", HearsUninterpretable)
	r.wantHears("en", HearsOff)
	r.refused(Rehearsing, TalkToFloor{By: "ana", On: true})
	r.do(SlowDown{By: "ana"})
	r.wantTold(SlowDownAsked{Channels: []string{"es", "en"}, Rehearsal: true})
	r.do(Disconnected{By: "ana"})
	r.wantInside("en", HearsLost)
	r.wantHears("en", HearsOff)
	r.do(Connected{By: "ana"})
	r.open("ana")
	// Its end puts nobody on air.
	live := threeBooths()
	if _, err := r.desk.Reconfigure(r.now, live, nil); err != nil {
		t.Fatal(err)
	}
	r.wantHolder("en", "")
	r.wantHears("en", HearsOff)
	r.open("ana")
	r.do(TalkToFloor{By: "ana", On: true})
	if _, err := r.desk.Reconfigure(r.now, s, nil); err != nil {
		t.Fatal(err)
	}
	if r.holder("en") != "" || r.talkers() != nil {
		t.Fatal("on air into a rehearsal")
	}
}
