package interpretation

import (
	"testing"
	"time"
)

// The failures that interpreters know from other systems, one test each.

func (r *room) arm() {
	r.Helper()
	r.do(Offer{By: "ana", To: "ben"})
	r.do(Accept{By: "ben", Epoch: r.handover("se").Epoch})
	r.wantHandover("se", HandoverArmed)
	r.wantSeat("ben", SeatArmed)
	r.wantSeat("ana", SeatOnAir)
}

func TestNothingIsStuckAfterADrop(t *testing.T) {
	for name, step := range map[string]func(*room){
		"offered":   func(r *room) { r.do(Offer{By: "ana", To: "ben"}) },
		"requested": func(r *room) { r.do(Request{By: "ben", When: Now}) },
		"at a time": func(r *room) {
			r.do(Request{By: "ben", When: AtT, At: r.now.Add(time.Minute)})
			r.do(Accept{By: "ana", Epoch: r.handover("se").Epoch})
		},
		"armed": func(r *room) { r.arm() },
	} {
		for _, who := range []string{"ana", "ben"} {
			for how, away := range map[string]Command{
				"drop": Disconnected{By: who}, "stand": Stand{By: who}, "leave": Leave{By: who},
			} {
				t.Run(name+"/"+who+"/"+how, func(t *testing.T) {
					r := bilateral(t)
					step(r)
					before := r.handover("se").Epoch
					r.do(away)
					r.wantHandover("se", HandoverIdle)
					if h := r.handover("se"); h.Epoch <= before || h.From != "" || h.To != "" {
						t.Fatalf("the hand-over is not new: %+v", h)
					}
					other := map[string]string{"ana": "ben", "ben": "ana"}[who]
					r.refused(LeaseStale, Accept{By: other, Epoch: before})
					r.refused(LeaseStale, Switch{By: other, Epoch: before})
					// And the booth works on: who is there gets the channel.
					if who == "ana" && how == "drop" {
						r.do(TakeOver{By: "ben", Channel: "en", Epoch: r.epoch("en")})
						r.wantHolder("en", "ben")
					} else if who == "ana" {
						r.open("ben")
						r.wantHolder("en", "ben")
					} else {
						r.wantHolder("en", "ana")
					}
				})
			}
		}
	}
}

func TestTheMicrophoneIsNotPassedToSomebodyWhoLeft(t *testing.T) {
	r := trio(t)
	r.do(Leave{By: "ben"})
	r.refused(ColleagueAbsent, Offer{By: "ana", To: "ben"})
	r.do(Disconnected{By: "cleo"})
	r.refused(ColleagueAbsent, Offer{By: "ana", To: "cleo"})
	r.refused(ColleagueAbsent, Offer{By: "ana", To: "ana"})
	r.refused(ColleagueAbsent, Offer{By: "ana", To: "nobody"})

	r = bilateral(t)
	r.arm()
	epoch := r.handover("se").Epoch
	r.do(Leave{By: "ben"})
	r.refused(LeaseStale, Switch{By: "ana", Epoch: epoch})
	r.refused(HandoverNone, Switch{By: "ana", Epoch: r.handover("se").Epoch})
	r.wantHolder("en", "ana")
}

func TestOnlyTheBoothsOwnMembersActOnIt(t *testing.T) {
	r := newRoom(t, threeBooths())
	r.ready("ana", "se", "en")
	r.ready("eva", "ef", "en")
	r.ready("omar", "ar", "ar")
	r.open("ana")
	for _, who := range []string{"omar", "chair", "delegate", ""} {
		for _, cmd := range []Command{
			CloseMicrophone{By: who, Epoch: r.epoch("en")},
			Cough{By: who, On: true, Epoch: r.epoch("en")},
			Offer{By: who, To: "ana"},
			Request{By: who, To: "ana", When: Now},
			SetOutput{By: who, Language: "en", Epoch: r.epoch("en")},
			Switch{By: who, Epoch: r.handover("se").Epoch},
			Accept{By: who, Epoch: r.handover("se").Epoch},
			TakeOver{By: who, Channel: "en", Epoch: r.epoch("en")},
			Uninterpretable{By: who, On: true},
		} {
			if who == "omar" {
				if _, ok := cmd.(Uninterpretable); ok {
					continue // of the own channel
				}
			}
			before := r.desk.clone()
			if _, err := r.desk.Do(r.now, cmd); err == nil {
				t.Fatalf("%T of %q was granted", cmd, who)
			}
			if diff := same(before, r.desk); diff != "" {
				t.Fatal(diff)
			}
		}
	}
	// A booth that shares the channel cannot silence it either: interlock.
	r.refused(ChannelHeld, OpenMicrophone{By: "eva", Epoch: r.epoch("en")})
	r.refused(ConsentNeeded, TakeOver{By: "eva", Channel: "en", Epoch: r.epoch("en")})
	r.refused(NotOnAir, CloseMicrophone{By: "eva", Epoch: r.epoch("en")})
	r.refused(NotOnAir, Cough{By: "eva", On: true, Epoch: r.epoch("en")})
	r.refused(NotOnAir, Uninterpretable{By: "eva", On: true})
	r.refused(NotOnAir, Request{By: "eva", When: Now})
	r.wantHolder("en", "ana")
}

func TestBothPressingAtOnce(t *testing.T) {
	t.Run("open", func(t *testing.T) {
		r := bilateral(t)
		r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
		seen := r.epoch("en")
		r.do(OpenMicrophone{By: "ben", Epoch: seen})
		r.refused(LeaseStale, OpenMicrophone{By: "ana", Epoch: seen})
		r.wantHolder("en", "ben")
	})
	t.Run("offer meets request", func(t *testing.T) {
		r := bilateral(t)
		r.do(Offer{By: "ana"})
		r.do(Request{By: "ben", When: Now})
		r.wantHandover("se", HandoverArmed)
	})
	t.Run("request meets offer", func(t *testing.T) {
		r := bilateral(t)
		r.do(Request{By: "ben", When: Soon})
		r.do(Offer{By: "ana"})
		r.wantHandover("se", HandoverArmed)
	})
	t.Run("accept meets cancel", func(t *testing.T) {
		r := bilateral(t)
		r.do(Offer{By: "ana"})
		seen := r.handover("se").Epoch
		r.do(Accept{By: "ben", Epoch: seen})
		r.refused(LeaseStale, Cancel{By: "ana", Epoch: seen})
	})
	t.Run("cancel meets accept", func(t *testing.T) {
		r := bilateral(t)
		r.do(Offer{By: "ana"})
		seen := r.handover("se").Epoch
		r.do(Cancel{By: "ana", Epoch: seen})
		r.refused(LeaseStale, Accept{By: "ben", Epoch: seen})
	})
	t.Run("switch twice", func(t *testing.T) {
		r := bilateral(t)
		r.arm()
		seen := r.handover("se").Epoch
		r.do(Switch{By: "ana", Epoch: seen})
		r.refused(LeaseStale, Switch{By: "ana", Epoch: seen})
		r.wantHolder("en", "ben")
	})
	t.Run("switch meets close", func(t *testing.T) {
		r := bilateral(t)
		r.arm()
		seen := r.epoch("en")
		r.do(Switch{By: "ana", Epoch: r.handover("se").Epoch})
		r.refused(LeaseStale, CloseMicrophone{By: "ana", Epoch: seen})
		r.wantHears("en", HearsOnAir)
	})
	t.Run("two requests", func(t *testing.T) {
		r := trio(t)
		r.do(Request{By: "ben", When: Now})
		r.refused(HandoverBusy, Request{By: "cleo", When: Now})
		r.refused(HandoverBusy, Offer{By: "ana", To: "cleo"})
	})
	t.Run("two take over", func(t *testing.T) {
		r := trio(t)
		r.do(Disconnected{By: "ana"})
		seen := r.epoch("en")
		r.do(TakeOver{By: "ben", Channel: "en", Epoch: seen})
		r.refused(LeaseStale, TakeOver{By: "cleo", Channel: "en", Epoch: seen})
		r.wantHolder("en", "ben")
	})
}

func TestADropWhileArmed(t *testing.T) {
	for _, who := range []string{"ana", "ben"} {
		r := bilateral(t)
		r.arm()
		epoch := r.handover("se").Epoch
		r.do(Disconnected{By: who})
		r.wantHandover("se", HandoverIdle)
		r.wantSeat(who, SeatLost)
		r.wantTold(HandoverChanged{Booth: "se", Handover: r.handover("se"), Why: WhyDropped})
		r.do(Connected{By: who})
		r.wantSeat(who, SeatStandby)
		r.refused(LeaseStale, Switch{By: "ana", Epoch: epoch})
		if who == "ben" {
			r.wantHolder("en", "ana")
		} else {
			r.wantHolder("en", "") // muted
		}
	}
}

func TestABrokenPathWhileArmed(t *testing.T) {
	r := bilateral(t)
	r.arm()
	r.speak(time.Second, "ana", "ben")
	r.pass(LostAfter)
	r.wantSeat("ana", SeatLost)
	r.wantHandover("se", HandoverIdle)
	r.wantSeat("ben", SeatStandby)
	r.do(TakeOver{By: "ben", Channel: "en", Epoch: r.epoch("en")})
	r.wantHears("en", HearsOnAir)
	r.do(Heard{By: "ana", At: r.now, Speaking: true})
	r.wantHolder("en", "ben")
	r.wantSeat("ana", SeatStandby)
}

func TestAChangeOfDirectionWhileOffered(t *testing.T) {
	for name, change := range map[string]func(*room){
		"by the one on air":  func(r *room) { r.do(SetOutput{By: "ana", Language: "es", Epoch: r.epoch("en")}) },
		"by the one to come": func(r *room) { r.do(SetOutput{By: "ben", Language: "es"}) },
	} {
		for state, before := range map[string]func(*room){
			"offered":   func(r *room) { r.do(Offer{By: "ana"}) },
			"requested": func(r *room) { r.do(Request{By: "ben", When: Now}) },
			"armed":     func(r *room) { r.arm() },
		} {
			t.Run(state+" "+name, func(t *testing.T) {
				r := bilateral(t)
				before(r)
				epoch := r.handover("se").Epoch
				change(r)
				r.wantHandover("se", HandoverIdle)
				r.refused(LeaseStale, Accept{By: "ben", Epoch: epoch})
				r.refused(LeaseStale, Switch{By: "ana", Epoch: epoch})
			})
		}
	}
}

func TestInputEqualToOutput(t *testing.T) {
	r := bilateral(t)
	r.refused(RelayOwnOutput, SetInput{By: "ana", Input: "en"})
	r.do(SetInput{By: "ben", Input: "es"})
	r.refused(RelayOwnOutput, SetOutput{By: "ben", Language: "es"})
	r.do(SetOutput{By: "ben", Language: "en"})
	r.do(SetInput{By: "ana", Input: "es"})
	r.refused(RelayOwnOutput, SetOutput{By: "ana", Language: "es", Epoch: r.epoch("en")})
}

func TestAHandoverIntoTheOwnInput(t *testing.T) {
	r := bilateral(t)
	r.do(SetOutput{By: "ben", Language: "es"})
	r.do(SetInput{By: "ben", Input: "en"})
	r.do(Offer{By: "ana"})
	r.refused(RelayOwnOutput, Accept{By: "ben", Epoch: r.handover("se").Epoch})
	r.do(SetInput{By: "ben", Input: Floor})
	r.do(Accept{By: "ben", Epoch: r.handover("se").Epoch})
}

func TestARelayCycle(t *testing.T) {
	r := newRoom(t, threeBooths())
	r.ready("ana", "se", "en")
	r.ready("eva", "ef", "fr")
	r.ready("omar", "ar", "ar")
	r.open("ana")
	r.open("eva")
	r.open("omar")
	r.do(SetInput{By: "eva", Input: "en"})
	r.do(SetInput{By: "omar", Input: "fr"})
	r.refused(RelayCycle, SetInput{By: "ana", Input: "fr"})
	r.refused(RelayCycle, SetInput{By: "ana", Input: "ar"})
	if got := r.desk.Hops("omar"); got != 2 || r.desk.HopOf("ar") != 3 || r.desk.HopOf("en") != 1 || r.desk.HopOf("es") != 0 {
		t.Fatalf("hops: %d", got)
	}
	// Nor by opening a microphone, or by a change of direction, with such an input chosen before.
	r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
	r.refused(RelayCycle, SetInput{By: "ana", Input: "ar"}) // also on standby: it would be one on air
	r.do(SetOutput{By: "ana", Language: "es"})
	r.do(SetInput{By: "ana", Input: "ar"})
	r.refused(RelayCycle, SetOutput{By: "ana", Language: "en"})
	r.open("ana")
	r.refused(RelayCycle, SetOutput{By: "ana", Language: "en", Epoch: r.epoch("es")})
	r.do(SetInput{By: "eva", Input: Floor})
	r.do(SetOutput{By: "ana", Language: "en", Epoch: r.epoch("es")})
	r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
	r.do(SetInput{By: "eva", Input: "en"}) // nobody works into en: no circle yet
	r.refused(RelayCycle, OpenMicrophone{By: "ana", Epoch: r.epoch("en")})
	r.do(SetInput{By: "ana", Input: Floor})
	r.open("ana")
	// Nor through one who is lost and may come back.
	r.speak(time.Second, "ana", "eva", "omar")
	r.speak(LostAfter, "ana", "omar")
	r.wantSeat("eva", SeatLost)
	r.refused(RelayCycle, SetInput{By: "ana", Input: "fr"})
}

func TestATakeOverClosesNoCircle(t *testing.T) {
	r := newRoom(t, threeBooths())
	r.ready("ana", "se", "en")
	r.ready("ben", "se", "en")
	r.ready("eva", "ef", "fr")
	r.open("ana")
	r.do(SetInput{By: "ben", Input: "fr"})
	r.open("eva")
	r.do(SetInput{By: "eva", Input: "en"}) // ben is not on air: no circle
	r.do(Disconnected{By: "ana"})
	r.do(TakeOver{By: "ben", Channel: "en", Epoch: r.epoch("en")}) // an emergency is not refused
	r.wantHolder("en", "ben")
	r.wantInput("ben", Floor)
	r.wantInput("eva", "en")
	r.wantTold(InputChanged{Participant: "ben", Input: Floor, Why: WhyRelayCycle})
}

// The one on air turned the direction, and the output of the one on standby stayed as it was: what is taken over is the
// channel of who is lost, whichever it is.
func TestATakeOverAfterAChangeOfDirection(t *testing.T) {
	for name, lose := range map[string]func(*room){
		"dropped":    func(r *room) { r.do(Disconnected{By: "ana"}) },
		"no packets": func(r *room) { r.pass(LostAfter) },
	} {
		t.Run(name, func(t *testing.T) {
			r := bilateral(t)
			r.do(SetOutput{By: "ana", Language: "es", Epoch: r.epoch("en")})
			r.refused(ConsentNeeded, TakeOver{By: "ben", Channel: "es", Epoch: r.epoch("es")})
			lose(r)
			r.wantHears("es", HearsLost)
			r.refused(LeaseStale, TakeOver{By: "ben", Channel: "es", Epoch: r.epoch("en")})
			r.refused(NotOnAir, TakeOver{By: "ben", Channel: "en", Epoch: r.epoch("en")})
			r.refused(DirectionLacks, TakeOver{By: "ben", Epoch: r.epoch("es")})
			r.refused(DirectionLacks, TakeOver{By: "ben", Channel: "fr"})
			r.do(TakeOver{By: "ben", Channel: "es", Epoch: r.epoch("es")})
			r.wantHolder("es", "ben")
			r.wantHolder("en", "")
			r.wantHears("es", HearsOnAir)
			r.wantHears("en", HearsPass) // nobody thinks that the floor speaks Spanish now
			if got := r.desk.seats["ben"].output; got != "es" {
				t.Fatalf("ben works into %s", got)
			}
		})
	}
}

func TestWhoIsOnAirTakesTheLostColleaguesChannelInOneStep(t *testing.T) {
	for name, take := range map[string]func(*room) Command{
		"by taking over":           func(r *room) Command { return TakeOver{By: "ben", Channel: "en", Epoch: r.epoch("en")} },
		"by turning the direction": func(r *room) Command { return SetOutput{By: "ben", Language: "en", Epoch: r.epoch("es")} },
	} {
		t.Run(name, func(t *testing.T) {
			r := bilateral(t)
			r.do(SetOutput{By: "ben", Language: "es"})
			r.open("ben")
			r.do(Uninterpretable{By: "ben", On: true})
			_, isTurn := take(r).(SetOutput)
			if isTurn {
				r.refused(ChannelHeld, take(r))
			} else {
				r.refused(ConsentNeeded, take(r))
			}
			r.do(Disconnected{By: "ana"})
			told := r.do(take(r))
			r.wantHolder("en", "ben")
			r.wantHolder("es", "")
			r.wantHears("en", HearsOnAir)
			r.wantTold(LeaseChanged{Channel: "en", Holder: "ben", Previous: "ana", Epoch: r.epoch("en"), Why: WhyTakenOver})
			r.wantTold(UninterpretableChanged{Channel: "es", Booth: "se", Why: WhyDirection})
			if count[LeaseChanged](told) != 2 {
				t.Fatalf("not one lease for the other: %v", told)
			}
			r.do(Connected{By: "ana"}) // muted, in the same seat
			r.wantHolder("en", "ben")
			r.wantSeat("ana", SeatStandby)
		})
	}
}

func TestASeatTakenTwice(t *testing.T) {
	r := bilateral(t)
	r.refused(BoothFull, Sit{By: "cleo", Booth: "se"})
	r.refused(SeatTaken, Sit{By: "cleo", Booth: "se", Seat: 1})
	r.refused(AlreadySeated, Sit{By: "ana", Booth: "se"})
	r.do(Stand{By: "ana"})
	r.do(Sit{By: "cleo", Booth: "se", Seat: 1})
	r.refused(BoothFull, Sit{By: "ana", Booth: "se"})
}

func TestADirectionThatTheBoothLacks(t *testing.T) {
	r := bilateral(t)
	for _, language := range []string{"fr", "", Floor, "EN"} {
		r.refused(DirectionLacks, SetOutput{By: "ana", Language: language, Epoch: r.epoch("en")})
	}
	r.wantHolder("en", "ana")
}

func TestALeaseClaimedWithAnOldEpoch(t *testing.T) {
	r := bilateral(t)
	old := r.epoch("en")
	for _, epoch := range []uint64{0, firstEpoch, old - 1, old + 1} {
		r.refused(LeaseStale, CloseMicrophone{By: "ana", Epoch: epoch})
		r.refused(LeaseStale, Cough{By: "ana", On: true, Epoch: epoch})
		r.refused(LeaseStale, SetOutput{By: "ana", Language: "es", Epoch: epoch})
		r.refused(LeaseStale, OpenMicrophone{By: "ben", Epoch: epoch})
		r.refused(LeaseStale, TakeOver{By: "ben", Channel: "en", Epoch: epoch})
	}
	r.do(CloseMicrophone{By: "ana", Epoch: old})
	r.refused(LeaseStale, OpenMicrophone{By: "ana", Epoch: old})
	r.refused(LeaseStale, CloseMicrophone{By: "ana", Epoch: old})
	// An earlier life of the server.
	again := New(r.desk.Setup(), 5000)
	if again.channels["en"].epoch <= 5000 {
		t.Fatal("epochs do not begin above the first")
	}
}

func TestTwoMicrophonesOpen(t *testing.T) {
	r := bilateral(t)
	r.do(SetOutput{By: "ben", Language: "es"})
	r.open("ben")
	r.wantTold(TwoMicrophones{Booth: "se", Participants: []string{"ana", "ben"}, On: true})
	if !r.desk.View().Booths[0].TwoMicrophones {
		t.Fatal("it is not shown")
	}
	r.refused(OnAirAlready, Offer{By: "ana"})
	r.refused(OnAirAlready, Request{By: "ben", When: Now})
	r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")})
	r.wantTold(TwoMicrophones{Booth: "se", Participants: []string{"ben"}})
	// A channel never has two voices.
	r.refused(RelayOwnOutput, SetInput{By: "ben", Input: "es"})
	r.do(SetOutput{By: "ana", Language: "es"})
	r.refused(ChannelHeld, OpenMicrophone{By: "ana", Epoch: r.epoch("es")})
}

func TestOneChannelNeverHasTwoVoicesByADirection(t *testing.T) {
	r := bilateral(t)
	r.do(SetOutput{By: "ben", Language: "es"})
	r.open("ben")
	r.refused(ChannelHeld, SetOutput{By: "ana", Language: "es", Epoch: r.epoch("en")})
	r.wantHolder("en", "ana")
	r.wantHolder("es", "ben")
}
