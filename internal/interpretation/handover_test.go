package interpretation

import (
	"testing"
	"time"
)

func TestAHandoverByOffer(t *testing.T) {
	r := bilateral(t)
	r.do(Offer{By: "ana"}) // two seats: no name is needed
	h := r.handover("se")
	if h.State != HandoverOffered || h.From != "ana" || h.To != "ben" || h.By != "ana" || h.Channel != "en" {
		t.Fatalf("%+v", h)
	}
	r.wantTold(HandoverChanged{Booth: "se", Handover: h, Why: WhyOffered})
	r.refused(HandoverRole, Accept{By: "ana", Epoch: h.Epoch})
	r.refused(HandoverRole, Decline{By: "ana", Epoch: h.Epoch})
	r.refused(HandoverRole, Cancel{By: "ben", Epoch: h.Epoch})
	r.refused(HandoverNone, Switch{By: "ana", Epoch: h.Epoch})
	r.refused(HandoverBusy, Offer{By: "ana"})
	r.do(Accept{By: "ben", Epoch: h.Epoch})
	h = r.handover("se")
	r.wantSeat("ben", SeatArmed)
	r.wantHolder("en", "ana") // open locally, not forwarded
	r.refused(HandoverBusy, Accept{By: "ben", Epoch: h.Epoch})
	r.refused(HandoverRole, Switch{By: "ben", Epoch: h.Epoch})
	lease := r.epoch("en")
	told := r.do(Switch{By: "ana", Epoch: h.Epoch})
	if count[HandoverChanged](told) != 2 || count[LeaseChanged](told) != 1 {
		t.Fatalf("%v", told)
	}
	r.wantHandover("se", HandoverIdle)
	r.wantHolder("en", "ben")
	r.wantSeat("ben", SeatOnAir)
	r.wantSeat("ana", SeatStandby)
	if r.epoch("en") <= lease || !r.gate("en").Open {
		t.Fatal("the lease was not swapped")
	}
	r.wantHears("en", HearsOnAir)
}

func TestAHandoverByRequest(t *testing.T) {
	r := bilateral(t)
	r.do(SetOutput{By: "ben", Language: "es"}) // the lease brings its direction
	r.do(Request{By: "ben", When: Soon})
	h := r.handover("se")
	if h.State != HandoverRequested || h.From != "ana" || h.To != "ben" || h.By != "ben" || h.When != Soon {
		t.Fatalf("%+v", h)
	}
	r.refused(HandoverRole, Accept{By: "ben", Epoch: h.Epoch})
	r.refused(HandoverBusy, Request{By: "ben", When: Now})
	r.do(Accept{By: "ana", Epoch: h.Epoch})
	r.wantSeat("ben", SeatArmed)
	r.do(Cough{By: "ana", On: true, Epoch: r.epoch("en")})
	r.do(Switch{By: "ana", Epoch: r.handover("se").Epoch})
	r.wantHolder("en", "ben")
	r.wantHears("en", HearsOnAir) // the cough was the other one's
	r.wantSeat("ana", SeatStandby)
}

func TestEndsOfAHandover(t *testing.T) {
	for name, c := range map[string]struct {
		begin func(*room)
		end   func(*room)
		why   Why
	}{
		"offer declined":    {func(r *room) { r.do(Offer{By: "ana"}) }, func(r *room) { r.do(Decline{By: "ben", Epoch: r.handover("se").Epoch}) }, WhyDeclined},
		"offer cancelled":   {func(r *room) { r.do(Offer{By: "ana"}) }, func(r *room) { r.do(Cancel{By: "ana", Epoch: r.handover("se").Epoch}) }, WhyCancelled},
		"request declined":  {func(r *room) { r.do(Request{By: "ben", When: Now}) }, func(r *room) { r.do(Decline{By: "ana", Epoch: r.handover("se").Epoch}) }, WhyDeclined},
		"request cancelled": {func(r *room) { r.do(Request{By: "ben", When: Now}) }, func(r *room) { r.do(Cancel{By: "ben", Epoch: r.handover("se").Epoch}) }, WhyCancelled},
		"armed cancelled":   {(*room).arm, func(r *room) { r.do(Cancel{By: "ana", Epoch: r.handover("se").Epoch}) }, WhyCancelled},
		"armed declined":    {(*room).arm, func(r *room) { r.do(Decline{By: "ben", Epoch: r.handover("se").Epoch}) }, WhyDeclined},
		"armed closed":      {(*room).arm, func(r *room) { r.do(CloseMicrophone{By: "ana", Epoch: r.epoch("en")}) }, WhyClosed},
		"armed unchecked":   {(*room).arm, func(r *room) { r.do(Check{By: "ben"}) }, WhyClosed},
		"offer expired":     {func(r *room) { r.do(Offer{By: "ana"}) }, func(r *room) { r.expire() }, WhyExpired},
		"request expired":   {func(r *room) { r.do(Request{By: "ben", When: Now}) }, func(r *room) { r.expire() }, WhyExpired},
		"armed expired":     {(*room).arm, func(r *room) { r.expire() }, WhyExpired},
	} {
		t.Run(name, func(t *testing.T) {
			r := bilateral(t)
			c.begin(r)
			before := r.handover("se").Epoch
			c.end(r)
			r.wantHandover("se", HandoverIdle)
			r.wantTold(HandoverChanged{Booth: "se", Handover: r.handover("se"), Why: c.why})
			if r.handover("se").Epoch <= before {
				t.Fatal("the epoch is old")
			}
			if r.state("ben") == SeatArmed {
				t.Fatal("still armed")
			}
		})
	}
}

// expire waits until just before the deadline, with the one on air heard, and then for it.
func (r *room) expire() {
	r.Helper()
	r.speak(HandoverExpiry-500*time.Millisecond, "ana", "ben")
	if r.handover("se").State == HandoverIdle {
		r.Fatal("expired too soon")
	}
	r.pass(500 * time.Millisecond)
}

func TestAHandoverAtATime(t *testing.T) {
	r := bilateral(t)
	at := r.now.Add(5 * time.Minute)
	r.do(Request{By: "ben", When: AtT, At: at})
	r.do(Accept{By: "ana", Epoch: r.handover("se").Epoch})
	r.wantHandover("se", HandoverRequested)
	r.refused(HandoverBusy, Accept{By: "ana", Epoch: r.handover("se").Epoch})
	r.speak(5*time.Minute-500*time.Millisecond, "ana")
	r.wantHandover("se", HandoverRequested)
	r.pass(500 * time.Millisecond)
	r.wantHandover("se", HandoverArmed)
	r.wantSeat("ben", SeatArmed)

	r = bilateral(t)
	at = r.now.Add(5 * time.Minute)
	r.do(Request{By: "ben", When: AtT, At: at})
	r.speak(5*time.Minute-500*time.Millisecond, "ana")
	r.pass(500 * time.Millisecond)
	r.wantTold(HandoverDue{Booth: "se"})
	r.wantHandover("se", HandoverRequested)
	r.do(Accept{By: "ana", Epoch: r.handover("se").Epoch}) // late, and at once
	r.wantHandover("se", HandoverArmed)

	r = bilateral(t)
	r.do(Request{By: "ben", When: AtT, At: r.now.Add(time.Minute)})
	r.speak(time.Minute+HandoverExpiry, "ana")
	r.wantHandover("se", HandoverIdle)
}

func TestWithThreeSeatsTheOfferNamesItsTarget(t *testing.T) {
	r := trio(t)
	r.refused(HandoverTarget, Offer{By: "ana"})
	r.do(Offer{By: "ana", To: "cleo"})
	epoch := r.handover("se").Epoch
	r.refused(HandoverRole, Accept{By: "ben", Epoch: epoch})
	r.refused(HandoverRole, Decline{By: "ben", Epoch: epoch})
	r.refused(HandoverRole, Cancel{By: "ben", Epoch: epoch})
	r.do(Accept{By: "cleo", Epoch: epoch})
	r.refused(HandoverRole, Switch{By: "ben", Epoch: r.handover("se").Epoch})
	r.do(Stand{By: "ben"}) // any departure
	r.wantHandover("se", HandoverIdle)
	// A request names whom, where two are on air.
	r.ready("ben", "se", "es")
	r.open("ben")
	r.refused(HandoverTarget, Request{By: "cleo", When: Now})
	r.do(Request{By: "cleo", To: "ben", When: Now})
	if h := r.handover("se"); h.From != "ben" || h.Channel != "es" {
		t.Fatalf("%+v", h)
	}
}

func TestAHandoverNeedsAColleagueWhoIsReadyAndThere(t *testing.T) {
	r := newRoom(t, threeBooths())
	r.ready("ana", "se", "en")
	r.open("ana")
	r.do(Sit{By: "ben", Booth: "se"})
	r.refused(NotReady, Offer{By: "ana", To: "ben"})
	r.ready("eva", "ef", "en")
	r.refused(ColleagueAbsent, Offer{By: "ana", To: "eva"}) // of another booth
	r.do(Check{By: "ben", Devices: true, Headphones: true, Level: true})
	r.do(Offer{By: "ana", To: "ben"}) // without an output: the lease brings it
	r.do(Accept{By: "ben", Epoch: r.handover("se").Epoch})
	r.wantSeat("ben", SeatArmed)
	r.do(Switch{By: "ana", Epoch: r.handover("se").Epoch})
	r.wantHolder("en", "ben")
	r.do(Disconnected{By: "ben"})
	r.refused(ColleagueAbsent, Request{By: "ana", When: Now})
}

func TestASwitchClosesNoCircle(t *testing.T) {
	r := newRoom(t, threeBooths())
	r.ready("ana", "se", "en")
	r.ready("ben", "se", "en")
	r.ready("eva", "ef", "fr")
	r.open("ana")
	r.open("eva")
	r.do(SetInput{By: "ben", Input: "fr"})
	r.do(Offer{By: "ana", To: "ben"})
	r.do(Accept{By: "ben", Epoch: r.handover("se").Epoch})
	r.do(SetInput{By: "eva", Input: "en"}) // ana works from the floor: no circle, until ben is on air
	r.do(Switch{By: "ana", Epoch: r.handover("se").Epoch})
	r.wantHolder("en", "ben")
	r.wantInput("ben", Floor)
	r.wantInput("eva", "en")
}
