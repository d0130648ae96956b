package rtc

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

func TestConnects(t *testing.T) {
	for name, tcpOnly := range map[string]bool{"UDP": false, "TCP only": true} {
		t.Run(name, func(t *testing.T) {
			e := startEngine(t, nil)
			c, r, p := publisher(t, e, tcpOnly)
			if a := p.RemoteAddr(); a.Addr() != loopback() {
				t.Errorf("remote address %v", a)
			}
			c.exchange(t, e, r)
			p.Close()
			eventually(t, "the client sees the closing alert", func() bool {
				return c.ConnectionState() == webrtc.PeerConnectionStateClosed
			})
			eventually(t, "nothing is left", func() bool {
				s := e.Stats()
				return s.Peers == 0 && s.Addresses == 0 && s.TCPConnections == 0 && s.PeersConnected == 0
			})
			if r.ended() != 1 {
				t.Errorf("Disconnected was called %d times", r.ended())
			}
		})
	}
}

// What is sent again is taken once; what would be another packet with the same number is not sealed.
func TestSendAgain(t *testing.T) {
	e := startEngine(t, nil)
	c, r, _ := publisher(t, e, false)
	sound := r.line(t, sfu.FloorSound)
	const packets = 50
	e.Post(func(units.Instant) {
		for seq := range uint16(packets) {
			h, err := (&rtp.Header{Version: 2, PayloadType: sound.Codecs[0].PayloadType, SSRC: sound.SSRC, SequenceNumber: seq}).Marshal()
			if err != nil {
				t.Error(err)
			}
			sent := r.transport.SendRTP(h, []byte("a sound"))
			if len(sent) <= len(h)+len("a sound") {
				t.Errorf("%d bytes were sent, of a packet with a tag", len(sent))
			}
			if again := r.transport.SendRTP(h, []byte("another")); again != nil {
				t.Error("the same number was sealed twice")
			}
			if seq < packets-1 {
				r.transport.SendAgain(sent)
			}
		}
	})
	eventually(t, "all come", func() bool { return c.received("floor-sound-"+sound.MID) >= packets })
	if got := c.received("floor-sound-" + sound.MID); got != packets {
		t.Errorf("%d packets came, %d were sent, nearly all of them twice", got, packets)
	}
	eventually(t, "all that was sent, and what was not sealed, is counted", func() bool {
		s := e.Stats()
		return s.RTPSent == 2*packets-1 && s.DroppedSeal == packets
	})
}

// exchange sends both ways until both have something.
func (c *client) exchange(t testing.TB, e *Engine, r *receiver) {
	t.Helper()
	sound, picture := r.line(t, sfu.FloorSound), r.line(t, sfu.StagePicture)
	before, was := r.packets(), c.received("stage-picture-"+picture.MID)
	seq := uint16(before * 7)
	eventually(t, "media goes both ways", func() bool {
		seq++
		seq := seq
		if err := c.audio.WriteRTP(&rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: seq}, Payload: []byte("sound")}); err != nil {
			t.Fatal(err)
		}
		e.Post(func(units.Instant) {
			for _, l := range []sfu.Line{sound, picture} {
				h, err := (&rtp.Header{Version: 2, PayloadType: l.Codecs[0].PayloadType, SSRC: l.SSRC, SequenceNumber: seq}).Marshal()
				if err != nil {
					t.Error(err)
				}
				r.transport.SendRTP(h, make([]byte, 1000))
			}
		})
		return r.packets() > before && c.received("stage-picture-"+picture.MID) > was
	})
}

// What came while the loop was busy is handled as of when it came: publishers find out what their path carries from that.
func TestDatagramsAreOfWhenTheyCame(t *testing.T) {
	const apart = 20 * time.Millisecond
	e := startEngine(t, nil)
	c, r, _ := publisher(t, e, false)
	c.exchange(t, e, r)
	const latest = 30_001 // sequence number
	var end units.Instant
	e.Post(func(units.Instant) {
		for seq := range uint16(2) {
			if err := c.audio.WriteRTP(&rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: latest - 1 + seq}, Payload: []byte("sound")}); err != nil {
				t.Error(err)
			}
			<-time.After(apart)
		}
		end = e.Now()
	})
	var first, second units.Instant
	eventually(t, "both are there", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		n := len(r.rtp)
		if n < 2 || binary.BigEndian.Uint16(r.rtp[n-1][2:]) != latest {
			return false
		}
		first, second = r.came[n-2], r.came[n-1]
		return true
	})
	if second.Sub(first) < apart/2 || end.Sub(second) < apart/2 {
		t.Errorf("they came %v and %v before the loop was free", end.Sub(first), end.Sub(second))
	}
}

func TestSendModesConnect(t *testing.T) {
	for _, mode := range []udp.SendMode{udp.Single, udp.MMsg, udp.GSO} {
		t.Run(string(mode), func(t *testing.T) {
			e := startEngine(t, func(c *Config) { c.SendMode = mode })
			c, r, _ := publisher(t, e, false)
			c.exchange(t, e, r)
			if m := e.Stats().SendMode; m != mode {
				t.Errorf("the mode is %s", m)
			}
		})
	}
}
