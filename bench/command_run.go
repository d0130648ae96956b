package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/floor"
	"github.com/cumbre-meet/cumbre/bench/internal/load"
	"github.com/cumbre-meet/cumbre/bench/internal/servers"
	"github.com/cumbre-meet/cumbre/bench/internal/testbed"
)

type runCommand struct {
	admission
	size
	Cumbre    string            `name:"cumbre" default:"../bin/cumbre" help:"Cumbre's binary. Empty: leave it out."`
	LiveKit   string            `name:"livekit" placeholder:"COMMAND" help:"Command line that starts LiveKit on 10.77.0.1:7880. Without it LiveKit is left out; as with the others."`
	Galene    string            `name:"galene" placeholder:"COMMAND" help:"Command line that starts Galène on 10.77.0.1:8443, without TLS (-insecure), with a group bench in which anybody may present."`
	Janus     string            `name:"janus" placeholder:"COMMAND" help:"Command line that starts Janus, its REST interface on 10.77.0.1:8088."`
	Names     map[string]string `name:"names" placeholder:"KIND=NAME;..." help:"What to call them, such as galene='Galène 1.0'."`
	Scenarios []string          `name:"scenarios" default:"floor,video,sound,meeting,join,loss" help:"What to run."`
	Losses    []float64         `name:"losses" default:"1,5,10" help:"Losses of the scenario loss, in percent."`
	Duration  time.Duration     `name:"duration" short:"d" default:"8s" help:"How long each is measured."`
	Prefix    string            `name:"prefix" default:"cumbre-bench" help:"The namespaces' names begin with this."`
	Out       string            `name:"out" default:"results" type:"path" help:"Folder for results.json and the servers' logs."`
	Figures   string            `name:"figures" type:"path" placeholder:"DIR" help:"Folder for the drawings. Default: that of out."`
}

// Help is what follows the list of flags.
func (*runCommand) Help() string {
	return `Each server is started anew for each scenario, one after the other, in the namespace of 10.77.0.1; the generator runs in
that of 10.77.0.2. Install the other servers as their documentation says. A command line is run by a shell: begin it with
exec, so that the shell is not measured.`
}

// report is all of a run, as it is kept.
type report struct {
	Made    string            `json:"made"`
	Machine string            `json:"machine"`
	Names   map[string]string `json:"names"`
	Floors  []floorResult     `json:"floors"`
	Results []load.Result     `json:"results"`
	Left    []leftOut         `json:"leftOut"`
}

// leftOut is what gave no result, and why.
type leftOut struct {
	Kind     string `json:"kind"`
	Scenario string `json:"scenario"`
	Why      string `json:"why"`
}

// one is a scenario's flags, for one run.
type one struct {
	scenario string
	flags    []string
}

// Run implements kong's command.
func (c *runCommand) Run(ctx context.Context) error {
	runs, err := c.runs()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	bed, err := testbed.New(ctx, c.Prefix)
	if err != nil {
		return err
	}
	defer bed.Close()
	r := report{Made: time.Now().UTC().Format(time.DateTime), Machine: machine(), Names: c.names()}
	if slices.Contains(c.Scenarios, "floor") {
		if err := c.floors(ctx, bed, &r); err != nil {
			return err
		}
	}
	for _, o := range runs {
		for _, kind := range c.kinds() {
			if err := c.measure(ctx, bed, kind, o, &r); err != nil {
				return err
			}
			// Kept after each: a run that is broken off has what it has.
			if err := writeJSON(filepath.Join(c.Out, "results.json"), r); err != nil {
				return err
			}
		}
	}
	if err := writeJSON(filepath.Join(c.Out, "results.json"), r); err != nil {
		return err
	}
	figures := c.Figures
	if figures == "" {
		figures = c.Out
	}
	return draw(r, figures)
}

// runs lists what is to be run against each server.
func (c *runCommand) runs() ([]one, error) {
	var out []one
	for _, name := range c.Scenarios {
		if name == "floor" {
			continue
		}
		s, err := load.Find(name)
		if err != nil {
			return nil, err
		}
		if s.Loss == 0 {
			out = append(out, one{name, nil})
			continue
		}
		for _, percent := range c.Losses {
			out = append(out, one{name, []string{"--loss", strconv.FormatFloat(percent, 'f', -1, 64)}})
		}
	}
	return out, nil
}

// kinds lists the servers that are measured.
func (c *runCommand) kinds() []string {
	var out []string
	for _, kind := range servers.Kinds() {
		if c.command(kind) != "" {
			out = append(out, kind)
		}
	}
	return out
}

func (c *runCommand) command(kind string) string {
	return map[string]string{"cumbre": c.Cumbre, "livekit": c.LiveKit, "galene": c.Galene, "janus": c.Janus}[kind]
}

func (c *runCommand) names() map[string]string {
	names := map[string]string{"cumbre": "Cumbre", "livekit": "LiveKit", "galene": "Galène", "janus": "Janus"}
	maps.Copy(names, c.Names)
	return names
}

// measure starts a server, runs the generator against it, and stops it. What a server fails in is noted; an error is
// the machine's.
func (c *runCommand) measure(ctx context.Context, bed *testbed.Bed, kind string, o one, r *report) error {
	fmt.Fprintf(os.Stderr, "%s, %s\n", kind, strings.Join(append([]string{o.scenario}, o.flags...), " "))
	log, err := os.Create(filepath.Join(c.Out, kind+"-"+o.scenario+".log"))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // a server's log: what is not in it is not missed
	data, err := os.MkdirTemp("", "cumbre-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(data) }() // a temporary folder: the system's to clear, if we cannot
	program, err := c.start(ctx, bed, kind, data, log)
	if err != nil {
		return fmt.Errorf("%w (its output is in %s)", err, log.Name())
	}
	result, err := c.generate(ctx, bed, kind, o, program.PID, filepath.Join(data, tokenFile))
	if ended, how := program.Ended(); ended && err != nil {
		err = fmt.Errorf("the server has ended (its output is in %s): %w", log.Name(), errors.Join(how, err))
	}
	if stopErr := program.Stop(); stopErr != nil {
		return stopErr
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		fmt.Fprintf(os.Stderr, "  left out: %v\n", err)
		r.Left = append(r.Left, leftOut{kind, strings.Join(append([]string{o.scenario}, o.flags...), " "), err.Error()})
	default:
		r.Results = append(r.Results, result)
	}
	return nil
}

// tokenFile is what Cumbre leaves in its data folder when it is ready.
const tokenFile = "admin-token"

// start starts a server; Cumbre with its data in a folder, and until it is ready.
func (c *runCommand) start(ctx context.Context, bed *testbed.Bed, kind, data string, log io.Writer) (*testbed.Program, error) {
	if kind != "cumbre" {
		return bed.Server.Start(log, "sh", "-c", c.command(kind))
	}
	p, err := bed.Server.Start(log, c.Cumbre, "serve", "--data", data, "--http", testbed.ServerAddress+":8080",
		"--media-port", "8443", "--media-address", testbed.ServerAddress, "--log-level", "warn")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := p.Await(ctx, filepath.Join(data, tokenFile)); err != nil {
		return nil, errors.Join(fmt.Errorf("starting %s: %w", c.Cumbre, err), p.Stop())
	}
	return p, nil
}

// address is where a kind of server listens.
func address(kind string) string {
	return map[string]string{
		"cumbre":  "http://" + testbed.ServerAddress + ":8080",
		"livekit": "ws://" + testbed.ServerAddress + ":7880",
		"galene":  "ws://" + testbed.ServerAddress + ":8443/ws",
		"janus":   "http://" + testbed.ServerAddress + ":8088/janus",
	}[kind]
}

// generate runs this program's load command in the client's namespace.
func (c *runCommand) generate(ctx context.Context, bed *testbed.Bed, kind string, o one, pid int, token string) (load.Result, error) {
	var result load.Result
	out := filepath.Join(c.Out, "result.json")
	defer func() { _ = os.Remove(out) }() // not there where the generator has failed
	self, err := os.Executable()
	if err != nil {
		return result, err
	}
	args := []string{
		self, "load", o.scenario, "--kind", kind, "--url", address(kind), "--pid", strconv.Itoa(pid), "--out", out,
		"--duration", c.Duration.String(), "--livekit-key", c.LiveKitKey, "--livekit-secret", c.LiveKitSecret, "--galene-group", c.GaleneGroup,
	}
	args = append(args, o.flags...)
	if kind == "cumbre" {
		args = append(args, "--admin-token", "@"+token)
	}
	for flag, n := range map[string]int{"--subscribers": c.Subscribers, "--participants": c.Participants, "--at-once": c.AtOnce} {
		if n > 0 {
			args = append(args, flag, strconv.Itoa(n))
		}
	}
	if c.Video != "" {
		args = append(args, "--video", c.Video)
	}
	var said bytes.Buffer
	if err := bed.Client.Run(ctx, os.Stdout, io.MultiWriter(os.Stderr, &said), args...); err != nil {
		lines := strings.Split(strings.TrimSpace(said.String()), "\n")
		return result, fmt.Errorf("%w: %s", err, lines[len(lines)-1])
	}
	b, err := os.ReadFile(out)
	if err != nil {
		return result, err
	}
	return result, json.Unmarshal(b, &result)
}

// floors measures the floor of the scenarios that have one, each of the three ways.
func (c *runCommand) floors(ctx context.Context, bed *testbed.Bed, r *report) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, scenario := range []string{"video", "sound"} {
		if !slices.Contains(c.Scenarios, scenario) {
			continue
		}
		for _, way := range []floor.Way{floor.Runs, floor.Batch, floor.Single} {
			result, err := c.floor(ctx, bed, self, scenario, way)
			if err != nil {
				return err
			}
			r.Floors = append(r.Floors, result)
		}
	}
	return nil
}

func (c *runCommand) floor(ctx context.Context, bed *testbed.Bed, self, scenario string, way floor.Way) (floorResult, error) {
	var result floorResult
	s, err := load.Find(scenario)
	if err != nil {
		return result, err
	}
	c.apply(&s)
	said := filepath.Join(c.Out, "sink.log")
	log, err := os.Create(said)
	if err != nil {
		return result, err
	}
	defer func() { _ = log.Close() }()
	sink, err := bed.Client.Start(log, self, "sink", "--ports", strconv.Itoa(s.Subscribers))
	if err != nil {
		return result, err
	}
	if err := sink.Await(ctx, said); err != nil {
		return result, errors.Join(fmt.Errorf("the sink (%s): %w", said, err), sink.Stop())
	}
	out := filepath.Join(c.Out, "floor.json")
	defer func() { _ = os.Remove(out) }()
	err = bed.Server.Run(ctx, os.Stdout, os.Stderr, self, "floor", scenario, "--way", string(way),
		"--subscribers", strconv.Itoa(s.Subscribers), "--duration", c.Duration.String(), "--out", out)
	if err = errors.Join(err, sink.Stop()); err != nil {
		return result, err
	}
	b, err := os.ReadFile(out)
	if err != nil {
		return result, err
	}
	return result, json.Unmarshal(b, &result)
}

// machine says what the figures were made on.
func machine() string {
	release, _ := exec.Command("uname", "-sr").Output() //nolint:noctx // it ends at once
	model := ""
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d × %s, %s, %s", runtime.NumCPU(), model, strings.TrimSpace(string(release)), runtime.Version())
}
