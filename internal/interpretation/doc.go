// Package interpretation is the simultaneous interpretation of one live meeting, pure: booths with seats, a lease per
// language channel, hand-over, relay, and what the listeners of each language hear. It has no clock, IO or goroutine:
// Desk.Do and Desk.Tick take the time, Desk.Next says when to come again, Desk.Routing says what the media engine has
// to forward, Desk.View what people are shown.
//
// # Channels and leases
//
// A channel is one output language. It has at most one holder, whose microphone is open: closing the microphone gives
// the lease back (listeners: OFF), so that a colleague can open theirs without asking. Only a holder who is lost keeps
// the lease: their microphone was open, and nobody has taken their place. Every change of a holder, and every
// hand-over's beginning and end, takes a new epoch from one counter; an epoch is never used twice.
//
// # Loss
//
// A drop of the connection is known at once (Disconnected), a broken path after LostAfter without packets (Heard).
// A seat whose packets come again goes on where it was, if nobody took over: its microphone was never closed. A seat
// that comes back with a new connection comes back muted. A cough is told from a loss by signalling, and its packets go
// on: who coughs and sends nothing is lost as well.
// A channel whose holder was lost stays LOST for its listeners until somebody takes it or the holder comes back.
//
// # Precedence of the listeners' states
//
// An open microphone outranks PASS: at the end of a speech the interpreter finishes the sentence while the floor has
// passed on to a speaker of the channel's own language, and a speaker's profile can be wrong about what is spoken. The
// holder is told (StillOnAir). It outranks it for as long as they speak: after PauseAfter of silence such a channel is
// PASS and not PAUSE, until they speak again, so that a microphone that was forgotten keeps nobody on a silent
// channel. Then PASS, because the floor is understood, whatever became of the interpreter; then LOST, then OFF.
// UNINTERPRETABLE is a notice, not a sound: it stands beside ON_AIR, PAUSE and OFF. Hears gives it in their place, for
// the words that are shown; Sounds gives the state underneath, for the mixer.
package interpretation
