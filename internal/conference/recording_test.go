package conference_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/conference/conferencetest"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// lookEvery is the Hub's interval, and a moment.
const lookEvery = conference.CheckEvery + time.Millisecond

// breakDisk makes every append fail. It gives a counter of the attempts.
func (w *world) breakDisk(reason string) (attempts *int) {
	attempts = new(int)
	w.memory.FailAppends(func(bool) error {
		*attempts++
		return conferencetest.UnwritableError(reason)
	})
	return attempts
}

func TestEverybodyIsToldThatTheMeetingIsNotRecorded(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		bobs := w.invite("delegate", "Bob", "")
		bob := w.join(bobs.Token)
		waiting := w.join(w.invite("delegate", "Eve", "", withLobby).Token)
		newcomer := w.invite("delegate", "New", "")
		bob.take()
		waiting.take()

		attempts := w.breakDisk("disk-full")
		if got := chair.command(giveFloor(bob.me)); got != "not-recorded" {
			t.Errorf("%q", got)
		}
		for _, c := range []*client{chair, bob, waiting} {
			if m := need[protocol.MeetingChanged](c).Meeting; m.NotRecorded != "disk-full" {
				t.Errorf("%+v", m)
			}
		}
		// Nothing waits for the disk any more, and all that is not durable goes on.
		for range 5 {
			if got := bob.command(chat("everyone", "", "hola")); got != "not-recorded" {
				t.Errorf("%q", got)
			}
		}
		if *attempts != 1 {
			t.Errorf("%d attempts to write", *attempts)
		}
		bob.say(protocol.SetHand{Raised: true})
		if p := need[protocol.ParticipantChanged](chair).Participant; p.Hand == "" {
			t.Error("the meeting stands still")
		}
		bob.connect(true)
		// Who was here comes back and is told; who is new cannot be recorded.
		bob.attendance.Lost()
		bob = w.rejoin(bobs.Token, bob.resume)
		if m := need[protocol.Welcome](bob); m.Meeting.NotRecorded != "disk-full" || !m.Resumed || !m.MediaAlive {
			t.Errorf("%+v", m)
		}
		if _, err := w.tryJoin(newcomer.Token, ""); code(err) != "not-recorded" {
			t.Error(err)
		}
		if _, err := w.hub.Create(context.Background(), conference.CreateMeeting{Title: "Another"}); code(err) != "not-recorded" {
			t.Error(err)
		}
		if all, _ := w.hub.Meetings(context.Background()); all[0].NotRecorded != "disk-full" || w.hub.NotRecorded() != "disk-full" {
			t.Errorf("%+v", all)
		}
		if s := w.hub.RecordingStats(); s.Failed != 1 || s.Failures != 1 || s.Refused != 8 {
			t.Errorf("%+v", s)
		}
		bob.take()
		w.memory.FailAppends(nil)
		time.Sleep(lookEvery)
		if m, ok := find[protocol.MeetingChanged](bob); !ok || m.Meeting.NotRecorded != "" {
			t.Errorf("%v %+v", ok, m)
		}
		bob.ok(chat("everyone", "", "hola"))
		w.join(newcomer.Token)
		if s := w.hub.RecordingStats(); s.Failed != 0 || s.Failures != 1 {
			t.Errorf("%+v", s)
		}
	})
}

// Nobody has to try: the server looks itself, and once the reason changes it says so.
func TestAFullDiskIsNoticedWithoutACommand(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		chair.take()
		for _, reason := range []string{"disk-full", "disk-read-only", "disk-full"} {
			w.breakDisk(reason)
			time.Sleep(lookEvery)
			if m := need[protocol.MeetingChanged](chair).Meeting; m.NotRecorded != reason {
				t.Errorf("%q instead of %q", m.NotRecorded, reason)
			}
		}
		time.Sleep(10 * lookEvery)
		if got := chair.take(); len(got) > 0 {
			t.Errorf("said again: %+v", got)
		}
	})
}

// The disk kept the record and failed afterwards. Who sent it was told that it was not done; when the journal is
// there again, everybody learns that it was.
func TestARecordThatWasKeptAllTheSameIsToldLater(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		w.memory.FailAppends(func(stored bool) error {
			if stored {
				return conferencetest.UnwritableError("disk-failed")
			}
			return nil
		})
		if got := chair.command(chat("everyone", "", "kept")); got != "not-recorded" {
			t.Errorf("%q", got)
		}
		if _, told := find[protocol.ChatReceived](chair); told {
			t.Error("told before it was certain")
		}
		w.memory.FailAppends(nil)
		time.Sleep(lookEvery)
		if m := need[protocol.ChatReceived](chair); m.Message.Text != "kept" {
			t.Errorf("%+v", m)
		}
		chair.ok(chat("everyone", "", "and on"))
	})
}

// Who leaves with the floor while nothing can be written gives it back when it can.
func TestTheFloorOfWhoLeftGoesBackOnceItCanBeRecorded(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		bob := w.join(w.invite("delegate", "Bob", "").Token)
		chair.ok(giveFloor(bob.me))
		w.breakDisk("disk-full")
		bob.say(protocol.Leave{})
		synctest.Wait()
		if bob.bye != "left" {
			t.Errorf("bye %q", bob.bye)
		}
		if _, told := find[protocol.FloorChanged](chair); !told { // the chair's own giving
			t.Error("no floor")
		}
		w.memory.FailAppends(nil)
		time.Sleep(lookEvery)
		if f, ok := find[protocol.FloorChanged](chair); !ok || f.Floor.Holder != "" {
			t.Errorf("%v %+v", ok, f)
		}
	})
}

// A meeting whose actor starts while nothing can be written knows it from the beginning.
func TestAMeetingThatWakesUpKnows(t *testing.T) {
	inWorld(t, func(w *world) {
		inv := w.invite("chair", "Ada", "")
		chair := w.join(inv.Token)
		chair.say(protocol.Leave{})
		time.Sleep(time.Minute)
		if n := w.hub.Stats().Live; n != 0 {
			t.Fatal(n)
		}
		w.breakDisk("disk-full")
		time.Sleep(lookEvery)
		if m := need[protocol.Welcome](w.join(inv.Token)); m.Meeting.NotRecorded != "disk-full" {
			t.Errorf("%+v", m)
		}
	})
}
