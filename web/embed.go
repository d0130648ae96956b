// Package web carries the built web client inside the binary.
package web

import (
	"embed"
	"io/fs"
)

// dist is what `make web` builds. Only dist/.gitkeep is committed, so that the module builds without Node.js; the
// server then says that the client is missing.
//
//go:embed all:dist
var dist embed.FS

// Client returns the built web client: index.html and its assets at the root. The folder may be empty.
func Client() fs.FS {
	client, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("web: dist is embedded above: " + err.Error())
	}
	return client
}
