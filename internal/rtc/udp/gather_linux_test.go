package udp

import (
	"os"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The runtime preempts goroutines by signals, which end a system call that waits.
func TestSignalsEndNoGathering(t *testing.T) {
	s, send := emptied(t)
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
	const gather = 20 * time.Millisecond
	began := time.Now()
	send()
	s.Gather(gather)
	if p, err := s.Read(); len(p) != 1 || err != nil || time.Since(began) < gather {
		t.Errorf("%d packets, %v, after %v", len(p), err, time.Since(began))
	}
}
