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
type measure func(load.Result) (value float64, ok bool)

func charts(r report) map[string]chart.Chart {
	packet := func(x load.Result) (float64, bool) { return x.PerPacket, x.Packets > 0 }
	memory := func(x load.Result) (float64, bool) { return float64(x.RSSPerMember) / 1024, true }
	joinCPU := func(x load.Result) (float64, bool) { return x.JoinCPU, x.FailedJoins == 0 }
	joinTime := func(x load.Result) (float64, bool) { return x.AllIn / 1000, x.FailedJoins == 0 }
	frozen := func(x load.Result) (float64, bool) { return x.FrozenMinute / 1000, true }
	steady := []string{"video", "sound", "meeting"}
	cpu := r.draw(chart.Chart{Title: "Server CPU per packet that a subscriber received", Unit: "µs", Digits: 1}, steady, packet)
	for i := range cpu.Groups {
		for _, f := range r.Floors {
			if f.Way == "gso" && cpu.Groups[i].Heading == about(f.Scenario, f.Subscribers) {
				bar := chart.Bar{Label: "floor: seal and send", Value: f.PerPacket, Style: chart.Reference}
				if f.Others > load.Quiet {
					bar.Mark = "*"
				}
				cpu.Groups[i].Bars = append(cpu.Groups[i].Bars, bar)
			}
		}
	}
	return map[string]chart.Chart{
		"side-cpu.svg":       cpu,
		"side-memory.svg":    r.draw(chart.Chart{Title: "Server memory per subscriber", Unit: "KiB"}, steady, memory),
		"side-join-cpu.svg":  r.draw(chart.Chart{Title: "Server CPU per join, in a burst", Unit: "ms", Digits: 1}, []string{"join"}, joinCPU),
		"side-join-time.svg": r.draw(chart.Chart{Title: "Until all have a picture, in a burst of joins", Unit: "s", Digits: 2}, []string{"join"}, joinTime),
		"side-loss.svg":      r.draw(chart.Chart{Title: "Frozen per minute, under loss", Unit: "s", Digits: 2}, []string{"loss"}, frozen),
	}
}

// about is a scenario's heading, with how many received it.
func about(scenario string, subscribers int) string {
	s, err := load.Find(scenario)
	if err != nil {
		return scenario
	}
	return fmt.Sprintf("%s, %d subscribers", s.About, subscribers)
}

// draw puts the results of some scenarios into a chart: one group for each scenario, and for each loss. What is not to be
// compared has a mark, and below is why.
func (r report) draw(c chart.Chart, scenarios []string, m measure) chart.Chart {
	var doubts []string
	others := 0.0
	for _, name := range scenarios {
		for _, x := range r.Results {
			value, ok := m(x)
			if x.Scenario != name || !ok {
				continue
			}
			heading := about(name, x.Subscribers)
			if x.Loss > 0 {
				heading = fmt.Sprintf("%g %% lost each way, %g ms there and back", x.Loss, x.RoundTrip)
			}
			i := slices.IndexFunc(c.Groups, func(g chart.Group) bool { return g.Heading == heading })
			if i < 0 {
				i = len(c.Groups)
				c.Groups = append(c.Groups, chart.Group{Heading: heading})
			}
			bar := chart.Bar{Label: r.Names[x.Kind], Value: value, Style: slices.Index(servers.Kinds(), x.Kind)}
			switch doubt := x.Doubt(); {
			case doubt == "":
			case strings.HasPrefix(doubt, "others"):
				bar.Mark, others = "*", max(others, x.Others)
			default:
				bar.Mark = "†"
				doubts = append(doubts, fmt.Sprintf("† %s, %s: %s", r.Names[x.Kind], name, doubt))
			}
			c.Groups[i].Bars = append(c.Groups[i].Bars, bar)
		}
	}
	if others > 0 {
		c.Foot = append(c.Foot, fmt.Sprintf("* Other programs took up to %.1f cores of the machine meanwhile: not to be relied on", others))
	}
	c.Foot = append(c.Foot, doubts...)
	return c
}

// table is the results in Markdown.
func table(r report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s UTC, %s\n\n", r.Made, r.Machine)
	for _, f := range r.Floors {
		fmt.Fprintf(&b, "floor, %s, %s: %.2f µs a packet, %.0f packets/s, %d refused; others took %.1f cores\n\n", f.Scenario, f.Way, f.PerPacket, float64(f.Packets)/f.Seconds, f.Refused, f.Others)
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
