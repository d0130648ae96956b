package proceedings

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// PublicationKind is whose word a publication is.
type PublicationKind string

// The kinds.
const (
	JointStatement PublicationKind = "joint"   // an adopted text, of all delegations
	Readout        PublicationKind = "readout" // one delegation's own account
)

// Publication is what the public gets to read, in all its languages at one instant. It is never changed: a correction is
// another one, which supersedes it, and both stay visible.
type Publication struct {
	ID         string            `json:"id"` // "u1", "u2"…
	Kind       PublicationKind   `json:"kind"`
	Text       string            `json:"text,omitempty"`       // of a joint statement
	Version    int               `json:"version,omitempty"`    // TextVersion.Number
	Delegation string            `json:"delegation,omitempty"` // of a readout
	Title      string            `json:"title"`
	Titles     Titles            `json:"titles,omitempty"`
	Languages  []string          `json:"languages"`
	Bodies     map[string]string `json:"bodies,omitempty"` // a readout's words, by language
	SHA256     string            `json:"sha256"`           // of the text's version, or of the readout's words
	Embargo    time.Time         `json:"embargo,omitzero"` // nobody outside reads it before; zero: at once
	Local      string            `json:"local,omitempty"`  // Embargo on the wall of Timezone
	Timezone   string            `json:"timezone,omitempty"`
	Supersedes string            `json:"supersedes,omitempty"`
	// Overrides are what the checks found and somebody published all the same, with the reason.
	Overrides []Override `json:"overrides,omitempty"`
	By        string     `json:"by,omitempty"`
	At        time.Time  `json:"-"`
}

// Issued is when the public reads it.
func (p Publication) Issued() time.Time {
	if p.Embargo.After(p.At) {
		return p.Embargo
	}
	return p.At
}

// Override lets one finding pass.
type Override struct {
	Paragraph string `json:"paragraph,omitempty"`
	Part      string `json:"part,omitempty"` // Finding.Part
	Language  string `json:"language"`
	Words     string `json:"words"` // as they are found
	Code      string `json:"code"`
	Reason    string `json:"reason"`
}

const (
	// MaxPublications bounds those of a meeting.
	MaxPublications = 100
	// MaxReadoutRunes bounds a readout in one language: five pages.
	MaxReadoutRunes = 15_000
	// maxEmbargo bounds how far ahead one is issued.
	maxEmbargo = 366 * 24 * time.Hour
	// maxOverrides bounds what one publication lets pass.
	maxOverrides = 200
)

// PublishStatement issues an adopted text in all its languages. What its checks find (CheckStatement) blocks it, but for
// what Overrides name.
type PublishStatement struct {
	By, Text          string
	Embargo, Timezone string // in the form of a meeting's start; "": at once
	Overrides         []Override
}

// PublishReadout issues a delegation's own account, marked as one.
type PublishReadout struct {
	By                string
	Titles            map[string]string
	Bodies            map[string]string
	Embargo, Timezone string
	Supersedes        string // the own delegation's earlier one that this corrects
	Overrides         []Override
}

// PublicationIssued says what the public gets to read.
type PublicationIssued struct {
	Publication Publication `json:"publication"`
}

func (PublishStatement) lasts() {}
func (PublishReadout) lasts()   {}

// Publication finds one.
func (s State) Publication(id string) (Publication, bool) {
	i := slices.IndexFunc(s.Publications, func(p Publication) bool { return p.ID == id })
	if i < 0 {
		return Publication{}, false
	}
	return s.Publications[i], true
}

// SupersededBy is the publication that corrects one; "": none.
func (s State) SupersededBy(id string, now time.Time) string {
	for _, p := range s.Publications {
		if p.Supersedes == id && !now.Before(p.Issued()) {
			return p.ID
		}
	}
	return ""
}

// Public are the publications that everybody reads at now, the last issued first.
func (s State) Public(now time.Time) []Publication {
	var out []Publication
	for _, p := range s.Publications {
		if !now.Before(p.Issued()) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Publication) int { return b.Issued().Compare(a.Issued()) })
	return out
}

// PublicParties are the delegations of which the public knows that they were there: those whose word is public. A readout names
// nobody else: under the Chatham House Rule that would be the others' to say.
func (s State) PublicParties(now time.Time) []string {
	known := map[string]bool{}
	for _, p := range s.Public(now) {
		if p.Kind == JointStatement {
			return s.Meeting.Parties()
		}
		known[p.Delegation] = true
	}
	return slices.Sorted(maps.Keys(known))
}

// PublicTitle is the meeting's title as the public reads it: without names, where the Chatham House Rule was agreed and not all
// delegations have said that they were there.
func (s State) PublicTitle(now time.Time) (string, Titles) {
	joint := slices.ContainsFunc(s.Public(now), func(p Publication) bool { return p.Kind == JointStatement })
	if joint || !s.everChathamHouse() {
		return s.Meeting.Title, s.Meeting.Titles
	}
	hide := s.newMask(true)
	return hide.text(s.Meeting.Title), hide.titles(s.Meeting.Titles)
}

func (c PublishStatement) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.leading(c.By, now)
	if err != nil {
		return nil, err
	}
	t, err := s.adopted(c.Text)
	if err != nil {
		return nil, err
	}
	last := t.Versions[len(t.Versions)-1]
	out := Publication{
		Kind: JointStatement, Text: t.ID, Version: last.Number, Title: t.Title, Titles: t.Titles, Languages: t.Languages, SHA256: last.SHA256, By: by.ID,
	}
	for _, p := range s.Publications {
		if p.Kind != JointStatement || p.Text != t.ID {
			continue
		}
		if p.Version == last.Number {
			return nil, refuse(NothingNew, "version %d of this text is published already", last.Number)
		}
		out.Supersedes = p.ID
	}
	for _, place := range t.Places() {
		for _, language := range t.Languages {
			if place[0].Wording.Words[language].Text == "" {
				return nil, refuse(LanguageMissing, "paragraph %s has no words in %s; all languages are published at one instant", t.Numbers()[place[0].ID], language)
			}
		}
	}
	if pairs := t.Uncertified(); len(pairs) > 0 {
		return nil, refuse(NotCertified, "nobody has certified that %s and %s say the same", pairs[0][0], pairs[0][1])
	}
	return s.issued(out, c.Embargo, c.Timezone, c.Overrides, s.CheckStatement(t, now), now)
}

// issued is a publication whose checks let it pass.
func (s State) issued(p Publication, embargo, zone string, overrides []Override, found []Finding, now time.Time) ([]Fact, error) {
	if len(s.Publications) >= MaxPublications {
		return nil, refuse(LimitReached, "this meeting has %d publications, more are not kept", MaxPublications)
	}
	at, timezone, err := start(embargo, zone)
	if err != nil {
		return nil, renamed("embargo", err)
	}
	switch {
	case at.IsZero(): // at once
	case !at.After(now):
		return nil, refuseField("embargo", "it is in the past; give a time to come, or none to publish at once")
	case at.After(now.Add(maxEmbargo)):
		return nil, refuseField("embargo", "it ends within a year")
	default:
		p.Embargo, p.Timezone = at, timezone
		p.Local = at.In(zoneOf(timezone)).Format(wallClockForm)
	}
	if p.Overrides, err = overridden(found, overrides); err != nil {
		return nil, err
	}
	p.ID = publicationID(len(s.Publications))
	return []Fact{PublicationIssued{Publication: p}}, nil
}

// overridden are the overrides that were needed. What was found and is not overridden is refused, all of it at once.
func overridden(found []Finding, given []Override) ([]Override, error) {
	if len(given) > maxOverrides {
		return nil, refuseField("overrides", "at most %d are accepted; mend the text", maxOverrides)
	}
	var out []Override
	var open []Finding
	for _, f := range found {
		i := slices.IndexFunc(given, func(o Override) bool {
			return o.Paragraph == f.Paragraph && o.Part == f.Part && o.Language == f.Language && o.Code == f.Code && o.Words == f.Words
		})
		if i < 0 {
			open = append(open, f)
			continue
		}
		o := given[i]
		reason, err := reasoned(o.Reason)
		if err != nil {
			return nil, within("overrides["+strconv.Itoa(i)+"]", err)
		}
		if o.Reason = reason; !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	if len(open) > 0 {
		return nil, &Refusal{
			Code: StatementFails, Findings: open,
			Detail: "“" + bounded(open[0].Words, 80) + "” does not agree with the calendar or the record, nor do others that are named; mend them, or say why each is right",
		}
	}
	return out, nil
}

func (c PublishReadout) decide(s State, now time.Time) ([]Fact, error) {
	delegation, err := s.binding(c.By, now)
	if err != nil {
		return nil, err
	}
	if delegation == "" {
		return nil, refuse(NoDelegation, "a readout is a delegation's own account; this meeting has none")
	}
	out := Publication{Kind: Readout, Delegation: delegation, By: c.By, Supersedes: c.Supersedes}
	if out.Bodies, err = readoutWords(c.Bodies); err != nil {
		return nil, err
	}
	out.Languages = slices.Sorted(maps.Keys(out.Bodies))
	if out.Title, out.Titles, err = titles("", "", c.Titles, out.Languages); err != nil {
		return nil, err
	}
	for _, language := range out.Languages {
		if out.Titles[language] == "" {
			return nil, refuse(LanguageMissing, "the title is missing in %s; all languages are published at one instant", language)
		}
		if joint := jointForm(out.Titles[language]); joint != "" {
			return nil, refuseField("titles."+language, "“%s” is the form of what all delegations say; a readout is one delegation's", joint)
		}
		if s.namesText(out.Titles[language]) {
			return nil, refuseField("titles."+language, "“%s” is the title of a text of all delegations; name your delegation's account otherwise", bounded(out.Titles[language], 80))
		}
	}
	if c.Supersedes != "" {
		if old, ok := s.Publication(c.Supersedes); !ok || old.Kind != Readout || old.Delegation != delegation {
			return nil, refuse(PublicationUnknown, "your delegation has no such readout to correct")
		}
	}
	if out.SHA256, err = readoutHash(out); err != nil {
		return nil, err
	}
	return s.issued(out, c.Embargo, c.Timezone, c.Overrides, s.checkReadout(out, now), now)
}

// readoutWords are the words of a readout, as they are kept.
func readoutWords(sent map[string]string) (map[string]string, error) {
	out, size := map[string]string{}, 0
	for _, language := range slices.Sorted(maps.Keys(sent)) {
		tag, ok := languageTag(language)
		text := sent[language]
		switch {
		case !ok || language == "":
			return nil, refuseField("bodies", "a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
		case len(text) > MaxParagraphBytes || utf8.RuneCountInString(text) > MaxReadoutRunes:
			return nil, refuse(TextTooLong, "a readout has at most %d characters in each language", MaxReadoutRunes)
		}
		if out[tag] = cleanChat(text); out[tag] == "" {
			return nil, refuse(LanguageMissing, "there are no words in %s", tag)
		}
		size += len(out[tag])
	}
	switch {
	case len(out) == 0:
		return nil, refuse(TextEmpty, "a readout has words, in one language at least")
	case size > MaxParagraphBytes:
		return nil, refuse(TextTooLong, "a readout has at most %d KiB in all its languages", MaxParagraphBytes>>10)
	}
	return out, nil
}

// jointForm finds the words of a title that only a joint statement may have: in Spanish, English, French, Portuguese and Arabic.
func jointForm(title string) string {
	lower := strings.ToLower(title)
	for _, form := range []string{
		"declaración conjunta", "comunicado conjunto", "joint statement", "joint declaration", "joint communiqué", "joint communique",
		"déclaration conjointe", "déclaration commune", "communiqué conjoint", "communiqué commun", "declaração conjunta", "comunicado conjunto", "بيان مشترك", "البيان المشترك", "إعلان مشترك",
	} {
		if strings.Contains(lower, form) {
			return form
		}
	}
	return ""
}

// namesText tells whether a title is that of a text which the delegations negotiate or have adopted, however its letters and spaces are.
func (s State) namesText(title string) bool {
	plain := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
	wanted := plain(title)
	same := func(other string) bool { return plain(other) == wanted }
	return slices.ContainsFunc(s.Texts, func(t Text) bool {
		return same(t.Title) || slices.ContainsFunc(slices.Collect(maps.Values(t.Titles)), same)
	})
}

// readoutHash is the hash of a readout's words with its titles: of one line of JSON.
func readoutHash(p Publication) (string, error) {
	line, err := json.Marshal(struct {
		Readout    string            `json:"readout"` // "cumbre/1"
		Delegation string            `json:"delegation"`
		Titles     Titles            `json:"titles"`
		Bodies     map[string]string `json:"bodies"`
	}{"cumbre/1", p.Delegation, p.Titles, p.Bodies})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:]), nil
}

func publicationID(index int) string { return "u" + strconv.Itoa(index+1) }

func (f PublicationIssued) apply(s *State, at time.Time) {
	p := f.Publication
	p.ID, p.At = publicationID(len(s.Publications)), at
	s.Publications = append(slices.Clip(s.Publications), p)
}
