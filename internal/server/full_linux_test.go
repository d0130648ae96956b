package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/disk"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/testkit/mounts"
)

// diskSize is that of the small disk, in MiB: the journal's reserve, and room for a meeting.
const diskSize = 80

// TestFullDiskIsToldAndMended runs TestFullDiskChild in a mount namespace of its own, where it can have a small disk.
func TestFullDiskIsToldAndMended(t *testing.T) { mounts.Run(t, "TestFullDiskChild") }

// fullDisk is a server on a small disk, with a chair and a delegate in a meeting.
type fullDisk struct {
	t           *testing.T
	s           *Server
	dir         string
	meeting     string
	tokens      [2]string // the chair's, the delegate's
	press       string
	chair, bob  *live
	acknowledge []string
}

// TestFullDiskChild fills the disk under a live meeting: everybody is told, what is not durable goes on, what is durable is
// refused, the administrator sees it; with space again all is well without a restart, and a restart finds every text
// that was acknowledged and no other.
func TestFullDiskChild(t *testing.T) {
	f := &fullDisk{t: t, dir: mounts.SmallDisk(t, diskSize)}
	f.open()
	publish(t, f.s, f.meeting, invite(t, f.s, f.meeting, map[string]any{"role": "delegate", "name": "Room", "lobby": false}).Token, 1)
	f.press = invite(t, f.s, f.meeting, map[string]any{"role": "press", "name": "Press", "lobby": false, "shared": true}).Token
	f.say("before", "")
	f.wantReady(200, "")

	f.fill()
	f.await("told that it is not recorded", f.bob, func(m any) bool {
		c, ok := m.(protocol.MeetingChanged)
		return ok && c.Meeting.NotRecorded == disk.Full
	})
	f.whileFull()

	if err := os.Remove(f.filler()); err != nil {
		t.Fatal(err)
	}
	f.await("told that it is recorded again", f.bob, func(m any) bool {
		c, ok := m.(protocol.MeetingChanged)
		return ok && c.Meeting.NotRecorded == ""
	})
	f.wantReady(200, "")
	f.wantMetric("cumbre_journal_failed 0")
	f.say("after", "")
	f.restart()
}

// open starts the server; the first time, it makes the meeting.
func (f *fullDisk) open() {
	cfg := testConfig(f.t)
	cfg.Data = f.dir
	f.s = start(f.t, cfg)
	if f.meeting == "" {
		f.meeting = createMeeting(f.t, f.s)
		for i, role := range []string{"chair", "delegate"} {
			f.tokens[i] = invite(f.t, f.s, f.meeting, map[string]any{"role": role, "name": role, "lobby": false}).Token
		}
	}
	f.chair, f.bob = f.join(f.tokens[0]), f.join(f.tokens[1])
}

func (f *fullDisk) join(token string) *live {
	f.t.Helper()
	l, err := (&child{url: f.s.URL()}).join(f.t.Context(), token)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = l.conn.CloseNow() })
	return l
}

// say sends a text of the chair's and wants it acknowledged, or refused with a code.
func (f *fullDisk) say(text, code string) {
	f.t.Helper()
	err := f.chair.ask(f.t.Context(), func(id int) protocol.ClientMessage {
		return protocol.SendChat{ID: id, To: "everyone", Text: text}
	})
	if got := codeOf(err); got != code {
		f.t.Fatalf("%s: %v", text, err)
	}
	if err == nil {
		f.acknowledge = append(f.acknowledge, text)
	}
}

func codeOf(err error) string {
	if p, ok := errors.AsType[*protocol.Problem](err); ok {
		return p.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func (f *fullDisk) filler() string { return filepath.Join(f.dir, "filler") }

// fill leaves not a byte on the disk.
func (f *fullDisk) fill() {
	f.t.Helper()
	file, err := os.Create(f.filler())
	if err != nil {
		f.t.Fatal(err)
	}
	defer file.Close()
	for err == nil {
		_, err = file.Write(make([]byte, 64<<10))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		f.t.Fatal(err)
	}
}

// whileFull is what holds with a full disk.
func (f *fullDisk) whileFull() {
	f.t.Helper()
	f.say("refused", "not-recorded")
	f.wantReady(503, "disk is full")
	f.wantMetric("cumbre_journal_failed 1")
	if err := f.bob.send(f.t.Context(), protocol.SetHand{Raised: true}); err != nil {
		f.t.Fatal(err)
	}
	f.await("the hand", f.chair, func(m any) bool {
		c, ok := m.(protocol.ParticipantChanged)
		return ok && c.Participant.Hand != ""
	})
	if err := f.bob.send(f.t.Context(), protocol.SetMedia{Microphone: true}); err != nil {
		f.t.Fatal(err)
	}
	f.await("the microphone", f.chair, func(m any) bool {
		c, ok := m.(protocol.ParticipantChanged)
		return ok && c.Participant.ID == f.bob.welcome.Me && c.Participant.Microphone
	})
	if err := f.chair.ask(f.t.Context(), func(id int) protocol.ClientMessage {
		return protocol.Mute{ID: id, Participant: f.bob.welcome.Me}
	}); err != nil {
		f.t.Error("mute:", err)
	}
	f.await("the mute", f.bob, func(m any) bool { _, ok := m.(protocol.MuteRequested); return ok })
	_, got := view(f.t, f.s, f.meeting, f.press)
	eventually(f.t, "sound and picture for a new viewer", func() bool { return got.audio.Load() >= 20 && got.video.Load() >= 20 })
	f.bob = f.join(f.tokens[1]) // who was here comes back
	if got := f.bob.welcome.Meeting.NotRecorded; got != disk.Full {
		f.t.Errorf("the welcome says %q", got)
	}
	var m protocol.Meeting
	if request(f.t, "GET", f.s.URL()+"/api/v1/meetings/"+f.meeting, f.s.AdminToken(), nil, &m); m.NotRecorded != disk.Full {
		f.t.Errorf("the API says %+v", m)
	}
}

// await reads until a message fits.
func (f *fullDisk) await(what string, l *live, fits func(any) bool) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 20*time.Second)
	defer cancel()
	for {
		m, err := l.receive(ctx)
		if err != nil {
			f.t.Fatalf("%s: %v", what, err)
		}
		if fits(m) {
			return
		}
	}
}

func (f *fullDisk) get(path string) (status int, text string) {
	f.t.Helper()
	res, err := http.Get(f.s.URL() + path)
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func (f *fullDisk) wantReady(status int, says string) {
	f.t.Helper()
	if got, text := f.get("/readyz"); got != status || !strings.Contains(text, says) || strings.Contains(text, f.dir) {
		f.t.Errorf("/readyz: %d %s", got, text)
	}
}

func (f *fullDisk) wantMetric(line string) {
	f.t.Helper()
	if _, text := f.get("/metrics"); !strings.Contains(text, "\n"+line+"\n") {
		f.t.Errorf("no %s", line)
	}
}

// restart finds what was acknowledged.
func (f *fullDisk) restart() {
	f.t.Helper()
	stop(f.t, f.s)
	f.open()
	var got []string
	for _, m := range f.chair.welcome.Chat {
		got = append(got, m.Text)
	}
	if strings.Join(got, ",") != strings.Join(f.acknowledge, ",") || len(got) != 2 {
		f.t.Errorf("%q, acknowledged were %q", got, f.acknowledge)
	}
}
