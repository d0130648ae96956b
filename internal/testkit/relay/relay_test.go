//go:build linux

package relay

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/testkit/path"
	"github.com/cumbre-meet/cumbre/internal/units"
)

func TestFramesLeaveInTheOrderOfTheirTimes(t *testing.T) {
	var q queue
	const n = 1000
	for i := range n {
		q.push(units.Instant(rand.IntN(50)+1), nil, []byte{byte(i), byte(i >> 8)})
	}
	last := frame{}
	for i := range n {
		at, ok := q.next()
		f := q.pop()
		if !ok || at != f.at || f.at < last.at || (f.at == last.at && f.serial < last.serial) {
			t.Fatalf("frame %d: %+v after %+v", i, f, last)
		}
		last = f
	}
	if _, ok := q.next(); ok {
		t.Error("a frame is left")
	}
}

func TestARPPasses(t *testing.T) {
	frame := make([]byte, 60)
	for kind, want := range map[[2]byte]bool{{8, 6}: true, {8, 0}: false, {0x86, 0xDD}: false} {
		copy(frame[12:], kind[:])
		if got := passes(frame); got != want {
			t.Errorf("type %x passes: %v", kind, got)
		}
	}
	if !passes(frame[:10]) {
		t.Error("what is no frame is judged")
	}
}

func twoLinks() *Relay {
	r := &Relay{chance: rand.New(rand.NewPCG(1, 2)), counted: 1}
	for _, name := range []string{"wifi", "mobile"} {
		r.links = append(r.links, &link{
			name: name, down: &end{way: path.NewWay(path.Conditions{}, r.chance)}, up: &end{way: path.NewWay(path.Conditions{}, r.chance)},
		})
	}
	return r
}

func TestCommandsChangeWhatTheyName(t *testing.T) {
	r := twoLinks()
	if a := r.obey([]byte(`{"id":1,"link":"wifi","down":{"delayMs":50,"loss":0.1},"up":{"delayMs":20}}`), 2); a.ID != 1 || a.Error != "" {
		t.Fatalf("%+v", a)
	}
	if a := r.obey([]byte(`{"id":2,"link":"wifi","up":{"rate":1000}}`), 2); a.ID != 2 || a.Error != "" {
		t.Fatalf("%+v", a)
	}
	down, up := r.links[0].down.way.Conditions, r.links[0].up.way.Conditions
	if down != (path.Conditions{Delay: 50 * time.Millisecond, Loss: 0.1}) || up != (path.Conditions{Rate: 1000}) {
		t.Errorf("%+v %+v", down, up)
	}
	if r.links[1].down.way.Conditions != (path.Conditions{}) {
		t.Error("the other link changed")
	}
	for line, want := range map[string]string{`{"id":3,"link":"dsl"}`: "no link", `{"id":`: "unexpected end", `{"link":"wifi","down":{"loss":2}}`: "probability"} {
		if a := r.obey([]byte(line), 2); !strings.Contains(a.Error, want) {
			t.Errorf("%s: %+v", line, a)
		}
	}
}

func TestStatisticsAreOfTheTimeSinceTheLast(t *testing.T) {
	r := twoLinks()
	e := r.links[0].down
	e.way.Conditions = path.Conditions{Rate: 1_000_000, Queue: 5 * time.Millisecond}
	for range 10 { // 1 ms each: six fit
		if f := e.way.Send(1, 125); !f.At.IsZero() {
			e.left(125, f.At, f.At+units.Instant(2*time.Millisecond))
		}
	}
	a := r.obey([]byte(`{"id":4,"stats":true}`), 1+units.Instant(10*time.Millisecond))
	got := a.Links["wifi"].Down
	want := Statistics{
		Sent: 10, Delivered: 6, LostQueue: 4, Bytes: 750, BitsPerS: 600_000, LongestMs: 6, Late: 6, MeanLateMs: 2, WorstLateMs: 2,
	}
	if got != want || a.OverMs != 10 || a.Links["mobile"].Up != (Statistics{}) {
		t.Errorf("%+v", a)
	}
	if a = r.obey([]byte(`{"stats":true}`), 1+units.Instant(time.Second)); a.Links["wifi"].Down != (Statistics{}) {
		t.Errorf("%+v", a)
	}
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(a); err != nil || bytes.Count(b.Bytes(), []byte{'\n'}) != 1 {
		t.Errorf("an answer is a line: %v %s", err, b.String())
	}
}
