package interpretation

import "time"

// Notice is something that happened and that somebody must be told: one of the structs below, each of which says whom.
// What merely changed is in the View and the Routing.
type Notice interface{ notice() }

// Why says what brought a notice about.
type Why string

// The reasons.
const (
	WhyTaken        Why = "taken"        // by opening the microphone
	WhySwitched     Why = "switched"     // by a hand-over
	WhyTakenOver    Why = "taken-over"   // without asking
	WhyDirection    Why = "direction"    // the direction was changed
	WhyClosed       Why = "closed"       // the microphone was closed
	WhyDropped      Why = "dropped"      // the connection dropped
	WhySilent       Why = "no-packets"   // no packets for LostAfter
	WhyReturned     Why = "returned"     // came back with a new connection, muted
	WhyResumed      Why = "resumed"      // packets came again
	WhyOffline      Why = "offline"      // did not come back within OfflineAfter
	WhyLeft         Why = "left"         // left the seat
	WhySetup        Why = "setup"        // the arrangement changed
	WhyOffered      Why = "offered"      // offered by the one on air
	WhyRequested    Why = "requested"    // requested by the one on standby
	WhyAccepted     Why = "accepted"     // by the other one, or both asked at once
	WhyDeclined     Why = "declined"     // by the other one
	WhyCancelled    Why = "cancelled"    // by the one who began it
	WhyExpired      Why = "expired"      // nobody acted for HandoverExpiry
	WhyChosen       Why = "chosen"       // by hand
	WhyAutomatic    Why = "automatic"    // by automatic relay
	WhyPivotLost    Why = "pivot-lost"   // the interpreter whom they took relay from is lost
	WhyChannelEmpty Why = "channel-free" // nobody works into the channel that they took relay from
	WhyRelayCycle   Why = "relay-cycle"  // the lease came with an input that would have gone round in a circle
	WhyReleased     Why = "released"     // the button was released
	WhyLimit        Why = "limit"        // it lasted for as long as it may
	WhyNewSpeaker   Why = "floor"        // the floor's speaker or language changed
)

// LeaseChanged is for the booth and the chair, and for a record of who interpreted when: a channel has another holder,
// or none ("").
type LeaseChanged struct {
	Channel, Holder, Previous string
	Epoch                     uint64
	Why                       Why
}

// InterpreterLost is an alarm for the partners and the technician. Channel is "" where the seat was not on air; where it
// was, a partner may take over.
type InterpreterLost struct {
	Participant, Booth, Channel string
	Why                         Why // WhyDropped, WhySilent
}

// InterpreterBack ends that alarm. OnAir tells whether they go on in the channel.
type InterpreterBack struct {
	Participant, Booth string
	OnAir              bool
	Why                Why // WhyReturned, WhyResumed
}

// CoughLimit is for the booth and the technician: the cough button was held for MaxCough, so that the microphone was
// closed and listeners hear the original.
type CoughLimit struct{ Participant, Booth, Channel string }

// TwoMicrophones is for the booth: more than one microphone is open in it (red flash and a warning), or no longer.
type TwoMicrophones struct {
	Booth        string
	Participants []string // sorted; who are on air
	On           bool
}

// InputChanged is for the interpreter: they work from something else than before.
type InputChanged struct {
	Participant, Input string
	Why                Why
}

// PivotLost is an alarm for an interpreter on relay, and for the technician: the one whom they worked from is lost.
// Input is what they hear instead.
type PivotLost struct{ Participant, Channel, Input string }

// StillOnAir is for the interpreter: the floor now speaks the language that they work into. Until they close the
// microphone, change direction, or pause for PauseAfter, its listeners hear them and not the floor alone.
type StillOnAir struct{ Participant, Channel string }

// HandoverChanged is for the booth.
type HandoverChanged struct {
	Booth    string
	Handover Handover
	Why      Why
}

// HandoverDue is for the booth: the time of a Request has come, and nobody accepted it yet.
type HandoverDue struct{ Booth string }

// ShiftAmber is for the booth: the shift is over in ShiftWarning.
type ShiftAmber struct{ Booth string }

// ShiftOver is for the booth.
type ShiftOver struct{ Booth string }

// FloorLanguageChanged is for everybody: Language "" is unknown.
type FloorLanguageChanged struct {
	Language string
	From     Source
}

// UninterpretableChanged is for the channel's listeners, the chair and the speaker.
type UninterpretableChanged struct {
	Channel, Booth string
	On             bool
	Why            Why
}

// SlowDownAsked is for the speaker and the technician. It does not say who asked, and in a rehearsal it is for the booth.
type SlowDownAsked struct {
	Channels  []string // the booth's outputs
	Rehearsal bool
}

// SoundReported is for the speaker, the technician and the chair; in a rehearsal it is for the technician.
type SoundReported struct {
	Booth     string
	Rehearsal bool
}

// TalkChanged is for the chair and the technician: an interpreter speaks on the floor, or no longer.
type TalkChanged struct {
	Participant, Booth string
	On                 bool
	Ends               time.Time // with On: at the latest
	Why                Why
}

// SeatGone is for the interpreter: the arrangement changed and the seat is no more.
type SeatGone struct{ Participant, Booth string }

func (LeaseChanged) notice()           {}
func (InterpreterLost) notice()        {}
func (InterpreterBack) notice()        {}
func (CoughLimit) notice()             {}
func (TwoMicrophones) notice()         {}
func (InputChanged) notice()           {}
func (PivotLost) notice()              {}
func (StillOnAir) notice()             {}
func (HandoverChanged) notice()        {}
func (HandoverDue) notice()            {}
func (ShiftAmber) notice()             {}
func (ShiftOver) notice()              {}
func (FloorLanguageChanged) notice()   {}
func (UninterpretableChanged) notice() {}
func (SlowDownAsked) notice()          {}
func (SoundReported) notice()          {}
func (TalkChanged) notice()            {}
func (SeatGone) notice()               {}
