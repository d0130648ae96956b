package load

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestDistribution(t *testing.T) {
	var d []time.Duration
	for i := 100; i > 0; i-- {
		d = append(d, time.Duration(i)*time.Millisecond)
	}
	if got := distribution(d); got != (Distribution{Median: 50, P95: 95, Max: 100, Count: 100}) {
		t.Errorf("%+v", got)
	}
	if got := distribution([]time.Duration{7 * time.Millisecond}); got != (Distribution{7, 7, 7, 1}) {
		t.Errorf("%+v", got)
	}
	if got := distribution(nil); got != (Distribution{}) {
		t.Errorf("%+v", got)
	}
}

func TestParseStat(t *testing.T) {
	cpu, err := parseStat([]byte("42 (a (strange) name) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 9 0 1 2 3"))
	if err != nil || cpu != 3*time.Second {
		t.Errorf("%v %v", cpu, err)
	}
	for _, bad := range []string{"", "42 (x", "42 (x) S 1", "42 (x) S 1 2 3 4 5 6 7 8 9 10 a b 1"} {
		if _, err := parseStat([]byte(bad)); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
	if got := parseRSS([]byte("Name:\tx\nVmRSS:\t  2048 kB\n")); got != 2<<20 {
		t.Errorf("%d", got)
	}
}

func TestOwnUsageIsRead(t *testing.T) {
	u, err := usageOf(os.Getpid())
	if err != nil {
		t.Skip(err)
	}
	if u.RSS < 1<<20 {
		t.Errorf("%+v", u)
	}
	if _, err := usageOf(1 << 30); err == nil {
		t.Error("a process that cannot be was read")
	}
	if d := (ProcessUsage{CPU: 3 * time.Second, RSS: 5}).since(ProcessUsage{CPU: time.Second}, 4*time.Second); d.Cores != 0.5 || d.RSS != 5 {
		t.Errorf("%+v", d)
	}
}

func TestWrongOptionsAreRefused(t *testing.T) {
	good := Options{Base: "http://x", AdminToken: "t", Subscribers: 1, Publishers: 1, Duration: time.Second}
	if err := good.check(); err != nil || good.Lines != 1 {
		t.Errorf("%v", err)
	}
	for want, change := range map[string]func(*Options){
		"address":     func(o *Options) { o.Base = "" },
		"nothing":     func(o *Options) { o.Subscribers, o.Publishers = 0, 0 },
		"positive":    func(o *Options) { o.Duration = 0 },
		"either":      func(o *Options) { o.AdminToken = "" },
		"for viewers": func(o *Options) { o.AdminToken, o.Meeting = "", "m" },
		"token each":  func(o *Options) { o.AdminToken, o.Meeting, o.ViewerToken = "", "m", "v" },
		"process":     func(o *Options) { o.PID = 1 << 30 },
		"session":     func(o *Options) { o.VideoFiles = []string{"f", "h"} },
		"opposite":    func(o *Options) { o.VideoOnly, o.AudioOnly, o.Session = true, true, true },
		"at most 3":   func(o *Options) { o.VideoFiles, o.Session = []string{"f", "h", "q", "p"}, true },
	} {
		o := good
		change(&o)
		if err := o.check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestTheSyntheticPictureIsALoop(t *testing.T) {
	p, err := syntheticPicture()
	if err != nil {
		t.Fatal(err)
	}
	keys, size := 0, 0
	for i, f := range p.frames {
		if isKey(f) != (i%syntheticKeyEvery == 0) {
			t.Errorf("frame %d: keyframe %v", i, isKey(f))
		}
		if isKey(f) {
			keys++
		}
		size += len(f)
	}
	rate := float64(size) * 8 / (float64(len(p.frames)) * p.duration.Seconds())
	if keys != 5 || rate < 500_000 || rate > 2_500_000 {
		t.Errorf("%d keyframes, %.0f bit/s", keys, rate)
	}
}

// ivfFile is an IVF file of frames at 25 a second.
func ivfFile(fourCC string, frames ...[]byte) []byte {
	b := append([]byte("DKIF\x00\x00\x20\x00"), fourCC...)
	b = append(b, 64, 0, 48, 0, 25, 0, 0, 0, 1, 0, 0, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(frames)))
	b = append(b, 0, 0, 0, 0)
	for i, f := range frames {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(f)))
		b = binary.LittleEndian.AppendUint64(b, uint64(i))
		b = append(b, f...)
	}
	return b
}

func TestGivenMediaIsRead(t *testing.T) {
	file := func(name string, b []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	p, err := loadPicture(file("a.ivf", ivfFile("VP80", []byte{0x10, 1, 2}, []byte{0x11, 3})))
	if err != nil || len(p.frames) != 2 || p.duration != 40*time.Millisecond || !bytes.Equal(p.frames[1], []byte{0x11, 3}) {
		t.Errorf("%+v %v", p, err)
	}
	for want, b := range map[string][]byte{
		"not IVF":  []byte("something else"),
		"not VP8":  ivfFile("AV01", []byte{0x10}),
		"keyframe": ivfFile("VP80", []byte{0x11}),
	} {
		if _, err := loadPicture(file("b.ivf", b)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
	if _, err := loadSound(file("c.ogg", []byte("OggS?"))); err == nil {
		t.Error("a broken Ogg file was accepted")
	}
	s, err := loadSound("../speech/sound/chair-opening.ogg")
	if err != nil || len(s.packets) < 100 || s.packets[0].Duration != 20*time.Millisecond {
		t.Errorf("%d packets, %v", len(s.packets), err)
	}
}

func TestTheReportIsATableAndJSON(t *testing.T) {
	r := Result{
		Subscribers: 200, Publishers: 1, Seconds: 15, Packets: 675000, Bytes: 700 << 20, Lost: 675, Complete: 199,
		Join: Distribution{40, 60, 90, 200}, Server: &ProcessUsage{CPU: 2 * time.Second, Cores: 0.13, RSS: 90 << 20}, PerPacket: 2.96,
	}
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"200 subscribers", "45000/s", "0.0999 %", "199 of 200", "2.96 µs", "90 MiB", "60 ms"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	j, err := json.Marshal(r)
	if err != nil || !bytes.Contains(j, []byte(`"serverMicrosPerPacket":2.96`)) {
		t.Errorf("%s %v", j, err)
	}
}
