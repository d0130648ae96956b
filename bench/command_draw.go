package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cumbre-meet/cumbre/bench/internal/chart"
	"github.com/cumbre-meet/cumbre/bench/internal/load"
	"github.com/cumbre-meet/cumbre/bench/internal/servers"
)

type drawCommand struct {
	Results []string `arg:"" type:"existingfile" help:"results.json of a run, or of several that go together."`
	Figures string   `name:"figures" default:"." type:"path" help:"Folder for the drawings."`
}

// Run implements kong's command.
func (c *drawCommand) Run() error {
	var all report
	for _, name := range c.Results {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var r report
		if err := json.Unmarshal(b, &r); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		all.Made, all.Machine, all.Names = r.Made, r.Machine, r.Names
		all.Floors = append(all.Floors, r.Floors...)
		all.Results = append(all.Results, r.Results...)
		all.Left = append(all.Left, r.Left...)
	}
	return draw(all, c.Figures)
}

// draw writes the drawings that a report has figures for, and prints its table.
func draw(r report, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, c := range charts(r) {
		if len(c.Groups) == 0 {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(c.SVG()), 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("\n%s\n", table(r))
	return nil
}

// measure is a figure of a result; false: this result has none.
type measure func(load.Result) (value float64, note string, ok bool)

func charts(r report) map[string]chart.Chart {
	packet := func(x load.Result) (float64, string, bool) { return x.PerPacket, x.Doubt(), x.Packets > 0 }
	memory := func(x load.Result) (float64, string, bool) {
		return float64(x.RSSPerMember) / 1024, "", x.Scenario != "loss"
	}
	joinCPU := func(x load.Result) (float64, string, bool) { return x.JoinCPU, failed(x), x.Scenario == "join" }
	joinTime := func(x load.Result) (float64, string, bool) { return x.AllIn / 1000, failed(x), x.Scenario == "join" }
	frozen := func(x load.Result) (float64, string, bool) { return x.FrozenMinute / 1000, "", x.Scenario == "loss" }
	cpu := r.groups([]string{"video", "sound", "meeting"}, packet)
	for i := range cpu {
		for _, f := range r.Floors {
			if f.Way == "gso" && strings.HasPrefix(cpu[i].Heading, about(f.Scenario)) {
				cpu[i].Bars = append(cpu[i].Bars, chart.Bar{Label: "floor: seal and send", Value: f.PerPacket, Style: chart.Reference})
			}
		}
	}
	return map[string]chart.Chart{
		"side-cpu.svg":       {Title: "Server CPU per packet that a subscriber received", Unit: "µs", Digits: 1, Groups: cpu},
		"side-memory.svg":    {Title: "Server memory per subscriber", Unit: "KiB", Groups: r.groups([]string{"video", "sound", "meeting"}, memory)},
		"side-join-cpu.svg":  {Title: "Server CPU per join, in a burst", Unit: "ms", Digits: 1, Groups: r.groups([]string{"join"}, joinCPU)},
		"side-join-time.svg": {Title: "Until all have a picture, in a burst of joins", Unit: "s", Digits: 2, Groups: r.groups([]string{"join"}, joinTime)},
		"side-loss.svg":      {Title: "Frozen per minute, under loss", Unit: "s", Digits: 2, Groups: r.groups([]string{"loss"}, frozen)},
	}
}

func failed(x load.Result) string {
	if x.FailedJoins == 0 && x.Failure == "" {
		return ""
	}
	return fmt.Sprintf("%d failed", x.FailedJoins)
}

func about(scenario string) string {
	s, err := load.Find(scenario)
	if err != nil {
		return scenario
	}
	return s.About
}

// groups puts the results of some scenarios together: one group for each scenario, and for each loss.
func (r report) groups(scenarios []string, m measure) []chart.Group {
	var out []chart.Group
	for _, name := range scenarios {
		for _, x := range r.Results {
			value, note, ok := m(x)
			if x.Scenario != name || !ok {
				continue
			}
			heading := about(name)
			if x.Loss > 0 {
				heading = fmt.Sprintf("%g %% lost each way, %g ms there and back", x.Loss, x.RoundTrip)
			}
			i := slices.IndexFunc(out, func(g chart.Group) bool { return g.Heading == heading })
			if i < 0 {
				i = len(out)
				out = append(out, chart.Group{Heading: heading})
			}
			out[i].Bars = append(out[i].Bars, chart.Bar{
				Label: r.Names[x.Kind], Value: value, Note: note, Style: slices.Index(servers.Kinds(), x.Kind),
			})
		}
	}
	return out
}

// table is the results in Markdown.
func table(r report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s UTC, %s\n\n", r.Made, r.Machine)
	for _, f := range r.Floors {
		fmt.Fprintf(&b, "floor, %s, %s: %.2f µs a packet, %.0f packets/s, %d refused\n\n", f.Scenario, f.Way, f.PerPacket, float64(f.Packets)/f.Seconds, f.Refused)
	}
	b.WriteString("| | | packets/s | CPU µs/packet | of a core | MiB idle | MiB | KiB each | CPU ms/join | all in s | sound ms 50/99 % | frozen s/min | never came % | others' cores | |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, x := range r.Results {
		scenario := fmt.Sprintf("%s %d/%d", x.Scenario, x.Publishers, x.Subscribers)
		if x.Loss > 0 {
			scenario += fmt.Sprintf(", %g %%", x.Loss)
		}
		fmt.Fprintf(&b, "| %s | %s | %.0f | %.1f | %.0f %% | %.0f | %.0f | %.0f | %.1f | %.2f | %.1f/%.1f | %.2f | %.2f | %.1f | %s |\n",
			scenario, r.Names[x.Kind], float64(x.Packets)/x.Seconds, x.PerPacket, 100*x.ServerCores,
			float64(x.RSSIdle)/(1<<20), float64(x.RSSLoaded)/(1<<20), float64(x.RSSPerMember)/1024, x.JoinCPU, x.AllIn/1000,
			x.SoundDelay.Median, x.SoundDelay.P99, x.FrozenMinute/1000, x.PictureLost, x.Others, x.Doubt())
	}
	for _, l := range r.Left {
		fmt.Fprintf(&b, "\nleft out: %s, %s: %s\n", r.Names[l.Kind], l.Scenario, l.Why)
	}
	return b.String()
}
