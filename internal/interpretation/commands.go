package interpretation

import "time"

// Command is a wish that Desk.Do grants or refuses, or a fact that it takes note of: one of the structs below. By is
// the participant whose wish it is, or whom it is about. Whether somebody may interpret at all is the caller's to
// know; the Desk sees to it that nobody acts but on the booth where they sit.
type Command interface {
	apply(d *Desk) error
}

// Sit takes a seat of a booth. The connection counts as there.
type Sit struct {
	By, Booth string
	Seat      int // 1 to the booth's Seats; 0: the first that is free
	// Understands are the passive languages (BCP 47). Empty: not stated, and automatic relay stays on the floor.
	// The booth's own outputs count as understood.
	Understands []string
}

// Stand gives the seat back.
type Stand struct{ By string }

// Check tells what the interpreter has tried out. The microphone stays closed until all three are done.
type Check struct {
	By                         string
	Devices, Headphones, Level bool
}

// Connected is the fact that somebody's connection is there (again). Who has no seat is not concerned.
type Connected struct{ By string }

// Disconnected is the fact that somebody's connection dropped. Who has no seat is not concerned.
type Disconnected struct{ By string }

// Leave is the fact that somebody is gone for good. Who has no seat is not concerned.
type Leave struct{ By string }

// Heard is the fact that packets of somebody's microphone (in a Sign booth, picture) came in, the last of them at At.
// It is reported for every publishing seat, whether the gate is open or not, several times in LostAfter.
// Speaking is voice activity.
type Heard struct {
	By       string
	At       time.Time
	Speaking bool
}

// SetOutput chooses the direction. On air it gives one lease back and takes the other in one step, also from a holder
// who is lost; Epoch is then that of the lease held.
type SetOutput struct {
	By, Language string
	Epoch        uint64
}

// SetInput chooses what to work from: Floor, or a channel (relay). It holds until AutoRelay.
type SetInput struct{ By, Input string }

// AutoRelay lets the input follow the floor's language again.
type AutoRelay struct{ By string }

// OpenMicrophone takes the free channel of the chosen output. Epoch is the lease's, as last seen.
type OpenMicrophone struct {
	By    string
	Epoch uint64
}

// CloseMicrophone gives the lease back.
type CloseMicrophone struct {
	By    string
	Epoch uint64
}

// Cough closes the gate while the button is held, for MaxCough at most: then the microphone is closed as by
// CloseMicrophone. Packets go on coming during a cough, of silence.
type Cough struct {
	By    string
	On    bool
	Epoch uint64
}

// TakeOver takes a channel of the booth without asking, where that is allowed: from a holder who is lost, or under the
// policy Override. It becomes the output, and a channel held until then is given back, in one step.
type TakeOver struct {
	By, Channel string
	Epoch       uint64 // the Channel's
}

// When is how urgent a Request is.
type When string

// The urgencies.
const (
	Now  When = "now"
	Soon When = "soon"
	AtT  When = "at"
)

// Offer begins a hand-over from the one on air. To may be empty in a booth of two seats.
type Offer struct{ By, To string }

// Request begins a hand-over from the one on standby. To, who is on air, may be empty where one colleague is.
type Request struct {
	By, To string
	When   When
	At     time.Time // with AtT: within MaxRequestAhead
}

// Accept agrees to the hand-over that the other one began. Epoch is the hand-over's, here and below.
type Accept struct {
	By    string
	Epoch uint64
}

// Decline ends a hand-over that the other one began.
type Decline struct {
	By    string
	Epoch uint64
}

// Cancel ends a hand-over that one began oneself.
type Cancel struct {
	By    string
	Epoch uint64
}

// Switch is the one on air passing the lease, in one step, to the one who is armed.
type Switch struct {
	By    string
	Epoch uint64
}

// SetShift starts the booth's shift timer: 10, 15, 20 or 30 minutes; 0 stops it.
type SetShift struct {
	By      string
	Minutes int
}

// Source is who said what language the floor has.
type Source string

// The sources.
const (
	FromSpeaker     Source = "speaker"
	FromChair       Source = "chair"
	FromInterpreter Source = "interpreter"
)

// FloorLanguage says what is spoken on the floor; "" is unknown. The last word counts. By matters with
// FromInterpreter: somebody in a booth.
type FloorLanguage struct {
	By, Language string
	From         Source
}

// Uninterpretable says that the floor cannot be interpreted (On), or can again. It is for the holder of the channel or,
// where it is free, for who would hold it; any colleague of the booth may take it back.
type Uninterpretable struct {
	By string
	On bool
}

// TalkToFloor is the hold-to-talk button: while it is held, and for MaxTalk at most, the interpreter speaks on the floor
// and not in the channel.
type TalkToFloor struct {
	By string
	On bool
}

// SlowDown asks the speaker to, without saying who asks.
type SlowDown struct{ By string }

// SoundInadequate says that the floor's sound does not allow interpretation.
type SoundInadequate struct{ By string }
