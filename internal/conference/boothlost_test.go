package conference_test

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// What becomes of a channel whose interpreter is gone, coughs for too long, or has left the microphone open.

func TestAnInterpreterWithoutPacketsIsLost(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		s.run(time.Second)
		if got := s.ivo.command(s.ivo.takeOver("en")); got != "consent-needed" {
			t.Errorf("taken from under an interpreter who is there: %q", got)
		}
		s.forget()
		s.run(1800*time.Millisecond, s.iris)
		s.state("en", "ON_AIR")
		s.run(500*time.Millisecond, s.iris)
		s.state("en", "LOST")
		s.hears(s.lee, "stage=ana", s.iris)
		for _, g := range s.everybody() {
			if told, want := g.told("interpreter-lost"), g == s.ivo || g == s.tech; told != want {
				t.Errorf("%s told: %v", g.inv.Name, told)
			}
		}
		s.ivo.ok(s.ivo.takeOver("en"))
		s.state("en", "ON_AIR")
		s.hears(s.lee, "lang=ivo stage=ana")
		if got := s.iris.seat(); got.State != "STANDBY" || got.Output != "en" {
			t.Errorf("%+v", got)
		}
	})
}

func TestThePartnerTakesTheDirectionOfWhoIsLost(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		s.run(time.Second)
		epoch := s.iris.channel("en").Epoch
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.SetOutput{ID: id, Language: "es", Epoch: epoch} })
		if got := s.ivo.seat().Output; got != "en" {
			t.Fatalf("%s", got)
		}
		s.iris.attendance.Lost()
		s.state("es", "LOST")
		s.ivo.ok(s.ivo.takeOver("es"))
		s.state("es", "ON_AIR")
		s.state("en", "PASS")
		if got := s.ivo.seat(); got.Output != "es" || got.State != "ON_AIR" {
			t.Errorf("%+v", got)
		}
		if got := s.ivo.command(s.ivo.takeOver("en")); got != "not-on-air" {
			t.Errorf("%q", got)
		}
	})
}

func TestACoughHidesNoLossAndHasAnEnd(t *testing.T) {
	cough := func(g *guest) func(int) protocol.ClientMessage {
		epoch := g.channel("en").Epoch
		return func(id int) protocol.ClientMessage { return protocol.Cough{ID: id, On: true, Epoch: epoch} }
	}
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		s.iris.ok(cough(s.iris))
		s.run(time.Second)
		s.forget()
		s.run(2300*time.Millisecond, s.iris)
		s.state("en", "LOST")
		if !s.ivo.told("interpreter-lost") {
			t.Error("no alarm")
		}
		s.ivo.ok(s.ivo.takeOver("en"))
		s.hears(s.lee, "lang=ivo stage=ana", s.iris)
	})
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		s.iris.ok(cough(s.iris))
		s.forget()
		s.run(29 * time.Second)
		s.state("en", "COUGH")
		s.run(time.Second)
		s.state("en", "OFF")
		for _, g := range s.everybody() {
			if told, want := g.told("cough-limit"), g == s.iris || g == s.ivo || g == s.tech; told != want {
				t.Errorf("%s told: %v", g.inv.Name, told)
			}
		}
		s.ivo.open("en")
		s.hears(s.lee, "lang=ivo stage=ana")
	})
}

// An interpreter who forgets the open microphone while the floor speaks their language keeps nobody from it.
func TestAForgottenMicrophoneLetsTheFloorPass(t *testing.T) {
	inStudio(t, func(s *studio) {
		viewer := s.viewer("en")
		s.iris.open("en")
		s.chair.ok(func(id int) protocol.ClientMessage { return protocol.SetFloorLanguage{ID: id, Language: "en"} })
		s.state("en", "ON_AIR")
		s.hears(s.lee, "lang=iris stage=ana")
		s.pausing = []*guest{s.iris}
		s.run(4 * time.Second)
		s.state("en", "PASS")
		s.hears(s.lee, "stage=ana")
		viewer.Got()
		s.run(300 * time.Millisecond)
		for _, p := range viewer.Got() {
			if p.Payload != "ana" {
				t.Fatalf("a viewer hears %+v", p)
			}
		}
		s.pausing = nil
		s.run(time.Second)
		s.state("en", "ON_AIR")
		s.hears(s.lee, "lang=iris stage=ana")
	})
}
