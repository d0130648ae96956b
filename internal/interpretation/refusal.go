package interpretation

import "fmt"

// Refusal says why a command was not granted. It is for people (Detail) and programs (Code).
type Refusal struct { //nolint:errname // the word of the domain: a command is refused
	Code   Code
	Field  string // of the setup or the command, where one is at fault: "booths[1].outputs[0]"
	Detail string // what is wrong and what to do
}

// Error makes a Refusal an error.
func (r *Refusal) Error() string {
	if r.Field != "" {
		return string(r.Code) + ": " + r.Field + ": " + r.Detail
	}
	return string(r.Code) + ": " + r.Detail
}

// Code is a stable name of a kind of refusal.
type Code string

// The codes.
const (
	FieldInvalid    Code = "field-invalid"
	BoothUnknown    Code = "booth-unknown"
	BoothFull       Code = "booth-full"
	SeatTaken       Code = "seat-taken"
	AlreadySeated   Code = "already-seated"
	NotSeated       Code = "not-seated"
	NotConnected    Code = "not-connected"
	NotReady        Code = "not-ready"
	OutputMissing   Code = "output-missing"
	DirectionLacks  Code = "direction-unknown"
	ChannelUnknown  Code = "channel-unknown"
	ChannelHeld     Code = "channel-held"
	LeaseStale      Code = "lease-stale"
	NotOnAir        Code = "not-on-air"
	OnAirAlready    Code = "on-air-already"
	RelayOwnOutput  Code = "relay-own-output"
	RelayCycle      Code = "relay-cycle"
	HandoverNone    Code = "handover-none"
	HandoverBusy    Code = "handover-busy"
	HandoverRole    Code = "handover-not-yours"
	HandoverTarget  Code = "handover-target-missing"
	ColleagueAbsent Code = "colleague-absent"
	ConsentNeeded   Code = "consent-needed"
	TooSoon         Code = "too-soon"
	Rehearsing      Code = "rehearsing"
)

// Codes lists them all: whoever answers a client has a status and a title for each.
func Codes() []Code {
	return []Code{
		FieldInvalid, BoothUnknown, BoothFull, SeatTaken, AlreadySeated, NotSeated, NotConnected, NotReady,
		OutputMissing, DirectionLacks, ChannelUnknown, ChannelHeld, LeaseStale, NotOnAir, OnAirAlready, RelayOwnOutput,
		RelayCycle, HandoverNone, HandoverBusy, HandoverRole, HandoverTarget, ColleagueAbsent, ConsentNeeded, TooSoon,
		Rehearsing,
	}
}

func refuse(code Code, detail string, args ...any) error {
	return &Refusal{Code: code, Detail: fmt.Sprintf(detail, args...)}
}

func refuseField(field, detail string, args ...any) error {
	return &Refusal{Code: FieldInvalid, Field: field, Detail: fmt.Sprintf(detail, args...)}
}
