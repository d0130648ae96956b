package archive

import (
	"fmt"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// takePublication holds what was published against what it is of: a joint statement is a version of a text that every delegation is bound by and
// whose languages are certified to say the same; a readout's hash is of its words. Dates and quotations were checked by the program of its day,
// and what that let pass is in the event: a later program may judge otherwise.
func (v *verifier) takePublication(s proceedings.State, p proceedings.Publication) error {
	v.journal.publications++
	if p.Kind != proceedings.JointStatement {
		if hash := p.ReadoutSHA256(); hash != p.SHA256 {
			return fmt.Errorf("the readout %s has another hash than its words", p.ID)
		}
		return nil
	}
	t, ok := s.Text(p.Text)
	same := func(version proceedings.TextVersion) bool {
		return version.Number == p.Version && version.SHA256 == p.SHA256
	}
	switch {
	case !ok || !slices.ContainsFunc(t.Versions, same):
		return fmt.Errorf("the joint statement %s is of no version of %q that was adopted", p.ID, p.Text)
	case len(t.Uncertified()) > 0:
		return fmt.Errorf("the joint statement %s was published without certificates that its languages say the same", p.ID)
	default:
		return nil
	}
}
