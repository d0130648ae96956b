//go:build linux

package udp

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// probeWait is how long a datagram may take from one socket of this machine to another, in milliseconds. It is there when the
// call that sends it returns, unless the machine is very busy. More delays the start where a way does not work.
const probeWait = 200

// choose finds the way out, and says why. A way that was asked for is taken if the kernel knows it.
func choose(raw syscall.RawConn, mode SendMode) (SendMode, string, error) {
	if mode == Auto || mode == "" {
		way, why := probed()
		return way, why, nil
	}
	if mode != GSO {
		return mode, asked, nil
	}
	known := false
	if err := raw.Control(func(fd uintptr) {
		_, err := unix.GetsockoptInt(int(fd), unix.SOL_UDP, udpSegment)
		known = err == nil
	}); err != nil {
		return "", "", fmt.Errorf("udp: %w", err)
	}
	if !known {
		return "", "", errors.New("udp: this kernel has no UDP_SEGMENT (Linux 4.18 or later has): use the send mode mmsg")
	}
	return GSO, asked, nil
}

// asked is the reason of a way that the configuration names.
const asked = "it is configured"

// probed tries the kernel.
func probed() (SendMode, string) {
	if release := kernelRelease(); corruptsRuns(release) {
		return MMsg, "Linux " + release + " corrupts runs of equal packets"
	}
	k, err := openLoopback()
	if err != nil {
		// A namespace without loopback is no reason to be slow: runs that are refused are sent otherwise.
		return GSO, fmt.Sprintf("not tried: there is no loopback: %v", err)
	}
	defer k.close()
	return probe(k)
}

func kernelRelease() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	return unix.ByteSliceToString(u.Release[:])
}

// corruptsRuns tells whether a kernel is one of 7.0 to 7.1.4, which corrupt runs of equal length. The probe would see it on
// loopback; a device's driver may have its own way.
func corruptsRuns(release string) bool {
	var major, minor, patch int
	release, _, _ = strings.Cut(release, "-")
	if n, _ := fmt.Sscanf(release, "%d.%d.%d", &major, &minor, &patch); n < 2 {
		return false
	}
	return major == 7 && (minor == 0 || minor == 1 && patch <= 4)
}

// loopback is two sockets of ours on the loopback interface; the first is connected to the second.
type loopback struct {
	from, to int
	buf      [MaxPacket]byte
}

// openLoopback makes the sockets, of IPv4 or, where there is none, IPv6.
func openLoopback() (*loopback, error) {
	k, err := loopbackOf(unix.AF_INET, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	if err != nil {
		k, err = loopbackOf(unix.AF_INET6, &unix.SockaddrInet6{Addr: [16]byte{15: 1}})
	}
	return k, err
}

func loopbackOf(family int, addr unix.Sockaddr) (*loopback, error) {
	k := &loopback{from: -1, to: -1}
	err := k.open(family, addr)
	if err != nil {
		k.close()
		return nil, err
	}
	return k, nil
}

func (k *loopback) open(family int, addr unix.Sockaddr) (err error) {
	for _, fd := range []*int{&k.from, &k.to} {
		if *fd, err = unix.Socket(family, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0); err != nil {
			return err //nolint:wrapcheck // becomes a reason
		}
	}
	if err := unix.Bind(k.to, addr); err != nil {
		return err //nolint:wrapcheck // becomes a reason
	}
	bound, err := unix.Getsockname(k.to)
	if err != nil {
		return err //nolint:wrapcheck // becomes a reason
	}
	return unix.Connect(k.from, bound) //nolint:wrapcheck // becomes a reason
}

func (k *loopback) close() {
	for _, fd := range []int{k.from, k.to} {
		if fd >= 0 {
			_ = unix.Close(fd)
		}
	}
}

func (k *loopback) batch(datagrams [][]byte) error {
	msgs, iovs := make([]mmsghdr, len(datagrams)), make([]unix.Iovec, len(datagrams))
	for i, b := range datagrams {
		iovs[i].Base = &b[0]
		iovs[i].SetLen(len(b))
		msgs[i].hdr.Iov = &iovs[i]
		msgs[i].hdr.SetIovlen(1)
	}
	n, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, uintptr(k.from), uintptr(unsafe.Pointer(&msgs[0])), uintptr(len(msgs)), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	if int(n) != len(datagrams) {
		return fmt.Errorf("%d of %d were taken", n, len(datagrams))
	}
	return nil
}

func (k *loopback) run(b []byte, size int) error {
	control := make([]byte, unix.CmsgSpace(2))
	segmentControl(control, size)
	n, err := unix.SendmsgN(k.from, b, control, nil, 0)
	if err == nil && n != len(b) {
		return fmt.Errorf("%d of %d bytes were taken", n, len(b))
	}
	return err //nolint:wrapcheck // becomes a reason
}

func (k *loopback) receive() ([]byte, error) {
	fds := []unix.PollFd{{Fd: int32(k.to), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(fds, probeWait)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return nil, err //nolint:wrapcheck // becomes a reason
		case n == 0:
			return nil, errors.New("it did not come")
		}
		n, _, err = unix.Recvfrom(k.to, k.buf[:], 0)
		return k.buf[:n], err //nolint:wrapcheck // becomes a reason
	}
}
