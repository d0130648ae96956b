package simnet

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/media/twcc"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// The identifiers and payload types that simulated clients negotiate.
const (
	extMID, extRID, extRRID, extLevel, extTWCC = 1, 2, 3, 4, 5

	ptOpus, ptOpusRTX, ptRED, ptVP8, ptVP8RTX = 111, 112, 63, 96, 97
)

// tick is how often the Room's Tick runs, as in the engine.
const tick = 10 * time.Millisecond

// twccEvery is how often clients send transport-wide feedback; emptyReport is a receiver report of nothing.
const (
	twccEvery   = 50 * time.Millisecond
	emptyReport = 8
)

// Meeting is a Room on a Net, with what it told.
type Meeting struct {
	Net     *Net
	Room    *sfu.Room
	Clients map[sfu.EndpointID]*Client
	Told    Told
	// Tap, where it is set, sees every packet of media at the moment when the Room hands it over for a client, before
	// the path delays or loses it. Its sequence number is as it is on the wire, of a repair the repaired packet's.
	Tap func(to *Client, mid string, a Arrival)
	// TapIn, where it is set, sees every packet of media that a client sent, right before the Room gets it: before
	// itself those that it has as redundancy, oldest first.
	TapIn func(kind sfu.Kind, t Tag, redundant bool)

	ssrc uint32
}

// Told is everything that a Room said, and when.
type Told struct {
	net      *Net
	obey     func(l sfu.LayersNeeded)
	Stages   []sfu.EndpointID
	Slots    []SlotTold
	Layers   []LayersTold
	Speakers [][]sfu.Speaker
	Started  []sfu.SourceID
	Stopped  []sfu.SourceID
	Quality  []sfu.Quality // the last
	Heard    []HeardTold
}

// HeardTold is a ChannelsHeard and its time.
type HeardTold struct {
	List []sfu.ChannelHeard
	At   units.Instant
}

// SlotTold is a SlotChange and its time.
type SlotTold struct {
	sfu.SlotChange
	At units.Instant
}

// LayersTold is a LayersNeeded and its time.
type LayersTold struct {
	sfu.LayersNeeded
	At units.Instant
}

// StageChanged implements sfu.Events.
func (t *Told) StageChanged(id sfu.EndpointID) { t.Stages = append(t.Stages, id) }

// SlotChanged implements sfu.Events.
func (t *Told) SlotChanged(c sfu.SlotChange) { t.Slots = append(t.Slots, SlotTold{c, t.net.now}) }

// LayersNeeded implements sfu.Events.
func (t *Told) LayersNeeded(l sfu.LayersNeeded) {
	t.Layers = append(t.Layers, LayersTold{l, t.net.now})
	if t.obey != nil {
		t.obey(l)
	}
}

// Obey makes cameras send only the layers that are needed, from d after they were told; a layer begins with a keyframe. Else
// they always send all.
func (m *Meeting) Obey(d time.Duration) {
	m.Told.obey = func(l sfu.LayersNeeded) {
		m.Net.After(d, func() {
			c := m.Clients[l.Source.Endpoint]
			if c == nil || c.Camera == nil || l.Source.Kind != sfu.SourceCamera {
				return
			}
			for _, layer := range c.Camera.Layers {
				off := layer.rid != "" && !slices.Contains(l.RIDs, layer.rid)
				layer.key = layer.key || (layer.Off && !off)
				layer.Off = off
			}
		})
	}
}

// SpeakersChanged implements sfu.Events.
func (t *Told) SpeakersChanged(s []sfu.Speaker) { t.Speakers = append(t.Speakers, s) }

// SourceStarted implements sfu.Events.
func (t *Told) SourceStarted(s sfu.SourceID) { t.Started = append(t.Started, s) }

// SourceStopped implements sfu.Events.
func (t *Told) SourceStopped(s sfu.SourceID) { t.Stopped = append(t.Stopped, s) }

// QualityMeasured implements sfu.Events.
func (t *Told) QualityMeasured(q []sfu.Quality) { t.Quality = q }

// ChannelsHeard implements sfu.Events.
func (t *Told) ChannelsHeard(h []sfu.ChannelHeard) {
	t.Heard = append(t.Heard, HeardTold{h, t.net.now})
}

// Showing is what a slot was last told to show.
func (t *Told) Showing(id sfu.EndpointID, mid string) sfu.SourceID {
	var last sfu.SourceID
	for _, s := range t.Slots {
		if s.Endpoint == id && s.MID == mid {
			last = s.Source
		}
	}
	return last
}

// NewMeeting makes an empty meeting whose Room ticks every 10 ms. What comes at one instant is one turn, as a batch of
// the engine's socket.
func NewMeeting(seed uint64, cfg sfu.Config) *Meeting {
	n := New(seed)
	m := &Meeting{Net: n, Clients: map[sfu.EndpointID]*Client{}, Told: Told{net: n}, ssrc: 1000}
	cfg.Turns = true
	m.Room = sfu.NewRoom(cfg, &m.Told)
	n.Every(tick, func() bool { m.Room.Tick(n.now); return true })
	n.turn = func() {
		if until := m.Room.Turn(n.now); until > n.now {
			n.At(until, func() {}) // a turn ends then
		}
	}
	return m
}

// Client is a simulated client: what it sends, what it receives, and the path to it.
type Client struct {
	ID       sfu.EndpointID
	Endpoint *sfu.Endpoint
	Up, Down *Link // clients behind one bottleneck have the same Down
	Lines    []sfu.Line

	Camera, Screen *Video
	Mic            *Sound
	Inboxes        map[string]*Inbox // by MID

	// FeedbackTWCC, Reports, and REMBs count what it got as a publisher.
	FeedbackTWCC, Reports, REMBs int
	// Padding is the bytes of packets with padding that it got.
	Padding int
	// Late is how late its receiver reports leave at most, for want of processor time.
	Late time.Duration
	// Quiet lets it send no transport-wide feedback.
	Quiet bool
	// Busy is how late it reads what comes at most, for want of processor time: in heaps.
	Busy time.Duration

	meeting *Meeting
	streams map[uint32]receiver // by SSRC that it receives
	twcc    uint16
	came    *twcc.Receiver // of pictures; nil: not negotiated
	epoch   units.Instant  // its NTP clock starts here
	readsAt units.Instant  // what came since it read last
}

type receiver struct {
	inbox *Inbox
	rtx   bool
}

// Shape says which lines a client has.
type Shape struct {
	Camera, Mic, Screen bool
	Simulcast           bool
	StagePair           bool // stage sound and picture
	FloorSounds         int
	Pictures            int
	Interpretations     int // lines interp-0, …
	BoothSounds         int // lines booth-0, …
	NoRTX, NoTWCC       bool
	SoundRepair         bool // NACK and RTX for sound as well
	RED                 int  // packets before it that each packet of the microphone has in it again; 0: RED is not negotiated
	NoLevel             bool // no audio level extension
	NoIdentifiers       bool // no MID and RID extensions; SSRCs declared instead
	Up, Down            Conditions
}

// Join lets a client join and connect.
func (m *Meeting) Join(id sfu.EndpointID, s Shape) *Client {
	c := &Client{
		ID: id, meeting: m, Inboxes: map[string]*Inbox{}, streams: map[uint32]receiver{},
		epoch: m.Net.now.Add(-time.Duration(m.Net.rand.Int64N(int64(1000 * time.Hour)))),
	}
	c.Up = NewLink(m.Net, s.Up, c.toServer)
	c.Down = NewLink(m.Net, s.Down, c.fromServer)
	c.makeLines(s)
	if !s.NoTWCC {
		c.came = new(twcc.Receiver)
	}
	e, err := m.Room.Join(m.Net.now, id, c, c.Lines)
	if err != nil {
		panic(fmt.Sprintf("simnet: join %s: %v", id, err))
	}
	c.Endpoint = e
	m.Clients[id] = c
	e.Connected(m.Net.now)
	m.Net.Every(reportEvery, func() bool { c.report(); return m.Clients[id] == c })
	m.Net.Every(twccEvery, func() bool { c.reportArrivals(); return m.Clients[id] == c })
	m.Net.Every(nackEvery, func() bool { c.nack(); return m.Clients[id] == c })
	return c
}

// Leave lets the client leave.
func (c *Client) Leave() {
	c.Stop()
	delete(c.meeting.Clients, c.ID)
	c.meeting.Room.Leave(c.meeting.Net.now, c.ID)
}

// Stop ends everything that the client sends.
func (c *Client) Stop() {
	for _, v := range []*Video{c.Camera, c.Screen} {
		if v != nil {
			v.on = false
		}
	}
	if c.Mic != nil {
		c.Mic.on = false
	}
}

func (c *Client) makeLines(s Shape) {
	if s.Mic {
		line := c.line("mic", sfu.Microphone, sfu.Audio, s)
		c.Mic = newSound(c, &line, s)
		c.Lines = append(c.Lines, line)
	}
	if s.Camera {
		line := c.line("cam", sfu.Camera, sfu.Video, s)
		c.Camera = newVideo(c, &line, s)
		c.Lines = append(c.Lines, line)
	}
	if s.Screen {
		line := c.line("screen", sfu.Screen, sfu.Video, s)
		s.Simulcast = false
		c.Screen = newVideo(c, &line, s)
		c.Lines = append(c.Lines, line)
	}
	if s.StagePair {
		c.receive("stage-sound", sfu.StageSound, sfu.Audio, s)
		c.receive("stage-picture", sfu.StagePicture, sfu.Video, s)
	}
	for i := range s.FloorSounds {
		c.receive(fmt.Sprintf("floor-%d", i), sfu.FloorSound, sfu.Audio, s)
	}
	for i := range s.Interpretations {
		c.receive(fmt.Sprintf("interp-%d", i), sfu.Interpretation, sfu.Audio, s)
	}
	for i := range s.BoothSounds {
		c.receive(fmt.Sprintf("booth-%d", i), sfu.BoothSound, sfu.Audio, s)
	}
	for i := range s.Pictures {
		c.receive(fmt.Sprintf("pic-%d", i), sfu.Picture, sfu.Video, s)
	}
}

func (c *Client) line(mid string, use sfu.Use, kind sfu.Kind, s Shape) sfu.Line {
	l := sfu.Line{MID: mid, Use: use, Kind: kind}
	l.Ext = sfu.Extensions{MID: extMID, RID: extRID, RepairedRID: extRRID, TWCC: extTWCC}
	if s.NoTWCC {
		l.Ext.TWCC = 0
	}
	if kind == sfu.Audio {
		l.Ext.AudioLevel = extLevel
		opus := sfu.Codec{Name: sfu.Opus, PayloadType: ptOpus, ClockRate: 48000, TWCC: !s.NoTWCC}
		if s.SoundRepair {
			opus.NACK, opus.RTXType = true, ptOpusRTX
		}
		if s.RED > 0 {
			opus.REDType = ptRED
		}
		l.Codecs = []sfu.Codec{opus}
		return l
	}
	v := sfu.Codec{Name: sfu.VP8, PayloadType: ptVP8, ClockRate: 90000, NACK: true, PLI: true, FIR: true}
	v.TWCC, v.REMB = !s.NoTWCC, true
	if !s.NoRTX {
		v.RTXType = ptVP8RTX
	}
	l.Codecs = []sfu.Codec{v}
	return l
}

func (c *Client) receive(mid string, use sfu.Use, kind sfu.Kind, s Shape) {
	l := c.line(mid, use, kind, s)
	l.SSRC = c.meeting.nextSSRC()
	repairs := kind == sfu.Video || s.SoundRepair
	in := &Inbox{MID: mid, client: c, kind: kind, ssrc: l.SSRC, repairs: repairs}
	c.streams[l.SSRC] = receiver{inbox: in}
	if repairs && !s.NoRTX {
		l.RTXSSRC = c.meeting.nextSSRC()
		c.streams[l.RTXSSRC] = receiver{inbox: in, rtx: true}
	}
	c.Inboxes[mid] = in
	c.Lines = append(c.Lines, l)
}

func (m *Meeting) nextSSRC() uint32 {
	m.ssrc += 7919
	return m.ssrc
}

// SendRTP implements sfu.Transport.
func (c *Client) SendRTP(header, payload []byte) []byte {
	packet := append(append(make([]byte, 0, len(header)+len(payload)), header...), payload...)
	if c.meeting.Tap != nil {
		c.tap(packet)
	}
	c.Down.SendTo(packet, c.fromServer)
	return packet
}

// SendAgain implements sfu.Transport.
func (c *Client) SendAgain(sent []byte) { c.Down.SendTo(slices.Clone(sent), c.fromServer) }

func (c *Client) tap(packet []byte) {
	p, err := rtp.Parse(packet)
	must(err)
	r := c.streams[p.SSRC]
	seq, payload := p.Sequence, p.Payload
	if r.rtx {
		seq, payload, _ = rtp.ParseRTX(payload)
	}
	if len(payload) > 0 {
		c.meeting.Tap(c, r.inbox.MID, r.inbox.arrival(&p, units.Seq64(seq), payload, r.rtx))
	}
}

// SendRTCP implements sfu.Transport.
func (c *Client) SendRTCP(compound []byte) {
	c.Down.SendTo(append([]byte(nil), compound...), c.fromServer)
}

// Now is the virtual time.
func (c *Client) Now() units.Instant { return c.meeting.Net.now }

// SendRaw sends bytes to the server as they are.
func (c *Client) SendRaw(b []byte) { c.Up.Send(append([]byte(nil), b...)) }

func (c *Client) toServer(packet []byte) {
	if rtp.LooksLikeRTCP(packet) {
		c.Endpoint.HandleRTCP(c.meeting.Net.now, packet)
		return
	}
	if c.meeting.TapIn != nil {
		c.tapIn(packet)
	}
	c.Endpoint.HandleRTP(c.meeting.Net.now, packet)
}

func (c *Client) tapIn(packet []byte) {
	p, err := rtp.Parse(packet)
	if err != nil {
		return
	}
	kind, payload := sfu.Video, p.Payload
	switch p.PayloadType {
	case ptOpusRTX, ptVP8RTX:
		_, payload, _ = rtp.ParseRTX(payload)
	}
	if p.PayloadType == ptOpus || p.PayloadType == ptOpusRTX || p.PayloadType == ptRED {
		kind = sfu.Audio
	}
	if len(payload) == 0 {
		return
	}
	tag, redundant, _ := open(kind, p.PayloadType, payload)
	for _, t := range redundant {
		c.meeting.TapIn(kind, t, true)
	}
	c.meeting.TapIn(kind, tag, false)
}

func (c *Client) fromServer(packet []byte) {
	if c.Busy <= 0 {
		c.read(packet)
		return
	}
	n := c.meeting.Net
	if c.readsAt <= n.now {
		c.readsAt = n.now.Add(time.Duration(n.rand.Int64N(int64(c.Busy))) + 1)
	}
	n.After(c.readsAt.Sub(n.now), func() { c.read(packet) })
}

func (c *Client) read(packet []byte) {
	if rtp.LooksLikeRTCP(packet) {
		c.control(packet)
		return
	}
	p, err := rtp.Parse(packet)
	if err != nil {
		panic(err)
	}
	r, ok := c.streams[p.SSRC]
	if !ok {
		panic(fmt.Sprintf("simnet: %s got an SSRC that was not negotiated: %d", c.ID, p.SSRC))
	}
	if n := p.Extension(extTWCC); len(n) == 2 && c.came != nil {
		c.came.Received(c.meeting.Net.now, binary.BigEndian.Uint16(n))
	}
	if p.Padding > 0 {
		c.Padding += len(packet)
	}
	r.inbox.take(&p, r.rtx)
}

// reportArrivals sends transport-wide feedback about the packets that have such numbers.
func (c *Client) reportArrivals() {
	if c.came == nil || c.Quiet {
		return
	}
	if b := c.came.AppendFeedback(rtp.AppendRR(nil, 1, nil), 1, 2); len(b) > emptyReport {
		c.Up.Send(b)
	}
}

// Listen asks for a channel's sound in a line.
func (c *Client) Listen(mid, channel string) {
	c.Endpoint.Listen(c.meeting.Net.now, mid, sfu.SoundWant{Channel: channel})
}

// Want asks for one picture.
func (c *Client) Want(mid string, source sfu.EndpointID, height int) {
	w := sfu.Want{MID: mid, Height: height}
	if source != "" {
		w.Source = sfu.SourceID{Endpoint: source, Kind: sfu.SourceCamera}
	}
	c.Endpoint.Want(c.meeting.Net.now, []sfu.Want{w})
}
