package proceedings

import (
	"crypto/ed25519"
	"slices"
	"strings"
	"time"
)

// Assent is a delegation's consent to be bound by a text as its hash says it.
type Assent struct {
	Delegation string // "": who leads, of a meeting without delegations
	By         string // Invitation.ID of the member with authority
	At         time.Time
	SHA256     string
	Key        []byte // Ed25519 public key
	Signature  []byte // over AssentStatement
	// Server says that the key is the server's, which vouches for who gave the assent; else it is the member's own.
	Server bool
	Void   bool // something was changed since
}

// Certificate says that a text says the same in two languages.
type Certificate struct {
	Languages [2]string
	Hashes    [2]string // TextSHA256 of each
	By        string
	At        time.Time
	Void      bool
}

// AssentStatement is what an assent's signature is over.
func AssentStatement(meeting, text, sha256, delegation string) []byte {
	return []byte("cumbre/assent/1\n" + meeting + "\n" + text + "\n" + sha256 + "\n" + delegation + "\n")
}

// GiveAssent binds a delegation to a text. The last delegation's adopts it.
type GiveAssent struct {
	By, Text, SHA256 string
	Key, Signature   []byte // Ed25519 (RFC 8032)
	Server           bool   // the key is the server's
}

// WithdrawAssent takes an assent back, until the text is adopted.
type WithdrawAssent struct{ By, Text string }

// CertifyConformity says that a text says the same in two languages.
type CertifyConformity struct {
	By, Text  string
	Languages []string // two
	Hashes    map[string]string
}

// AssentGiven binds a delegation.
type AssentGiven struct {
	Text       string `json:"text"`
	SHA256     string `json:"sha256"`
	Delegation string `json:"delegation,omitempty"`
	Key        []byte `json:"key"`
	Signature  []byte `json:"signature"`
	Server     bool   `json:"server,omitempty"`
	By         string `json:"by,omitempty"`
}

// AssentWithdrawn takes it back.
type AssentWithdrawn struct {
	Text       string `json:"text"`
	Delegation string `json:"delegation,omitempty"`
	By         string `json:"by,omitempty"`
}

// TextAdopted says that every delegation is bound, by its assent or by its silence.
type TextAdopted struct {
	Text    string `json:"text"`
	SHA256  string `json:"sha256"`
	Silence bool   `json:"silence,omitempty"`
}

// ConformityCertified is a certificate.
type ConformityCertified struct {
	Text      string    `json:"text"`
	Languages [2]string `json:"languages"`
	Hashes    [2]string `json:"hashes"`
	By        string    `json:"by,omitempty"`
}

func (GiveAssent) lasts()        {}
func (WithdrawAssent) lasts()    {}
func (CertifyConformity) lasts() {}

// Live finds a delegation's assent that holds.
func (t Text) Live(delegation string) (Assent, bool) {
	for _, a := range slices.Backward(t.Assents) {
		if a.Delegation == delegation && !a.Void {
			return a, true
		}
	}
	return Assent{}, false
}

// binding finds the party that somebody binds with an invitation that is good now, also when they are not in the meeting.
func (s State) binding(by string, now time.Time) (delegation string, err error) {
	if _, err := s.Negotiator(by, now); err != nil {
		return "", err
	}
	return s.authorised(by)
}

// assenting finds a text that can be assented to, and the party that somebody assents for.
func (s State) assenting(by, text string, now time.Time) (t Text, delegation string, err error) {
	if _, err = s.Negotiator(by, now); err != nil {
		return t, "", err
	}
	if t, err = s.openText(text, now); err != nil {
		return t, "", err
	}
	delegation, err = s.authorised(by)
	return t, delegation, err
}

func (c GiveAssent) decide(s State, now time.Time) ([]Fact, error) {
	t, delegation, err := s.assenting(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	if open := s.Obstacles(t); len(open) > 0 {
		return nil, refuse(TextNotClean, "the text cannot be assented to yet: %s", s.obstacleText(t, open))
	}
	hash := s.TextSHA256(t)
	switch {
	case strings.ToLower(c.SHA256) != hash:
		return nil, refuse(HashStale, "the text is not the one that this hash is of: it is %s now; read it again", hash)
	case len(c.Key) != ed25519.PublicKeySize || len(c.Signature) != ed25519.SignatureSize:
		return nil, refuseField("signature", "a key of 32 bytes and a signature of 64 are needed (Ed25519)")
	case BindsNobody(c.Key):
		return nil, refuseField("key", "it is of small order: anybody can sign under it; send one that was made as RFC 8032 says")
	case !ed25519.Verify(c.Key, AssentStatement(s.Meeting.ID, t.ID, hash, delegation), c.Signature):
		return nil, refuse(SignatureWrong, "the signature is not of this key over this assent's statement")
	}
	if _, given := t.Live(delegation); given {
		return nil, nil
	}
	out := []Fact{AssentGiven{
		Text: t.ID, SHA256: hash, Delegation: delegation, Key: slices.Clone(c.Key), Signature: slices.Clone(c.Signature), Server: c.Server, By: c.By,
	}}
	for _, party := range s.Meeting.Parties() {
		if _, given := t.Live(party); !given && party != delegation {
			return out, nil
		}
	}
	return append(out, TextAdopted{Text: t.ID, SHA256: hash}), nil
}

// obstacleText says the first obstacle in words, for who reads no interface.
func (s State) obstacleText(t Text, open []Obstacle) string {
	o := open[0]
	at := "paragraph " + t.Numbers()[o.Paragraph]
	switch o.Code {
	case TextIsEmpty:
		return "it has no paragraphs"
	case BracketOpen:
		return at + " has an open bracket"
	case AlternativesOpen:
		return at + " has alternatives"
	case WordsMissing:
		return at + " has no words in " + o.Language
	case MachineDraft:
		return at + " has a machine's words in " + o.Language + ", which nobody has certified"
	default:
		return at + " is not agreed by every delegation"
	}
}

func (c WithdrawAssent) decide(s State, now time.Time) ([]Fact, error) {
	t, delegation, err := s.assenting(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	if _, given := t.Live(delegation); !given {
		return nil, nil
	}
	return []Fact{AssentWithdrawn{Text: t.ID, Delegation: delegation, By: c.By}}, nil
}

func (c CertifyConformity) decide(s State, now time.Time) ([]Fact, error) {
	p, err := s.Negotiator(c.By, now)
	if err != nil {
		return nil, err
	}
	t, ok := s.Text(c.Text)
	switch {
	case !ok:
		return nil, refuse(TextUnknown, "the meeting has no such text")
	case !p.Role.Speaks() && p.Role != Interpreter:
		return nil, refuse(NotAllowed, "delegates, interpreters and those who lead certify that the languages say the same")
	case s.TextChanges >= MaxTextChanges:
		return nil, refuse(LimitReached, "the texts of this meeting have been changed %d times, more is not kept", MaxTextChanges)
	case len(c.Languages) != 2 || c.Languages[0] == c.Languages[1]:
		return nil, refuseField("languages", "a certificate is of two languages")
	}
	out := ConformityCertified{Text: t.ID, By: p.ID}
	for i, language := range slices.Sorted(slices.Values(c.Languages)) {
		if !slices.Contains(t.Languages, language) {
			return nil, refuseField("languages", "the text is in %s", strings.Join(t.Languages, ", "))
		}
		out.Languages[i], out.Hashes[i] = language, s.TextSHA256(t, language)
		if c.Hashes[language] != out.Hashes[i] {
			return nil, refuse(HashStale, "the words in %s are not those that this hash is of; read them again", language)
		}
	}
	if open := s.Obstacles(t); slices.ContainsFunc(open, func(o Obstacle) bool {
		return o.Code == TextIsEmpty || (o.Code == WordsMissing || o.Code == MachineDraft) && slices.Contains(c.Languages, o.Language)
	}) {
		return nil, refuse(TextNotClean, "words are missing in one of the languages, or are a machine's that nobody has certified")
	}
	if t.certified(out.Languages) {
		return nil, nil
	}
	return []Fact{out}, nil
}

// NotYet are the obstacles but for who has not agreed to which paragraph, of which there is one a paragraph: what a list shows.
func NotYet(all []Obstacle) []Obstacle {
	var out []Obstacle
	for _, o := range all {
		if o.Code == NotAgreed {
			o.Delegation = ""
		}
		if n := len(out); n == 0 || out[n-1] != o {
			out = append(out, o)
		}
	}
	return out
}

// certified tells whether a certificate of two languages holds.
func (t Text) certified(pair [2]string) bool {
	return slices.ContainsFunc(t.Certificates, func(c Certificate) bool { return !c.Void && c.Languages == pair })
}

// Uncertified are the pairs of languages of which no certificate holds. Certificates that join all languages are enough: who
// has certified es–en and es–fr has certified en–fr.
func (t Text) Uncertified() [][2]string {
	group := map[string]string{}
	var find func(string) string
	find = func(l string) string {
		if up, ok := group[l]; ok && up != l {
			return find(up)
		}
		return l
	}
	for _, c := range t.Certificates {
		if !c.Void {
			if a, b := find(c.Languages[0]), find(c.Languages[1]); a != b {
				group[a] = b
			}
		}
	}
	var out [][2]string
	for i, l := range t.Languages {
		if i > 0 && find(l) != find(t.Languages[0]) {
			pair := []string{t.Languages[0], l}
			slices.Sort(pair)
			out = append(out, [2]string(pair))
		}
	}
	return out
}

func (f AssentGiven) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Changes++
		t.Assents = append(slices.Clip(t.Assents), Assent{
			Delegation: f.Delegation, By: f.By, At: at, SHA256: f.SHA256, Key: f.Key, Signature: f.Signature, Server: f.Server,
		})
		return t
	})
}

func (f AssentWithdrawn) apply(s *State, _ time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Changes++
		t.Assents = slices.Clone(t.Assents)
		for i := range t.Assents {
			t.Assents[i].Void = t.Assents[i].Void || t.Assents[i].Delegation == f.Delegation
		}
		return t
	})
}

func (f TextAdopted) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		if len(t.Versions) > 0 {
			return t
		}
		t.Changes++
		t.Versions = []TextVersion{{Number: 1, SHA256: f.SHA256, At: at, Paragraphs: t.Paragraphs}}
		if f.Silence {
			t = t.settled(true, at)
		}
		return t
	})
}

func (f ConformityCertified) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Changes++
		t.Certificates = append(slices.Clip(t.Certificates), Certificate{Languages: f.Languages, Hashes: f.Hashes, By: f.By, At: at})
		return t
	})
}
