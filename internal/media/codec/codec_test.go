package codec_test

import (
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cumbre-meet/cumbre/internal/media/codec"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Sequence parameter sets as x264 writes them.
const (
	sps480  = "6742c016d900a03db011000003000100000300020f162e48"       // Baseline
	sps720  = "6742c01fd9005005bb011000000300100000030020f1832480"     // Baseline
	sps1080 = "67640028acd940780227e5c044000003000400000300083c60c658" // High, cropped from 1088
	sps240  = "67640015acd941b1fe4f011000000300100000030020f162d960"   // High, 426 wide: cropped too
)

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		name    string
		kind    codec.Kind
		payload string
		want    codec.Payload
	}{
		{
			"VP8 keyframe", codec.VP8, "90e0812a0540" + "0000009d012a0005d00299",
			codec.Payload{
				Start: true, Keyframe: true, Width: 1280, Height: 720, PictureID: 0x12A, PictureIDBits: 15,
				TL0PICIDX: 5, HasTL0: true, TemporalID: 1,
			},
		},
		{"VP8 interframe, 7 bits", codec.VP8, "908011" + "0122", codec.Payload{Start: true, PictureID: 0x11, PictureIDBits: 7}},
		{"VP8 continuation", codec.VP8, "80e0812a0580" + "55", codec.Payload{
			PictureID: 0x12A, PictureIDBits: 15, TL0PICIDX: 5, HasTL0: true, TemporalID: 2,
		}},
		{"VP8 second partition", codec.VP8, "1100", codec.Payload{}},
		{"VP8 without extension", codec.VP8, "1001", codec.Payload{Start: true}},
		{"H.264 interframe", codec.H264, "419a00", codec.Payload{}},
		{"H.264 IDR", codec.H264, "6588", codec.Payload{Keyframe: true}},
		{"H.264 second slice of IDR", codec.H264, "6508", codec.Payload{}},
		{"H.264 FU-A of IDR", codec.H264, "7c85b8", codec.Payload{Keyframe: true}},
		{"H.264 FU-A of IDR, goes on", codec.H264, "7c05b8", codec.Payload{}},
		{"H.264 FU-A of interframe", codec.H264, "5c819a", codec.Payload{}},
		{"H.264 PPS", codec.H264, "68ce3c80", codec.Payload{}},
		{"H.264 SPS 480", codec.H264, sps480, codec.Payload{Start: true, Keyframe: true, Width: 640, Height: 480}},
		{"H.264 SPS 720", codec.H264, sps720, codec.Payload{Start: true, Keyframe: true, Width: 1280, Height: 720}},
		{"H.264 SPS 1080", codec.H264, sps1080, codec.Payload{Start: true, Keyframe: true, Width: 1920, Height: 1080}},
		{"H.264 SPS 240", codec.H264, sps240, codec.Payload{Start: true, Keyframe: true, Width: 426, Height: 240}},
		{"H.264 STAP-A of SPS and PPS", codec.H264, "780018" + sps480 + "000468ce3c80", codec.Payload{
			Start: true, Keyframe: true, Width: 640, Height: 480,
		}},
		{"VP9 keyframe with structure", codec.VP9, "8e8001" + "10" + "028001e0" + "aa", codec.Payload{
			Start: true, End: true, Keyframe: true, PictureID: 1, PictureIDBits: 15, Width: 640, Height: 480,
		}},
		{"VP9 interframe", codec.VP9, "ec81020007" + "aa", codec.Payload{
			Start: true, End: true, PictureID: 0x102, PictureIDBits: 15, TL0PICIDX: 7, HasTL0: true,
		}},
		{"VP9 upper spatial layer", codec.VP9, "a8050307" + "aa", codec.Payload{
			PictureID: 5, PictureIDBits: 7, TL0PICIDX: 7, HasTL0: true,
		}},
		{"VP9 flexible mode", codec.VP9, "d80503" + "04" + "aa", codec.Payload{Start: true, PictureID: 5, PictureIDBits: 7}},
		{"AV1 new sequence", codec.AV1, "180a", codec.Payload{Start: true, Keyframe: true}},
		{"AV1 goes on", codec.AV1, "900a", codec.Payload{}},
		{"opaque", codec.Opaque, "78", codec.Payload{}},
	} {
		got, err := codec.Parse(tc.kind, unhex(t, tc.payload))
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if d := cmp.Diff(tc.want, got, cmpopts.IgnoreUnexported(codec.Payload{})); d != "" {
			t.Errorf("%s: -want +got\n%s", tc.name, d)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		kind    codec.Kind
		payload string
	}{
		"VP8 empty":             {codec.VP8, ""},
		"VP8 cut extension":     {codec.VP8, "90"},
		"VP8 cut identifier":    {codec.VP8, "908081"},
		"VP8 descriptor only":   {codec.VP8, "908001"},
		"H.264 empty":           {codec.H264, ""},
		"H.264 forbidden bit":   {codec.H264, "e588"},
		"H.264 cut aggregate":   {codec.H264, "78000967"},
		"H.264 empty aggregate": {codec.H264, "78"},
		"H.264 short fragment":  {codec.H264, "7c85"},
		"H.264 unknown type":    {codec.H264, "7f8500"},
		"VP9 empty":             {codec.VP9, ""},
		"VP9 cut":               {codec.VP9, "8e80"},
		"VP9 four references":   {codec.VP9, "d805030303030303"},
		"VP9 cut structure":     {codec.VP9, "0af00101"},
		"AV1 empty":             {codec.AV1, "08"},
		"AV1 Z with N":          {codec.AV1, "9800"},
	} {
		if p, err := codec.Parse(tc.kind, unhex(t, tc.payload)); err == nil {
			t.Errorf("%s gave %+v", name, p)
		}
	}
}

func TestSetPictureID(t *testing.T) {
	b := unhex(t, "90e0812a0540"+"00")
	p, err := codec.Parse(codec.VP8, b)
	if err != nil {
		t.Fatal(err)
	}
	p.SetPictureID(b, 0x7ABC, 0xEE)
	q, err := codec.Parse(codec.VP8, b)
	if err != nil || q.PictureID != 0x7ABC || q.TL0PICIDX != 0xEE || q.TemporalID != 1 {
		t.Errorf("%+v, %v", q, err)
	}
	b = unhex(t, "908011"+"01")
	p, _ = codec.Parse(codec.VP8, b)
	p.SetPictureID(b, 0x1FF, 1)
	if b[2] != 0x7F {
		t.Errorf("7 bits: %x", b)
	}
}

func FuzzParse(f *testing.F) {
	for k := codec.Opaque; k <= codec.AV1; k++ {
		for _, s := range []string{"90e0812a05400000009d012a0005d00299", "7c85b8", "8e800110028001e0aa", "180a"} {
			f.Add(uint8(k), unhex(f, s))
		}
	}
	f.Fuzz(func(t *testing.T, k uint8, b []byte) {
		p, err := codec.Parse(codec.Kind(k), b)
		if err != nil {
			return
		}
		p.SetPictureID(b, 0x1234, 9)
		q, err := codec.Parse(codec.Kind(k), b)
		if err != nil {
			t.Fatalf("rewriting broke the payload: %v", err)
		}
		if p.PictureIDBits == 15 && q.PictureID != 0x1234 || p.HasTL0 && q.TL0PICIDX != 9 {
			t.Errorf("wrote 0x1234 and 9, read %+v", q)
		}
	})
}
