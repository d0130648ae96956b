package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	_ "time/tzdata" // the demo's clocks show two cities' time, also where the system has no zones

	"github.com/cumbre-meet/cumbre/internal/bots"
	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/server"
)

// demoFolder is where the demo keeps its data, within the data folder: it never touches an operator's meetings.
const demoFolder = "demo"

// demoCommand runs the server with a meeting that is already under way.
type demoCommand struct {
	config.Config
	File string `name:"config" placeholder:"FILE" help:"Configuration file. Default: cumbre.yaml in the data folder, if it is there."`
}

// Help is what follows the flags' list.
func (*demoCommand) Help() string {
	return `The same server as "cumbre serve", and a meeting between two delegations whose members are programs: they speak in
turn, in Spanish and English, and the links to join them are printed. Everything is kept in the folder "demo" within
the data folder (./data/demo); a restart finds the same meeting and the same links. Delete that folder to begin anew.`
}

// Run implements kong's command.
func (c *demoCommand) Run(ctx context.Context) error {
	cfg := c.Config
	cfg.Data = filepath.Join(cfg.Data, demoFolder)
	log := newLogger(cfg)
	demo := bots.NewDemo(cfg.Data, log)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	held := make(chan error, 1)
	err := server.Run(ctx, cfg, server.Options{Version: version(), Log: log, Demo: demo}, func(s *server.Server) {
		go func() {
			err := holdDemo(ctx, demo, s, cfg)
			if ctx.Err() != nil {
				err = nil // the demo was stopped: what broke off with it is no error
			}
			held <- err
			cancel() // a server without its demo is not what was asked for
		}()
	})
	if err != nil {
		return err
	}
	return <-held
}

// holdDemo prepares the meeting, says where to click, and runs the bots until ctx ends.
func holdDemo(ctx context.Context, demo *bots.Demo, s *server.Server, cfg config.Config) error {
	base, client := local(s.Addr(), cfg.TLSCert != "")
	links, err := demo.Prepare(ctx, bots.API{Base: base, Token: s.AdminToken(), HTTP: client})
	if err != nil {
		return err
	}
	fmt.Print(invite(links, s.URL(), cfg))
	return demo.Run(ctx, base, client)
}

// local is the server's own address for the bots, which are in the same process: not the public one, which may be
// a proxy's. The certificate is for the public name, so it is not checked here.
func local(addr netip.AddrPort, secure bool) (string, *http.Client) {
	ip := addr.Addr()
	if ip.IsUnspecified() {
		ip = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	host := netip.AddrPortFrom(ip, addr.Port()).String()
	if !secure {
		return "http://" + host, http.DefaultClient
	}
	return "https://" + host, &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // to ourselves, at an address that we listen on
	}}
}

// invite is what the person at the terminal reads.
func invite(links protocol.DemoLinks, url string, cfg config.Config) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Cumbre %s, demonstration\n\n“%s” is under way. Open a link to join it as\n\n", version(), links.Title)
	for _, l := range links.Links {
		fmt.Fprintf(&b, "  %s\n    %s\n", l.Label, l.URL)
	}
	fmt.Fprintf(&b, `
The delegates are programs that speak in turn. Raise your hand: the chair gives you the floor for a minute.
The links again: %s/api/v1/demo     The API: %s/docs
The administrator's token is in %s.

An empty server of your own:  %s serve
Ctrl-C stops.
`, url, url, filepath.Join(cfg.Data, "admin-token"), os.Args[0])
	return b.String()
}
