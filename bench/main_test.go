package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/cumbre-meet/cumbre/bench/internal/floor"
	"github.com/cumbre-meet/cumbre/bench/internal/load"
)

func sample() report {
	return report{
		Made: "2026-11-26 20:00:00", Machine: "2 × processor", Names: map[string]string{"cumbre": "Cumbre", "galene": "Galène 1.2"},
		Floors: []floorResult{{Scenario: "video", Way: floor.Runs, PerPacket: 5, Seconds: 8, Subscribers: 200}, {Scenario: "video", Way: floor.Single, PerPacket: 9, Seconds: 8}},
		Results: []load.Result{
			{Kind: "cumbre", Scenario: "video", Subscribers: 200, Others: 1.5, Seconds: 8, Packets: 360000, PerPacket: 8.5, Streams: 400, StreamsWanted: 400, RSSPerMember: 1 << 18},
			{Kind: "galene", Scenario: "video", Subscribers: 200, Seconds: 8, Packets: 300000, PerPacket: 21.2, Streams: 390, StreamsWanted: 400},
			{Kind: "galene", Scenario: "loss", Seconds: 8, Packets: 1, Loss: 5, RoundTrip: 100, FrozenMinute: 1500},
		},
		Left: []leftOut{{"galene", "meeting", "it cannot"}},
	}
}

func TestResultsOfSeveralRunsAreDrawnTogether(t *testing.T) {
	dir := t.TempDir()
	one, two := sample(), sample()
	one.Results, two.Results, two.Floors = one.Results[:2], two.Results[2:], nil
	files := []string{filepath.Join(dir, "one.json"), filepath.Join(dir, "two.json")}
	for i, r := range []report{one, two} {
		if err := writeJSON(files[i], r); err != nil {
			t.Fatal(err)
		}
	}
	if err := (&drawCommand{Results: files, Figures: dir}).Run(); err != nil {
		t.Fatal(err)
	}
	for name, wants := range map[string][]string{
		"side-cpu.svg":    {"Cumbre 8.5 µs*", "* Other programs took up to 1.5 cores", "Galène 1.2 21.2 µs†", "† Galène 1.2, video: 390 of 400 streams", "floor: seal and send 5.0 µs"},
		"side-memory.svg": {"Cumbre 256 KiB"},
		"side-loss.svg":   {"5 % lost each way, 100 ms there and back: Galène 1.2 1.50 s"},
	} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(b), want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "side-join-cpu.svg")); err == nil {
		t.Error("joins were drawn that nobody has measured")
	}
}

func TestTableHasEveryResult(t *testing.T) {
	got := table(sample())
	for _, want := range []string{"| video 0/200 | Galène 1.2 | 37500 | 21.2 |", "| loss 0/0, 5 % |", "left out: Galène 1.2, meeting: it cannot", "floor, video, single: 9.00"} {
		if !strings.Contains(got, want) {
			t.Errorf("the table lacks %q:\n%s", want, got)
		}
	}
}

func TestFlags(t *testing.T) {
	var c commands
	k, err := kong.New(&c, kong.Name("bench"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Parse([]string{"run", "--cumbre", "", "--galene", "exec galene", "--names", "galene=Galène 1.2", "--scenarios", "video,loss", "--losses", "2.5"}); err != nil {
		t.Fatal(err)
	}
	runs, err := c.Run.runs()
	b, _ := json.Marshal(c.Run.kinds())
	if err != nil || string(b) != `["galene"]` || len(runs) != 2 || strings.Join(runs[1].flags, " ") != "--loss 2.5" || c.Run.names()["galene"] != "Galène 1.2" {
		t.Errorf("%v %+v %s", err, runs, b)
	}
	c.Run.Scenarios = []string{"nothing"}
	if _, err := c.Run.runs(); err == nil {
		t.Error("a scenario that is none was taken")
	}
}

// Who has built the server has all that this module needs: the same libraries in the same versions.
func TestTheModulesHaveTheSameVersions(t *testing.T) {
	server, own := requirements(t, "../go.mod"), requirements(t, "go.mod")
	if len(own) < 8 {
		t.Fatalf("go.mod was not read: %v", own)
	}
	for module, version := range own {
		if server[module] != version {
			t.Errorf("%s %s, the server's module has %q: cd bench && go get %s@%s", module, version, server[module], module, server[module])
		}
	}
}

func requirements(t *testing.T, name string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) >= 2 && strings.HasPrefix(line, "\t") {
			out[f[0]] = f[1]
		}
	}
	return out
}
