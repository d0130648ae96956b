package rtc

import (
	"context"
	"encoding/binary"
	"log/slog"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pion/stun/v3"

	"github.com/cumbre-meet/cumbre/internal/media/policer"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/rtc/ice"
	"github.com/cumbre-meet/cumbre/internal/rtc/srtp"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// tally counts what it gets.
type tally struct {
	fan
	packets int
}

func (c *tally) HandleRTP(units.Instant, []byte) { c.packets++ }

// sealed makes the n-th packet of a stream.
func sealed(t testing.TB, s *srtp.Sealer, ssrc uint32, n, size int) []byte {
	t.Helper()
	h := rtp.NewHeader(ssrc, 96)
	b, err := s.SealRTP(make([]byte, 0, size+100), h.Patch(uint16(n), uint32(n), false), make([]byte, size), 0)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A peer has its share whatever it sends, and no more; its neighbour has all of its own.
func TestIngressIsBounded(t *testing.T) {
	b := newBench(t, udp.Single, 0)
	b.cfg.Limits.Ingress = policer.Limit{Bytes: 1_000_000, Packets: 1000}
	var bad, good tally
	_, badAddr := sink(t)
	_, goodAddr := sink(t)
	_, badKeys := b.join(t, badAddr, &bad)
	_, goodKeys := b.join(t, goodAddr, &good)
	const seconds, flood = 4, 20 // the flood is in packets a millisecond
	for ms := range seconds * 1000 {
		b.now = b.now.Add(time.Millisecond)
		for i := range flood {
			b.datagram(b.now, ice.Path{Remote: badAddr}, sealed(t, badKeys, 5, ms*flood+i, 100))
		}
		if ms%10 == 0 {
			b.datagram(b.now, ice.Path{Remote: goodAddr}, sealed(t, goodKeys, 6, ms/10, 100))
		}
	}
	if most := 1000 * (seconds + 1); bad.packets > most || bad.packets < most-10 {
		t.Errorf("%d packets of the flood were taken, want about %d", bad.packets, most)
	}
	if good.packets != seconds*100 {
		t.Errorf("%d packets of the other were taken, want %d", good.packets, seconds*100)
	}
	if all := uint64(seconds * 1000 * flood); b.stats.DroppedOverRate != all-uint64(bad.packets) {
		t.Errorf("%d were dropped unread, want %d", b.stats.DroppedOverRate, all-uint64(bad.packets))
	}
}

// Forged packets from a client's address do not use up what the client may send.
func TestForgedPacketsTakeNoShare(t *testing.T) {
	b := newBench(t, udp.Single, 0)
	b.cfg.Limits.Ingress = policer.Limit{Bytes: 1_000_000, Packets: 1000}
	var good tally
	_, addr := sink(t)
	_, keys := b.join(t, addr, &good)
	forged := make([]byte, 200)
	forged[0], forged[1] = 0x80, 96
	for range 5000 {
		b.datagram(b.now, ice.Path{Remote: addr}, slices.Clone(forged))
	}
	for i := range 900 {
		b.datagram(b.now, ice.Path{Remote: addr}, sealed(t, keys, 5, i, 100))
	}
	if good.packets != 900 || b.stats.DroppedNotAuthentic != 5000 || b.stats.DroppedOverRate != 0 {
		t.Errorf("%d of 900 packets were taken; %+v", good.packets, b.stats)
	}
}

// A connection that brings more than its share is read no faster: its sender waits, and nothing is dropped.
func TestTCPIsReadNoFasterThanItsShare(t *testing.T) {
	limit := policer.Limit{Bytes: 200_000, Packets: 10_000}
	e, err := New(Config{UDP: true, TCP: true, ListenAddr: loopback(), Limits: Limits{Ingress: limit}}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	b := &bench{Engine: e, now: e.Now()}
	_, addr := sink(t)
	p, keys := b.join(t, addr, &tally{})
	check, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(p.local.Ufrag+":them"),
		stun.NewShortTermIntegrity(p.local.Pwd), stun.Fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	b.Start(context.Background())
	conn, err := net.Dial("tcp4", net.JoinHostPort("127.0.0.1", itoa(e.Port())))
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	const frames = 400 // twice what may come at once
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		frame := func(b []byte) bool {
			_, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...))
			return err == nil
		}
		frame(check.Raw)
		for i := range frames {
			if !frame(sealed(t, keys, 5, i, 1000)) {
				return
			}
		}
	}()
	eventually(t, "all is taken", func() bool { return e.Stats().RTPReceived == frames })
	s := e.Stats()
	if took := time.Since(began); took < 900*time.Millisecond {
		t.Errorf("two seconds' share was taken within %v", took)
	}
	if s.TCPPaused == 0 || s.DroppedOverRate != 0 {
		t.Errorf("paused %d times, dropped %d packets", s.TCPPaused, s.DroppedOverRate)
	}
}

// inRoom is a peer with its endpoint.
type inRoom struct{ *sfu.Endpoint }

func (inRoom) Silent(units.Instant) {}
func (inRoom) Heard(units.Instant)  {}
func (r inRoom) Connected(now units.Instant) {
	if r.Endpoint != nil { // the tests connect it when it has joined the Room
		r.Endpoint.Connected(now)
	}
}

// deaf ignores what a Room says.
type deaf struct{}

func (deaf) StageChanged(sfu.EndpointID)      {}
func (deaf) SlotChanged(sfu.SlotChange)       {}
func (deaf) LayersNeeded(sfu.LayersNeeded)    {}
func (deaf) SpeakersChanged([]sfu.Speaker)    {}
func (deaf) SourceStarted(sfu.SourceID)       {}
func (deaf) SourceStopped(sfu.SourceID)       {}
func (deaf) QualityMeasured([]sfu.Quality)    {}
func (deaf) ChannelsHeard([]sfu.ChannelHeard) {}

// seat is a client on a real socket: its packets are made here, the server is whole.
type seat struct {
	conn *net.UDPConn
	keys *srtp.Sealer
	to   *net.UDPAddr
	e    *sfu.Endpoint

	mu     sync.Mutex
	sounds map[uint16]time.Time // by their number, when they came
	others int
}

const seatSound = 10 // SSRC of a seat's line of sound

// sit takes a seat in a Room, before the loop runs.
func (b *bench) sit(t *testing.T, room *sfu.Room, id sfu.EndpointID, lines ...sfu.Line) *seat {
	t.Helper()
	conn, addr := sink(t)
	_ = conn.SetReadBuffer(4 << 20)
	s := &seat{
		conn: conn, sounds: map[uint16]time.Time{},
		to: &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(b.Port())},
	}
	r := &inRoom{}
	p, keys := b.join(t, addr, r)
	var err error
	if s.e, err = room.Join(b.now, id, p, lines); err != nil {
		t.Fatal(err)
	}
	s.keys, r.Endpoint = keys, s.e
	s.e.Connected(b.now)
	opener, err := srtp.NewOpener(testMaster())
	if err != nil {
		t.Fatal(err)
	}
	go s.read(opener)
	return s
}

// read notes what comes until the socket is closed.
func (s *seat) read(o *srtp.Opener) {
	b := make([]byte, 2000)
	for {
		n, err := s.conn.Read(b)
		if err != nil {
			return
		}
		if n < 12 || b[0]>>6 != 2 || rtp.LooksLikeRTCP(b[:n]) {
			continue
		}
		plain, err := o.OpenRTP(b[:n])
		if err != nil {
			continue
		}
		p, err := rtp.Parse(plain)
		s.mu.Lock()
		if err == nil && p.SSRC == seatSound {
			s.sounds[binary.BigEndian.Uint16(p.Payload)] = time.Now()
		} else {
			s.others++
		}
		s.mu.Unlock()
	}
}

// heard is how many packets of sound came, and of something else.
func (s *seat) heard() (sounds, others int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sounds), s.others
}

func (s *seat) send(t *testing.T, h *rtp.Header, n int, payload []byte) {
	t.Helper()
	b, err := s.keys.SealRTP(make([]byte, 0, 1500), h.Patch(uint16(n), uint32(n)*960, true), payload, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.conn.WriteToUDP(b, s.to); err != nil {
		t.Fatal(err)
	}
}

// One client sends 100 Mbit/s over a real socket to a running server. The sound of another still reaches a third, in time,
// and of the flood goes out what one source may have.
func TestAFloodOnASocketIsNotFelt(t *testing.T) {
	b := newBench(t, udp.Auto, 0)
	b.now = b.Now()
	room := sfu.NewRoom(sfu.Config{}, deaf{})
	opus := []sfu.Codec{{Name: sfu.Opus, PayloadType: 111, ClockRate: 48000}}
	vp8 := []sfu.Codec{{Name: sfu.VP8, PayloadType: 96, ClockRate: 90000, PLI: true}}
	bad := b.sit(t, room, "bad", sfu.Line{MID: "0", Use: sfu.Camera, Kind: sfu.Video, Codecs: vp8, SSRCs: []uint32{1}})
	good := b.sit(t, room, "good", sfu.Line{MID: "0", Use: sfu.Microphone, Kind: sfu.Audio, Codecs: opus, SSRCs: []uint32{2}})
	viewer := b.sit(t, room, "viewer",
		sfu.Line{MID: "0", Use: sfu.StageSound, Kind: sfu.Audio, Codecs: opus, SSRC: seatSound},
		sfu.Line{MID: "1", Use: sfu.Picture, Kind: sfu.Video, Codecs: vp8, SSRC: 11})
	room.SetFloor(b.now, "good")
	viewer.e.Want(b.now, []sfu.Want{{MID: "1", Source: sfu.SourceID{Endpoint: "bad", Kind: sfu.SourceCamera}}})
	b.Start(context.Background())
	b.OnTick(room.Tick)

	// 52 packets of 1,200 bytes each 5 ms are 100 Mbit/s; they fit into the least buffer that a system gives a socket.
	const every, burst, rounds = 5 * time.Millisecond, 52, 400
	picture, sound := rtp.NewHeader(1, 96), rtp.NewHeader(2, 111)
	key := make([]byte, 1200)
	copy(key, []byte{0x10, 0, 0, 0, 0x9D, 0x01, 0x2A, 0, 5, 0xD0, 2})
	spoken := map[uint16]time.Time{}
	tick := time.NewTicker(every)
	defer tick.Stop()
	began := time.Now()
	for round := range rounds {
		<-tick.C
		for i := range burst {
			bad.send(t, &picture, round*burst+i, key)
		}
		if round%4 == 0 {
			n := uint16(round / 4)
			spoken[n] = time.Now()
			good.send(t, &sound, int(n), binary.BigEndian.AppendUint16(nil, n))
		}
	}
	eventually(t, "the sound arrives", func() bool { n, _ := viewer.heard(); return n >= len(spoken)*95/100 })
	seconds := time.Since(began).Seconds()
	_, pictures := viewer.heard()
	if most := int(float64(sfu.DefaultConfig().PictureLimit.Bytes) * (seconds + 1) / 1200); pictures > most || pictures < 1000 {
		t.Errorf("%d packets of the flood went out in %.1f s, of at most %d", pictures, seconds, most)
	}
	viewer.mu.Lock()
	defer viewer.mu.Unlock()
	var late []time.Duration
	for n, at := range viewer.sounds {
		late = append(late, at.Sub(spoken[n]))
	}
	slices.Sort(late)
	t.Logf("%.1f s; %d of %d sounds, median %v, worst %v", seconds, len(late), len(spoken), late[len(late)/2], late[len(late)-1])
	if median := late[len(late)/2]; median > 50*time.Millisecond {
		t.Errorf("half of the sounds come later than %v", median)
	}
}
