package bots_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots"
	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/server"
)

// startRelay runs a server that is open to other machines, with turn-port.
func startRelay(t *testing.T) (s *server.Server, address string) {
	t.Helper()
	socket, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port, _ := socket.LocalAddr().(*net.UDPAddr)
	_ = socket.Close()
	cfg := config.Default()
	cfg.Data, cfg.HTTP, cfg.MediaPort, cfg.MediaListen = t.TempDir(), "0.0.0.0:0", 0, "127.0.0.1"
	cfg.TURNPort = uint16(port.Port)
	s, err = server.New(context.Background(), cfg, server.Options{Version: "test", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
	return s, fmt.Sprintf("http://127.0.0.1:%d", s.Addr().Port())
}

// metric is one counter of /metrics.
func metric(t *testing.T, base, name string) float64 {
	t.Helper()
	res, err := http.Get(base + "/metrics") //nolint:noctx // a test's
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("there is no %s", name)
	return 0
}

// Clients that may use nothing but the relay speak and hear, by each of its ways, and leave nothing behind.
func TestMediaThroughTheRelayAlone(t *testing.T) {
	s, base := startRelay(t)
	if n := len(s.RelayURLs()); n != 3 { // UDP and TCP of turn-port, TCP of HTTP's port
		t.Fatalf("%d ways: %q", n, s.RelayURLs())
	}
	api := bots.API{Base: base, Token: s.AdminToken()}
	atOnce := false
	for _, url := range s.RelayURLs() {
		t.Run(strings.ReplaceAll(url, ":", " "), func(t *testing.T) {
			ctx := within(t, time.Minute)
			meeting, err := api.CreateMeeting(ctx, bots.NewMeeting{Title: "Relayed"})
			must(t, err)
			heard := make(chan struct{}, 1000)
			join := func(name string, o bots.Options) *bots.Client {
				inv, err := api.Invite(ctx, meeting.ID, bots.NewInvitation{Role: "delegate", Name: name, Lobby: &atOnce})
				must(t, err)
				o.Base, o.Token = base, inv.Token
				o.Relays = func(way string) bool { return way == url }
				client, err := bots.Dial(ctx, o)
				must(t, err)
				must(t, client.Connect(ctx))
				return client
			}
			speaker := join("Speaker", bots.Options{Microphone: true})
			listener := join("Listener", bots.Options{FloorSounds: 1, OnSound: func(string, []byte, uint32) {
				select {
				case heard <- struct{}{}:
				default:
				}
			}})
			must(t, speaker.SetMedia(protocol.SetMedia{Microphone: true}))
			tick := time.NewTicker(20 * time.Millisecond)
			defer tick.Stop()
			for n := 0; n < 50; {
				select {
				case <-tick.C:
					must(t, speaker.Peer().SendSound(bots.Sound{Payload: []byte{0x78, 1, 2, 3}, Duration: 20 * time.Millisecond, Level: 20, Voice: true}))
				case <-heard:
					n++
				case <-ctx.Done():
					t.Fatal("nothing is heard")
				}
			}
			if got := metric(t, base, "cumbre_rtc_relayed_flows"); got < 2 {
				t.Errorf("%v relayed flows", got)
			}
			if got := metric(t, base, "cumbre_rtc_addresses"); got != 0 {
				t.Errorf("%v addresses reached the media port directly", got)
			}
			must(t, listener.RestartICE(ctx)) // the credentials are good for that
			speaker.Close()
			listener.Close()
			for metric(t, base, "cumbre_turn_allocations") > 0 || metric(t, base, "cumbre_rtc_relayed_flows") > 0 {
				select {
				case <-tick.C:
				case <-ctx.Done():
					t.Fatal("something is left")
				}
			}
		})
	}
	if got := metric(t, base, "cumbre_turn_packets_in_total"); got < 150 {
		t.Errorf("%v packets are counted", got)
	}
}
