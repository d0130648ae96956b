package udp

// SendMode names a way out.
type SendMode string

// The ways out.
const (
	// Auto takes the best that the system can do.
	Auto SendMode = "auto"
	// Single is one system call per packet. It works everywhere.
	Single SendMode = "single"
	// MMsg is sendmmsg (Linux): many packets per system call.
	MMsg SendMode = "mmsg"
	// GSO is sendmmsg with UDP_SEGMENT (Linux 4.18): runs of equal packets to one address pass the kernel's
	// path once.
	GSO SendMode = "gso"
)

// Valid tells whether the mode is one of the four, or empty for Auto.
func (m SendMode) Valid() bool {
	switch m {
	case "", Auto, Single, MMsg, GSO:
		return true
	}
	return false
}
