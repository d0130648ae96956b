package rtp_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pion/rtcp"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

var someReport = rtp.Report{
	SSRC: 7, FractionLost: 12, TotalLost: -5, HighestSeq: 70000, Jitter: 3, LastSR: 0xAABBCCDD, DelaySince: 99,
}

func someCompound() []byte {
	b := rtp.AppendSR(nil, rtp.SenderReport{SSRC: 1, NTP: 2<<32 | 3, RTPTime: 4, Packets: 5, Bytes: 6})
	b = rtp.AppendRR(b, 8, []rtp.Report{someReport, someReport})
	b = rtp.AppendCNAME(b, 1, "cumbre")
	b = rtp.AppendPLI(b, 8, 7)
	return rtp.AppendFIR(b, 8, 7, 3)
}

func TestWrittenRTCPIsReadByPion(t *testing.T) {
	got, err := rtcp.Unmarshal(someCompound())
	if err != nil {
		t.Fatal(err)
	}
	block := rtcp.ReceptionReport{
		SSRC: 7, FractionLost: 12, TotalLost: 1<<24 - 5, LastSequenceNumber: 70000, Jitter: 3,
		LastSenderReport: 0xAABBCCDD, Delay: 99,
	}
	want := []rtcp.Packet{
		&rtcp.SenderReport{SSRC: 1, NTPTime: 2<<32 | 3, RTPTime: 4, PacketCount: 5, OctetCount: 6},
		&rtcp.ReceiverReport{SSRC: 8, Reports: []rtcp.ReceptionReport{block, block}, ProfileExtensions: []byte{}},
		rtcp.NewCNAMESourceDescription(1, "cumbre"),
		&rtcp.PictureLossIndication{SenderSSRC: 8, MediaSSRC: 7},
		&rtcp.FullIntraRequest{SenderSSRC: 8, FIR: []rtcp.FIREntry{{SSRC: 7, SequenceNumber: 3}}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestWalk(t *testing.T) {
	var types []uint8
	w := rtp.WalkCompound(someCompound())
	for w.Next() {
		types = append(types, w.Type)
		switch w.Type {
		case rtp.TypeSR:
			sr, err := w.ParseSR()
			if want := (rtp.SenderReport{SSRC: 1, NTP: 2<<32 | 3, RTPTime: 4, Packets: 5, Bytes: 6}); err != nil || sr != want {
				t.Errorf("%+v, %v", sr, err)
			}
		case rtp.TypeRR:
			if w.Reports() != 2 || w.Report(1) != someReport {
				t.Errorf("%d reports, %+v", w.Reports(), w.Report(1))
			}
		case rtp.TypePSFB:
			sender, media, fci, err := w.Feedback()
			if err != nil || sender != 8 {
				t.Errorf("%d %d %v", sender, media, err)
			}
			if w.Count == rtp.FormatFIR {
				_ = rtp.EachFIR(fci, func(ssrc uint32, seq uint8) {
					if ssrc != 7 || seq != 3 {
						t.Errorf("FIR of %d, %d", ssrc, seq)
					}
				})
			}
		}
	}
	if want := []uint8{200, 201, 202, 206, 206}; w.Err != nil || !slices.Equal(types, want) {
		t.Errorf("%v, %v", types, w.Err)
	}
}

func TestWalkRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"short":           {0x80, 200, 0},
		"length":          {0x80, 200, 0, 1},
		"version":         {0x40, 201, 0, 0},
		"padding":         {0xA0, 201, 0, 1, 0, 0, 0, 9},
		"padding no room": {0xA0, 201, 0, 0},
	} {
		w := rtp.WalkCompound(b)
		if w.Next() || w.Err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestEachNACK(t *testing.T) {
	fci := []byte{0xFF, 0xFE, 0x80, 0x03, 0, 9, 0, 0}
	var got []uint16
	if err := rtp.EachNACK(fci, func(seq uint16) bool { got = append(got, seq); return true }); err != nil {
		t.Fatal(err)
	}
	if want := []uint16{0xFFFE, 0xFFFF, 0, 14, 9}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	n := 0
	_ = rtp.EachNACK(fci, func(uint16) bool { n++; return n < 2 })
	if n != 2 {
		t.Errorf("went on to %d", n)
	}
	if err := rtp.EachNACK(fci[:5], func(uint16) bool { return true }); err == nil {
		t.Error("a cut item was taken")
	}
}

func TestRTX(t *testing.T) {
	b := rtp.AppendRTX(nil, 513, []byte("x"))
	if seq, rest, ok := rtp.ParseRTX(b); !ok || seq != 513 || string(rest) != "x" {
		t.Errorf("%d %q %v", seq, rest, ok)
	}
	if _, _, ok := rtp.ParseRTX([]byte{1}); ok {
		t.Error("padding was taken")
	}
}

func TestNTPAndRTT(t *testing.T) {
	a, b := units.Instant(5*time.Second), units.Instant(7*time.Second+250*time.Millisecond)
	if d := rtp.NTPSub(rtp.NTP(b), rtp.NTP(a)) - 2250*time.Millisecond; d.Abs() > time.Microsecond {
		t.Errorf("off by %v", d)
	}
	if d := rtp.NTPSub(rtp.NTP(a), rtp.NTP(b)) + 2250*time.Millisecond; d.Abs() > time.Microsecond {
		t.Errorf("backwards off by %v", d)
	}
	r := rtp.Report{LastSR: rtp.NTPMiddle(rtp.NTP(a)), DelaySince: 2 << 16}
	rtt, ok := rtp.RTT(b, r)
	if !ok || (rtt-250*time.Millisecond).Abs() > time.Millisecond {
		t.Errorf("%v %v", rtt, ok)
	}
	for _, bad := range []rtp.Report{{}, {LastSR: 1}, {LastSR: r.LastSR, DelaySince: 9 << 16}} {
		if rtt, ok := rtp.RTT(b, bad); ok {
			t.Errorf("%+v gives %v", bad, rtt)
		}
	}
}

func TestLooksLikeRTCP(t *testing.T) {
	if !rtp.LooksLikeRTCP(someCompound()) || rtp.LooksLikeRTCP([]byte{0x80, 0xE0}) || rtp.LooksLikeRTCP(nil) {
		t.Error("wrong")
	}
}

func FuzzCompound(f *testing.F) {
	f.Add(someCompound())
	f.Add([]byte{0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 3, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		w := rtp.WalkCompound(b)
		total := 0
		for w.Next() {
			total += len(w.Raw)
			_, _ = w.ParseSR()
			for i := range w.Reports() {
				_ = w.Report(i)
			}
			if _, _, fci, err := w.Feedback(); err == nil {
				_ = rtp.EachNACK(fci, func(uint16) bool { return true })
				_ = rtp.EachFIR(fci, func(uint32, uint8) {})
			}
		}
		if w.Err == nil && total != len(b) {
			t.Errorf("%d of %d bytes were walked", total, len(b))
		}
	})
}
