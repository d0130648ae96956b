package conference

import (
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// captionedWithin is how old words may be that are shown as captions when they are added to the record: what keepers write
// down later is not what is being said. Speech recognition is some seconds behind.
const captionedWithin = 30 * time.Second

// maxCaptions bounds the languages in which one captioner has an unfinished sentence.
const maxCaptions = 4

// recordPresence is what somebody who is here does with the record. Nothing of it is durable.
type recordPresence struct {
	watches  bool
	captions string // language in which they read captions; "": none
	edits    string // Segment.ID; "": none
	writes   map[string]sentence
}

// sentence is what a captioner writes in one language: of which intervention, and when it began.
type sentence struct {
	intervention string
	since        time.Time
}

// recordSay deals with the messages that are about the record; is tells whether m is one.
func (c *conference) recordSay(p *presence, m protocol.ClientMessage) (is bool, err error) {
	switch m := m.(type) {
	case protocol.WatchRecord:
		return true, c.watchRecord(p, m.Watching)
	case protocol.EditSegment:
		return true, c.editSegment(p, m.Segment)
	case protocol.WriteCaption:
		return true, c.writeCaption(p, m)
	case protocol.SetCaptions:
		return true, c.setCaptions(p, m.Language)
	default:
		return false, nil
	}
}

func (c *conference) watchRecord(p *presence, watching bool) error {
	if watching && !readsDraft(c.state.Participants[p.id]) {
		return problem("not-allowed", "Observers and press read the record when it is published.")
	}
	p.record.watches = watching
	if watching {
		p.send(c.editors())
	}
	return nil
}

func (c *conference) keeps(p *presence) error {
	if !c.role(p).Keeps() {
		return problem("not-allowed", "only record keepers, the chair and the organiser write the record")
	}
	return nil
}

// editSegment shows who is in which segment.
func (c *conference) editSegment(p *presence, segment string) error {
	if err := c.keeps(p); err != nil || p.record.edits == segment {
		return err
	}
	if _, ok := c.state.Segment(segment); !ok && segment != "" {
		return problem(string(proceedings.SegmentUnknown), "the record has no such segment")
	}
	p.record.edits = segment
	c.tellEditors()
	return nil
}

// leaveRecord is for whose session has ended: a client that comes back says again what it wants.
func (c *conference) leaveRecord(p *presence) {
	was := p.record
	p.record = recordPresence{}
	if was.edits != "" {
		c.tellEditors()
	}
	for language := range was.writes {
		c.caption(protocol.Caption{By: p.id, Language: language, Origin: string(proceedings.FromFloor)})
	}
}

func (c *conference) tellEditors() { c.broadcast(c.editors(), watching) }

func (c *conference) editors() protocol.SegmentEditors {
	out := protocol.SegmentEditors{}
	for _, p := range c.ordered() {
		if p.record.edits != "" {
			out.Editors = append(out.Editors, protocol.SegmentEditor{Participant: p.id, Segment: p.record.edits})
		}
	}
	return out
}

func watching(p *presence) bool { return !p.waiting && p.record.watches }

// setCaptions chooses the language of the captions.
func (c *conference) setCaptions(p *presence, language string) error {
	tag, ok := proceedings.LanguageTag(language)
	if language != "" && !ok {
		return problem("field-invalid", "language: a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	p.record.captions = tag
	return nil
}

// writeCaption shows a sentence as it grows; at its end it becomes a segment.
func (c *conference) writeCaption(p *presence, m protocol.WriteCaption) error {
	if err := c.keeps(p); err != nil {
		return err
	}
	tag, ok := proceedings.LanguageTag(m.Language)
	if !ok || m.Language == "" {
		return problem("field-invalid", "language: a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	text := proceedings.CleanLine(m.Text)
	begun, under := p.record.writes[tag]
	switch {
	case text == "" && !under:
		return nil
	case !under && len(p.record.writes) >= maxCaptions:
		return problem(string(proceedings.LimitReached), "at most %d languages are captioned at once by one person", maxCaptions)
	case !under:
		begun = sentence{c.state.Floor.Intervention, time.Now()}
		set(&p.record.writes, tag, begun)
	}
	add := proceedings.AddSegment{
		By: p.id, Intervention: begun.intervention, Language: tag, Origin: m.Origin, Start: begun.since, End: time.Now(), Text: text,
	}
	if !m.Final || text == "" {
		if text == "" {
			delete(p.record.writes, tag)
		}
		c.caption(protocol.Caption{
			By: p.id, Speaker: c.speakerNow(begun), Language: tag, Origin: string(c.state.OriginOf(add)), Text: text, Final: m.Final,
		})
		return nil
	}
	if err := c.commit(add); err != nil { // the sentence stays as it is: the captioner sends it again
		return err
	}
	delete(p.record.writes, tag)
	return nil
}

func (c *conference) speakerNow(s sentence) string {
	spoken, _ := c.state.Intervention(s.intervention)
	return spoken.Speaker
}

// caption shows a sentence to those who read captions in its language.
func (c *conference) caption(m protocol.Caption) {
	c.broadcast(m, func(p *presence) bool { return !p.waiting && p.record.captions == m.Language })
}

// segmentChanged tells those who watch; words that are said just now are captions, too.
func (c *conference) segmentChanged(id string, added bool) {
	v, ok := c.state.Segment(id)
	if !ok {
		return
	}
	one := segmentOf(c.state, v)
	c.broadcast(protocol.SegmentChanged{Segment: one}, watching)
	if added && c.captioned(v) {
		m := protocol.Caption{
			By: v.By, Speaker: one.Speaker, Language: v.Language, Origin: one.Origin, Text: strings.Join(strings.Fields(v.Text), " "), Final: true,
		}
		if v.Source == proceedings.ByASR {
			m.Source = one.Source
		}
		c.caption(m)
	}
}

// captioned tells whether a new segment is a caption, too. A machine's is none where a person captions its language, nor is a
// part of one that there was.
func (c *conference) captioned(v proceedings.Segment) bool {
	said := v.End
	if said.IsZero() {
		said = v.Start
	}
	if v.Of != "" || v.Form != proceedings.Verbatim || time.Since(said) >= captionedWithin {
		return false
	}
	return v.Source != proceedings.ByASR || !c.writtenByHand(v.Language)
}

// writtenByHand tells whether somebody is writing captions of a language just now.
func (c *conference) writtenByHand(language string) bool {
	for _, p := range c.people {
		if _, writes := p.record.writes[language]; writes {
			return true
		}
	}
	return false
}

// recordReact does what follows from an event of the record.
func (c *conference) recordReact(e proceedings.Event) {
	switch f := e.Fact.(type) {
	case proceedings.SegmentAdded:
		c.segmentChanged(f.Segment.ID, true)
	case proceedings.SegmentRevised:
		c.segmentChanged(f.Segment.ID, false)
	case proceedings.RecordArranged, proceedings.RecordPublished, proceedings.CorrectionRequested, proceedings.CorrectionDecided:
		c.broadcast(protocol.RecordChanged{Change: c.state.Record.Changes}, watching)
	default:
		c.textReact(e)
	}
}
