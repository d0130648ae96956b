package conference

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// presenceLife is how long a cursor is shown without a sign of its owner who has no stream. Less makes people flicker; more
	// shows who has left.
	presenceLife = 30 * time.Second
	// watchersMost bounds the streams of a meeting's texts, watchersEach those of one participant: a stream holds some 20 KiB
	// and a goroutine.
	watchersMost = 500
	watchersEach = 8
)

// textDesks are where people sit who work on texts: who watches which, and where their cursors are. It is not in the journal.
type textDesks struct {
	mu    sync.Mutex
	desks map[string]*textDesk // by meeting and text
}

type textDesk struct {
	meeting  string
	watchers map[*TextWatcher]struct{}
	cursors  map[string]cursor // by Participant.ID
	moves    int               // of cursors, arrivals and departures
}

type cursor struct {
	protocol.TextPerson
	at time.Time
}

// TextWatcher is somebody's view of a text as it changes. Its methods are for one goroutine, but for those of the Hub.
type TextWatcher struct {
	hub           *Hub
	meeting, text string
	visitor       Visitor
	who           string
	wake          chan struct{}
	seen, moves   int
	began         bool
}

// TextNews is what a watcher has not seen: the change (Began: the whole text), and where the others are (nil: as before).
type TextNews struct {
	Whole    bool
	Change   *protocol.TextChange
	Presence *protocol.TextPresence
}

// WatchText begins to watch: 404 text-unknown, 409 limit-reached. The watcher is to be closed.
func (h *Hub) WatchText(_ context.Context, meeting, text string, v Visitor) (*TextWatcher, error) {
	s, p, err := h.textReader(meeting, v)
	if err != nil {
		return nil, err
	}
	if _, ok := s.Text(text); !ok {
		return nil, problem(string(proceedings.TextUnknown), "The meeting has no such text.")
	}
	w := &TextWatcher{hub: h, meeting: meeting, text: text, visitor: v, who: p.ID, wake: make(chan struct{}, 1)}
	if !h.desks.sit(w) {
		return nil, problem(string(proceedings.LimitReached), "Too many watch the texts of this meeting, or you do in too many windows; close one.")
	}
	return w, nil
}

// sit lets a watcher in, unless there are too many.
func (d *textDesks) sit(w *TextWatcher) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	all, own := 0, 0
	for _, desk := range d.desks {
		if desk.meeting != w.meeting {
			continue
		}
		all += len(desk.watchers)
		for other := range desk.watchers {
			if other.who == w.who && w.who != "" {
				own++
			}
		}
	}
	if all >= watchersMost || own >= watchersEach {
		return false
	}
	desk := d.desk(w.meeting, w.text)
	desk.watchers[w] = struct{}{}
	desk.moved()
	return true
}

// desk finds or makes the desk of a text. Under mu.
func (d *textDesks) desk(meeting, text string) *textDesk {
	key := meeting + "/" + text
	if d.desks[key] == nil {
		set(&d.desks, key, &textDesk{meeting: meeting, watchers: map[*TextWatcher]struct{}{}, cursors: map[string]cursor{}})
	}
	return d.desks[key]
}

// moved wakes those who watch. Under mu.
func (k *textDesk) moved() {
	k.moves++
	k.wake()
}

func (k *textDesk) wake() {
	for w := range k.watchers {
		select {
		case w.wake <- struct{}{}:
		default:
		}
	}
}

// wake tells those who watch the texts of a meeting that something has changed. It never waits.
func (d *textDesks) wake(meeting string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, desk := range d.desks {
		if desk.meeting == meeting {
			desk.wake()
		}
	}
}

// Close ends the watching.
func (w *TextWatcher) Close() {
	d := &w.hub.desks
	d.mu.Lock()
	defer d.mu.Unlock()
	desk := d.desk(w.meeting, w.text)
	delete(desk.watchers, w)
	if !slices.ContainsFunc(slices.Collect(maps.Keys(desk.watchers)), func(o *TextWatcher) bool { return o.who == w.who }) {
		delete(desk.cursors, w.who)
	}
	desk.moved()
	if len(desk.watchers) == 0 && len(desk.cursors) == 0 {
		delete(d.desks, w.meeting+"/"+w.text)
	}
}

// Woken is ready when there is news.
func (w *TextWatcher) Woken() <-chan struct{} { return w.wake }

// News is what the watcher has not seen: 403 where the visitor may not read the text any more.
func (w *TextWatcher) News() (TextNews, error) {
	s, p, err := w.hub.textReader(w.meeting, w.visitor)
	if err != nil {
		return TextNews{}, err
	}
	var out TextNews
	if t, ok := s.Text(w.text); ok && (!w.began || t.Changes != w.seen) {
		change := w.hub.textChange(s, t, p, w.seen)
		out.Whole, out.Change = !w.began, &change
		w.began, w.seen = true, t.Changes
	}
	out.Presence = w.presence(s, time.Now())
	return out, nil
}

// presence is who is here, where that is new to the watcher.
func (w *TextWatcher) presence(s proceedings.State, now time.Time) *protocol.TextPresence {
	d := &w.hub.desks
	d.mu.Lock()
	defer d.mu.Unlock()
	desk := d.desk(w.meeting, w.text)
	here := map[string]protocol.TextPerson{}
	for o := range desk.watchers {
		if o.who != "" {
			here[o.who] = personOf(s, o.who)
		}
	}
	for who, c := range desk.cursors {
		if _, watches := here[who]; !watches && now.Sub(c.at) > presenceLife {
			delete(desk.cursors, who)
			desk.moves++
			continue
		}
		here[who] = c.TextPerson
	}
	if desk.moves == w.moves {
		return nil
	}
	w.moves = desk.moves
	people := slices.Collect(maps.Values(here))
	slices.SortFunc(people, func(a, b protocol.TextPerson) int { return cmp.Compare(a.Participant, b.Participant) })
	if people == nil {
		people = []protocol.TextPerson{}
	}
	return &protocol.TextPresence{People: people}
}

func personOf(s proceedings.State, who string) protocol.TextPerson {
	return protocol.TextPerson{Participant: who, Name: nameOf(s, who), Delegation: s.PartyOf(who)}
}

// MoveCursor says where the visitor is in a text, and what they let the others see of what they write ("": nothing).
func (h *Hub) MoveCursor(_ context.Context, meeting, text string, v Visitor, paragraph, language, draft string) error {
	s, p, err := h.textReader(meeting, v)
	if err != nil {
		return err
	}
	t, ok := s.Text(text)
	if !ok {
		return problem(string(proceedings.TextUnknown), "The meeting has no such text.")
	}
	if _, ok := t.Paragraph(paragraph); paragraph != "" && !ok {
		return problem(string(proceedings.ParagraphUnknown), "The text has no such paragraph.")
	}
	if utf8.RuneCountInString(draft) > proceedings.MaxParagraphRunes {
		return problem(string(proceedings.TextTooLong), "A paragraph has at most %d characters.", proceedings.MaxParagraphRunes)
	}
	if language != "" && !slices.Contains(t.Languages, language) {
		return problem(string(proceedings.FieldInvalid), "language: the text is not in this language")
	}
	if p.ID == "" {
		return nil // the administrator takes no part
	}
	one := cursor{TextPerson: personOf(s, p.ID), at: time.Now()}
	one.Paragraph, one.Language, one.Draft = paragraph, language, proceedings.CleanText(draft)
	h.desks.mu.Lock()
	defer h.desks.mu.Unlock()
	desk := h.desks.desks[meeting+"/"+text]
	if desk == nil {
		return nil // nobody is there who would see it
	}
	before := desk.cursors[p.ID]
	desk.cursors[p.ID] = one
	if before.TextPerson != one.TextPerson {
		desk.moved()
	}
	return nil
}
