package session

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The page for those who write clients gives the rates that are in force.
func TestTheProtocolsPageGivesTheRates(t *testing.T) {
	page, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	_, limits, found := strings.Cut(string(page), "\n## Limits\n")
	if !found {
		t.Fatal("the page has no section on limits")
	}
	text := strings.Join(strings.Fields(limits), " ")
	rates := rates()
	for what, class := range map[string]class{
		"of an interpreter's keys": classBooth, "of other commands": classCommand, "of `want-slots`": classWant,
		"of `set-media`": classState, "offers": classOffer, "chat messages": classChat,
	} {
		r := rates[class]
		if want := fmt.Sprintf("%g and %g %s", r.burst, r.perSecond, what); !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
