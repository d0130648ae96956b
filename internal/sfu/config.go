package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/media/policer"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Config has a Room's limits and switches. The zero value of a field means its default.
type Config struct {
	// MaxEndpoints bounds the connections of one meeting: each costs some 10 KiB plus its slots. Less turns
	// people away, more lets one meeting take the loop from the others.
	MaxEndpoints int
	// MaxLines bounds the lines of one endpoint that are served; further ones are ignored and counted.
	// 4 sent + 5 sounds + 16 pictures are 25.
	MaxLines int
	// PLIInterval is the least time between two keyframe requests for one simulcast layer. Less makes one bad
	// receiver cost all the others quality; more makes switching slower where keyframes get lost.
	PLIInterval time.Duration
	// ReplayAge is how old the newest keyframe may be to be replayed to a new watcher instead of asking for
	// another. More saves keyframes when many join, and costs a bigger burst for each of them.
	ReplayAge time.Duration
	// ReplayPackets bounds the same burst in packets (of some 1,200 bytes).
	ReplayPackets int
	// SourceTimeout is how long a source may be without packets before SourceStopped says so. A picture that
	// nobody watches was asked to pause and does not time out.
	SourceTimeout time.Duration
	// SilenceLevel is the level (dBov below full scale, RFC 6464) from which sound is silence. Speech is at
	// 20–50; room noise after a browser's noise suppression at 70–127.
	SilenceLevel uint8
	// SilenceAfter is how long sound must be silent to be dropped. Less cuts word ends, more forwards silence.
	SilenceAfter time.Duration
	// Turns says that Turn is called at the end of each turn of the loop, after a batch of packets: pictures are forwarded
	// then. Else each packet is forwarded as it comes.
	Turns bool
	// MaxPublishBitrate is what REMB grants a publisher that has no TWCC and loses nothing.
	MaxPublishBitrate units.Bitrate
	// PictureLimit is what one picture may bring, all its layers and repairs together: each packet of it goes out as often
	// as it is watched, so this is what one hostile sender can make of the server and of everybody's path. Browsers
	// stay under 3 Mbit/s, and encoders of 1080p under 10; less cuts those, more is felt by the others.
	PictureLimit policer.Limit
	// SoundLimit is the same for a sound. Opus has at most 510 kbit/s and 400 packets/s (RFC 6716 section 2.1); RED doubles
	// the bytes.
	SoundLimit policer.Limit
	// Downlink bounds the estimate of what each client's path to it carries.
	Downlink bwe.Config
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config {
	return Config{
		MaxEndpoints:      1400,
		MaxLines:          40,
		PLIInterval:       500 * time.Millisecond,
		ReplayAge:         2 * time.Second,
		ReplayPackets:     256,
		SourceTimeout:     10 * time.Second,
		SilenceLevel:      65,
		SilenceAfter:      time.Second,
		MaxPublishBitrate: 4_000_000,
		PictureLimit:      policer.Limit{Bytes: 12_000_000 / 8, Packets: 3000},
		SoundLimit:        policer.Limit{Bytes: 1_600_000 / 8, Packets: 500},
		Downlink:          bwe.DefaultConfig(),
	}
}

func (c Config) withDefaults() Config {
	d := DefaultConfig()
	setDefault(&c.MaxEndpoints, d.MaxEndpoints)
	setDefault(&c.MaxLines, d.MaxLines)
	setDefault(&c.PLIInterval, d.PLIInterval)
	setDefault(&c.ReplayAge, d.ReplayAge)
	setDefault(&c.ReplayPackets, d.ReplayPackets)
	setDefault(&c.SourceTimeout, d.SourceTimeout)
	setDefault(&c.SilenceLevel, d.SilenceLevel)
	setDefault(&c.SilenceAfter, d.SilenceAfter)
	setDefault(&c.MaxPublishBitrate, d.MaxPublishBitrate)
	setDefault(&c.PictureLimit, d.PictureLimit)
	setDefault(&c.SoundLimit, d.SoundLimit)
	setDefault(&c.Downlink, d.Downlink)
	return c
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
