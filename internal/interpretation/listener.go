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
// OFF otherwise: they hear the original.
func (d *Desk) Hears(language string) ListenerState {
	sound := d.Sounds(language)
	if ch := d.channels[language]; ch != nil && ch.uninterpretable != "" && !d.setup.Rehearsal {
		switch sound {
		case HearsOnAir, HearsPause, HearsOff:
			return HearsUninterpretable
		default: // PASS: they understand the floor; COUGH is short; LOST is graver
		}
	}
	return sound
}

// Sounds is what listeners of a language hear: Hears without UNINTERPRETABLE. Whoever speaks to the floor is not in
// their channel meanwhile: its listeners hear them there, with OFF.
func (d *Desk) Sounds(language string) ListenerState {
	ch := d.channels[language]
	public := ch != nil && !d.setup.Rehearsal
	if public && d.live(language) {
		switch holder := d.seats[ch.holder]; {
		case holder.cough:
			return HearsCough
		case holder.talking:
		case ch.kind == Voice && d.now.Sub(holder.voiced) >= PauseAfter:
			return HearsPause
		default:
			return HearsOnAir
		}
	}
	switch {
	case sameLanguage(language, d.floor.Language):
		return HearsPass
	case public && ch.lost != "":
		return HearsLost
	default:
		return HearsOff
	}
}
