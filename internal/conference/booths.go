package conference

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// rehearsalPrefix is before a channel's language in the Room while it is rehearsed: listeners ask for the language
// alone, and a channel of that name is not there. It has a character that no language tag has.
const rehearsalPrefix = "rehearsal:"

// languageOf is the language of a channel of the Room.
func languageOf(channel string) string { return strings.TrimPrefix(channel, rehearsalPrefix) }

// booths is a conference's interpretation: the Desk, which decides, and what the Room and the clients were told of it.
// The actor's goroutine only.
type booths struct {
	desk  *interpretation.Desk
	stale bool // something may have changed since the last settling

	pictures map[place]*picture // as last seen from there
	tell     time.Time          // when somebody is due to be told of the latest; zero: nobody

	rehearsal bool
	channels  map[string]sfu.Channel // as the Room has them, by name
	talkers   []string               // sorted
	speaker   speaker
	noted     speaker // an intervention and the language that was noted of it last
}

// speaker is who speaks on the floor, which language they say they speak, and which the intervention is said to be in.
type speaker struct{ participant, language, described string }

// newBooths makes the Desk of a meeting that becomes live. Epochs begin at the Unix time in milliseconds: what clients
// remember of an earlier life is stale.
func newBooths(setup interpretation.Setup, now time.Time) *booths {
	return &booths{
		desk:     interpretation.New(setup, uint64(now.UnixMilli())),
		channels: map[string]sfu.Channel{}, pictures: map[place]*picture{}, stale: true,
	}
}

func (b *booths) talks(participant string) bool { return slices.Contains(b.talkers, participant) }

// room is a language's channel as the Room calls it, for somebody who takes part in rehearsals or not.
func (b *booths) room(language string, rehearses bool) string {
	if language != "" && rehearses && b.rehearsal {
		return rehearsalPrefix + language
	}
	return language
}

// desk gives the Desk a command, whose wish or fact it is, and tells what comes of it.
func (c *conference) desk(cmd interpretation.Command, by string) error {
	now := time.Now()
	notices, err := c.booths.desk.Do(now, cmd)
	if p := c.people[by]; p != nil {
		p.told.acted = true
	}
	if err != nil {
		// Most often because they have not seen yet what a colleague did: what is kept for them is due.
		if !c.booths.tell.IsZero() {
			c.booths.tell = now
		}
		return err
	}
	c.booths.stale = true
	c.notify(notices, by)
	return nil
}

// fact tells the Desk what happened to somebody: it has nothing to refuse.
func (c *conference) fact(cmd interpretation.Command, about string) {
	if err := c.desk(cmd, about); err != nil {
		c.log.Error("interpretation does not take a fact", "participant", about, "error", err)
	}
}

// interprets tells whether somebody is an interpreter in the meeting.
func (c *conference) interprets(p *presence) bool {
	return !p.waiting && c.role(p) == proceedings.Interpreter
}

func (c *conference) technician(p *presence) bool {
	return !p.waiting && c.role(p) == proceedings.Technician
}

// backstage are those who take part in rehearsals: interpreters and technicians.
func (c *conference) backstage(p *presence) bool { return c.interprets(p) || c.technician(p) }

// staff are those who see the booths.
func (c *conference) staff(p *presence) bool { return c.backstage(p) || c.leading(p) }

// seated gives an interpreter who comes (back) their seat. A new session is a new connection for the booth, muted; not so where
// a page has only renewed its WebSocket, which nobody at work would notice.
func (c *conference) seated(p *presence) {
	c.booths.stale = true
	if !c.interprets(p) {
		return
	}
	if _, sits := c.booths.desk.BoothOf(p.id); sits {
		c.fact(interpretation.Connected{By: p.id}, p.id)
		return
	}
	me := c.state.Participants[p.id]
	if me.Booth == "" {
		return
	}
	if err := c.desk(interpretation.Sit{By: p.id, Booth: me.Booth, Understands: me.Understands}, p.id); err != nil {
		c.log.Info("an interpreter has no seat", "participant", p.id, "reason", err)
	}
}

// reconnected says that somebody has a new media connection. The first of a session changes nothing.
func (c *conference) reconnected(p *presence, replaced bool) {
	if c.interprets(p) && (replaced || c.dropped(p.id)) {
		c.fact(interpretation.Connected{By: p.id}, p.id)
	}
}

// dropped tells whether the Desk misses somebody's connection.
func (c *conference) dropped(participant string) bool {
	for _, s := range c.booths.desk.Routing().Seats {
		if s.Participant == participant {
			return false
		}
	}
	return true
}

// away says that somebody's connection is gone for now.
func (c *conference) away(p *presence) {
	c.booths.stale = true
	if c.interprets(p) {
		c.fact(interpretation.Disconnected{By: p.id}, p.id)
	}
}

// unseat says that somebody is gone for good.
func (c *conference) unseat(p *presence) {
	c.booths.stale = true
	if c.interprets(p) {
		c.fact(interpretation.Leave{By: p.id}, p.id)
	}
}

// rearranged brings the Desk to the meeting's new arrangement. Who has a booth and no seat gets one.
func (c *conference) rearranged() {
	notices, err := c.booths.desk.Reconfigure(time.Now(), c.state.Interpretation, c.state.Meeting.Languages)
	if err != nil {
		c.log.Error("the arrangement of the booths is not one", "error", err)
		return
	}
	c.booths.stale = true
	c.notify(notices, "")
	for _, p := range c.ordered() {
		if _, sits := c.booths.desk.BoothOf(p.id); !sits && p.attendance != nil {
			c.seated(p)
		}
	}
	for _, p := range c.people {
		if !p.waiting && c.role(p) == proceedings.Interpreter {
			c.changed(p) // the booth may be another one
		}
	}
}

// settleBooths brings the Room and the clients to what the Desk has decided since the last time: once in a turn of the
// actor, whatever happened in it.
func (c *conference) settleBooths(now time.Time) {
	c.followSpeaker()
	if c.booths.stale {
		c.noteLanguage()
	}
	b := c.booths
	switch {
	case b.stale:
		b.stale = false
		c.routeBooths()
	case b.tell.IsZero() || b.tell.After(now):
		return
	}
	c.tellInterpretation(now)
}

// routeBooths brings the Room to what the Desk has decided.
func (c *conference) routeBooths() {
	b := c.booths
	routing := b.desk.Routing()
	moved := b.rehearsal != b.desk.Setup().Rehearsal
	b.rehearsal = b.desk.Setup().Rehearsal
	c.routeChannels(routing.Channels)
	c.routeTalkers(routing.Talkers)
	inputs := map[string]string{}
	for _, s := range routing.Seats {
		inputs[s.Participant] = s.Input
	}
	for _, p := range c.people {
		p.seat.hear(c.heardBy(p, inputs))
		p.seat.monitor(c.monitorsOf(p))
		if moved && len(p.signs) > 0 && c.backstage(p) {
			p.seat.want(c.signsOf(p))
		}
	}
	for _, v := range c.viewers {
		v.seat.follow(c.publicChannel(v.language))
	}
}

// routeChannels tells the Room whose microphone goes into each channel.
func (c *conference) routeChannels(routes []interpretation.ChannelRoute) {
	b := c.booths
	next := make(map[string]sfu.Channel, len(routes))
	for _, r := range routes {
		ch := sfu.Channel{Name: r.Language, Kind: sfu.Audio, Holder: sfu.EndpointID(r.Holder), Open: r.Open}
		if r.Kind == interpretation.Sign {
			ch.Kind = sfu.Video
		}
		if !r.Public {
			ch.Name = rehearsalPrefix + r.Language
		}
		ch.Floor = b.desk.Original(r.Language)
		next[ch.Name] = ch
	}
	for name := range b.channels {
		if _, stays := next[name]; !stays {
			c.studio.dropChannel(name)
		}
	}
	for name, ch := range next {
		if b.channels[name] != ch {
			c.studio.setChannel(ch)
		}
	}
	b.channels = next
}

func (c *conference) routeTalkers(talkers []string) {
	before := c.booths.talkers
	c.booths.talkers = talkers
	for _, id := range append(slices.Clone(before), talkers...) {
		if p := c.people[id]; p != nil {
			c.applyRules(p)
		}
	}
}

// followSpeaker tells the Desk which language is spoken when another speaker has the floor, or the speaker says
// another language of themselves. With an open floor the speaker is who is on stage.
func (c *conference) followSpeaker() {
	if !c.booths.stale {
		return
	}
	now := speaker{participant: c.speaking()}
	if now.participant == "" {
		return
	}
	before := c.booths.speaker
	now.language = c.speaks(now.participant)
	if v, held := c.state.Intervention(c.state.Floor.Intervention); held {
		now.described = v.Language
	}
	if now == before {
		return
	}
	c.booths.speaker = now
	language := now.language
	if now.described != "" && (now.participant != before.participant || now.described != before.described) {
		language = now.described // what the chair says of it, or what it was given for
	}
	if language == "" && c.booths.desk.View().Floor.Language == "" {
		return
	}
	c.fact(interpretation.FloorLanguage{By: now.participant, Language: language, From: interpretation.FromSpeaker}, now.participant)
}

// speaking is who speaks on the floor; "": nobody does.
func (c *conference) speaking() string {
	if c.state.Floor.Holder != "" {
		return c.state.Floor.Holder
	}
	if p := c.people[c.stage]; p == nil || p.waiting || !c.role(p).Speaks() {
		return ""
	}
	return c.stage
}

// speaks is the language of somebody: what they say of themselves, or the only one of their delegation.
func (c *conference) speaks(participant string) string {
	me := c.state.Participants[participant]
	language := me.Language
	if p := c.people[participant]; p != nil {
		language = p.language
	}
	if language != "" || me.Delegation == "" {
		return language
	}
	for _, d := range c.state.Meeting.Delegations {
		if d.ID == me.Delegation && len(d.Languages) == 1 {
			return d.Languages[0]
		}
	}
	return ""
}

// boothsHeard takes what the Room hears of the interpreters' microphones: the Desk knows from it who is lost and who
// pauses, and the booths see their levels. It comes several times a second, and seldom changes anything.
func (c *conference) boothsHeard(heard []heardAt) {
	desk := c.booths.desk
	view, routing := desk.View(), desk.Routing()
	levels := map[string][]protocol.BoothLevel{}
	for _, h := range heard {
		who := string(h.Endpoint)
		booth, sits := c.booths.desk.BoothOf(who)
		if !sits {
			continue
		}
		if h.Channel == "" {
			levels[booth] = append(levels[booth], protocol.BoothLevel{Participant: who, Level: int(h.Level), Speaking: h.Speaking})
		}
		// A sign booth is there as long as its picture is: that is a channel's.
		if signs := c.signBooth(booth); !h.at.IsZero() && signs == (h.Channel != "") {
			c.packets(interpretation.Heard{By: who, At: h.at, Speaking: h.Speaking})
		}
	}
	if !reflect.DeepEqual(view, desk.View()) || !reflect.DeepEqual(routing, desk.Routing()) {
		c.booths.stale = true
	}
	c.tellLevels(levels)
}

// packets tells the Desk of an interpreter's.
func (c *conference) packets(heard interpretation.Heard) {
	notices, err := c.booths.desk.Do(time.Now(), heard)
	if err != nil {
		c.log.Error("interpretation does not take news of packets", "participant", heard.By, "error", err)
		return
	}
	c.notify(notices, heard.By)
}

func (c *conference) signBooth(id string) bool {
	return slices.ContainsFunc(c.state.Interpretation.Booths, func(b interpretation.Booth) bool {
		return b.ID == id && b.Kind == interpretation.Sign
	})
}

// tellLevels shows the levels to those of the same booth, and all of them to the technicians.
func (c *conference) tellLevels(levels map[string][]protocol.BoothLevel) {
	var all []protocol.BoothLevel
	for _, b := range c.state.Interpretation.Booths {
		list := levels[b.ID]
		if len(list) == 0 {
			continue
		}
		all = append(all, list...)
		c.broadcast(protocol.BoothLevels{Levels: list}, c.inBooth(b.ID))
	}
	if len(all) > 0 {
		c.broadcast(protocol.BoothLevels{Levels: all}, c.technician)
	}
}

// inBooth are the interpreters who sit in a booth.
func (c *conference) inBooth(id string) func(*presence) bool {
	return func(p *presence) bool {
		booth, sits := c.booths.desk.BoothOf(p.id)
		return sits && booth == id && !p.waiting
	}
}

// ---- The Room --------------------------------------------------------------------------------------------

// soundTold is what a seat was last told of its sound lines. The actor's goroutine only.
type soundTold struct {
	hears    sfu.SoundWant
	monitors map[string]sfu.SoundWant
	channel  string
}

func (s *studio) setChannel(ch sfu.Channel) {
	s.media.Run(func(now units.Instant) {
		// The Setup has fewer channels than the Room takes, with shorter names: see interpretation.MaxBooths.
		_ = s.room.SetChannel(now, ch)
	})
}

func (s *studio) dropChannel(name string) {
	s.media.Run(func(now units.Instant) { s.room.DropChannel(now, name) })
}

// hear says what the interpretation line carries.
func (s *seat) hear(w sfu.SoundWant) {
	if s.sound.hears == w {
		return
	}
	s.sound.hears = w
	s.studio.media.Run(func(now units.Instant) {
		s.hears = w
		s.listen(now)
	})
}

// monitor says what the booth-sound lines carry, by mid. The map is not changed any more.
func (s *seat) monitor(wants map[string]sfu.SoundWant) {
	if equalWants(s.sound.monitors, wants) {
		return
	}
	s.sound.monitors = wants
	s.studio.media.Run(func(now units.Instant) {
		s.monitors = wants
		s.listen(now)
	})
}

func equalWants(a, b map[string]sfu.SoundWant) bool {
	if len(a) != len(b) {
		return false
	}
	for mid, w := range a {
		if other, ok := b[mid]; !ok || other != w {
			return false
		}
	}
	return true
}

// follow makes a viewer hear a channel.
func (s *seat) follow(channel string) {
	if s.sound.channel == channel {
		return
	}
	s.sound.channel = channel
	s.studio.media.Run(func(now units.Instant) {
		s.channel = channel
		if s.endpoint != nil {
			s.endpoint.SetViewerChannel(now, channel)
		}
	})
}

// listen brings the lines to what was asked of them. Media loop.
func (s *seat) listen(now units.Instant) {
	if s.endpoint == nil {
		return
	}
	first := true
	for _, line := range s.lines {
		switch {
		case line.Use == sfu.Interpretation && first:
			first = false
			s.endpoint.Listen(now, line.MID, s.hears)
		case line.Use == sfu.BoothSound:
			s.endpoint.Listen(now, line.MID, s.monitors[line.MID])
		}
	}
}
