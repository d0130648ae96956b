//go:build linux

package relay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cumbre-meet/cumbre/internal/testkit/path"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// frameSize bounds a frame, in bytes: an MTU of 1,500 with its header and room for a VLAN's tag. Longer ones, which come
	// only where segmentation was left to the interface, are not carried: see Prepare.
	frameSize = 1600
	// socketBuffer is what waits in the kernel while others have the processor, in bytes: 0.3 s at 50 Mbit/s. Frames that
	// find it full are lost by the laboratory, uncounted.
	socketBuffer = 4 << 20
	// turnFrames is how many frames of one interface are taken before those that are due leave.
	turnFrames = 64
	// priority is that of the relay's threads among the real-time ones: any is before every browser.
	priority = 10
	// lineLimit bounds a command, in bytes.
	lineLimit = 64 << 10
)

// Relay carries the frames of its links on one goroutine with one thread, which owns everything in it.
type Relay struct {
	links   []*link
	ends    []*end
	polls   []unix.PollFd // the commands', then those of ends
	chance  *rand.Rand
	queue   queue
	free    [][]byte
	began   time.Time
	counted units.Instant // statistics are from here
	answers io.Writer
	line    []byte // what has come of a command
}

// New makes a relay that reads commands from the descriptor `commands` and writes answers to `answers`. The seed is of
// its chance.
func New(commands int, answers io.Writer, seed uint64) *Relay {
	return &Relay{
		began: time.Now(), answers: answers, chance: rand.New(rand.NewPCG(seed, 0x72656C6179)),
		polls: []unix.PollFd{{Fd: int32(commands), Events: unix.POLLIN}},
	}
}

// Connect makes a link of two interfaces of this network namespace, perfect at first. Down is from near to far.
func (r *Relay) Connect(name, near, far string) error {
	l := &link{name: name}
	for _, side := range []struct {
		end  **end
		name string
	}{{&l.down, near}, {&l.up, far}} {
		fd, err := open(side.name)
		if err != nil {
			return fmt.Errorf("link %s: %w", name, err)
		}
		*side.end = &end{fd: fd, way: path.NewWay(path.Conditions{}, r.chance)}
		r.ends = append(r.ends, *side.end)
		r.polls = append(r.polls, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	}
	l.down.to, l.up.to = l.up, l.down
	r.links = append(r.links, l)
	return nil
}

// open gives a packet socket (packet(7)) that has all frames that come in by an interface, and sends out by it.
func open(name string) (int, error) {
	i, err := net.InterfaceByName(name)
	if err != nil {
		return 0, err
	}
	// Without a protocol it gets nothing until it is bound to its interface.
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return 0, fmt.Errorf("a packet socket, for which one is root: %w", err)
	}
	err = errors.Join(
		unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1),
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, socketBuffer),
		unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: htons(unix.ETH_P_ALL), Ifindex: i.Index}),
	)
	if err != nil {
		_ = unix.Close(fd)
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return fd, nil
}

func htons(n uint16) uint16 { return n<<8 | n>>8 }

// Close gives the sockets back, after Run.
func (r *Relay) Close() {
	for _, e := range r.ends {
		_ = unix.Close(e.fd)
	}
}

// Run carries until the commands end.
func (r *Relay) Run() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0) // ns: wake when the time has come
	for {
		// 1. Wait for frames, a command, or the time of the next frame.
		if err := r.wait(); err != nil {
			return err
		}
		// 2. Decide about what came.
		for i, e := range r.ends {
			if r.polls[i+1].Revents != 0 {
				r.takeIn(e)
			}
		}
		// 3. Send what is due.
		r.sendDue()
		// 4. Commands.
		if r.polls[0].Revents != 0 {
			if err := r.read(); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
		}
	}
}

// BeFirst gives this program the processor whenever it wants it: without, browsers that decode on all processors make frames
// late by tens of ms. All its threads, since the relay's needs what Go's others hold for moments. Where the kernel refuses
// it, the statistics tell how late frames are.
func BeFirst() error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, t := range threads {
		id, err := strconv.Atoi(t.Name())
		if err != nil {
			return err
		}
		attr := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_FIFO, Priority: priority}
		if err := unix.SchedSetAttr(id, &attr, 0); err != nil && !errors.Is(err, unix.ESRCH) {
			return fmt.Errorf("real-time scheduling: %w", err)
		}
	}
	return nil
}

func (r *Relay) now() units.Instant { return units.Instant(time.Since(r.began)) + 1 }

func (r *Relay) wait() error {
	var timeout *unix.Timespec
	if at, ok := r.queue.next(); ok {
		t := unix.NsecToTimespec(int64(max(at.Sub(r.now()), 0)))
		timeout = &t
	}
	_, err := unix.Ppoll(r.polls, timeout, nil)
	if errors.Is(err, unix.EINTR) {
		return nil
	}
	return err
}

// takeIn takes frames that came in by an interface.
func (r *Relay) takeIn(e *end) {
	for range turnFrames {
		b := r.buffer()
		n, _, err := unix.Recvfrom(e.fd, b, unix.MSG_TRUNC) // which gives the whole length
		switch {
		case err != nil: // none is left, or the interface is down
			r.free = append(r.free, b)
			return
		case n > len(b):
			r.free = append(r.free, b)
			e.refused++
		default:
			r.decide(e, b[:n])
		}
	}
}

func (r *Relay) decide(e *end, b []byte) {
	now := r.now()
	if passes(b) {
		r.queue.push(now, e, b)
		return
	}
	fate := e.way.Send(now, len(b)-ethernetHeader)
	if !fate.Again.IsZero() {
		r.queue.push(fate.Again, e, append(r.buffer()[:0], b...))
	}
	if fate.At.IsZero() {
		r.free = append(r.free, b)
		return
	}
	r.queue.push(fate.At, e, b)
}

func (r *Relay) sendDue() {
	for {
		at, ok := r.queue.next()
		now := r.now()
		if !ok || at > now {
			return
		}
		f := r.queue.pop()
		if err := unix.Send(f.from.to.fd, f.bytes, unix.MSG_DONTWAIT); err != nil {
			f.from.refused++
		} else if !passes(f.bytes) {
			f.from.left(len(f.bytes)-ethernetHeader, f.at, now)
		}
		r.free = append(r.free, f.bytes)
	}
}

// buffer has room for a frame.
func (r *Relay) buffer() []byte {
	if n := len(r.free); n > 0 {
		b := r.free[n-1]
		r.free = r.free[:n-1]
		return b[:frameSize]
	}
	return make([]byte, frameSize)
}

// read takes what has come of commands and obeys the whole lines.
func (r *Relay) read() error {
	var b [4096]byte
	n, err := unix.Read(int(r.polls[0].Fd), b[:])
	switch {
	case errors.Is(err, unix.EINTR) || errors.Is(err, unix.EAGAIN):
		return nil
	case err != nil:
		return fmt.Errorf("commands: %w", err)
	case n == 0:
		return io.EOF
	case len(r.line)+n > lineLimit:
		return errors.New("a command is too long")
	}
	r.line = append(r.line, b[:n]...)
	for {
		line, rest, whole := bytes.Cut(r.line, []byte{'\n'})
		if !whole {
			return nil
		}
		if err := json.NewEncoder(r.answers).Encode(r.obey(line, r.now())); err != nil {
			return fmt.Errorf("answers: %w", err)
		}
		r.line = append(r.line[:0], rest...)
	}
}
