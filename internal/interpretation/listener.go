package interpretation

// ListenerState is what a listener of a language hears.
type ListenerState string

// The states, with the names of the seats' where they are the same thing.
const (
	HearsPass            ListenerState = "PASS"
	HearsOnAir           ListenerState = "ON_AIR"
	HearsPause           ListenerState = "PAUSE"
	HearsCough           ListenerState = "COUGH"
	HearsOff             ListenerState = "OFF"
	HearsLost            ListenerState = "LOST"
	HearsUninterpretable ListenerState = "UNINTERPRETABLE"
)

// Hears is what listeners of a language are told. A language without a channel is PASS when the floor speaks it, and
// OFF otherwise: they hear the original. During a rehearsal it is OFF whatever happens: not even what the booths say of
// the floor gets out.
func (d *Desk) Hears(language string) ListenerState {
	if d.setup.Rehearsal {
		return HearsOff
	}
	return d.hears(language)
}

// Sounds is what listeners of a language hear: Hears without UNINTERPRETABLE. Whoever speaks to the floor is not in
// their channel meanwhile: its listeners hear them there, with OFF.
func (d *Desk) Sounds(language string) ListenerState {
	if d.setup.Rehearsal {
		return HearsOff
	}
	return d.sounds(language)
}

// Original tells whether listeners of a language hear the floor at its full level now, and not at their own.
func (d *Desk) Original(language string) bool {
	switch d.Sounds(language) {
	case HearsPass, HearsLost:
		return true
	case HearsOff:
		return !d.setup.LowWhenOff || d.setup.Rehearsal
	default:
		return false
	}
}

// hears is Hears for those who take part in rehearsals.
func (d *Desk) hears(language string) ListenerState {
	sound := d.sounds(language)
	if ch := d.channels[language]; ch != nil && ch.uninterpretable != "" {
		switch sound {
		case HearsOnAir, HearsPause, HearsOff:
			return HearsUninterpretable
		default: // PASS: they understand the floor; COUGH is short; LOST is graver
		}
	}
	return sound
}

// sounds is Sounds for those who take part in rehearsals.
func (d *Desk) sounds(language string) ListenerState {
	ch := d.channels[language]
	passes := sameLanguage(language, d.floor.Language)
	if d.live(language) {
		switch holder := d.seats[ch.holder]; {
		case holder.cough:
			return HearsCough
		case holder.talking:
		case ch.kind != Voice || d.now.Sub(holder.voiced) < PauseAfter: // a picture has no pauses
			return HearsOnAir
		case !passes:
			return HearsPause
		}
	}
	switch {
	case passes:
		return HearsPass
	case ch != nil && ch.lost != "":
		return HearsLost
	default:
		return HearsOff
	}
}
