package protocol

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Whoever writes a client by docs/protocol.md finds there the messages that there are.
func TestTheProtocolsPageNamesRealMessages(t *testing.T) {
	page, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	fromClient := regexp.MustCompile(`(?m)^([a-z-]+)[^←\n]*→`)
	fromServer := regexp.MustCompile(`(?m)←\s+([a-z-]+)`)
	inText := regexp.MustCompile("`([a-z-]+) \\{")
	answers := slices.Collect(maps.Keys(serverTypes()))
	everybody := slices.Concat(ClientTypes(), answers)
	found := 0
	check := func(where string, matches [][]string, known []string) {
		for _, m := range matches {
			found++
			if !slices.Contains(known, m[1]) {
				t.Errorf("%s: %q is no message", where, m[0])
			}
		}
	}
	for i, part := range strings.Split(string(page), "```") {
		if i%2 == 1 {
			check("a diagram", fromClient.FindAllStringSubmatch(part, -1), ClientTypes())
			check("a diagram", fromServer.FindAllStringSubmatch(part, -1), answers)
		} else {
			check("the text", inText.FindAllStringSubmatch(part, -1), everybody)
		}
	}
	if found < 20 {
		t.Errorf("only %d messages are found on the page: has its form changed?", found)
	}
}
