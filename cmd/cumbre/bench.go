package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/load"
)

// benchCommand measures a running server.
type benchCommand struct {
	URL            string        `name:"url" default:"http://localhost:8080" help:"Address of the server."`
	AdminToken     string        `name:"admin-token" placeholder:"TOKEN|@FILE" help:"The administrator's token, or @ and the file that has it (data/admin-token): a meeting is made for the run."`
	Meeting        string        `name:"meeting" placeholder:"ID" help:"Use this meeting instead of making one; then --token, and a --publisher-token for each publisher, are needed."`
	Token          string        `name:"token" placeholder:"TOKEN" help:"Invitation for the subscribers: a shared observer's, if there are more than one."`
	PublisherToken []string      `name:"publisher-token" placeholder:"TOKEN" help:"Invitations of delegates, one for each publisher."`
	Subscribers    int           `name:"subscribers" short:"n" default:"10" help:"How many WHEP viewers receive."`
	Publishers     int           `name:"publishers" short:"m" default:"1" help:"How many participants send a picture (720p VP8) and sound (Opus)."`
	Session        bool          `name:"session" help:"Publish through the live session, as the web client does, instead of by WHIP."`
	Lines          int           `name:"lines" default:"0" help:"Sounds, and pictures, that each subscriber receives. 0: one for each publisher, at most 9."`
	AudioOnly      bool          `name:"audio-only" help:"No pictures."`
	VideoOnly      bool          `name:"video-only" help:"No sound; with --session."`
	Loss           float64       `name:"loss" default:"0" placeholder:"PERCENT" help:"Share of the media's datagrams that the generator loses, each way: a bad network."`
	Video          []string      `name:"video" type:"existingfile" placeholder:"FILE.ivf" help:"VP8 to publish, in a loop. With --session up to three, best first: simulcast layers. Default: a drawing, about 1 Mbit/s."`
	Audio          string        `name:"audio" type:"existingfile" placeholder:"FILE.ogg" help:"Opus to publish, in a loop. Default: speech, 24 kbit/s."`
	Duration       time.Duration `name:"duration" short:"d" default:"15s" help:"How long is measured, after everybody has joined."`
	PID            int           `name:"pid" placeholder:"N" help:"The server's process on this machine: its CPU per packet and its memory are reported."`
	JSON           bool          `name:"json" help:"Print the result as JSON."`
}

// Help is what follows the flags' list.
func (*benchCommand) Help() string {
	return `Examples:

  cumbre bench --admin-token @data/admin-token -n 200 --pid $(pgrep -x cumbre)
  cumbre bench --admin-token @data/admin-token -n 100 -m 5 --audio-only
  cumbre bench --url http://10.77.0.1:8080 --meeting ID --token TOKEN --publisher-token TOKEN

Join time is from the WHEP request to media that can flow; first frame is from the same moment to the end of the
first keyframe. A packet counts as lost when it never came, as late when it came after its successor (reordered, or
repaired by NACK and RTX). About 200 ms of a join are this generator's own ICE agent, which looks for the best path before
it settles on one. Server CPU per packet is the process's user and system time over the RTP packets that all
subscribers received. The generator uses about as much CPU as the server: its own use is shown, and near the
machine's limit the result is the machine's. Progress goes to standard error.`
}

// Run implements kong's command.
func (c *benchCommand) Run(ctx context.Context) error {
	token, err := tokenOrFile(c.AdminToken)
	if err != nil {
		return err
	}
	if token == "" && c.Meeting == "" {
		return errors.New("bench makes a meeting for the run with the administrator's token: --admin-token @data/admin-token (of `cumbre demo`: " +
			"@data/demo/admin-token). Or give it a meeting: --meeting, --token and --publisher-token")
	}
	shown := &progressLine{}
	result, err := load.Run(ctx, load.Options{
		Base: c.URL, AdminToken: token, Meeting: c.Meeting, ViewerToken: c.Token, PublisherTokens: c.PublisherToken,
		Subscribers: c.Subscribers, Publishers: c.Publishers, Session: c.Session, Lines: c.Lines, AudioOnly: c.AudioOnly, VideoOnly: c.VideoOnly, Loss: c.Loss / 100,
		VideoFiles: c.Video, AudioFile: c.Audio, Duration: c.Duration, PID: c.PID, Progress: shown.show,
	})
	shown.end()
	if errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("no server answers at %s; --url names another address (%w)", c.URL, err)
	}
	if err != nil {
		return err
	}
	if !c.JSON {
		return result.Write(os.Stdout)
	}
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", "  ")
	return e.Encode(result)
}

// tokenOrFile gives a token, read from a file where the value is @ and a name.
func tokenOrFile(value string) (string, error) {
	name, isFile := strings.CutPrefix(value, "@")
	if !isFile {
		return value, nil
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("the administrator's token: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

// progressLine is one line on the standard error that is written over: on a terminal only, elsewhere each stage
// gets a line.
type progressLine struct {
	stage string
	width int
}

func (p *progressLine) show(at load.Progress) {
	info, err := os.Stderr.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		if at.Stage != p.stage {
			fmt.Fprintln(os.Stderr, at.Stage)
		}
		p.stage = at.Stage
		return
	}
	line := at.Line()
	fmt.Fprintf(os.Stderr, "\r%s%s", line, strings.Repeat(" ", max(p.width-len(line), 0)))
	p.width = len(line)
}

func (p *progressLine) end() {
	if p.width > 0 {
		fmt.Fprintf(os.Stderr, "\r%s\r", strings.Repeat(" ", p.width))
	}
}
