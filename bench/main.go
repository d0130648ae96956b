// Command bench measures running conference servers side by side: the same publishers and subscribers against each.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Run   runCommand   `cmd:"" help:"Measure servers one after the other in two network namespaces, and draw the results (needs root)."`
	Load  loadCommand  `cmd:"" help:"Measure one scenario against one server that runs."`
	Floor floorCommand `cmd:"" help:"Seal and send, and nothing else: the least that a packet costs."`
	Sink  sinkCommand  `cmd:"" help:"Receive and drop what floor sends."`
	Draw  drawCommand  `cmd:"" help:"Draw results that run has written, as SVG and as a table."`
	Soak  soakCommand  `cmd:"" help:"Let participants join and leave a running Cumbre at random, and look for what it does not give back."`
}

func main() {
	// It tells of each report that it could not send because the connection was closed meanwhile.
	_ = os.Setenv("PION_LOG_DISABLE", "twcc_sender_interceptor") // fails for names with = only
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	k := kong.Parse(&c, kong.Name("bench"), kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Description("Side by side: what a packet, a subscriber and a join cost Cumbre and other servers. See bench/README.md."))
	k.FatalIfErrorf(k.Run())
}
