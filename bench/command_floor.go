package main

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/floor"
	"github.com/cumbre-meet/cumbre/bench/internal/load"
	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/process"
)

type floorCommand struct {
	Scenario    string        `arg:"" default:"video" enum:"video,sound" help:"Send what a server sends in this scenario: video or sound."`
	To          netip.Addr    `name:"to" default:"10.77.0.2" help:"Address of the sink."`
	Port        uint16        `name:"port" default:"40000" help:"The sink's first port; each subscriber has one."`
	Subscribers int           `name:"subscribers" short:"n" placeholder:"N" help:"Default: the scenario's."`
	Way         floor.Way     `name:"way" default:"gso" enum:"gso,mmsg,single" help:"How packets go to the kernel: in segmentation runs (gso), in batches (mmsg) or each by a call (single)."`
	Duration    time.Duration `name:"duration" short:"d" default:"8s" help:"How long."`
	Out         string        `name:"out" placeholder:"FILE" help:"Write the result as JSON."`
}

// floorResult is what a packet costs at least.
type floorResult struct {
	Scenario    string    `json:"scenario"`
	Way         floor.Way `json:"way"`
	Subscribers int       `json:"subscribers"`
	Seconds     float64   `json:"seconds"`
	PerPacket   float64   `json:"microsPerPacket"`
	Cores       float64   `json:"cores"`
	Others      float64   `json:"othersCores"` // what else ran, the sink included
	floor.Sent
}

// Run implements kong's command.
func (c *floorCommand) Run(ctx context.Context) error {
	scenario, err := load.Find(c.Scenario)
	if err != nil {
		return err
	}
	size{Subscribers: c.Subscribers}.apply(&scenario)
	o := floor.Options{
		To: c.To, FirstPort: c.Port, Subscribers: scenario.Subscribers, Sounds: scenario.Sounds, Way: c.Way, Duration: c.Duration,
	}
	if scenario.Pictures > 0 {
		if o.Picture, err = media.Synthetic(scenario.Picture); err != nil {
			return err
		}
	}
	before, err := process.Of(os.Getpid())
	if err != nil {
		return err
	}
	machine, err := process.Machine()
	if err != nil {
		return err
	}
	began := time.Now()
	sent, err := floor.Run(ctx, o)
	if err != nil {
		return err
	}
	took := time.Since(began)
	after, err := process.Of(os.Getpid())
	if err != nil {
		return err
	}
	all, err := process.Machine()
	if err != nil {
		return err
	}
	cpu := after.CPU - before.CPU
	others := max((all-machine-cpu).Seconds()/took.Seconds(), 0)
	r := floorResult{Scenario: c.Scenario, Way: c.Way, Subscribers: scenario.Subscribers, Seconds: took.Seconds(), Cores: cpu.Seconds() / took.Seconds(), Others: others, Sent: sent}
	if sent.Packets > 0 {
		r.PerPacket = float64(cpu.Nanoseconds()) / 1000 / float64(sent.Packets)
	}
	fmt.Printf("floor, %s, %s: %.2f µs a packet, %.0f %% of a core; %d packets, %.0f/s, in %d system calls; %d refused, %d turns late; what else ran: %.0f %% of a core\n",
		r.Scenario, r.Way, r.PerPacket, 100*r.Cores, r.Packets, float64(r.Packets)/r.Seconds, r.Calls, r.Refused, r.Late, 100*r.Others)
	return writeJSON(c.Out, r)
}

type sinkCommand struct {
	Address netip.Addr `name:"address" default:"10.77.0.2" help:"Address to listen at."`
	Port    uint16     `name:"port" default:"40000" help:"First port."`
	Ports   int        `name:"ports" short:"n" default:"200" help:"How many."`
}

// Run implements kong's command.
func (c *sinkCommand) Run(ctx context.Context) error {
	sink, err := floor.NewSink(c.Address, c.Port, c.Ports)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	fmt.Printf("received %d packets\n", sink.Await(ctx))
	return nil
}
