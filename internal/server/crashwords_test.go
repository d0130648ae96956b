package server

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// bustleEvery is the pace of each of those who write, caption and give the floor beside the sound. In the four seconds until the
// kill a session stays within its rate: 60 commands at once, then 5 a second.
const bustleEvery = 80 * time.Millisecond

// bustle is what goes on in a recorded meeting, and what of it was acknowledged.
type bustle struct {
	meeting       string
	chair, keeper *speaker
	room          string // participant who sends the sound

	mu      sync.Mutex
	written map[string]bool // words of segments and captions; false: they were under way
	turns   []string        // their kinds, as the floor was given
	giving  string          // the one that was being given; "": none
}

// note has words as under way, or as acknowledged.
func (b *bustle) note(text string, acknowledged bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.written[text] = acknowledged
}

// put does what writes words, and notes whether it was acknowledged.
func (b *bustle) put(text string, do func() error) error {
	b.note(text, false)
	err := do()
	if err == nil {
		b.note(text, true)
	}
	return err
}

// start lets everybody work until the server is gone; wait waits for them.
func (b *bustle) start(t *testing.T, c *child, round int) (wait func()) {
	t.Helper()
	var group sync.WaitGroup
	for _, work := range []func(context.Context, *child, int) error{b.write, b.caption, b.preside} {
		group.Go(func() {
			refused(t, work(t.Context(), c, round))
		})
	}
	return group.Wait
}

// paced calls until an error.
func paced(one func(n int) error) error {
	tick := time.NewTicker(bustleEvery)
	defer tick.Stop()
	for n := 0; ; n++ {
		<-tick.C
		if err := one(n); err != nil {
			return err
		}
	}
}

// write adds segments over the API.
func (b *bustle) write(ctx context.Context, c *child, round int) error {
	return paced(func(n int) error {
		text := fmt.Sprintf("segment %d of round %d", n, round)
		return b.put(text, func() error {
			body := map[string]any{"text": text, "language": "es", "speaker": b.room}
			status, err := c.call(ctx, "POST", "/"+b.meeting+"/record/segments", body, nil)
			if err == nil && status != http.StatusCreated {
				err = &protocol.Problem{Code: fmt.Sprint("status ", status)}
			}
			return err
		})
	})
}

// caption finishes sentences.
func (b *bustle) caption(ctx context.Context, c *child, round int) error {
	l, err := c.join(ctx, b.keeper.token)
	if err != nil {
		return err
	}
	defer l.conn.CloseNow() //nolint:errcheck // its server is gone
	return paced(func(n int) error {
		text := fmt.Sprintf("caption %d of round %d", n, round)
		return b.put(text, func() error {
			return l.ask(ctx, func(id int) protocol.ClientMessage {
				return protocol.WriteCaption{ID: id, Language: "es", Text: text, Final: true}
			})
		})
	})
}

// preside gives the floor and takes it back, to who sends the sound: another's turn would silence it. Each turn is of another
// kind than the one before, so that the journal's order shows.
func (b *bustle) preside(ctx context.Context, c *child, _ int) error {
	l, err := c.join(ctx, b.chair.token)
	if err != nil {
		return err
	}
	defer l.conn.CloseNow() //nolint:errcheck // its server is gone
	kinds := []string{"opening", "statement", "question", "answer", "closing"}
	give := func(holder, kind string) error {
		return l.ask(ctx, func(id int) protocol.ClientMessage {
			return protocol.GiveFloor{ID: id, Participant: holder, Kind: kind}
		})
	}
	if l.welcome.Floor.Holder != "" {
		if err := give("", ""); err != nil {
			return err
		}
	}
	return paced(func(n int) error {
		if n%2 == 1 {
			return give("", "")
		}
		b.giving = kinds[len(b.turns)%len(kinds)]
		if err := give(b.room, b.giving); err != nil {
			return err
		}
		b.turns, b.giving = append(b.turns, b.giving), ""
		return nil
	})
}

// verify wants everything that was ever acknowledged, each by its name and once; of each of those who work, at most what was
// under way besides. It gives how many events were acknowledged.
func (b *bustle) verify(t *testing.T, c *child) (acknowledged int) {
	t.Helper()
	found := c.words(t, b.meeting)
	for text, sure := range b.written {
		switch n := found[text]; {
		case n > 1:
			t.Errorf("%q is in the record %d times", text, n)
		case sure && n == 0:
			t.Errorf("%q was acknowledged, and is lost", text)
		case !sure && n == 0:
			delete(b.written, text)
		default:
			b.written[text] = true
		}
		delete(found, text)
	}
	if len(found) > 0 {
		t.Errorf("nobody wrote %q", slices.Collect(maps.Keys(found)))
	}
	var r protocol.MeetingRecord
	if status, err := c.call(t.Context(), "GET", "/"+b.meeting+"/record", nil, &r); err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	var turns []string
	for _, v := range r.Interventions {
		turns = append(turns, v.Kind)
	}
	if b.giving != "" && len(turns) == len(b.turns)+1 {
		b.turns = append(b.turns, b.giving)
	}
	b.giving = ""
	if !slices.Equal(turns, b.turns) {
		t.Errorf("the floor was given to %q, the journal has %q", b.turns, turns)
	}
	return len(b.written) + len(b.turns)
}

// words are the texts of a meeting's segments, each with how often it is there.
func (c *child) words(t *testing.T, meeting string) map[string]int {
	t.Helper()
	found := map[string]int{}
	for since, more := 0, true; more; {
		var page protocol.SegmentPage
		path := fmt.Sprintf("/%s/record/segments?since=%d", meeting, since)
		if status, err := c.call(t.Context(), "GET", path, nil, &page); err != nil || status != http.StatusOK {
			t.Fatal(status, err)
		}
		for _, v := range page.Segments {
			found[v.Text]++
		}
		since, more = page.Next, page.Next != 0
	}
	return found
}
