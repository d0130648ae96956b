package interpretation

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tower: four booths of one output each; who sits there understands what is said.
func tower(t testing.TB) *room {
	t.Helper()
	booth := func(tag string) Booth { return Booth{ID: tag, Name: tag, Outputs: []string{tag}, Seats: 2} }
	return newRoom(t, Setup{Booths: []Booth{booth("en"), booth("fr"), booth("ru"), booth("ar")}})
}

func TestAutomaticRelay(t *testing.T) {
	r := tower(t)
	r.ready("eva", "en", "en", "zh")
	r.ready("fleur", "fr", "fr", "en")
	r.ready("rita", "ru", "ru", "fr", "en")
	r.ready("ali", "ar", "ar", "fr")
	for _, id := range []string{"eva", "fleur", "rita", "ali"} {
		r.open(id)
	}
	r.do(FloorLanguage{Language: "zh", From: FromSpeaker})
	r.wantInput("eva", Floor)
	r.wantInput("fleur", "en")
	r.wantInput("rita", "en") // fewer hops than fr
	r.wantInput("ali", "fr")  // a relay of a relay
	r.wantTold(InputChanged{Participant: "ali", Input: "fr", Why: WhyAutomatic})
	var marks []string
	for _, language := range []string{Floor, "en", "fr", "ar"} {
		marks = append(marks, RelayMark(r.desk.HopOf(language)))
	}
	if diff := cmp.Diff([]string{"FLOOR", "+", "−", "−"}, marks); diff != "" {
		t.Fatal(diff)
	}
	if r.desk.HopOf("ar") != 3 || r.desk.Hops("ali") != 2 || r.desk.Hops("nobody") != 0 {
		t.Fatal("hops")
	}
	// A manual choice wins until cleared.
	r.do(SetInput{By: "rita", Input: "fr"})
	r.wantInput("rita", "fr")
	r.wantTold(InputChanged{Participant: "rita", Input: "fr", Why: WhyChosen})
	for _, c := range r.desk.View().Channels {
		if want := map[string]int{"en": 1, "fr": 2}[c.Language]; c.OnRelay != want {
			t.Errorf("%s has %d on relay, want %d", c.Language, c.OnRelay, want)
		}
	}
	r.do(FloorLanguage{Language: "en", From: FromSpeaker})
	r.wantInput("fleur", Floor) // understood again
	r.wantInput("rita", "fr")
	r.do(AutoRelay{By: "rita"})
	r.wantInput("rita", Floor)
	// Nothing that is understood: the floor.
	r.do(FloorLanguage{Language: "ja", From: FromSpeaker})
	for _, id := range []string{"eva", "fleur", "rita", "ali"} {
		r.wantInput(id, Floor)
	}
	// Who stated no languages is left on the floor, and the booth's own output is understood.
	r = newRoom(t, threeBooths())
	r.ready("ana", "se", "en")
	r.ready("eva", "ef", "fr", "de")
	r.open("ana")
	r.do(FloorLanguage{Language: "zh", From: FromSpeaker})
	r.wantInput("ana", Floor)
	r.wantInput("eva", "en")
}

func TestAutomaticRelayClosesNoCircle(t *testing.T) {
	r := tower(t)
	r.ready("eva", "en", "en", "fr")
	r.ready("fleur", "fr", "fr", "en")
	r.open("eva")
	r.open("fleur")
	r.do(FloorLanguage{Language: "zh", From: FromSpeaker})
	r.wantInput("eva", Floor)
	r.wantInput("fleur", Floor)
}

func TestRelaySurvivesThePivotsHandover(t *testing.T) {
	r := tower(t)
	r.ready("eva", "en", "en")
	r.ready("ed", "en", "en")
	r.ready("fleur", "fr", "fr")
	r.open("eva")
	r.do(SetInput{By: "fleur", Input: "en"})
	r.do(Offer{By: "eva"})
	r.do(Accept{By: "ed", Epoch: r.handover("en").Epoch})
	told := r.do(Switch{By: "eva", Epoch: r.handover("en").Epoch})
	r.wantInput("fleur", "en")
	if count[InputChanged](told)+count[PivotLost](told) > 0 {
		t.Fatalf("the relay was touched: %v", told)
	}
}

func TestPivotLost(t *testing.T) {
	for name, lose := range map[string]func(*room){
		"dropped":    func(r *room) { r.told = r.do(Disconnected{By: "eva"}) },
		"no packets": func(r *room) { r.pass(LostAfter) },
	} {
		t.Run(name, func(t *testing.T) {
			r := tower(t)
			r.ready("eva", "en", "en")
			r.ready("ed", "en", "en")
			r.ready("fleur", "fr", "fr")
			r.open("eva")
			r.do(SetInput{By: "fleur", Input: "en"})
			lose(r)
			r.wantInput("fleur", Floor)
			r.wantTold(PivotLost{Participant: "fleur", Channel: "en", Input: Floor})
			r.wantTold(InputChanged{Participant: "fleur", Input: Floor, Why: WhyPivotLost})
			if r.desk.HopOf("en") != 0 {
				t.Fatal("a lost channel carries the floor")
			}
			r.do(TakeOver{By: "ed", Channel: "en", Epoch: r.epoch("en")}) // what was chosen by hand still is
			r.wantInput("fleur", "en")
			// Closed by choice it is no alarm.
			told := r.do(CloseMicrophone{By: "ed", Epoch: r.epoch("en")})
			r.wantInput("fleur", Floor)
			r.wantTold(InputChanged{Participant: "fleur", Input: Floor, Why: WhyChannelEmpty})
			if count[PivotLost](told) > 0 {
				t.Fatal("an alarm without a loss")
			}
		})
	}
}

func TestACoughOfThePivotIsNoLoss(t *testing.T) {
	r := tower(t)
	r.ready("eva", "en", "en")
	r.ready("fleur", "fr", "fr")
	r.open("eva")
	r.do(SetInput{By: "fleur", Input: "en"})
	r.do(Cough{By: "eva", On: true, Epoch: r.epoch("en")})
	r.speak(MaxCough-time.Second, "eva")
	r.wantInput("fleur", "en")
}

func TestAutomaticRelayFindsAnotherPivot(t *testing.T) {
	r := tower(t)
	r.ready("eva", "en", "en", "zh")
	r.ready("fleur", "fr", "fr", "zh")
	r.ready("ali", "ar", "ar", "en", "fr")
	r.open("eva")
	r.open("fleur")
	r.do(FloorLanguage{Language: "zh", From: FromSpeaker})
	r.wantInput("ali", "en")
	r.do(Disconnected{By: "eva"})
	r.wantInput("ali", "fr")
	r.wantTold(PivotLost{Participant: "ali", Channel: "en", Input: "fr"})
	r.do(Connected{By: "eva"})
	r.open("eva")
	r.wantInput("ali", "fr") // as good: no reason to change under somebody's ears
}

func TestRoutingSaysWhoHearsWhom(t *testing.T) {
	r := bilateral(t)
	want := Routing{
		Channels: []ChannelRoute{
			{Language: "en", Kind: Voice, Holder: "ana", Epoch: r.epoch("en"), Open: true, Public: true},
			{Language: "es", Kind: Voice, Epoch: r.epoch("es"), Public: true},
		},
		Seats: []SeatRoute{
			{Participant: "ana", Booth: "se", Input: Floor, Partners: []string{"ben"}},
			{Participant: "ben", Booth: "se", Input: Floor, Partners: []string{"ana"}},
		},
	}
	if diff := cmp.Diff(want, r.desk.Routing()); diff != "" {
		t.Fatal(diff)
	}
	r.do(Disconnected{By: "ben"})
	if got := r.desk.Routing().Seats; len(got) != 1 || got[0].Partners != nil {
		t.Fatalf("%+v", got)
	}
	if id, ok := r.desk.BoothOf("ben"); id != "se" || !ok {
		t.Fatal("ben lost the seat")
	}
	if _, ok := r.desk.BoothOf("x"); ok {
		t.Fatal("x has a seat")
	}
}
