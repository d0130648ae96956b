package bots

import (
	"context"
	"log/slog"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// breath is the pause between interventions.
	breath = 1500 * time.Millisecond
	// guestTime is how long a person who raised a hand has the floor before the chair takes it back.
	guestTime = 60 * time.Second
	// patience is how long the script leaves the floor to whom a person gave it.
	patience = 5 * time.Minute
	// floorAnswer is how long the server may take to say that the floor has moved.
	floorAnswer = 10 * time.Second
)

// script is how the demo's meeting goes: the chair gives the floor in the order of the agenda, to people who raise
// a hand too, and yields to a person who chairs: whoever has been given the floor by one keeps it.
type script struct {
	library *speech.Library
	bots    map[string]*bot
	said    *passages // for the interpreters
	log     *slog.Logger
	point   string         // of the agenda, where the script moved the meeting last
	next    map[string]int // of each speaker, its next speech when a person gives it the floor
}

// run goes through the speeches, over and over, until ctx ends.
func (s *script) run(ctx context.Context) {
	s.next = make(map[string]int)
	if s.gather(ctx) != nil {
		return
	}
	s.chairSays(ctx, "opening")
	for n := 0; ctx.Err() == nil; n++ {
		err := s.turn(ctx, s.library.Speeches[n%len(s.library.Speeches)])
		if err != nil && ctx.Err() == nil {
			s.log.Debug("an intervention was cut short", "error", err)
		}
		rest(ctx, breath)
	}
}

// gather waits until every bot is there.
func (s *script) gather(ctx context.Context) error {
	for _, b := range s.bots {
		if _, err := b.connected(ctx); err != nil {
			return err
		}
	}
	return nil
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// turn is one intervention: what people have asked for goes first.
func (s *script) turn(ctx context.Context, planned *speech.Speech) error {
	chair, err := s.bots["chair"].connected(ctx)
	if err != nil {
		return err
	}
	if err := s.people(ctx, chair); err != nil {
		return err
	}
	if b := s.holder(chair); b != nil && b.key != "chair" {
		return s.intervene(ctx, b, s.own(b.key))
	}
	b := s.bots[planned.Speaker]
	speaker, err := b.connected(ctx)
	if err != nil {
		return err
	}
	if err := s.moveOn(ctx, chair, planned.Agenda); err != nil {
		return err
	}
	s.chairSays(ctx, planned.Speaker)
	if err := s.giveFloor(ctx, chair, speaker.State().Me); err != nil {
		return err
	}
	return s.intervene(ctx, b, planned)
}

// holder is the bot that has the floor, nil where a person or nobody has.
func (s *script) holder(chair *Client) *bot {
	var id string
	chair.View(func(st *State) { id = st.Floor.Holder })
	return s.ours()[id]
}

// ours gives the bots by their participant, also one that is on its way back into the meeting: a floor that it had
// when it was lost is no person's. A condition on a Client's state must not ask a bot, so it is made before.
func (s *script) ours() map[string]*bot {
	out := make(map[string]*bot, len(s.bots))
	for _, b := range s.bots {
		if id := b.was(); id != "" {
			out[id] = b
		}
	}
	return out
}

// own gives the next speech of one speaker.
func (s *script) own(key string) *speech.Speech {
	var own []*speech.Speech
	for _, sp := range s.library.Speeches {
		if sp.Speaker == key {
			own = append(own, sp)
		}
	}
	if len(own) == 0 {
		return s.library.Speeches[0]
	}
	n := s.next[key]
	s.next[key]++
	return own[n%len(own)]
}

// people lets a person who has the floor finish, then gives it to those who raised a hand, one after the other.
func (s *script) people(ctx context.Context, chair *Client) error {
	for {
		if err := s.untilFree(ctx, chair, patience); err != nil {
			return err
		}
		hand := s.hand(chair)
		if hand == "" {
			return nil
		}
		s.chairSays(ctx, "guest")
		if err := s.giveFloor(ctx, chair, hand); err != nil {
			return err
		}
		_ = chair.LowerHand(ctx, hand) // it may be down already
		if err := s.untilFree(ctx, chair, guestTime); err != nil {
			return err
		}
	}
}

// untilFree waits while a person has the floor, and takes it back after the time given.
func (s *script) untilFree(ctx context.Context, chair *Client, limit time.Duration) error {
	bots := s.ours()
	free := func(st *State) bool { return st.Floor.Holder == "" || bots[st.Floor.Holder] != nil }
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := chair.Await(waiting, "the floor to be free", free)
	if err == nil || ctx.Err() != nil || waiting.Err() == nil {
		return err
	}
	return s.giveFloor(ctx, chair, "")
}

// hand is the person whose hand has been up longest, "" without any.
func (s *script) hand(chair *Client) string {
	var first protocol.Participant
	bots := s.ours()
	chair.View(func(st *State) {
		for _, p := range st.Participants {
			if p.Hand != "" && p.Connection == "connected" && (first.Hand == "" || p.Hand < first.Hand) && bots[p.ID] == nil {
				first = p
			}
		}
	})
	return first.ID
}

// giveFloor moves the floor and waits until that is known, or that it has moved on since: somebody may give it back
// at once, and a busy machine sees both at the same time.
func (s *script) giveFloor(ctx context.Context, chair *Client, to string) error {
	ctx, cancel := context.WithTimeout(ctx, floorAnswer)
	defer cancel()
	var before protocol.Floor
	chair.View(func(st *State) { before = st.Floor })
	if err := chair.GiveFloor(ctx, to); err != nil {
		return err
	}
	return chair.Await(ctx, "the floor to move", func(st *State) bool { return st.Floor.Holder == to || st.Floor != before })
}

// intervene has a bot that was given the floor speak and give it back.
func (s *script) intervene(ctx context.Context, b *bot, sp *speech.Speech) error {
	c, err := b.connected(ctx)
	if err != nil {
		return err
	}
	mine := func(st *State) bool { return st.Floor.Holder == st.Me }
	arrival, cancel := context.WithTimeout(ctx, floorAnswer)
	defer cancel()
	if err := c.Await(arrival, "the floor", mine); err != nil {
		return err
	}
	s.log.Debug("intervention", "speaker", b.key, "speech", sp.ID)
	if err := s.say(ctx, b, sp, mine); err != nil {
		return err
	}
	s.said.interpreted(ctx)
	var still bool
	c.View(func(st *State) { still = mine(st) })
	if !still {
		return nil
	}
	return c.YieldFloor(ctx)
}

// say has a bot say a text, and lets the interpreters know what it is.
func (s *script) say(ctx context.Context, b *bot, text *speech.Speech, may func(*State) bool) error {
	if _, err := b.connected(ctx); err != nil {
		return err
	}
	p := s.said.begin(text, time.Now())
	whole, err := b.speak(ctx, text, may)
	s.said.end(p, time.Now(), whole)
	return err
}

// chairSays has the chair announce somebody. The chair speaks the language of whom they announce, and says so.
func (s *script) chairSays(ctx context.Context, who string) {
	a := s.library.Announcement(who)
	if a == nil {
		return
	}
	s.said.interpreted(ctx)
	s.speaksNow(ctx, a.Language)
	if err := s.say(ctx, s.bots["chair"], a, func(*State) bool { return true }); err != nil && ctx.Err() == nil {
		s.log.Debug("an announcement was cut short", "error", err)
	}
}

// speaksNow has the chair say what language is on the floor, where there is interpretation.
func (s *script) speaksNow(ctx context.Context, language string) {
	chair, err := s.bots["chair"].connected(ctx)
	if err != nil {
		return
	}
	known := false
	chair.View(func(st *State) {
		known = len(st.Interpretation.Channels) == 0 || speaks(st.Interpretation.FloorLanguage, language)
	})
	if known {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, stepAnswer)
	defer cancel()
	if err := chair.SetFloorLanguage(ctx, language); err != nil {
		s.log.Debug("the floor's language was not taken", "error", err)
	}
}
