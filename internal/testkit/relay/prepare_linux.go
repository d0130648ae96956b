package relay

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The commands of ethtool that switch an interface's help off (linux/ethtool.h).
const (
	ethtoolTxChecksum = 0x17 // ETHTOOL_STXCSUM: without it the kernel segments UDP runs itself as well
	ethtoolTSO        = 0x1F // ETHTOOL_STSO
	ethtoolGSO        = 0x24 // ETHTOOL_SGSO
	ethtoolGRO        = 0x2C // ETHTOOL_SGRO
)

// ethtoolValue is struct ethtool_value of linux/ethtool.h, with the data 0: off.
type ethtoolValue struct{ command, _ uint32 }

// ethtoolRequest is struct ifreq of net/if.h with a pointer in its union.
type ethtoolRequest struct {
	name  [unix.IFNAMSIZ]byte
	value *ethtoolValue
	_     [16]byte
}

// Prepare makes an interface of this namespace send what a cable carries: whole checksums, and no packet longer than the
// MTU. A veth leaves both undone, since its other end is the same memory. It is for the ends that are the server's and the
// browser's.
func Prepare(name string) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(fd) }()
	for _, command := range []uint32{ethtoolTSO, ethtoolGSO, ethtoolGRO, ethtoolTxChecksum} {
		if err := switchOff(fd, name, command); err != nil {
			return fmt.Errorf("%s, ethtool %#x: %w", name, command, err)
		}
	}
	return nil
}

func switchOff(fd int, name string, command uint32) error {
	request := ethtoolRequest{value: &ethtoolValue{command: command}}
	copy(request.name[:unix.IFNAMSIZ-1], name)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&request)))
	runtime.KeepAlive(request.value)
	if errno != 0 {
		return errno
	}
	return nil
}
