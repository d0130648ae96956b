package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/load"
	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/servers"
)

// admission is what lets the generator into a server: shared by the commands.
type admission struct {
	AdminToken    string `name:"admin-token" placeholder:"TOKEN|@FILE" help:"Cumbre: the administrator's token, or @ and the file that has it (data/admin-token)."`
	LiveKitKey    string `name:"livekit-key" default:"devkey" help:"LiveKit: API key."`
	LiveKitSecret string `name:"livekit-secret" default:"secretsecretsecretsecretsecretsecret" help:"LiveKit: API secret."`
	GaleneGroup   string `name:"galene-group" default:"bench" help:"Galène: a group in which anybody may present."`
}

func (a admission) options(kind, url string) (servers.Options, error) {
	o := servers.Options{Kind: kind, URL: url, Token: a.AdminToken, Key: a.LiveKitKey, Secret: a.LiveKitSecret, Group: a.GaleneGroup}
	if name, isFile := strings.CutPrefix(a.AdminToken, "@"); isFile {
		b, err := os.ReadFile(name)
		if err != nil {
			return o, fmt.Errorf("the administrator's token: %w", err)
		}
		o.Token = strings.TrimSpace(string(b))
	}
	return o, nil
}

// size changes a scenario's numbers: shared by the commands.
type size struct {
	Subscribers  int           `name:"subscribers" short:"n" placeholder:"N" help:"Subscribers. Default: the scenario's."`
	Participants int           `name:"participants" placeholder:"N" help:"Participants of the scenario meeting. Default: 50."`
	AtOnce       int           `name:"at-once" placeholder:"N" help:"Joins under way together. Default: the scenario's."`
	Loss         float64       `name:"loss" placeholder:"PERCENT" help:"Scenario loss: share of the subscribers' media datagrams that get lost, each way. Default: 5."`
	RoundTrip    time.Duration `name:"round-trip" placeholder:"TIME" help:"Scenario loss: delay there and back. Default: 100ms."`
	Video        string        `name:"video" type:"existingfile" placeholder:"FILE.ivf" help:"VP8 to publish in a loop. Default: synthetic, 720p of 1.5 Mbit/s, or 360p of 0.3 Mbit/s in meeting and join."`
}

func (z size) apply(s *load.Scenario) {
	if z.Subscribers > 0 && s.Subscribers > 0 {
		s.Subscribers = z.Subscribers
	}
	if z.Participants > 0 && s.Subscribers == 0 {
		s.Publishers = z.Participants
	}
	if z.AtOnce > 0 {
		s.AtOnce = z.AtOnce
	}
	if z.Loss > 0 && s.Loss > 0 {
		s.Loss = z.Loss / 100
	}
	if z.RoundTrip > 0 && s.Delay > 0 {
		s.Delay = z.RoundTrip / 2
	}
}

type loadCommand struct {
	admission
	size
	Kind     string        `name:"kind" required:"" enum:"cumbre,livekit,galene,janus" help:"What kind of server it is: cumbre, livekit, galene or janus."`
	URL      string        `name:"url" required:"" help:"The server's address: Cumbre http://HOST:8080, LiveKit ws://HOST:7880, Galène ws://HOST:8443/ws, Janus http://HOST:8088/janus."`
	PID      int           `name:"pid" required:"" help:"The server's process on this machine; where it leads a process group, all of that is counted."`
	Scenario string        `arg:"" help:"video, sound, meeting, join or loss."`
	NoSound  bool          `name:"no-sound" help:"The publishers are silent."`
	Duration time.Duration `name:"duration" short:"d" default:"8s" help:"How long is measured, after all have joined."`
	Out      string        `name:"out" placeholder:"FILE" help:"Write the result as JSON."`
}

// Help is what follows the list of flags.
func (*loadCommand) Help() string {
	var b strings.Builder
	b.WriteString("Scenarios, and how many receive:\n\n")
	for _, s := range load.Scenarios() {
		fmt.Fprintf(&b, "  %-8s %s (%d)\n", s.Name, s.About, max(s.Subscribers, s.Publishers))
	}
	return b.String()
}

// Run implements kong's command.
func (c *loadCommand) Run(ctx context.Context) error {
	scenario, err := load.Find(c.Scenario)
	if err != nil {
		return err
	}
	c.apply(&scenario)
	if c.NoSound {
		scenario.Sounds = 0
	}
	server, err := c.options(c.Kind, c.URL)
	if err != nil {
		return err
	}
	shown := &progressLine{}
	o := load.Options{Server: server, PID: c.PID, Duration: c.Duration, Progress: shown.show}
	if c.Video != "" {
		if o.Film, err = media.FromIVF(c.Video); err != nil {
			return err
		}
	}
	result, err := load.Run(ctx, scenario, o)
	shown.end()
	if err != nil {
		return fmt.Errorf("%s, %s: %w", c.Kind, c.Scenario, err)
	}
	fmt.Print(result)
	return writeJSON(c.Out, result)
}

// writeJSON writes a result to a file; without a name it does nothing.
func writeJSON(name string, v any) error {
	if name == "" {
		return nil
	}
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(b, '\n'), 0o644)
}
