package udp

import (
	"net"
	"os"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The runtime preempts goroutines by signals, which end a system call that waits.
func TestSignalsEndNoGathering(t *testing.T) {
	s := listen(t, "127.0.0.1", Auto)
	c, _ := peer(t, "udp4")
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	thread, done := unix.Gettid(), make(chan struct{})
	defer close(done)
	go func() {
		for tick := time.NewTicker(time.Millisecond); ; {
			select {
			case <-tick.C:
				_ = unix.Tgkill(os.Getpid(), thread, unix.SIGURG)
			case <-done:
				return
			}
		}
	}()
	send := func() {
		if _, err := c.WriteToUDP([]byte("x"), &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(s.Port())}); err != nil {
			t.Fatal(err)
		}
	}
	s.SetDeadline(time.Now().Add(time.Minute))
	send()
	if p, err := s.Read(); len(p) != 1 || err != nil { // empties it
		t.Fatalf("%d packets, %v", len(p), err)
	}
	const gather = 20 * time.Millisecond
	began := time.Now()
	send()
	s.Gather(gather)
	if p, err := s.Read(); len(p) != 1 || err != nil || time.Since(began) < gather {
		t.Errorf("%d packets, %v, after %v", len(p), err, time.Since(began))
	}
}
