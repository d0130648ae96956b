//go:build linux

package relay

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	serverAddress  = "10.99.0.1"
	browserAddress = "10.99.0.2"
)

// bench is two namespaces with the relay, in a third, between them.
type bench struct {
	t               *testing.T
	server, browser *net.UDPConn
	commands        io.Writer
	answers         *bufio.Scanner
	id              int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	if _, err := exec.LookPath("ip"); err != nil || os.Getuid() != 0 {
		t.Skip("namespaces need root and iproute2")
	}
	prefix := fmt.Sprintf("relay%d", os.Getpid())
	server, relay, browser := prefix+"s", prefix+"r", prefix+"b"
	for _, name := range []string{server, relay, browser} {
		if err := ip("netns add " + name); err != nil {
			t.Skip(err) // a container may forbid them
		}
		t.Cleanup(func() { _ = ip("netns del " + name) })
	}
	for _, side := range []struct{ name, address, port string }{{server, serverAddress, "near"}, {browser, browserAddress, "far"}} {
		for _, command := range []string{
			"link add " + side.port + " netns " + relay + " type veth peer name end netns " + side.name,
			"-n " + relay + " link set " + side.port + " addrgenmode none up",
			"-n " + side.name + " link set end addrgenmode none", // nothing of IPv6's own is counted
			"-n " + side.name + " addr add " + side.address + "/24 dev end",
			"-n " + side.name + " link set end up",
		} {
			if err := ip(command); err != nil {
				t.Fatal(err)
			}
		}
		inside(t, side.name, func() error { return Prepare("end") })
	}
	return (&bench{t: t}).start(server, relay, browser)
}

func (b *bench) start(server, relay, browser string) *bench {
	b.t.Helper()
	listen := func(address string, conn **net.UDPConn) func() error {
		return func() (err error) {
			*conn, err = net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(address), Port: 5000})
			return err
		}
	}
	inside(b.t, server, listen(serverAddress, &b.server))
	inside(b.t, browser, listen(browserAddress, &b.browser))
	read, write, err := os.Pipe()
	if err != nil {
		b.t.Fatal(err)
	}
	answers, answer := io.Pipe()
	b.commands, b.answers = write, bufio.NewScanner(answers)
	r := New(int(read.Fd()), answer, 1)
	inside(b.t, relay, func() error { return r.Connect("cable", "near", "far") })
	done := make(chan error, 1)
	go func() { done <- r.Run() }()
	b.t.Cleanup(func() {
		_ = write.Close()
		if err := <-done; err != nil {
			b.t.Error(err)
		}
		r.Close()
		_, _, _ = b.server.Close(), b.browser.Close(), read.Close()
	})
	return b
}

func ip(args string) error {
	out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip %s: %w: %s", args, err, out)
	}
	return nil
}

// inside runs f on a thread in a namespace, which ends with f: sockets made there stay there.
func inside(t *testing.T, namespace string, f func() error) {
	t.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked
		done <- func() error {
			ns, err := os.Open("/run/netns/" + namespace)
			if err != nil {
				return err
			}
			defer ns.Close()
			if err := unix.Setns(int(ns.Fd()), unix.CLONE_NEWNET); err != nil {
				return err
			}
			return f()
		}()
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// say sends the relay a command, without its identifier, and gives the answer.
func (b *bench) say(command string) Answer {
	b.t.Helper()
	b.id++
	if _, err := fmt.Fprintf(b.commands, "{\"id\":%d,%s}\n", b.id, command); err != nil || !b.answers.Scan() {
		b.t.Fatalf("no answer to %s: %v", command, err)
	}
	var a Answer
	if err := json.Unmarshal(b.answers.Bytes(), &a); err != nil || a.ID != b.id || a.Error != "" {
		b.t.Fatalf("%s: %s, %v", command, b.answers.Text(), err)
	}
	return a
}

// came is a packet that the browser's end got: its number and how long it was on the way.
type came struct {
	n   int
	way time.Duration
}

// carry sends n packets of size bytes in all (IP) from the server's end, so many a second, and gives what came at the
// browser's within a second of the last.
func (b *bench) carry(n, perSecond, size int) []came {
	b.t.Helper()
	began := time.Now()
	got := make(chan []came)
	go func() {
		var list []came
		_ = b.browser.SetReadDeadline(began.Add(time.Duration(n)*time.Second/time.Duration(perSecond) + time.Second))
		for p := make([]byte, 2000); ; {
			if _, err := b.browser.Read(p); err != nil {
				got <- list
				return
			}
			sent := time.Duration(binary.BigEndian.Uint64(p[8:]))
			list = append(list, came{int(binary.BigEndian.Uint64(p)), time.Since(began) - sent})
		}
	}()
	p := make([]byte, size-28) // the headers of IP and UDP
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for i := range n {
		for time.Since(began) < time.Duration(i)*time.Second/time.Duration(perSecond) {
			<-tick.C
		}
		binary.BigEndian.PutUint64(p, uint64(i))
		binary.BigEndian.PutUint64(p[8:], uint64(time.Since(began)))
		if _, err := b.server.WriteTo(p, b.browser.LocalAddr()); err != nil {
			b.t.Fatal(err)
		}
	}
	return <-got
}

func numbers(list []came) []int {
	var n []int
	for _, c := range list {
		n = append(n, c.n)
	}
	return n
}

func TestTheRelayBetweenNamespaces(t *testing.T) {
	b := newBench(t)

	t.Run("a perfect cable", func(t *testing.T) {
		got := b.carry(300, 3000, 1200)
		if n := numbers(got); len(n) != 300 || !slices.IsSorted(n) {
			t.Errorf("%d of 300 came, or not in order", len(n))
		}
	})

	t.Run("delay and jitter, in order", func(t *testing.T) {
		b.say(`"link":"cable","down":{"delayMs":40,"jitterMs":10}`)
		b.say(`"stats":true`)
		got := b.carry(1500, 1500, 1200)
		if n := numbers(got); len(n) != 1500 || !slices.IsSorted(n) {
			t.Errorf("%d of 1500 came, or not in order", len(n))
		}
		var ways []time.Duration
		for _, c := range got {
			ways = append(ways, c.way)
		}
		slices.Sort(ways)
		if ways[0] < 40*time.Millisecond {
			t.Errorf("a packet came after %v", ways[0])
		}
		if s := b.say(`"stats":true`).Links["cable"].Down; s.Sent != 1500 || s.Delivered != 1500 {
			t.Errorf("%+v", s)
		}
		t.Logf("least %v, median %v, most %v", ways[0], ways[len(ways)/2], ways[len(ways)-1])
	})

	t.Run("loss is one way", func(t *testing.T) {
		b.say(`"link":"cable","down":{"loss":0.1}`)
		got := b.carry(3000, 6000, 300)
		if share := 1 - float64(len(got))/3000; share < 0.08 || share > 0.12 {
			t.Errorf("%.1f %% are lost", share*100)
		}
		s := b.say(`"stats":true`).Links["cable"]
		if s.Down.LostRandom != 3000-len(got) || s.Up.Sent != 0 {
			t.Errorf("%d came: %+v", len(got), s)
		}
	})

	t.Run("reordering", func(t *testing.T) {
		b.say(`"link":"cable","down":{"reorder":0.05,"reorderByMs":20,"duplicate":0.1}`)
		n := numbers(b.carry(1000, 1000, 300))
		behind := 0
		for i := 1; i < len(n); i++ {
			if n[i] < n[i-1] {
				behind++
			}
		}
		if behind < 20 || behind > 80 || len(n) < 1060 || len(n) > 1140 {
			t.Errorf("%d of 1000 came, %d of them after a later one", len(n), behind)
		}
	})

	t.Run("a rate and its queue", func(t *testing.T) {
		b.say(`"link":"cable","down":{"rate":1000000,"queueMs":100}`)
		b.say(`"stats":true`)
		got := b.carry(200, 200, 1250) // 2 Mbit/s for a second: half fits, and what waits in the queue
		if len(got) < 105 || len(got) > 120 {
			t.Errorf("%d of 200 came", len(got))
		}
		s := b.say(`"stats":true`).Links["cable"].Down
		if s.LostQueue != 200-len(got) || s.LongestMs < 90 || s.LongestMs > 111 {
			t.Errorf("%+v", s)
		}
		// Each packet takes the link 10 ms: a queue's length after the first is the least that the last was on the way.
		if last := got[len(got)-1]; last.way < 90*time.Millisecond {
			t.Errorf("%+v", last)
		}
	})
}

// TestRunsOfSegmentsComeAsDatagrams: what the server hands the kernel as one run is single datagrams on the cable, each
// with a checksum that the browser's kernel accepts.
func TestRunsOfSegmentsComeAsDatagrams(t *testing.T) {
	b := newBench(t)
	raw, err := b.server.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	control := make([]byte, unix.CmsgSpace(2))
	h := (*unix.Cmsghdr)(unsafe.Pointer(&control[0]))
	h.Level, h.Type = unix.SOL_UDP, unix.UDP_SEGMENT
	h.SetLen(unix.CmsgLen(2))
	binary.NativeEndian.PutUint16(control[unix.CmsgLen(0):], 1000)
	run := make([]byte, 3500)
	for i := range run {
		run[i] = byte(i / 1000)
	}
	var refused error
	if err := raw.Control(func(fd uintptr) {
		refused = unix.Sendmsg(int(fd), run, control, &unix.SockaddrInet4{Port: 5000, Addr: [4]byte{10, 99, 0, 2}}, 0)
	}); err != nil {
		t.Fatal(err)
	}
	if refused != nil {
		t.Skip("no UDP segmentation here:", refused)
	}
	_ = b.browser.SetReadDeadline(time.Now().Add(10 * time.Second))
	p := make([]byte, 4000)
	for i, want := range []int{1000, 1000, 1000, 500} {
		if n, err := b.browser.Read(p); n != want || err != nil || p[0] != byte(i) {
			t.Fatalf("datagram %d: %d bytes of %d, %v", i, n, p[0], err)
		}
	}
}

// TestTimingAtFullLoad tells how late frames leave at 3,000 packets/s: -v prints it. The lateness is the machine's as well.
func TestTimingAtFullLoad(t *testing.T) {
	b := newBench(t)
	if err := BeFirst(); err != nil {
		t.Log(err)
	}
	b.say(`"link":"cable","down":{"delayMs":50,"jitterMs":5}`)
	b.say(`"stats":true`)
	before := ownTime(t)
	b.carry(9000, 3000, 1200)
	used := ownTime(t) - before
	s := b.say(`"stats":true`).Links["cable"].Down
	t.Logf("%d packets: %.3f ms late in the mean, %.2f ms at worst, %d more than 1 ms; %v of CPU with the test's own sockets",
		s.Delivered, s.MeanLateMs, s.WorstLateMs, s.Late, used)
	if s.Delivered != 9000 || s.Late > 900 {
		t.Errorf("%+v", s)
	}
}

func ownTime(t *testing.T) time.Duration {
	t.Helper()
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
