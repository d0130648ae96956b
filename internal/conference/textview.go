package conference

import (
	"encoding/base64"
	"slices"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// mostObstacles bounds those that a head names: each change tells them to everybody who watches.
const mostObstacles = 50

// textHeads keeps the heads of texts as they are: each is shown to everybody who watches, and what of it is computed from
// the paragraphs (hashes, obstacles) takes milliseconds with a long text. One entry a text.
type textHeads struct {
	mu    sync.Mutex
	known map[[2]string]protocol.TextHead // by meeting and text
}

// of is a text's head but for how far it is now, what its reader may do, and its assents' signatures.
func (k *textHeads) of(s proceedings.State, t proceedings.Text) protocol.TextHead {
	key := [2]string{s.Meeting.ID, t.ID}
	k.mu.Lock()
	defer k.mu.Unlock()
	if h, ok := k.known[key]; ok && h.Revision == t.Changes {
		return h
	}
	h := headOf(s, t)
	set(&k.known, key, h)
	return h
}

// nameOf is who somebody is on the list. They need never have been in the meeting.
func nameOf(s proceedings.State, invitation string) string { return s.Invitations[invitation].Name }

// textChange is what has changed in a text after so many changes, for somebody who may read it; 0: all of it.
func (h *Hub) textChange(s proceedings.State, t proceedings.Text, p proceedings.Participant, since int) protocol.TextChange {
	out := protocol.TextChange{Text: h.textHead(s, t, p, since == 0), Paragraphs: []protocol.Paragraph{}, Since: since}
	numbers := t.Numbers()
	for _, one := range t.Paragraphs {
		if one.Change > since && (since > 0 || !one.Withdrawn) {
			out.Paragraphs = append(out.Paragraphs, paragraphOf(s, t, one, numbers[one.ID]))
		}
	}
	return out
}

// textHead is a text but for its paragraphs. signed has its assents whole: keys and signatures are as long as the rest.
func (h *Hub) textHead(s proceedings.State, t proceedings.Text, p proceedings.Participant, signed bool) protocol.TextHead {
	out := h.heads.of(s, t)
	out.May = textRights(s, p)
	out.Phase = string(t.PhaseGiven(out.ObstacleCount, time.Now()))
	if signed {
		out.Assents = assentsOf(s, t, true)
	}
	return out
}

func headOf(s proceedings.State, t proceedings.Text) protocol.TextHead {
	out := protocol.TextHead{
		ID: t.ID, Title: t.Title, Titles: protocol.Titles(t.Titles), Languages: t.Languages,
		Revision: t.Changes, SHA256: s.TextSHA256(t), Hashes: map[string]string{}, Order: [][]string{}, Obstacles: []protocol.TextObstacle{},
		Assents: assentsOf(s, t, false), Certificates: []protocol.TextCertificate{}, Uncertified: [][]string{},
		Silence: silenceOf(s, t.Silence()), Versions: []protocol.AdoptedText{}, Rectifications: []protocol.TextRectification{},
	}
	for _, l := range t.Languages {
		out.Hashes[l] = s.TextSHA256(t, l)
	}
	for _, place := range t.Places() {
		ids := make([]string, 0, len(place))
		for _, one := range place {
			ids = append(ids, one.ID)
		}
		out.Order = append(out.Order, ids)
	}
	if len(t.Versions) == 0 {
		open := proceedings.NotYet(s.Obstacles(t))
		out.ObstacleCount = len(open)
		for _, o := range open[:min(len(open), mostObstacles)] {
			out.Obstacles = append(out.Obstacles, protocol.TextObstacle{
				Code: string(o.Code), Paragraph: o.Paragraph, Bracket: o.Bracket, Delegation: o.Delegation, Language: o.Language,
			})
		}
	}
	for _, c := range t.Certificates {
		out.Certificates = append(out.Certificates, protocol.TextCertificate{
			Languages: slices.Clone(c.Languages[:]), By: c.By, ByName: nameOf(s, c.By), At: instant(c.At), Live: !c.Void,
		})
	}
	for _, pair := range t.Uncertified() {
		out.Uncertified = append(out.Uncertified, slices.Clone(pair[:]))
	}
	for _, v := range t.Versions {
		out.Versions = append(out.Versions, protocol.AdoptedText{Number: v.Number, SHA256: v.SHA256, At: instant(v.At), Rectification: v.Rectification})
	}
	for _, r := range t.Rectifications {
		out.Rectifications = append(out.Rectifications, rectificationOf(s, r))
	}
	return out
}

func textRights(s proceedings.State, p proceedings.Participant) protocol.TextRights {
	return protocol.TextRights{
		Write: p.Role.Speaks() && (p.Party() != "" || p.Role.Leads() || len(s.Meeting.Delegations) == 0),
		Agree: s.ActsForParty(p.ID), Certify: p.Role.Speaks() || p.Role == proceedings.Interpreter, Lead: p.Role.Leads(), Delegation: p.Party(),
	}
}

// assentsOf are the assents of a text: of each delegation the last.
func assentsOf(s proceedings.State, t proceedings.Text, signed bool) []protocol.TextAssent {
	out := []protocol.TextAssent{}
	seen := map[string]bool{}
	for _, a := range slices.Backward(t.Assents) {
		if seen[a.Delegation] {
			continue
		}
		seen[a.Delegation] = true
		one := protocol.TextAssent{
			Delegation: a.Delegation, By: a.By, ByName: nameOf(s, a.By), At: instant(a.At), SHA256: a.SHA256, Server: a.Server, Live: !a.Void,
		}
		if signed {
			one.Key, one.Signature = base64.StdEncoding.EncodeToString(a.Key), base64.StdEncoding.EncodeToString(a.Signature)
		}
		out = append(out, one)
	}
	slices.Reverse(out)
	return out
}

func silenceOf(s proceedings.State, v proceedings.Silence) *protocol.TextSilence {
	if v.Opened.IsZero() {
		return nil
	}
	out := &protocol.TextSilence{Opened: instant(v.Opened), Until: instant(v.Until), Local: v.Local, Timezone: v.Timezone}
	switch {
	case v.Open():
		out.State = "open"
	case v.Kept:
		out.State = "kept"
	case v.Cancelled:
		out.State = "cancelled"
	default:
		out.State, out.Objection = "broken", objectionOf(s, v.Objection)
	}
	return out
}

func objectionOf(s proceedings.State, o proceedings.Objection) *protocol.TextObjection {
	if o.At.IsZero() {
		return nil
	}
	return &protocol.TextObjection{Delegation: o.Delegation, By: o.By, ByName: nameOf(s, o.By), At: instant(o.At), Reason: o.Reason}
}

func rectificationOf(s proceedings.State, r proceedings.Rectification) protocol.TextRectification {
	out := protocol.TextRectification{
		ID: r.ID, Paragraph: r.Paragraph, Words: r.Words, Reason: r.Reason, By: r.By, ByName: nameOf(s, r.By), At: instant(r.At), Until: instant(r.Until),
		State: "effective", Objection: objectionOf(s, r.Objection),
	}
	switch {
	case r.Open():
		out.State = "open"
	case out.Objection != nil:
		out.State = "refused"
	}
	return out
}

func paragraphOf(s proceedings.State, t proceedings.Text, p proceedings.Paragraph, number string) protocol.Paragraph {
	out := protocol.Paragraph{
		ID: p.ID, Number: number, Revision: p.Revision(), Status: string(s.StatusOf(t, p)), Delegation: p.Delegation,
		By: p.Wording.By, ByName: nameOf(s, p.Wording.By), At: instant(p.Wording.At), Words: wordsOf(s, p.Wording), Behind: outdated(t, p),
		Brackets: []protocol.ParagraphBracket{}, Positions: map[string]protocol.ParagraphPosition{},
	}
	for _, b := range p.Brackets {
		out.Brackets = append(out.Brackets, protocol.ParagraphBracket{
			ID: b.ID, Kind: string(b.Kind), Delegation: b.Delegation, Reason: b.Reason, Words: b.Words, By: b.By, ByName: nameOf(s, b.By), At: instant(b.At),
		})
	}
	for party, stand := range p.Positions {
		out.Positions[party] = protocol.ParagraphPosition{Position: string(stand.Stance), By: stand.By, ByName: nameOf(s, stand.By), At: instant(stand.At)}
	}
	return out
}

func wordsOf(s proceedings.State, w *proceedings.Wording) map[string]protocol.ParagraphWords {
	out := make(map[string]protocol.ParagraphWords, len(w.Words))
	for language, words := range w.Words {
		one := protocol.ParagraphWords{
			Text: words.Text, Source: "human", Engine: words.Engine, Of: words.Of, By: words.By, ByName: nameOf(s, words.By), At: instant(words.At), Revision: words.Revision,
		}
		if words.Engine != "" {
			one.Source = "machine"
		}
		out[language] = one
	}
	return out
}

// outdated are the languages whose words are older than another's.
func outdated(t proceedings.Text, p proceedings.Paragraph) []string {
	newest := 0
	for _, w := range p.Wording.Words {
		newest = max(newest, w.Revision)
	}
	out := []string{}
	for _, l := range t.Languages {
		if w, ok := p.Wording.Words[l]; ok && w.Revision < newest {
			out = append(out, l)
		}
	}
	return out
}

// historyOf are a paragraph's revisions, the last first: as many as one answer carries.
func historyOf(s proceedings.State, p proceedings.Paragraph) protocol.ParagraphHistory {
	const most = 200
	out := protocol.ParagraphHistory{Revisions: []protocol.ParagraphRevision{}}
	for w := p.Wording; w != nil && len(out.Revisions) < most; w = w.Before {
		one := protocol.ParagraphRevision{
			Revision: w.Revision, Delegation: s.PartyOf(w.By), By: w.By, ByName: nameOf(s, w.By), At: instant(w.At), Words: wordsOf(s, w),
			Differences: map[string][]protocol.Difference{},
		}
		for language, words := range w.Words {
			if w.Before != nil && words.Revision == w.Revision {
				one.Differences[language] = differenceOf(proceedings.Difference(w.Before.Words[language].Text, words.Text))
			}
		}
		out.Revisions = append(out.Revisions, one)
	}
	return out
}

func paragraphConflictOf(m *proceedings.MissedParagraph) *protocol.ParagraphConflict {
	if m == nil {
		return nil
	}
	out := &protocol.ParagraphConflict{Paragraph: paragraphOf(m.State, m.Text, m.Paragraph, m.Text.Numbers()[m.Paragraph.ID]), Differences: map[string][]protocol.Difference{}}
	for language, pieces := range m.Differences {
		out.Differences[language] = differenceOf(pieces)
	}
	return out
}
