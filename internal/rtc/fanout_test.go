package rtc

import (
	"encoding/binary"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/pion/stun/v3"

	"github.com/cumbre-meet/cumbre/internal/rtc/ice"
	"github.com/cumbre-meet/cumbre/internal/rtc/sdp"
	"github.com/cumbre-meet/cumbre/internal/rtc/srtp"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// bench is an engine whose loop is the test: no goroutine runs, so allocations are the path's own.
type bench struct {
	*Engine
	now units.Instant
}

func newBench(t testing.TB, mode udp.SendMode, senders int) *bench {
	t.Helper()
	cfg := Config{UDP: true, ListenAddr: loopback(), SendMode: mode, Senders: senders}
	e, err := New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return &bench{Engine: e, now: units.Instant(1e9)}
}

func testMaster() srtp.Master {
	return srtp.Master{Profile: srtp.AEADAES128GCM, Key: make([]byte, 16), Salt: make([]byte, 12)}
}

// join adds a peer at an address as ICE and DTLS would.
func (b *bench) join(t testing.TB, addr netip.AddrPort, r Receiver) (*Peer, *srtp.Sealer) {
	t.Helper()
	p := newPeer(b.Engine, nil, &sdp.Offer{Ufrag: "them"})
	p.attach(b.now, ice.NewAgent(p.local, p.remote), nil, func(units.Instant, sfu.Transport, []sfu.Line) Receiver { return r })
	m, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(p.local.Ufrag+":them"),
		stun.RawAttribute{Type: stun.AttrUseCandidate}, stun.NewShortTermIntegrity(p.local.Pwd), stun.Fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	b.datagram(b.now, ice.Path{Remote: addr}, m.Raw)
	opener, err := srtp.NewOpener(testMaster())
	if err != nil {
		t.Fatal(err)
	}
	var sealers [2]*srtp.Sealer
	for i := range sealers {
		if sealers[i], err = srtp.NewSealer(testMaster()); err != nil {
			t.Fatal(err)
		}
	}
	p.connected(b.now, sessionKeys{opener: opener, sealer: sealers[0]})
	return p, sealers[1]
}

// fan forwards each packet to all peers, as a Room does.
type fan struct {
	peers  []*Peer
	header [12]byte
}

func (f *fan) HandleRTP(_ units.Instant, packet []byte) {
	copy(f.header[:], packet)
	for i, p := range f.peers {
		binary.BigEndian.PutUint32(f.header[8:], uint32(i+1))
		p.SendRTP(f.header[:], packet[12:])
	}
}
func (f *fan) HandleRTCP(units.Instant, []byte) {}
func (f *fan) Connected(units.Instant)          {}
func (f *fan) Silent(units.Instant)             {}
func (f *fan) Heard(units.Instant)              {}
func (f *fan) Resumed(units.Instant)            {}
func (f *fan) Disconnected(units.Instant)       {}

// sink is a plain socket that is not read: the kernel drops what is too much for it.
func sink(t testing.TB) (*net.UDPConn, netip.AddrPort) {
	t.Helper()
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	a, _ := c.LocalAddr().(*net.UDPAddr)
	return c, addrKey(a.AddrPort())
}

// frame is a video frame's packets, sealed by the publisher, as they come out of a socket.
type frame struct {
	sealer  *srtp.Sealer
	seq     uint16
	path    ice.Path
	packets [6][]byte
	store   [6][1500]byte
	header  [12]byte
	plain   [1100]byte
}

func (f *frame) make(t testing.TB) {
	t.Helper()
	header := f.header[:]
	header[0], header[1] = 0x80, 96
	binary.BigEndian.PutUint32(header[8:], 77)
	for i := range f.packets {
		f.seq++
		binary.BigEndian.PutUint16(header[2:], f.seq)
		var err error
		if f.packets[i], err = f.sealer.SealRTP(f.store[i][:0], header, f.plain[:1090+i%2], 0); err != nil {
			t.Fatal(err)
		}
	}
}

func newFanOut(t testing.TB, mode udp.SendMode, senders, n int) (*bench, *frame) {
	t.Helper()
	b := newBench(t, mode, senders)
	f := &fan{}
	_, publisherAddr := sink(t)
	_, sealer := b.join(t, publisherAddr, f)
	for range n {
		_, addr := sink(t)
		p, _ := b.join(t, addr, &fan{})
		f.peers = append(f.peers, p)
	}
	return b, &frame{sealer: sealer, path: ice.Path{Remote: publisherAddr}}
}

func (b *bench) turn(f *frame) {
	b.sock.Begin(time.Now(), true)
	for _, p := range f.packets {
		b.datagram(b.now, f.path, p)
	}
	b.flush()
}

// A packet is received, opened, sealed for 150 peers and sent without an allocation, whichever the way out and whoever sends.
func TestNoAllocationsPerPacket(t *testing.T) {
	for _, c := range []struct {
		mode    udp.SendMode
		senders int
	}{{udp.Auto, 0}, {udp.Single, 0}, {udp.Auto, 2}} {
		const peers = 150
		b, f := newFanOut(t, c.mode, c.senders, peers)
		f.make(t)
		b.turn(f)
		if n := testing.AllocsPerRun(50, func() {
			f.make(t)
			b.turn(f)
		}); n != 0 {
			t.Errorf("%s, %d senders: %v allocations per frame", c.mode, c.senders, n)
		}
		if s := b.stats; s.RTPReceived == 0 || s.RTPSent != peers*s.RTPReceived || s.DroppedSeal+s.DroppedNotReady > 0 {
			t.Errorf("%s, %d senders: %+v", c.mode, c.senders, s)
		}
	}
}

// An address has one entry, whether it comes as IPv4 or mapped into IPv6.
func TestMappedAddresses(t *testing.T) {
	plain := netip.MustParseAddrPort("192.0.2.1:4000")
	mapped := netip.AddrPortFrom(netip.AddrFrom16(plain.Addr().As16()), 4000)
	if addrKey(mapped) != plain {
		t.Errorf("%v", addrKey(mapped))
	}
	e := startEngine(t, func(c *Config) { c.TCP = false }) // a socket for both families
	_, _, p := publisher(t, e, false)
	if a := p.RemoteAddr().Addr(); a != loopback() || a.Is4In6() {
		t.Errorf("%v", a)
	}
}

// FuzzDatagram is what a stranger and a peer's address can send: nothing of it may panic or make state.
func FuzzDatagram(f *testing.F) {
	f.Add([]byte{0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0})
	f.Add([]byte{0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1})
	f.Add([]byte{0x80, 200})
	f.Add([]byte{})
	b, frame := newFanOut(f, udp.Auto, 0, 1)
	stranger := ice.Path{Remote: netip.MustParseAddrPort("192.0.2.7:9")}
	addresses := len(b.byAddr)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > udp.MaxPacket || len(data) > 0 && data[0] >= 20 && data[0] < 64 {
			return // DTLS is pion's: its goroutine would outlive the round
		}
		b.datagram(b.now, stranger, append([]byte(nil), data...))
		b.datagram(b.now, frame.path, append([]byte(nil), data...))
		b.flush()
		if len(b.byAddr) != addresses || len(b.peers) != 2 || b.stats.RTPReceived+b.stats.RTCPReceived > 0 {
			t.Errorf("%x made state", data)
		}
	})
}

// What a peer is sent in a turn leaves in as few runs as it can: a sound closes the run of the frame that was sealed after it. A
// stream's packets stay in order.
func TestSoundsCloseRuns(t *testing.T) {
	const sound, voice, frame, other, small = 1, 2, 3, 4, 200
	for name, c := range map[string]struct{ sent, want [][2]int }{ // SSRC and bytes of each packet
		"a sound, then a frame":       {[][2]int{{sound, small}, {frame, 1000}, {frame, 1000}}, [][2]int{{frame, 1000}, {frame, 1000}, {sound, small}}},
		"a frame, then a sound":       {[][2]int{{frame, 1000}, {sound, small}}, [][2]int{{frame, 1000}, {sound, small}}},
		"a frame that nothing closes": {[][2]int{{sound, small}, {frame, 1000}, {frame, 600}}, [][2]int{{sound, small}, {frame, 1000}, {frame, 600}}},
		"two sounds that are a run":   {[][2]int{{sound, small}, {voice, small}, {frame, 1000}}, [][2]int{{sound, small}, {voice, small}, {frame, 1000}}},
		"sounds of two sizes":         {[][2]int{{sound, small}, {voice, 2 * small}, {frame, 1000}}, [][2]int{{sound, small}, {frame, 1000}, {voice, 2 * small}}},
		"two frames":                  {[][2]int{{sound, small}, {frame, 900}, {other, 1000}}, [][2]int{{frame, 900}, {sound, small}, {other, 1000}}},
		"two frames that are a run":   {[][2]int{{sound, small}, {frame, 1000}, {other, 900}}, [][2]int{{sound, small}, {frame, 1000}, {other, 900}}},
		"a small frame, then a large": {[][2]int{{frame, small}, {frame, 1000}}, [][2]int{{frame, small}, {frame, 1000}}},
	} {
		t.Run(name, func(t *testing.T) {
			b, f := newFanOut(t, udp.Auto, 0, 1)
			p, seqs := b.byAddr[f.path.Remote].receiver.(*fan).peers[0], map[int]uint16{}
			for _, s := range c.sent {
				seqs[s[0]]++
				h := [12]byte{0x80, 96}
				binary.BigEndian.PutUint16(h[2:], seqs[s[0]])
				binary.BigEndian.PutUint32(h[8:], uint32(s[0]))
				p.SendRTP(h[:], make([]byte, s[1]-len(h)))
			}
			p.tuck()
			var got [][2]int
			last := map[int]uint16{}
			for _, piece := range p.pending {
				for d := piece.Data; len(d) > 0; d = d[min(piece.Segment, len(d)):] {
					ssrc, seq := int(binary.BigEndian.Uint32(d[8:])), binary.BigEndian.Uint16(d[2:])
					if seq != last[ssrc]+1 {
						t.Errorf("SSRC %d: %d after %d", ssrc, seq, last[ssrc])
					}
					last[ssrc] = seq
					got = append(got, [2]int{ssrc, min(piece.Segment, len(d)) / 100 * 100})
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
