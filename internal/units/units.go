// Package units has the typed quantities that the rest of the module counts in.
package units

import "time"

// Instant is a monotonic time in nanoseconds since the process's own epoch. Pure code takes it as an argument
// and never asks a clock. The zero Instant is "never".
type Instant int64

// Add returns the instant d later.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d) }

// Sub returns the time from j to i.
func (i Instant) Sub(j Instant) time.Duration { return time.Duration(i - j) }

// IsZero tells whether the instant is "never".
func (i Instant) IsZero() bool { return i == 0 }

// Bitrate is in bits per second.
type Bitrate int64

// ByteCount is a number of bytes.
type ByteCount int64

// Seq64 is an RTP sequence number unwrapped to 64 bits.
type Seq64 int64

// Time64 is an RTP timestamp unwrapped to 64 bits, in ticks of its clock.
type Time64 int64

// UnwrapSeq extends the 16-bit n to the Seq64 nearest to last (RFC 3550 appendix A.1's idea, by signed distance).
func UnwrapSeq(last Seq64, n uint16) Seq64 { return last + Seq64(int16(n-uint16(last))) }

// UnwrapTime extends the 32-bit t to the Time64 nearest to last.
func UnwrapTime(last Time64, t uint32) Time64 { return last + Time64(int32(t-uint32(last))) }
