package proceedings

import (
	"slices"
	"time"
)

// Silence is a silence procedure: whoever does not object in writing until its deadline agrees.
type Silence struct {
	SHA256   string // of the text that is adopted by silence
	Opened   time.Time
	Until    time.Time // the deadline: an objection at this instant is late
	Local    string    // Until on the wall of Timezone, as the zone's rules were: wallClockForm
	Timezone string    // IANA
	By       string
	// How it ended.
	Ended     time.Time // zero: it has not
	Kept      bool      // by nobody's objection: the text is adopted
	Cancelled bool      // by who leads
	Objection Objection
}

// Objection breaks a silence.
type Objection struct {
	Delegation, By, Reason string
	At                     time.Time
}

// Open tells whether it runs.
func (v Silence) Open() bool { return !v.Opened.IsZero() && v.Ended.IsZero() }

func (v Silence) untilText() string { return v.Local + " " + v.Timezone }

// Silence is the last one of a text; the zero Silence: there was none.
func (t Text) Silence() Silence {
	if n := len(t.Silences); n > 0 {
		return t.Silences[n-1]
	}
	return Silence{}
}

const (
	// SilenceTime is how long a silence procedure takes where nothing else is said: proceedings 27, and the usage of the OSCE
	// and the United Nations (72 hours).
	SilenceTime = 72 * time.Hour
	// minSilence and maxSilence bound it. Less than an hour is no time to ask a capital; a year is for treaties.
	minSilence = time.Hour
	maxSilence = 366 * 24 * time.Hour
	// MaxSilences bounds the silence procedures of a text.
	MaxSilences = 50
)

// OpenSilence begins a silence procedure over a clean text. Until, in the form of a meeting's start, wins over Hours.
type OpenSilence struct {
	By, Text        string
	Hours           int // 0: SilenceTime
	Until, Timezone string
}

// CancelSilence ends it without a result.
type CancelSilence struct{ By, Text string }

// BreakSilence objects, in writing, with authority.
type BreakSilence struct{ By, Text, Reason string }

// KeepSilence adopts the text whose silence nobody has broken until the deadline. It is the server's, and nobody's wish.
type KeepSilence struct{ Text string }

// SilenceOpened begins it.
type SilenceOpened struct {
	Text     string    `json:"text"`
	SHA256   string    `json:"sha256"`
	Until    time.Time `json:"until"`
	Local    string    `json:"local"`
	Timezone string    `json:"timezone"`
	By       string    `json:"by,omitempty"`
}

// SilenceCancelled ends it without a result.
type SilenceCancelled struct {
	Text string `json:"text"`
	By   string `json:"by,omitempty"`
}

// SilenceBroken ends it by an objection.
type SilenceBroken struct {
	Text       string `json:"text"`
	Delegation string `json:"delegation,omitempty"`
	Reason     string `json:"reason"`
	By         string `json:"by,omitempty"`
}

func (OpenSilence) lasts()   {}
func (CancelSilence) lasts() {}
func (BreakSilence) lasts()  {}
func (KeepSilence) lasts()   {}

// leading finds who leads, also when they are not in the meeting; "": the administrator.
func (s State) leading(by string, now time.Time) (Participant, error) {
	p, err := s.Negotiator(by, now)
	if err == nil && !p.Role.Leads() {
		err = refuse(NotAllowed, "only the chair and the organiser can do this")
	}
	return p, err
}

func (c OpenSilence) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.leading(c.By, now)
	if err != nil {
		return nil, err
	}
	t, err := s.openText(c.Text, now)
	if err != nil {
		return nil, err
	}
	if open := s.Obstacles(t); slices.ContainsFunc(open, func(o Obstacle) bool { return o.Code != NotAgreed }) {
		return nil, refuse(TextNotClean, "no silence procedure can begin yet: %s", s.obstacleText(t, open))
	}
	if len(t.Silences) >= MaxSilences {
		return nil, refuse(LimitReached, "there were %d silence procedures over this text, more are not kept", MaxSilences)
	}
	until, zone, err := c.deadline(now)
	if err != nil {
		return nil, err
	}
	return []Fact{SilenceOpened{
		Text: t.ID, SHA256: s.TextSHA256(t), Until: until, Local: until.In(zoneOf(zone)).Format(wallClockForm), Timezone: zone, By: by.ID,
	}}, nil
}

// deadline is the instant until which objections come in time.
func (c OpenSilence) deadline(now time.Time) (until time.Time, zone string, err error) {
	until, zone, err = start(c.Until, c.Timezone)
	if err != nil {
		return until, zone, renamed("until", err)
	}
	if until.IsZero() {
		wait := SilenceTime
		if c.Hours != 0 {
			wait = time.Duration(c.Hours) * time.Hour
		}
		if c.Hours < 0 || c.Hours > int(maxSilence/time.Hour) {
			return until, zone, refuseField("hours", "a silence procedure takes from an hour to a year")
		}
		// Whole minutes: a deadline is written on a wall's clock.
		until = now.Add(wait).Truncate(time.Minute)
		if until.Before(now.Add(wait)) {
			until = until.Add(time.Minute)
		}
	}
	if until.Before(now.Add(minSilence)) || until.After(now.Add(maxSilence+time.Minute)) {
		return until, zone, refuseField("until", "a silence procedure takes from an hour to a year")
	}
	return until, zone, nil
}

// silent finds a text over which a silence procedure runs.
func (s State) silent(id string, now time.Time) (Text, error) {
	t, ok := s.Text(id)
	switch {
	case !ok:
		return t, refuse(TextUnknown, "the meeting has no such text")
	case !t.Silence().Open():
		return t, refuse(SilenceOver, "no silence procedure runs over this text")
	case !now.Before(t.Silence().Until):
		return t, refuse(SilenceOver, "the deadline has passed (%s); the text is adopted", t.Silence().untilText())
	default:
		return t, nil
	}
}

func (c CancelSilence) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.leading(c.By, now)
	if err != nil {
		return nil, err
	}
	t, err := s.silent(c.Text, now)
	if err != nil {
		return nil, err
	}
	return []Fact{SilenceCancelled{Text: t.ID, By: by.ID}}, nil
}

func (c BreakSilence) decide(s State, now time.Time) ([]Fact, error) {
	if _, err := s.Negotiator(c.By, now); err != nil {
		return nil, err
	}
	t, err := s.silent(c.Text, now)
	if err != nil {
		return nil, err
	}
	delegation, err := s.authorised(c.By)
	if err != nil {
		return nil, err
	}
	reason, err := reasoned(c.Reason)
	if err != nil {
		return nil, err
	}
	return []Fact{SilenceBroken{Text: t.ID, Delegation: delegation, Reason: reason, By: c.By}}, nil
}

func (c KeepSilence) decide(s State, now time.Time) ([]Fact, error) {
	t, ok := s.Text(c.Text)
	if v := t.Silence(); !ok || !v.Open() || now.Before(v.Until) {
		return nil, nil
	}
	return []Fact{TextAdopted{Text: t.ID, SHA256: t.Silence().SHA256, Silence: true}}, nil
}

// NextSilence is when the next silence procedure of the meeting ends by itself; zero: none runs.
func (s State) NextSilence() (text string, at time.Time) {
	for _, t := range s.Texts {
		if v := t.Silence(); v.Open() && (at.IsZero() || v.Until.Before(at)) {
			text, at = t.ID, v.Until
		}
	}
	return text, at
}

// ended is a text whose silence procedure is over.
func (t Text) ended(change func(v *Silence)) Text {
	n := len(t.Silences)
	if n == 0 || !t.Silences[n-1].Open() {
		return t
	}
	t.Silences = slices.Clone(t.Silences)
	change(&t.Silences[n-1])
	return t
}

// settled is a text whose silence was kept.
func (t Text) settled(kept bool, at time.Time) Text {
	return t.ended(func(v *Silence) { v.Ended, v.Kept = at, kept })
}

func (f SilenceOpened) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Changes++
		t.Silences = append(slices.Clip(t.Silences), Silence{
			SHA256: f.SHA256, Opened: at, Until: f.Until.UTC(), Local: f.Local, Timezone: f.Timezone, By: f.By,
		})
		return t
	})
}

func (f SilenceCancelled) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Changes++
		return t.ended(func(v *Silence) { v.Ended, v.Cancelled = at, true })
	})
}

func (f SilenceBroken) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Changes++
		return t.ended(func(v *Silence) {
			v.Ended, v.Objection = at, Objection{Delegation: f.Delegation, By: f.By, Reason: f.Reason, At: at}
		})
	})
}
