package bots

import (
	"image/color"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/portrait"
)

// The demo's delegations.
const (
	mexico       = "México"
	unitedStates = "United States"
)

// member is one bot of the demo: who it is in the meeting and what it looks like.
type member struct {
	key        string // as in the speeches
	name       string
	function   string
	delegation string
	role       string
	language   string
	style      portrait.Style
	voice      int // of an interpreter: which of the recorded ones
}

// interpreterRole is the role of who sits in a booth.
const interpreterRole = "interpreter"

// layers are the simulcast layers that the member's camera offers. An interpreter's picture is for the colleague in
// the booth and for technicians: the small ones are enough. Two of them, as one alone would be no simulcast, and then
// the server could not say that nobody watches, when nothing is drawn.
func (m member) layers() []string {
	all := layerNames()
	if m.role == interpreterRole {
		return all[1:]
	}
	return all
}

// listening and speaking are the picture's frames per second while silent and while heard.
func (m member) listening() int {
	if m.role == interpreterRole {
		return boothRate
	}
	return listeningRate
}

func (m member) speaking() int {
	if m.role == interpreterRole {
		return listeningRate
	}
	return speakingRate
}

// interpreters lists the demo's booth. The booth has one more seat, for a newcomer who wants to try the console.
func interpreters() []member {
	a := member{key: "interpreter-1", name: "Interpreter 1", function: "español · English", role: interpreterRole, voice: 0}
	b := member{key: "interpreter-2", name: "Interpreter 2", function: "español · English", role: interpreterRole, voice: 1}
	grey := color.RGBA{110, 104, 128, 255}
	return []member{
		a.drawn(portrait.Style{
			Colour: grey, PlaceName: "UTC", LongHair: true,
			Skin: rgb(0xc99a78), Hair: rgb(0x4a3226), Clothes: rgb(0x2f3a3a), Wall: rgb(0x5a5a64),
		}),
		b.drawn(portrait.Style{
			Colour: grey, PlaceName: "UTC",
			Skin: rgb(0x8f6244), Hair: rgb(0x1d1816), Clothes: rgb(0x46344a), Wall: rgb(0x5a5a64),
		}),
	}
}

// cast lists the demo's bots: the chair and four members of each delegation, named by function only.
func cast() []member {
	place := func(name string) *time.Location {
		l, err := time.LoadLocation(name)
		if err != nil {
			return time.UTC
		}
		return l
	}
	green, blue, grey := color.RGBA{22, 120, 92, 255}, color.RGBA{44, 84, 160, 255}, color.RGBA{140, 128, 96, 255}
	cdmx, washington := place("America/Mexico_City"), place("America/New_York")
	mx := func(m member, s portrait.Style) member {
		m.delegation, m.language, m.role = mexico, "es", "delegate"
		s.Colour, s.Place, s.PlaceName = green, cdmx, "Ciudad de México"
		return m.drawn(s)
	}
	us := func(m member, s portrait.Style) member {
		m.delegation, m.language, m.role = unitedStates, "en", "delegate"
		s.Colour, s.Place, s.PlaceName = blue, washington, "Washington"
		return m.drawn(s)
	}
	chair := member{key: "chair", name: "Presidencia de la sesión", function: "Chair", role: "chair", language: "es"}
	return []member{
		chair.drawn(portrait.Style{
			Colour: grey, PlaceName: "UTC", LongHair: true,
			Skin: rgb(0xd9a27e), Hair: rgb(0x3a2a22), Clothes: rgb(0x5a3340), Wall: rgb(0x6d6a60),
		}),
		mx(member{key: "mx-president", name: "Presidencia de México", function: "Presidente"}, portrait.Style{
			Skin: rgb(0xc69676), Hair: rgb(0xc4c4c8), Clothes: rgb(0x2c3446), Wall: rgb(0x687480),
		}),
		us(member{key: "us-vice-president", name: "Vice Presidency of the United States", function: "Vice President"}, portrait.Style{
			Skin: rgb(0xa9764f), Hair: rgb(0x2b1e1a), Clothes: rgb(0x1f2a4a), Wall: rgb(0x5f6d7a), LongHair: true,
		}),
		mx(member{key: "mx-foreign", name: "Relaciones Exteriores", function: "Secretaría de Relaciones Exteriores"}, portrait.Style{
			Skin: rgb(0xb98662), Hair: rgb(0x241a18), Clothes: rgb(0x4a4038), Wall: rgb(0x6a7468), LongHair: true,
		}),
		us(member{key: "us-foreign", name: "Foreign Affairs", function: "Department of State"}, portrait.Style{
			Skin: rgb(0xe0b394), Hair: rgb(0x6b5a4a), Clothes: rgb(0x30343c), Wall: rgb(0x66707c),
		}),
		mx(member{key: "mx-migration", name: "Migración", function: "Autoridad migratoria"}, portrait.Style{
			Skin: rgb(0xa87752), Hair: rgb(0x1f1a18), Clothes: rgb(0x37503f), Wall: rgb(0x727a6c),
		}),
		us(member{key: "us-migration", name: "Migration", function: "Office for Migration"}, portrait.Style{
			Skin: rgb(0x7a5238), Hair: rgb(0x1a1412), Clothes: rgb(0x5a2f3a), Wall: rgb(0x5c6674), LongHair: true,
		}),
		mx(member{key: "mx-economy", name: "Economía", function: "Secretaría de Economía"}, portrait.Style{
			Skin: rgb(0xd0a07c), Hair: rgb(0x5a3a26), Clothes: rgb(0x3b2f4f), Wall: rgb(0x77706a), LongHair: true,
		}),
		us(member{key: "us-economy", name: "Economy", function: "Trade and Development"}, portrait.Style{
			Skin: rgb(0xe6c0a2), Hair: rgb(0x9a8460), Clothes: rgb(0x26424a), Wall: rgb(0x606c70),
		}),
	}
}

// drawn completes a member's picture with its words; each has its own rhythm.
func (m member) drawn(s portrait.Style) member {
	s.Name, s.Function, s.Delegation = m.name, m.function, m.delegation
	for _, c := range m.key {
		s.Phase = (s.Phase*31 + time.Duration(c)*time.Millisecond*97) % (20 * time.Second)
	}
	m.style = s
	return m
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }
