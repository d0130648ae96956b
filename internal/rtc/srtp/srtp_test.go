package srtp

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pion/rtp"
	pion "github.com/pion/srtp/v3"
	"pgregory.net/rapid"
)

var profiles = []Profile{AEADAES128GCM, AES128CMHMACSHA180}

func testMaster(p Profile) Master {
	key := []byte("0123456789abcdef")
	salt := []byte("saltsaltsalt!!")
	return Master{Profile: p, Key: key, Salt: salt[:p.saltLen()]}
}

func pair(t testing.TB, p Profile) (*Sealer, *Opener) {
	t.Helper()
	s, err := NewSealer(testMaster(p))
	if err != nil {
		t.Fatal(err)
	}
	o, err := NewOpener(testMaster(p))
	if err != nil {
		t.Fatal(err)
	}
	return s, o
}

func oracle(t testing.TB, p Profile, opts ...pion.ContextOption) *pion.Context {
	t.Helper()
	m := testMaster(p)
	c, err := pion.CreateContext(m.Key, m.Salt, pion.ProtectionProfile(p), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func header(t testing.TB, ssrc uint32, seq uint16, ext bool) []byte {
	t.Helper()
	h := rtp.Header{Version: 2, PayloadType: 96, SequenceNumber: seq, Timestamp: 7, SSRC: ssrc, CSRC: []uint32{1}}
	if ext {
		if err := h.SetExtension(1, []byte("mid0")); err != nil {
			t.Fatal(err)
		}
	}
	b, err := h.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// RFC 3711 appendix B.3: the key derivation's vectors.
func TestDerivationVectors(t *testing.T) {
	key, _ := hex.DecodeString("E1F97A0D3E018BE0D64FA32C06DE4139")
	salt, _ := hex.DecodeString("0EC675AD498AFEEBB6960B3AABE6")
	m := Master{Profile: AES128CMHMACSHA180, Key: key, Salt: salt}
	for label, want := range map[byte]string{
		labelRTPKey:  "c61e7a93744f39ee10734afe3ff7a087",
		labelRTPSalt: "30cbbc08863d8c85d49db34a9ae1",
		labelRTPAuth: "cebe321f6ff7716b6fd4ab49af256a156d38baa4",
	} {
		got, err := m.derive(label, len(want)/2)
		if err != nil {
			t.Fatal(err)
		}
		if hex.EncodeToString(got) != want {
			t.Errorf("label %d: %x, want %s", label, got, want)
		}
	}
}

func TestSplitKeyingMaterial(t *testing.T) {
	material := make([]byte, AEADAES128GCM.KeyingMaterialLen())
	for i := range material {
		material[i] = byte(i)
	}
	client, server, err := SplitKeyingMaterial(AEADAES128GCM, material)
	if err != nil {
		t.Fatal(err)
	}
	got := [][]byte{client.Key, server.Key, client.Salt, server.Salt}
	want := [][]byte{material[:16], material[16:32], material[32:44], material[44:56]}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if _, _, err := SplitKeyingMaterial(AEADAES128GCM, material[1:]); err == nil {
		t.Error("short material was accepted")
	}
	if _, _, err := SplitKeyingMaterial(0x99, nil); err == nil {
		t.Error("unknown profile was accepted")
	}
}

// Every packet that we seal is byte for byte what the oracle makes, across roll-overs and reordering; every one
// that the oracle makes is opened.
func TestRTPMatchesOracle(t *testing.T) {
	for _, p := range profiles {
		t.Run(p.String(), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				s, o := pair(t, p)
				enc := oracle(t, p)
				first := rapid.Uint16Range(100, 32000).Draw(rt, "first")
				seqs := map[uint32]uint16{1: first, 0xdeadbeef: first}
				for range rapid.IntRange(1, 40).Draw(rt, "packets") {
					ssrc := rapid.SampledFrom([]uint32{1, 0xdeadbeef}).Draw(rt, "ssrc")
					seqs[ssrc] += rapid.Uint16Range(1, 9000).Draw(rt, "step")
					h := header(t, ssrc, seqs[ssrc], rapid.Bool().Draw(rt, "ext"))
					payload := rapid.SliceOfN(rapid.Byte(), 0, 1300).Draw(rt, "payload")
					checkRTP(rt, s, o, enc, h, payload)
				}
			})
		})
	}
}

func checkRTP(rt *rapid.T, s *Sealer, o *Opener, enc *pion.Context, h, payload []byte) {
	plain := append(bytes.Clone(h), payload...)
	want, err := enc.EncryptRTP(nil, plain, nil)
	if err != nil {
		rt.Fatal(err)
	}
	arena := make([]byte, 3, 4096)
	got, err := s.SealRTP(arena, h, payload, 0)
	if err != nil {
		rt.Fatal(err)
	}
	if !bytes.Equal(got[3:], want) {
		rt.Fatalf("sealed\n%x, the oracle says\n%x", got[3:], want)
	}
	opened, err := o.OpenRTP(want)
	if err != nil {
		rt.Fatal(err)
	}
	if !bytes.Equal(opened, plain) {
		rt.Fatalf("opened %x, want %x", opened, plain)
	}
}

func TestRTCPMatchesOracle(t *testing.T) {
	for _, p := range profiles {
		t.Run(p.String(), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				s, o := pair(t, p)
				enc, dec := oracle(t, p), oracle(t, p)
				for range rapid.IntRange(1, 5).Draw(rt, "packets") {
					words := rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(rt, "body")
					plain := append([]byte{0x80, 201, 0, byte(len(words) + 1), 1, 2, 3, 4}, bytes.Repeat(words, 4)...)
					sealed, err := s.SealRTCP(make([]byte, 0, 2048), plain)
					if err != nil {
						rt.Fatal(err)
					}
					back, err := dec.DecryptRTCP(nil, sealed, nil)
					if err != nil || !bytes.Equal(back, plain) {
						rt.Fatalf("the oracle opened %x (%v), want %x", back, err, plain)
					}
					theirs, err := enc.EncryptRTCP(nil, plain, nil)
					if err != nil {
						rt.Fatal(err)
					}
					opened, err := o.OpenRTCP(theirs)
					if err != nil || !bytes.Equal(opened, plain) {
						rt.Fatalf("opened %x (%v), want %x", opened, err, plain)
					}
				}
			})
		})
	}
}

func TestPadding(t *testing.T) {
	for _, p := range profiles {
		s, o := pair(t, p)
		h, payload := header(t, 5, 9, true), []byte("some payload")
		sealed, err := s.SealRTP(make([]byte, 0, 2048), h, payload, 7)
		if err != nil {
			t.Fatal(err)
		}
		if want := len(h) + len(payload) + 7 + s.RTPOverhead(); len(sealed) != want {
			t.Errorf("%v: %d bytes, want %d", p, len(sealed), want)
		}
		opened, err := o.OpenRTP(sealed)
		if err != nil {
			t.Fatal(err)
		}
		var packet rtp.Packet
		if err := packet.Unmarshal(opened); err != nil {
			t.Fatal(err)
		}
		if packet.PaddingSize != 7 || string(packet.Payload) != "some payload" {
			t.Errorf("%v: padding %d, payload %q", p, packet.PaddingSize, packet.Payload)
		}
	}
}

func TestReplayAndForgery(t *testing.T) {
	for _, p := range profiles {
		t.Run(p.String(), func(t *testing.T) {
			s, o := pair(t, p)
			seal := func(seq uint16) []byte {
				b, err := s.SealRTP(make([]byte, 0, 2048), header(t, 5, seq, false), []byte("payload"), 0)
				if err != nil {
					t.Fatal(err)
				}
				return b
			}
			first, second := seal(1000), seal(1001)
			forged := bytes.Clone(first)
			forged[len(forged)-1] ^= 1
			if _, err := o.OpenRTP(forged); !errors.Is(err, ErrAuthenticity) {
				t.Fatalf("forged: %v", err)
			}
			if o.SSRCs() != 0 {
				t.Fatal("a forged packet made state")
			}
			for _, b := range [][]byte{second, first} {
				if _, err := o.OpenRTP(bytes.Clone(b)); err != nil {
					t.Fatal(err)
				}
				if _, err := o.OpenRTP(bytes.Clone(b)); !errors.Is(err, ErrReplayed) {
					t.Fatalf("replayed: %v", err)
				}
			}
			if _, err := s.SealRTP(make([]byte, 0, 2048), header(t, 5, 1001, false), []byte("other"), 0); !errors.Is(err, ErrReused) {
				t.Errorf("an index was used twice: %v", err)
			}
			probe := seal(1000 + ReceiveWindow - 100)
			if _, err := o.OpenRTP(probe); err != nil {
				t.Error(err)
			}
			if _, err := s.SealRTP(make([]byte, 0, 2048), header(t, 5, 1002, false), nil, 0); !errors.Is(err, ErrReused) {
				t.Errorf("sealed out of the send window: %v", err)
			}
		})
	}
}

// A packet that is thousands behind the newest is opened: Firefox's RTX streams do this.
func TestWideWindow(t *testing.T) {
	_, o := pair(t, AEADAES128GCM)
	enc := oracle(t, AEADAES128GCM)
	seal := func(seq uint16) []byte {
		b, err := enc.EncryptRTP(nil, append(header(t, 5, seq, false), 1, 2, 3), nil)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	steps := []struct {
		seq  uint16
		want error
	}{{9000, nil}, {1000, nil}, {9000 - ReceiveWindow, ErrReplayed}, {9001 - ReceiveWindow, nil}, {1000, ErrReplayed}}
	for _, s := range steps {
		if _, err := o.OpenRTP(seal(s.seq)); !errors.Is(err, s.want) {
			t.Errorf("sequence number %d: %v, want %v", s.seq, err, s.want)
		}
	}
}

// A number is refused the second time, however many streams take turns: more than a Sealer has at hand.
func TestEachStreamHasItsWindow(t *testing.T) {
	s, _ := pair(t, AEADAES128GCM)
	const streams = 3 * len(s.sent.recent)
	dst := make([]byte, 0, 200)
	for seq := range uint16(3) {
		for again, want := range []error{nil, ErrReused} {
			for ssrc := range uint32(streams) {
				if _, err := s.SealRTP(dst, header(t, ssrc, seq, false), nil, 0); !errors.Is(err, want) {
					t.Errorf("stream %d, packet %d, time %d: %v, want %v", ssrc, seq, again+1, err, want)
				}
			}
		}
	}
}

func TestSSRCsAreBounded(t *testing.T) {
	_, o := pair(t, AEADAES128GCM)
	enc := oracle(t, AEADAES128GCM)
	for i := range MaxSSRCs + 1 {
		b, err := enc.EncryptRTP(nil, append(header(t, uint32(i), 1, false), 1), nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = o.OpenRTP(b)
		if want := i == MaxSSRCs; errors.Is(err, ErrTooManySSRCs) != want {
			t.Fatalf("SSRC %d: %v", i, err)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	for _, p := range profiles {
		s, o := pair(t, p)
		h, payload := header(t, 5, 1, true), make([]byte, 1100)
		arena := make([]byte, 0, 4096)
		rr := make([]byte, 64)
		rr[0] = 0x80
		seq := uint16(1)
		round := func() {
			seq++
			h[2], h[3] = byte(seq>>8), byte(seq)
			b, err := s.SealRTP(arena, h, payload, int(seq&1)*3)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := o.OpenRTP(b); err != nil {
				t.Fatal(err)
			}
			if b, err = s.SealRTCP(arena, rr); err != nil {
				t.Fatal(err)
			}
			if _, err := o.OpenRTCP(b); err != nil {
				t.Fatal(err)
			}
		}
		round()
		if n := testing.AllocsPerRun(200, round); n != 0 {
			t.Errorf("%v: %v allocations per packet", p, n)
		}
	}
}

func FuzzOpen(f *testing.F) {
	s, _ := pair(f, AEADAES128GCM)
	valid, err := s.SealRTP(make([]byte, 0, 200), header(f, 5, 1, true), []byte("payload"), 0)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(valid)
	f.Add([]byte{0x9f, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff})
	f.Add(bytes.Repeat([]byte{0x80}, 40))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, p := range profiles {
			_, o := pair(t, p)
			_, rtpErr := o.OpenRTP(bytes.Clone(b))
			_, rtcpErr := o.OpenRTCP(bytes.Clone(b))
			if (rtpErr != nil) != (o.SSRCs() == 0) || (rtcpErr != nil) != (o.rtcp.count() == 0) {
				t.Error("state without an authentic packet")
			}
		}
	})
}

func BenchmarkSealRTP(b *testing.B) {
	for _, p := range profiles {
		b.Run(p.String(), func(b *testing.B) {
			s, _ := pair(b, p)
			h, payload := header(b, 5, 1, true), make([]byte, 1100)
			arena := make([]byte, 0, 4096)
			seq := uint16(0)
			b.ReportAllocs()
			for b.Loop() {
				seq++
				h[2], h[3] = byte(seq>>8), byte(seq)
				if _, err := s.SealRTP(arena, h, payload, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
