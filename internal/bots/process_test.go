package bots_test

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/server"
)

// serverDirVariable tells the process that is a server where its data is: the test starts its own binary.
const serverDirVariable = "BOTS_TEST_SERVER_DIR"

// TestServerProcess is the server of a serverProcess: it tells its address and token, answers each line with the CPU time
// that it has used, and ends with its input.
func TestServerProcess(t *testing.T) {
	dir := os.Getenv(serverDirVariable)
	if dir == "" {
		t.Skip("only for the tests that start it")
	}
	cfg := config.Default()
	cfg.Data, cfg.HTTP, cfg.MediaPort = dir, "127.0.0.1:0", 0
	s, err := server.New(t.Context(), cfg, server.Options{Version: "test", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("server", base(s), s.AdminToken())
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		fmt.Println("cpu", u.Utime.Nano()+u.Stime.Nano())
	}
	ctx := within(t, 20*time.Second)
	if err := s.Close(ctx); err != nil {
		t.Error(err)
	}
}

// serverProcess is a server in a process of its own, so that its CPU time is its own.
type serverProcess struct {
	url, admin string
	in         io.WriteCloser
	out        *bufio.Scanner
}

func startProcess(t *testing.T) *serverProcess {
	t.Helper()
	// No context: it ends with its input, after the clients.
	cmd := exec.Command(os.Args[0], "-test.run=^TestServerProcess$", "-test.count=1")
	cmd.Env = append(os.Environ(), serverDirVariable+"="+t.TempDir())
	cmd.Stderr = os.Stderr
	p := &serverProcess{}
	var err error
	if p.in, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewScanner(out)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.in.Close()
		late := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
		defer late.Stop()
		_, _ = io.Copy(io.Discard, out)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server: %v", err)
		}
	})
	if f := p.answer(t, "server"); len(f) == 2 {
		p.url, p.admin = f[0], f[1]
	}
	return p
}

// answer is the rest of the next line that begins with a word.
func (p *serverProcess) answer(t *testing.T, word string) []string {
	t.Helper()
	for p.out.Scan() {
		if f := strings.Fields(p.out.Text()); len(f) > 1 && f[0] == word {
			return f[1:]
		}
	}
	t.Fatalf("the server ended before it said %q: %v", word, p.out.Err())
	return nil
}

// cpu is the time, in user and system mode, that the server has used since its start.
func (p *serverProcess) cpu(t *testing.T) time.Duration {
	t.Helper()
	if _, err := fmt.Fprintln(p.in); err != nil {
		t.Fatal(err)
	}
	var ns int64
	if _, err := fmt.Sscan(p.answer(t, "cpu")[0], &ns); err != nil {
		t.Fatal(err)
	}
	return time.Duration(ns)
}
