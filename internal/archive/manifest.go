package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Manifest says what an archive is.
type Manifest struct {
	Format  string `json:"format"` // "cumbre/archive/1"
	Meeting string `json:"meeting"`
	Title   string `json:"title"`
	Number  int    `json:"number"` // of the sealing: 1 for the first
	Sealed  string `json:"sealed"` // RFC 3339, UTC, milliseconds
	Records uint64 `json:"records"`
	Key     string `json:"key"` // that its head can be verified with
	Program string `json:"program"`
}

func (m Manifest) marshal() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	_ = e.Encode(m) // strings and numbers into memory
	return b.Bytes()
}

// parseManifest reads a manifest, which has one way of being written.
func parseManifest(b []byte) (m Manifest, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		var is struct {
			Format string `json:"format"`
		}
		if json.Unmarshal(b, &is) == nil && strings.HasPrefix(is.Format, "cumbre/archive/") && is.Format != format {
			m.Format = is.Format
			return m, unknownFormat(m)
		}
		return Manifest{}, fmt.Errorf("it cannot be read: %w", err)
	}
	switch _, late := time.Parse(timeFormat, m.Sealed); {
	case m.Format != format:
		return m, unknownFormat(m)
	case !bytes.Equal(m.marshal(), b):
		return m, fmt.Errorf("it is written in another way than archives are, at byte %d of it", differ(m.marshal(), b))
	case late != nil || m.Number < 1 || m.Meeting == "":
		return m, fmt.Errorf("it lacks the meeting, the number or the time of sealing")
	}
	return m, nil
}

func unknownFormat(m Manifest) error {
	return fmt.Errorf("it is of the format %q; this program knows %s: use the one that made it, or a later one", m.Format, format)
}
