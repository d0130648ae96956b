// Package testbed makes two network namespaces on a veth pair, one for the server and one for the generator, and runs
// programs in them. It needs Linux, root and iproute2.
package testbed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Addresses of the two ends.
const (
	ServerAddress = "10.77.0.1"
	ClientAddress = "10.77.0.2"
)

// stopAfter is how long a program has to end after SIGTERM; servers that keep something need a second.
const stopAfter = 5 * time.Second

// Side is one of the two namespaces.
type Side string

// Bed is the two namespaces.
type Bed struct{ Server, Client Side }

// New makes them. Their names begin with prefix.
func New(ctx context.Context, prefix string) (*Bed, error) {
	b := &Bed{Server: Side(prefix + "-srv"), Client: Side(prefix + "-cli")}
	s, c := string(b.Server), string(b.Client)
	for _, command := range []string{
		"netns add " + s,
		"netns add " + c,
		"link add srv0 netns " + s + " type veth peer name cli0 netns " + c,
		"-n " + s + " addr add " + ServerAddress + "/24 dev srv0",
		"-n " + c + " addr add " + ClientAddress + "/24 dev cli0",
		"-n " + s + " link set srv0 up",
		"-n " + c + " link set cli0 up",
		"-n " + s + " link set lo up",
		"-n " + c + " link set lo up",
	} {
		if err := ip(ctx, command); err != nil {
			b.Close()
			return nil, err
		}
	}
	return b, nil
}

// ip runs iproute2's command.
func ip(ctx context.Context, args string) error {
	out, err := exec.CommandContext(ctx, "ip", strings.Fields(args)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip %s: %w: %s (root and iproute2 are needed; namespaces of an ended run are removed by: ip netns del NAME)",
			args, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// Close removes the namespaces.
func (b *Bed) Close() {
	for _, side := range []Side{b.Server, b.Client} {
		_ = ip(context.Background(), "netns del "+string(side)) // not there where New has failed
	}
}

// Program is one that runs.
type Program struct {
	// PID is the program's, which leads its process group.
	PID   int
	ended chan struct{}
	err   error
}

// Start runs a program in a namespace. Its output goes to out.
func (s Side) Start(out io.Writer, args ...string) (*Program, error) {
	// Not CommandContext: Stop ends the program, with all of its group.
	cmd := exec.Command("ip", append([]string{"netns", "exec", string(s)}, args...)...) //nolint:noctx // see above
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", args[0], err)
	}
	p := &Program{PID: cmd.Process.Pid, ended: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// Run runs a program in a namespace to its end. When ctx ends the program gets SIGTERM.
func (s Side) Run(ctx context.Context, stdout, stderr io.Writer, args ...string) error {
	cmd := exec.CommandContext(ctx, "ip", append([]string{"netns", "exec", string(s)}, args...)...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = stopAfter
	return cmd.Run()
}

// Ended tells whether the program has ended by itself, and how.
func (p *Program) Ended() (bool, error) {
	select {
	case <-p.ended:
		return true, p.err
	default:
		return false, nil
	}
}

// Stop ends the program and its whole group.
func (p *Program) Stop() error {
	err := syscall.Kill(-p.PID, syscall.SIGTERM)
	if errors.Is(err, syscall.ESRCH) {
		return nil
	}
	select {
	case <-p.ended:
	case <-time.After(stopAfter):
	}
	// What is left of the group, if anything is, has had its time.
	if err := syscall.Kill(-p.PID, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	<-p.ended
	return nil
}

// Await waits until a file has content: a server that writes one when it is ready.
func (p *Program) Await(ctx context.Context, name string) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if info, err := os.Stat(name); err == nil && info.Size() > 0 {
			return nil
		}
		select {
		case <-tick.C:
		case <-p.ended:
			return fmt.Errorf("the server has ended: %w", p.err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
