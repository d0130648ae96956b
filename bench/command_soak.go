package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/soak"
)

type soakCommand struct {
	admission
	URL          string        `name:"url" default:"http://localhost:8080" help:"The server's address."`
	Participants int           `name:"participants" default:"100" help:"How many come and go."`
	Sessions     int           `name:"sessions" default:"25" help:"Of these, how many are in a live session with a camera, three with a microphone; the others watch by WHEP."`
	Duration     time.Duration `name:"duration" short:"d" default:"30m" help:"How long."`
	Seed         uint64        `name:"seed" default:"1" help:"The same seed gives the same comings and goings."`
	Out          string        `name:"out" placeholder:"FILE" help:"Write the report as JSON, with a sample of every 5 s."`
}

// Help is what follows the list of flags.
func (*soakCommand) Help() string {
	return `Each participant stays up to 24 s and is away up to 6 s; one in ten goes without a word. When all have gone, soak waits as long as the
server keeps those who are lost (60 s), and fails where goroutines, descriptors or media connections are left, where memory in the
last quarter of the time is above that of the third by over 10 % and 8 MiB, or where over 1 % of the joins failed.`
}

// Run implements kong's command.
func (c *soakCommand) Run(ctx context.Context) error {
	server, err := c.options("cumbre", c.URL)
	if err != nil {
		return err
	}
	shown := &progressLine{}
	report, err := soak.Run(ctx, soak.Options{
		Server: server, Participants: c.Participants, Sessions: c.Sessions, Duration: c.Duration, Seed: c.Seed, Progress: shown.show,
	})
	shown.end()
	if err != nil {
		return err
	}
	fmt.Print(report)
	if err := writeJSON(c.Out, report); err != nil {
		return err
	}
	if len(report.Problems) > 0 {
		return errors.New("the server did not give everything back")
	}
	return nil
}
