package interpretation

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Setup is the meeting's interpretation as it was arranged.
type Setup struct {
	Booths []Booth `json:"booths,omitempty"`
	// Rehearsal: everything works between the booths, and nobody outside them hears it.
	Rehearsal bool `json:"rehearsal,omitempty"`
	// LowWhenOff: while a microphone is closed by choice (OFF), listeners hear the original at their own level, as under
	// an interpretation. Without it the original comes up.
	LowWhenOff bool `json:"lowWhenOff,omitempty"`
}

// Booth is a team of interpreters who work into one language, or between two.
type Booth struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Kind    Kind     `json:"kind,omitempty"`   // "": Voice
	Outputs []string `json:"outputs"`          // BCP 47, one or two, as the meeting writes them: output A, output B
	Seats   int      `json:"seats"`            // 1 to MaxSeats
	Policy  Policy   `json:"policy,omitempty"` // "": Consent
}

// Kind tells speech from signing.
type Kind string

// The kinds of booth. A Sign booth's lease is of a picture.
const (
	Voice Kind = "voice"
	Sign  Kind = "sign"
)

// Policy says whether a colleague may take a channel from a holder who is there.
type Policy string

// The policies. A holder who is lost may be taken from under either.
const (
	Consent  Policy = "consent"
	Override Policy = "override"
)

// Floor is the input of an interpreter who works from what is said in the room. No channel has this name.
const Floor = "floor"

// Bounds of what a Setup and its people can make a Desk keep.
const (
	// MaxBooths bounds the booths: the European Parliament has 24. Relay is resolved over all seats after each
	// command, so that raising it costs time with the square.
	MaxBooths = 30
	// MaxSeats bounds the seats of a booth. Teams are of two or three; six lets two teams overlap.
	MaxSeats = 6
	// MaxOutputs is output A and output B: the console has one key for "the other one".
	MaxOutputs = 2
	// MaxUnderstood bounds an interpreter's passive languages. Ten is a record among those who do it for a living.
	MaxUnderstood = 12
	// MaxTagBytes is what RFC 5646 section 4.4.1 asks an implementation to take of a language tag.
	MaxTagBytes = 35
	// MaxIDBytes bounds a booth's identifier.
	MaxIDBytes = 64
	// MaxNameRunes bounds a booth's name, in Unicode code points.
	MaxNameRunes = 200
)

// Validate refuses, with the field at fault, what New would not know how to work with. The outputs of Voice booths
// have to be among the meeting's languages, where any are given; sign languages are beside them.
func (s Setup) Validate(languages []string) error {
	if len(s.Booths) > MaxBooths {
		return refuseField("booths", "at most %d booths are accepted", MaxBooths)
	}
	ids := map[string]bool{}
	kinds := map[string]Kind{}
	for i, b := range s.Booths {
		at := "booths[" + strconv.Itoa(i) + "]"
		if err := b.validate(at); err != nil {
			return err
		}
		if ids[b.ID] {
			return refuseField(at+".id", "another booth has the identifier %s already", b.ID)
		}
		ids[b.ID] = true
		for j, tag := range b.Outputs {
			field := at + ".outputs[" + strconv.Itoa(j) + "]"
			if b.kind() == Voice && len(languages) > 0 && !slices.Contains(languages, tag) {
				return refuseField(field, "%s is not one of the meeting's languages (%s)", tag, strings.Join(languages, ", "))
			}
			if kind, ok := kinds[tag]; ok && kind != b.kind() {
				return refuseField(field, "%s is spoken in one booth and signed in another; give it one kind", tag)
			}
			kinds[tag] = b.kind()
		}
	}
	return nil
}

func (b Booth) validate(at string) error {
	switch {
	case b.ID == "" || len(b.ID) > MaxIDBytes || strings.ContainsFunc(b.ID, notPlain):
		return refuseField(at+".id", "an identifier of 1 to %d letters, digits, - and _ is needed", MaxIDBytes)
	case len(b.Outputs) < 1 || len(b.Outputs) > MaxOutputs:
		return refuseField(at+".outputs", "a booth works into one language, or between %d", MaxOutputs)
	case strings.TrimSpace(b.Name) == "" || utf8.RuneCountInString(b.Name) > MaxNameRunes || !utf8.ValidString(b.Name) ||
		strings.ContainsFunc(b.Name, unicode.IsControl):
		return refuseField(at+".name", "a name of at most %d characters, on one line, is needed", MaxNameRunes)
	case b.kind() != Voice && b.kind() != Sign:
		return refuseField(at+".kind", "%q is not a kind of booth; it is %s or %s", b.Kind, Voice, Sign)
	case b.policy() != Consent && b.policy() != Override:
		return refuseField(at+".policy", "%q is not a policy; it is %s or %s", b.Policy, Consent, Override)
	case b.Seats < 1 || b.Seats > MaxSeats:
		return refuseField(at+".seats", "a booth has 1 to %d seats", MaxSeats)
	}
	for i, tag := range b.Outputs {
		field := at + ".outputs[" + strconv.Itoa(i) + "]"
		if !isTag(tag) {
			return refuseField(field, "a language tag is needed, such as es, pt-BR or ase (BCP 47)")
		}
		if slices.Index(b.Outputs, tag) < i {
			return refuseField(field, "%s is there twice", tag)
		}
	}
	return nil
}

func (b Booth) kind() Kind {
	if b.Kind == "" {
		return Voice
	}
	return b.Kind
}

func (b Booth) policy() Policy {
	if b.Policy == "" {
		return Consent
	}
	return b.Policy
}

// other is the booth's other direction; "" where it has one output.
func (b Booth) other(language string) string {
	i := slices.Index(b.Outputs, language)
	if i < 0 || len(b.Outputs) != 2 {
		return ""
	}
	return b.Outputs[1-i]
}

func (s Setup) clone() Setup {
	s.Booths = slices.Clone(s.Booths)
	for i := range s.Booths {
		s.Booths[i].Outputs = slices.Clone(s.Booths[i].Outputs)
	}
	return s
}

func notPlain(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
		return false
	default:
		return true
	}
}

// isTag tells whether s has the form of a BCP 47 tag (RFC 5646 section 2.1), and is not the word for the floor.
func isTag(s string) bool {
	if len(s) > MaxTagBytes || strings.EqualFold(s, Floor) {
		return false
	}
	for i, part := range strings.Split(s, "-") {
		if part == "" || len(part) > 8 || strings.ContainsFunc(part, notPlain) || strings.Contains(part, "_") {
			return false
		}
		if i == 0 && (len(part) < 2 || part[0] <= '9') {
			return false
		}
	}
	return true
}

// sameLanguage tells whether who understands one of the tags understands the other: they are equal, or one is the
// other with a region or script more (the basic filtering of RFC 4647 section 3.3.1, either way round).
func sameLanguage(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.EqualFold(a, b[:len(a)]) && (len(a) == len(b) || b[len(a)] == '-')
}
