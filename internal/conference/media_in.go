package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// offer answers a client's offer, or says what is wrong with it.
func (c *conference) offer(p *presence, o protocol.Offer) {
	answer, err := c.negotiate(p, o)
	if err != nil {
		problem := asProblem(err)
		if problem.Status >= 500 {
			c.log.Warn("offer failed", "participant", p.id, "error", err)
		}
		p.send(protocol.ProblemMessage{ID: o.ID, Problem: *problem})
		return
	}
	p.send(protocol.Answer{ID: o.ID, SDP: answer, Renegotiations: p.offers - 1})
}

func (c *conference) negotiate(p *presence, o protocol.Offer) (string, error) {
	if p.waiting {
		return "", problem("not-admitted", "You are in the lobby: the chair lets you in first.")
	}
	uses, err := usesOf(o.Lines)
	if err != nil {
		return "", err
	}
	offer := Offer{SDP: o.SDP, Uses: uses, MaxSlots: maxSlots}
	if !o.New {
		return c.renegotiate(p, offer)
	}
	l, answer, err := p.seat.connect(offer)
	if err != nil {
		return "", err
	}
	old := p.link
	p.link, p.offers = l, 1
	p.slots, p.layers = nil, nil
	if old != nil {
		old.conn.Close()
	}
	c.booths.stale = true // they hear now
	c.reconnected(p, old != nil)
	return answer, nil
}

func (c *conference) renegotiate(p *presence, offer Offer) (string, error) {
	if p.link == nil {
		return "", problem("media-gone", "The server no longer has this media connection: offer a new one (new: true).")
	}
	answer, err := p.link.renegotiate(offer)
	if err != nil {
		return "", err
	}
	p.offers++
	return answer, nil
}

// usesOf is what an offer's lines are for.
func usesOf(lines []protocol.OfferLine) (map[string]sfu.Use, error) {
	uses := make(map[string]sfu.Use, len(lines))
	for i, l := range lines {
		if _, twice := uses[l.MID]; twice || l.MID == "" {
			return nil, problem("offer-invalid", "lines[%d].mid: each line of the SDP once, by its mid", i)
		}
		uses[l.MID] = sfu.Use(l.Use)
	}
	return uses, nil
}

// hear takes news of the Room.
func (c *conference) hear(n news) {
	for l := range n.gone {
		c.disconnected(l)
	}
	for l, silent := range n.silent {
		c.silent(l, silent)
	}
	for source, on := range n.sources {
		c.sourceChanged(source, on)
	}
	for key, change := range n.slots {
		c.slotChanged(key, change)
	}
	for source, rids := range n.layers {
		if p := c.people[string(source.Endpoint)]; p != nil {
			set(&p.layers, source.Kind, rids)
			p.send(protocol.LayersNeeded{Kind: string(source.Kind), RIDs: rids})
		}
	}
	if n.stage != nil {
		c.stage = string(*n.stage)
		c.booths.stale = true // another speaker may speak another language
		c.broadcast(protocol.StageChanged{Participant: c.stage}, inside)
	}
	if n.heard {
		c.speakersChanged(n.speakers)
	}
	if n.channels != nil {
		c.boothsHeard(n.channels)
	}
	for _, q := range n.quality {
		c.measured(q)
	}
}

// disconnected forgets a media connection that is gone. The participant stays: their session decides about that,
// but for a WHIP publisher or a WHEP viewer the connection is all there is.
func (c *conference) disconnected(l *link) {
	id := string(l.seat.id)
	if v := c.viewers[id]; v != nil && v.link == l {
		c.hangUp(v, "lost")
		return
	}
	p := c.people[id]
	if p == nil || p.link != l {
		return
	}
	if p.external != nil {
		c.depart(p, "lost")
		return
	}
	p.link = nil
	c.away(p)
}

// silent shows a WHIP publisher that nothing comes from as reconnecting; its place is kept for externalGrace. Others
// have a session that says more about them than their media.
func (c *conference) silent(l *link, silent bool) {
	p := c.people[string(l.seat.id)]
	if p == nil || p.link != l || p.external == nil || silent == !p.lostAt.IsZero() {
		return
	}
	p.lostAt = time.Time{}
	if silent {
		p.lostAt = time.Now()
	}
	c.changed(p)
}

// sourceChanged shows what a WHIP publisher sends; our own clients signal it.
func (c *conference) sourceChanged(source sfu.SourceID, on bool) {
	p := c.people[string(source.Endpoint)]
	if p == nil || !p.isExternal {
		return
	}
	m := p.media
	switch source.Kind {
	case sfu.SourceMicrophone:
		m.Microphone = on
	case sfu.SourceCamera:
		m.Camera = on
	case sfu.SourceScreen:
		m.Screen = on
	case sfu.SourceScreenSound:
		m.ScreenSound = on
	}
	if p.media != m {
		p.media = m
		c.changed(p)
	}
}

func (c *conference) slotChanged(key slotKey, change sfu.SlotChange) {
	p := c.people[string(key.endpoint)]
	if p == nil || p.isExternal {
		return
	}
	m := protocol.SlotChanged{
		MID: key.mid, Participant: string(change.Source.Endpoint), Kind: string(change.Source.Kind), RTPTime: change.RTPTime,
		Channel: languageOf(change.Channel),
		Width:   change.Width, Height: change.Height, Paused: change.Paused,
	}
	set(&p.slots, key.mid, m)
	p.send(m)
}

func (c *conference) speakersChanged(speakers []sfu.Speaker) {
	m := protocol.Speakers{}
	for _, s := range speakers {
		m.Speakers = append(m.Speakers, protocol.Speaker{Participant: string(s.Endpoint), Level: int(s.Level)})
	}
	c.broadcast(m, inside)
}

// measured sums a connection up in a word. It is shown once two measurements agree, so that it does not flicker.
func (c *conference) measured(q sfu.Quality) {
	p := c.people[string(q.Endpoint)]
	if p == nil {
		return
	}
	p.lossUp = q.LossUp
	word := qualityOf(q)
	agreed := p.measured == word || p.measured == ""
	p.measured = word
	if agreed && p.quality != word {
		p.quality = word
		c.changed(p)
	}
}

// Bounds of what is called good and fair. Opus with FEC hides some 2 % of loss and suffers from 8 % on; ITU-T G.114
// puts conversation at ease below 150 ms one way, and calls 400 ms the most.
const (
	goodLoss = 0.02
	fairLoss = 0.08
	goodRTT  = 300 // ms
	fairRTT  = 800 // ms
)

func qualityOf(q sfu.Quality) string {
	loss := max(q.LossUp, q.LossDown)
	switch {
	case loss < goodLoss && q.RTTMillis < goodRTT:
		return "good"
	case loss < fairLoss && q.RTTMillis < fairRTT:
		return "fair"
	default:
		return "poor"
	}
}
