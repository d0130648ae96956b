package bots

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
)

// clauseEnd is how long an interpreter goes on for the end of a clause after a speaker was cut short.
const clauseEnd = time.Second

// mouth is what an interpreter's microphone picks up: a packet every 20 ms, of speech or of silence. It belongs to
// one goroutine.
type mouth struct {
	voice    int // of speech.Interpretation.Frames
	passages *passages
	saying   *passage // nil: nothing
	at       int      // the frame of it that comes next
}

// still is a packet of silence: an interpreter sends all the time, without DTX, on air or not. It is Opus with 20 ms
// of CELT at full band, mono (RFC 6716 table 2), in which nothing is coded.
func still() speech.Frame {
	return speech.Frame{Payload: []byte{0xf8, 0xff, 0xfe}, Level: silentLevel}
}

// next gives the packet of now. air is the language into which the interpreter is on air, "" for none; floor what is
// spoken on the floor, "" where that is not known. Into the floor's own language nothing is said.
func (m *mouth) next(now time.Time, air, floor string) speech.Frame {
	may := air != "" && !speaks(air, floor)
	if m.saying != nil && (!may || !speaks(m.saying.speech.Interpretation.Language, air)) {
		m.stop(false)
	}
	if m.saying == nil && may {
		m.saying, m.at = m.passages.take(now, air, m.voice)
	}
	if m.saying == nil {
		return still()
	}
	frames := m.saying.speech.Interpretation.Frames[m.voice]
	f := frames[m.at]
	m.at++
	if m.at == len(frames) || m.cut(now, f.Level) {
		m.stop(true)
	}
	return f
}

// cut tells whether to stop because the speaker did.
func (m *mouth) cut(now time.Time, level uint8) bool {
	since := m.passages.isCut(m.saying)
	if since.IsZero() {
		return false
	}
	end := since.Add(lag)
	return now.After(end) && level >= quietLevel || now.After(end.Add(clauseEnd))
}

// stop ends what is being said, for good or for the colleague to go on.
func (m *mouth) stop(done bool) {
	if m.saying != nil {
		m.passages.release(m.saying, done)
		m.saying = nil
	}
}
