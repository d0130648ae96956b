package path

import (
	"bytes"
	_ "embed" // the profiles
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Profile is a network that people have, by direction: Down is towards them.
type Profile struct {
	About    string
	Down, Up Conditions
}

//go:embed profiles.json
var profiles []byte

// Profiles are those of profiles.json, which the browser tests read too, by name.
func Profiles() (map[string]Profile, error) {
	var all map[string]Profile
	err := strictly(profiles, &all)
	return all, err
}

// wire is how Conditions are written in JSON: times in ms, the rate in bit/s.
type wire struct {
	DelayMs     float64 `json:"delayMs"`
	JitterMs    float64 `json:"jitterMs"`
	Loss        float64 `json:"loss"`
	Bursts      *Bursts `json:"bursts"`
	Reorder     float64 `json:"reorder"`
	ReorderByMs float64 `json:"reorderByMs"`
	Duplicate   float64 `json:"duplicate"`
	Rate        int64   `json:"rate"`
	QueueMs     float64 `json:"queueMs"`
}

// UnmarshalJSON reads Conditions as profiles.json has them, and refuses what it does not know or what cannot be.
func (c *Conditions) UnmarshalJSON(b []byte) error {
	var w wire
	if err := strictly(b, &w); err != nil {
		return err
	}
	for name, p := range map[string]float64{"loss": w.Loss, "reorder": w.Reorder, "duplicate": w.Duplicate} {
		if p < 0 || p > 1 {
			return fmt.Errorf("%s is a probability, not %v", name, p)
		}
	}
	if w.DelayMs < 0 || w.JitterMs < 0 || w.ReorderByMs < 0 || w.QueueMs < 0 || w.Rate < 0 {
		return errors.New("times and rates are not negative")
	}
	*c = Conditions{
		Delay: milliseconds(w.DelayMs), Jitter: milliseconds(w.JitterMs), Loss: w.Loss, Bursts: w.Bursts,
		Reorder: w.Reorder, ReorderBy: milliseconds(w.ReorderByMs), Duplicate: w.Duplicate,
		Rate: units.Bitrate(w.Rate), Queue: milliseconds(w.QueueMs),
	}
	return nil
}

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

func strictly(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(v)
}
