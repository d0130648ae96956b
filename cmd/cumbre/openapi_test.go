package main

import (
	"os"
	"strings"
	"testing"
)

// The web client's types are made from a copy of the API's description, so that they are built without a server. What
// is run here is what `make generate` runs.
func TestTheWebClientHasTheDescriptionOfToday(t *testing.T) {
	const kept = "../../web/client/generated/openapi.json"
	want, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	status, got := output(t, "", "openapi", "--release", "development")
	if status != 0 {
		t.Fatalf("status %d: %s", status, got)
	}
	if got == string(want) {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	i := 0
	for i < min(len(gotLines), len(wantLines))-1 && gotLines[i] == wantLines[i] {
		i++
	}
	t.Errorf("%s:%d is not what the Go structs say: run make generate and look at what changes.\nkept: %s\nnow:  %s",
		kept, i+1, wantLines[i], gotLines[i])
}
