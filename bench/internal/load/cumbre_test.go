package load

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/servers"
)

// The generator speaks the protocol of the server as it is built: `make bin/cumbre` comes first.
func TestAgainstCumbre(t *testing.T) {
	server, pid := cumbre(t)
	small := media.Shape{Width: 320, Height: 180, Rate: 25, Bitrate: 200_000}
	for _, s := range []Scenario{
		{Name: "video", Publishers: 1, Subscribers: 3, Sounds: 1, Pictures: 1, Picture: small, AtOnce: 2},
		{Name: "sound", Publishers: 2, Subscribers: 2, Sounds: 2, AtOnce: 2},
		{Name: "meeting", Publishers: 4, Sounds: 2, Pictures: 2, Picture: small, AtOnce: 2},
		{Name: "join", Publishers: 1, Subscribers: 3, Sounds: 1, Pictures: 1, Picture: small, Watchers: 1, AtOnce: 3},
		{Name: "loss", Publishers: 1, Subscribers: 2, Sounds: 1, Pictures: 1, Picture: small, AtOnce: 2, Loss: 0.1, Delay: 10 * time.Millisecond},
	} {
		t.Run(s.Name, func(t *testing.T) {
			duration := 400 * time.Millisecond
			if s.Loss > 0 {
				duration = 2 * time.Second // of two pictures, 100 packets: chance must not lose none of them
			}
			got, err := Run(t.Context(), s, Options{Server: server, PID: pid, Duration: duration, Settle: 100 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			if got.Packets == 0 || got.Streams < got.StreamsWanted || got.FailedJoins > 0 || got.Failure != "" || got.RSSLoaded == 0 {
				t.Errorf("%+v", got)
			}
			if s.Pictures > 0 && (got.Frames == 0 || got.FirstFrame.Median <= 0) {
				t.Errorf("no frames: %+v", got)
			}
			if s.Loss > 0 && got.Repaired == 0 {
				t.Errorf("nothing was repaired: %+v", got)
			}
			if s.Watchers > 0 && got.JoinDelay.Count == 0 {
				t.Errorf("who was there heard nothing: %+v", got)
			}
		})
	}
}

// cumbre starts the server that is built, on free ports.
func cumbre(t *testing.T) (servers.Options, int) {
	t.Helper()
	binary := filepath.Join("..", "..", "..", "bin", "cumbre")
	if _, err := os.Stat(binary); err != nil {
		t.Skip("make bin/cumbre comes first")
	}
	data := t.TempDir()
	cmd := exec.CommandContext(t.Context(), binary, "serve", "--data", data, "--http", "127.0.0.1:0", "--media-port", "0",
		"--media-address", "127.0.0.1", "--log-level", "error")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, at, ok := strings.Cut(lines.Text(), "Meetings"); ok {
			token, err := os.ReadFile(filepath.Join(data, "admin-token"))
			if err != nil {
				t.Fatal(err)
			}
			go func() { // it must not wait for a reader
				for lines.Scan() {
				}
			}()
			return servers.Options{Kind: "cumbre", URL: strings.TrimSpace(at), Token: strings.TrimSpace(string(token))}, cmd.Process.Pid
		}
	}
	t.Fatal("the server did not say where it listens")
	return servers.Options{}, 0
}
