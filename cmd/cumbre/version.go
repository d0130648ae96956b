package main

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/cumbre-meet/cumbre/internal/server"
)

// release is set by the linker: -X main.release=v1.2.3.
var release string //nolint:gochecknoglobals // -X sets variables only

// version is the release, or what the build knows of its commit.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+changes"
		}
	}
	if revision == "" {
		return "development"
	}
	return revision + dirty
}

// versionCommand prints the version.
type versionCommand struct {
	Data string `env:"-" placeholder:"DIR" help:"Print the key that the archives of this data folder can be verified with, too."`
}

// Run implements kong's command.
func (c *versionCommand) Run() error {
	fmt.Println(versionLine())
	if c.Data == "" {
		return nil
	}
	key, err := server.ArchiveKey(c.Data)
	if err != nil {
		return err
	}
	fmt.Printf("archives of %s are sealed with %s\n", c.Data, key)
	return nil
}

func versionLine() string {
	return fmt.Sprintf("cumbre %s, %s, %s/%s", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// openAPICommand prints the API's description without a server: the web client's types are made from it.
type openAPICommand struct {
	Release string `env:"-" placeholder:"VERSION" help:"The version that the document names. Default: this program's."`
}

// Run implements kong's command.
func (c openAPICommand) Run() error {
	description, err := server.Description(cmp.Or(c.Release, version()))
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(append(description, '\n'))
	return err
}
