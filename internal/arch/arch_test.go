// Package arch has no code: its tests hold the module to the layers that ARCHITECTURE.md draws.
package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/cumbre-meet/cumbre/"

// mayImport lists, bottom up, what each layer may import from this module. A folder belongs to the longest layer
// that it lies under. A package in no layer fails the test, so a new package states its layer.
var mayImport = map[string][]string{
	"internal/units":    {},
	"internal/arch":     {},
	"internal/protocol": {"internal/protocol"},
	"internal/auth":     {},
	"internal/disk":     {},
	"internal/quote":    {},
	"internal/dates":    {},
	"internal/script":   {},
	"internal/pdf":      {},
	"internal/export":   {"internal/proceedings", "internal/pdf", "internal/dates", "internal/script"},
	"internal/journal":  {"internal/disk"},
	// archive reads what journals have, and their records; it opens none.
	"internal/archive":        {"internal/proceedings", "internal/journal"},
	"internal/archive/vault":  {"internal/archive", "internal/proceedings", "internal/journal", "internal/export", "internal/disk"},
	"internal/documents":      {"internal/disk"},
	"internal/record":         {"internal/units", "internal/media", "internal/disk"},
	"internal/config":         {},
	"internal/invite":         {},
	"internal/public":         {"internal/protocol", "internal/dates", "internal/script"},
	"internal/media":          {"internal/units", "internal/media"},
	"internal/interpretation": {"internal/units", "internal/interpretation"},
	"internal/proceedings":    {"internal/units", "internal/interpretation", "internal/quote", "internal/dates", "internal/proceedings"},
	"internal/sfu":            {"internal/units", "internal/media", "internal/sfu"},
	"internal/turn":           {},
	"internal/transcribe":     {},
	"internal/translate":      {},
	"internal/rtc":            {"internal/units", "internal/media", "internal/sfu", "internal/protocol", "internal/rtc"},
	"internal/conference": {
		"internal/units", "internal/interpretation", "internal/proceedings", "internal/sfu", "internal/protocol",
		"internal/auth", "internal/disk", "internal/documents", "internal/quote", "internal/dates", "internal/record", "internal/transcribe", "internal/translate", "internal/conference",
	},
	"internal/session": {"internal/units", "internal/protocol", "internal/conference", "internal/session"},
	// telemetry reads the counters that others keep; nobody below the composition root reads telemetry.
	"internal/telemetry": {"internal/units", "internal/rtc", "internal/sfu", "internal/conference", "internal/transcribe"},
	"internal/httpapi": {
		"internal/protocol", "internal/auth", "internal/export", "internal/conference", "internal/session", "internal/invite", "internal/public", "internal/httpapi",
	},
	// bots are clients: they know the protocol, not the server.
	"internal/bots": {"internal/units", "internal/media", "internal/protocol", "internal/bots"},
	"internal/server": {
		"internal/units", "internal/config", "internal/auth", "internal/disk", "internal/journal", "internal/documents", "internal/record", "internal/transcribe", "internal/translate", "internal/rtc", "internal/sfu",
		"internal/turn", "internal/conference", "internal/session", "internal/httpapi", "internal/protocol", "internal/telemetry",
		"internal/archive", "internal/archive/vault", "internal/public",
		"internal/proceedings", "web",
	},
	"internal/testkit": {"internal/units", "internal/media", "internal/sfu", "internal/testkit"},
	"web":              {},
	"cmd":              {"internal/config", "internal/server", "internal/bots", "internal/protocol", "internal/archive"},
}

func TestImportsFollowTheLayers(t *testing.T) {
	eachGoFile(t, func(path, dir string, imports []string) {
		layer, ok := layerOf(dir)
		if !ok {
			t.Errorf("%s is in no layer: give it one in mayImport and in ARCHITECTURE.md", dir)
			return
		}
		for _, imported := range imports {
			rel, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			dep, ok := layerOf(rel)
			if !ok || !slices.Contains(mayImport[layer], dep) {
				t.Errorf("%s (layer %s) must not import %s", path, layer, rel)
			}
		}
	})
}

// onlyIn says which layers may import a library: each outside thing is known in one place.
var onlyIn = map[string][]string{
	"github.com/nats-io/":           {"internal/journal"},
	"github.com/pion/dtls":          {"internal/rtc"},
	"github.com/pion/stun":          {"internal/rtc"},
	"github.com/pion/sdp":           {"internal/rtc"},
	"github.com/pion/srtp":          {},
	"github.com/pion/webrtc":        {"internal/bots"},
	"github.com/pion/turn":          {"internal/turn"},
	"github.com/danielgtaylor/huma": {"internal/httpapi"},
	"github.com/alecthomas/kong":    {"internal/config", "cmd"},
	"github.com/prometheus/":        {"internal/telemetry"},
	"net":                           {"internal/rtc", "internal/turn", "internal/httpapi", "internal/server", "internal/bots", "internal/config", "internal/journal", "internal/testkit", "cmd"},
	"github.com/coder/websocket":    {"internal/httpapi", "internal/bots"},
	"golang.org/x/image":            {"internal/bots"},
	"golang.org/x/text":             {"internal/quote", "internal/proceedings", "internal/export", "internal/pdf", "internal/translate"},
	"golang.org/x/mod":              {"internal/archive"},
	"github.com/go-text/":           {"internal/pdf"},
	"codeberg.org/go-fonts/":        {"internal/pdf"},
	"eliasnaur.com/font":            {"internal/pdf"},
}

func TestOutsideThingsAreKnownInOnePlace(t *testing.T) {
	eachGoFile(t, func(path, dir string, imports []string) {
		layer, _ := layerOf(dir)
		for _, imported := range imports {
			for prefix, layers := range onlyIn {
				match := imported == prefix || (prefix != "net" && strings.HasPrefix(imported, prefix))
				if match && !slices.Contains(layers, layer) {
					t.Errorf("%s (layer %s) must not import %s: only %v may", path, layer, imported, layers)
				}
			}
		}
	})
}

// eachGoFile calls f for every non-test Go file of the module.
func eachGoFile(t *testing.T, f func(path, dir string, imports []string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	skip := []string{"node_modules", "bench", ".git", "data", "testdata", "tools"}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(skip, d.Name()):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		var imports []string
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imported)
		}
		f(path, filepath.ToSlash(dir), imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func layerOf(dir string) (string, bool) {
	best := ""
	for layer := range mayImport {
		if (dir == layer || strings.HasPrefix(dir, layer+"/")) && len(layer) > len(best) {
			best = layer
		}
	}
	return best, best != ""
}
