package interpretation

import (
	"testing"
	"time"
)

func TestWhatListenersHear(t *testing.T) {
	r := bilateral(t) // the floor speaks es, ana works into en
	r.wantHears("es", HearsPass)
	r.wantHears("en", HearsOnAir)
	r.wantHears("fr", HearsOff) // no channel: the original

	// PAUSE: by voice, with packets all the time; the gate stays open.
	for range 5 {
		r.pass(time.Second)
		r.do(Heard{By: "ana", At: r.now})
	}
	r.wantHears("en", HearsPause)
	if !r.gate("en").Open {
		t.Fatal("the gate closed by silence")
	}
	r.do(Heard{By: "ana", At: r.now, Speaking: true})
	r.wantHears("en", HearsOnAir)
	if next := r.desk.Next(); !next.Equal(r.now.Add(LostAfter)) {
		t.Fatalf("next %v", next)
	}

	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	r.wantHears("en", HearsCough)
	if r.gate("en").Open {
		t.Fatal("a cough goes out")
	}
	// A cough is told from a loss by signalling: its packets are silent, and they come.
	r.speak(5*LostAfter, "ana")
	r.wantHears("en", HearsCough)
	r.do(Cough{By: "ana", Epoch: r.epoch("en")})
	r.wantHears("en", HearsOnAir)
	r.pass(LostAfter)
	r.wantHears("en", HearsLost)

	// The path is back before anybody took over: they go on, for the microphone was never closed.
	r.do(Heard{By: "ana", At: r.now, Speaking: true})
	r.wantTold(InterpreterBack{Participant: "ana", Booth: "se", OnAir: true, Why: WhyResumed})
	r.wantHears("en", HearsOnAir)
	r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
	r.wantHears("en", HearsOff)
	r.wantHears("es", HearsPass)
}

// What a listener of each state hears of the floor, and what a meeting can switch of it.
func TestWhenTheOriginalIsHeardAtItsFullLevel(t *testing.T) {
	for _, low := range []bool{false, true} {
		r := bilateral(t)
		setup := r.desk.Setup()
		setup.LowWhenOff = low
		if _, err := r.desk.Reconfigure(r.now, setup, nil); err != nil {
			t.Fatal(err)
		}
		want := func(when, language string, full bool) {
			t.Helper()
			if r.desk.Original(language) != full || r.desk.View().LowWhenOff != low {
				t.Errorf("%s, low %v: the original of %s is at its full level: %v", when, low, language, !full)
			}
		}
		want("on air", "en", false)
		want("passes", "es", true)
		r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
		want("cough", "en", false)
		r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
		want("off", "en", !low)
		r.open("ana")
		r.do(Disconnected{By: "ana"})
		want("lost", "en", true)
		setup.Rehearsal = true
		if _, err := r.desk.Reconfigure(r.now, setup, nil); err != nil {
			t.Fatal(err)
		}
		want("rehearsal", "en", true)
	}
}

func TestALossIsTwoSecondsWithoutPackets(t *testing.T) {
	r := bilateral(t)
	r.speak(10*time.Second, "ana")
	r.pass(LostAfter - 1)
	r.wantHears("en", HearsOnAir)
	r.pass(1)
	r.wantHears("en", HearsLost)
	r.wantTold(InterpreterLost{Participant: "ana", Booth: "se", Channel: "en", Why: WhySilent})
	if g := r.gate("en"); g.Open || g.Holder != "ana" {
		t.Fatalf("%+v", g)
	}
	// Old news brings nobody back, nor what is said to be from the future for longer than it is.
	r.do(Heard{By: "ana", At: r.now.Add(-LostAfter), Speaking: true})
	r.wantHears("en", HearsLost)
	r.do(Heard{By: "ana", At: r.now.Add(time.Hour), Speaking: true})
	r.wantHears("en", HearsOnAir)
	r.pass(LostAfter)
	r.wantHears("en", HearsLost)
	// By choice it is no loss.
	r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
	r.wantHears("en", HearsOff)
	// On standby nobody counts packets.
	r.pass(time.Hour)
	r.wantSeat("ana", SeatStandby)
}

func TestADropIsALossAtOnce(t *testing.T) {
	r := bilateral(t)
	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	r.do(Disconnected{By: "ana"})
	r.wantHears("en", HearsLost)
	r.do(Heard{By: "ana", At: r.now, Speaking: true}) // late packets
	r.wantHears("en", HearsLost)
	r.do(TakeOver{By: "ben", Channel: "en", Epoch: r.epoch("en")}) // by one key
	r.wantHears("en", HearsOnAir)
}

func TestALossDuringACough(t *testing.T) {
	r := bilateral(t)
	r.speak(time.Second, "ana")
	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	if next := r.desk.Next(); !next.Equal(r.now.Add(LostAfter)) {
		t.Fatalf("next %v", next)
	}
	r.pass(LostAfter - 1)
	r.wantHears("en", HearsCough)
	r.pass(1)
	r.wantHears("en", HearsLost)
	r.wantSeat("ana", SeatLost)
	r.wantTold(InterpreterLost{Participant: "ana", Booth: "se", Channel: "en", Why: WhySilent})
	// The path is back, with the button still held: the cough goes on, and is bounded from now.
	r.pass(MaxCough)
	r.wantHolder("en", "ana")
	r.do(Heard{By: "ana", At: r.now})
	r.wantHears("en", HearsCough)
	r.speak(MaxCough-500*time.Millisecond, "ana")
	r.wantHears("en", HearsCough)
	r.do(Cough{By: "ana", Epoch: r.epoch("en")}) // released: what stayed away before it is missed as ever
	r.wantHears("en", HearsOnAir)
	r.pass(LostAfter)
	r.wantHears("en", HearsLost)
	// Or the partner takes over.
	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	r.do(TakeOver{By: "ben", Channel: "en", Epoch: r.epoch("en")})
	r.wantHears("en", HearsOnAir)
	r.wantSeat("ana", SeatStandby)
}

func TestAStuckCoughKeyGivesTheOriginalBack(t *testing.T) {
	r := bilateral(t)
	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	epoch, ends := r.epoch("en"), r.now.Add(MaxCough)
	r.speak(MaxCough/2, "ana")
	r.do(Cough{By: "ana", On: true, Epoch: epoch}) // a repeated press does not prolong it
	r.do(TalkToFloor{By: "ana", On: true})
	r.speak(MaxCough/2-500*time.Millisecond, "ana")
	r.pass(499 * time.Millisecond)
	r.wantHears("en", HearsCough)
	if next := r.desk.Next(); !next.Equal(ends) {
		t.Fatalf("next %v, want %v", next, ends)
	}
	r.pass(time.Millisecond)
	r.wantHears("en", HearsOff)
	r.wantHolder("en", "")
	r.wantSeat("ana", SeatStandby)
	r.wantTold(CoughLimit{Participant: "ana", Booth: "se", Channel: "en"})
	r.wantTold(LeaseChanged{Channel: "en", Previous: "ana", Epoch: r.epoch("en"), Why: WhyLimit})
	if r.talkers() != nil {
		t.Fatal("from a stuck key to the floor")
	}
	r.refused(LeaseStale, Cough{By: "ana", Epoch: epoch}) // the key is let go
	r.open("ben")                                         // and the channel is free
	r.wantHears("en", HearsOnAir)
}

func TestUninterpretableStandsBesideTheSound(t *testing.T) {
	r := bilateral(t)
	r.do(Uninterpretable{By: "ana", On: true})
	r.wantTold(UninterpretableChanged{Channel: "en", Booth: "se", On: true, Why: WhyChosen})
	if told := r.do(Uninterpretable{By: "ana", On: true}); told != nil {
		t.Fatalf("%v", told)
	}
	sound := func(want ListenerState) {
		t.Helper()
		if got := r.desk.Sounds("en"); got != want {
			t.Fatalf("sounds as %s, want %s", got, want)
		}
	}
	r.wantHears("en", HearsUninterpretable)
	sound(HearsOnAir)
	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	r.wantHears("en", HearsCough)
	r.do(Cough{By: "ana", Epoch: r.epoch("en")})
	r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
	r.wantHears("en", HearsUninterpretable) // the usual case: said, and the microphone closed
	sound(HearsOff)
	r.do(Uninterpretable{By: "ben"}) // a colleague takes it back
	r.wantTold(UninterpretableChanged{Channel: "en", Booth: "se", Why: WhyReleased})
	r.wantHears("en", HearsOff)

	for name, end := range map[string]Command{
		"another speaker": FloorLanguage{Language: "es", From: FromSpeaker}, "another language": FloorLanguage{Language: "fr", From: FromChair},
		"gone": Leave{By: "ana"}, "another direction": SetOutput{By: "ana", Language: "es"},
	} {
		r := bilateral(t)
		r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
		r.do(Uninterpretable{By: "ana", On: true})
		r.do(end)
		if n := count[UninterpretableChanged](r.told); n != 1 {
			t.Errorf("%s: told %d times", name, n)
		}
		r.wantHears("en", HearsOff)
	}
}

func TestABilateralBoothChangesDirectionInOneStep(t *testing.T) {
	r := bilateral(t) // es is spoken, ana works into en
	en, es := r.epoch("en"), r.epoch("es")
	told := r.do(SetOutput{By: "ana", Language: "es", Epoch: en})
	r.wantHolder("en", "")
	r.wantHolder("es", "ana")
	if r.epoch("en") <= en || r.epoch("es") <= es || count[LeaseChanged](told) != 2 {
		t.Fatalf("not one lease for the other: %v", told)
	}
	r.wantTold(FloorLanguageChanged{Language: "en", From: FromInterpreter})
	r.wantHears("en", HearsPass)
	r.wantHears("es", HearsOnAir)
	if told := r.do(SetOutput{By: "ana", Language: "es", Epoch: r.epoch("es")}); told != nil {
		t.Fatalf("%v", told)
	}
	// What the speaker's profile said already is left as it was.
	r.do(FloorLanguage{Language: "es-MX", From: FromSpeaker})
	r.do(SetOutput{By: "ana", Language: "en", Epoch: r.epoch("es")})
	if v := r.desk.View(); v.Floor != (FloorView{Language: "es-MX", From: FromSpeaker}) {
		t.Fatalf("%+v", v.Floor)
	}
	r.wantHears("es", HearsPass)
	// On standby it says nothing about the floor.
	r.do(SetOutput{By: "ben", Language: "es"})
	r.wantHears("es", HearsPass)
}

func TestADirectionSaysNothingAboutTheFloorByRelay(t *testing.T) {
	r := newRoom(t, threeBooths())
	r.do(FloorLanguage{Language: "ar", From: FromSpeaker})
	r.ready("ana", "se", "en", "ar")
	r.ready("eva", "ef", "fr")
	r.open("ana")
	if v := r.desk.View().Floor; v.Language != "ar" {
		t.Fatalf("%+v: a third language is left as it is", v)
	}
	r.do(SetInput{By: "eva", Input: "en"})
	r.do(FloorLanguage{From: FromChair})
	r.open("eva")
	if v := r.desk.View().Floor; v.Language != "" {
		t.Fatalf("%+v", v)
	}
}

func TestAnOpenMicrophoneOutranksPass(t *testing.T) {
	r := bilateral(t)
	r.do(FloorLanguage{Language: "en", From: FromSpeaker}) // ana finishes the sentence
	r.wantTold(StillOnAir{Participant: "ana", Channel: "en"})
	r.wantHears("en", HearsOnAir)
	r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
	r.wantHears("en", HearsPass)
	// Opening it says that the profile is wrong.
	r.open("ana")
	r.wantHears("en", HearsOnAir)
	r.wantTold(FloorLanguageChanged{Language: "es", From: FromInterpreter})
	r.do(FloorLanguage{By: "ben", Language: "fr", From: FromInterpreter})
	r.wantHears("es", HearsOff)
	// Who understands the floor is told of no loss.
	r.do(FloorLanguage{Language: "en", From: FromChair})
	r.do(Disconnected{By: "ana"})
	r.wantHears("en", HearsPass)
}

// Who forgot to close the microphone when the floor went over to the channel's language keeps nobody on a silent channel.
func TestASilentMicrophoneDoesNotOutrankPass(t *testing.T) {
	r := bilateral(t)
	quiet := func(d time.Duration) {
		for end := r.now.Add(d); r.now.Before(end); {
			r.pass(min(500*time.Millisecond, end.Sub(r.now)))
			r.do(Heard{By: "ana", At: r.now})
		}
	}
	r.speak(time.Second, "ana")
	r.do(FloorLanguage{Language: "en", From: FromSpeaker})
	r.speak(10*time.Second, "ana") // however long the sentence is
	r.wantHears("en", HearsOnAir)
	quiet(PauseAfter - time.Millisecond)
	r.wantHears("en", HearsOnAir)
	if next := r.desk.Next(); !next.Equal(r.now.Add(time.Millisecond)) {
		t.Fatalf("next %v", next)
	}
	quiet(time.Millisecond)
	r.wantHears("en", HearsPass)
	r.wantHolder("en", "ana")
	r.wantSeat("ana", SeatOnAir)
	if r.gate("en").Open {
		t.Fatal("both the floor and the channel go out")
	}
	// They say something more, or the profile was wrong: at once on air.
	r.do(Heard{By: "ana", At: r.now, Speaking: true})
	r.wantHears("en", HearsOnAir)
	if !r.gate("en").Open {
		t.Fatal("the gate is closed")
	}
	// In a pause that began before the floor passed on, it passes on at once.
	r.do(FloorLanguage{Language: "fr", From: FromChair})
	quiet(PauseAfter)
	r.wantHears("en", HearsPause)
	r.do(FloorLanguage{Language: "en", From: FromChair})
	r.wantHears("en", HearsPass)
	r.do(FloorLanguage{Language: "fr", From: FromChair})
	r.wantHears("en", HearsPause)
	// A picture has no pauses.
	r = newRoom(t, Setup{Booths: []Booth{{ID: "asl", Name: "ASL", Kind: Sign, Outputs: []string{"ase"}, Seats: 1}}})
	r.ready("ana", "asl", "ase")
	r.open("ana")
	r.do(FloorLanguage{Language: "ase", From: FromChair})
	quiet(2 * PauseAfter)
	r.wantHears("ase", HearsOnAir)
}

func TestSpeakingToTheFloorIsNotInTheChannel(t *testing.T) {
	r := bilateral(t)
	r.do(TalkToFloor{By: "ana", On: true})
	r.wantHears("en", HearsOff) // the floor, where ana speaks
	r.do(TalkToFloor{By: "ana"})
	r.wantHears("en", HearsOnAir)
}

func TestASignBooth(t *testing.T) {
	r := newRoom(t, Setup{Booths: []Booth{
		{ID: "asl", Name: "ASL", Kind: Sign, Outputs: []string{"ase"}, Seats: 2},
		{ID: "lsf", Name: "LSF – LSM", Kind: Sign, Outputs: []string{"fsl", "mfs"}, Seats: 2},
	}})
	r.ready("sam", "asl", "ase")
	r.ready("max", "lsf", "fsl")
	r.open("sam")
	for range 10 { // a picture has no voice
		r.pass(time.Second)
		r.do(Heard{By: "sam", At: r.now})
	}
	r.wantHears("ase", HearsOnAir)
	if g := r.gate("ase"); g.Kind != Sign || !g.Open {
		t.Fatalf("%+v", g)
	}
	r.pass(LostAfter)
	r.wantHears("ase", HearsLost)
	r.open("max")
	if v := r.desk.View().Floor; v.Language != "" {
		t.Fatalf("signing says nothing about what is spoken: %+v", v)
	}
}

func TestChannelFor(t *testing.T) {
	r := newRoom(t, threeBooths())
	for language, want := range map[string]string{"es": "es", "es-MX": "es", "EN": "en", "de": "", "": ""} {
		if got := r.desk.ChannelFor(language); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
}
