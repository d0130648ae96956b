package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// missingClient is served where the binary was built without the web client.
const missingClient = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Cumbre</title>
<main><h1>The web client is not in this build</h1>
<p>The server runs. To have its pages, build them and the server again:</p>
<pre>make web &amp;&amp; make build</pre>
<p>The API works without: <a href="/docs">its description</a>.</p></main></html>
`

// notFoundPage is for people where there is no client to say it in their language; programs get a problem.
const notFoundPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not found · Cumbre</title>
<main><h1>There is nothing at this address</h1>
<p>If you followed an invitation, check that its link was copied whole. <a href="/">Start page</a></p></main></html>
`

// client serves the built web client from memory.
type client struct {
	files map[string]clientFile // by path without a slash at the start
}

type clientFile struct {
	content   []byte
	mediaType string
	etag      string
	cache     string
}

// newClient reads all files once: they are in the binary anyway, and tags are made of their content.
func newClient(files fs.FS) (*client, error) {
	c := &client{files: map[string]clientFile{}}
	if files == nil {
		return c, nil
	}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == "." {
			return nil
		}
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		c.files[name] = clientFile{
			content: content, mediaType: mediaTypeOf(name), etag: `"` + hex.EncodeToString(sum[:12]) + `"`, cache: cacheOf(name),
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("web client: %w", err)
	}
	return c, nil
}

// cacheOf: Vite puts a hash of the content into the names under assets/, so they never change.
func cacheOf(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

// mediaTypeOf does not ask the system's table: it differs between machines.
func mediaTypeOf(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t, ok := map[string]string{
		".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
		".css": "text/css; charset=utf-8", ".json": "application/json", ".map": "application/json", ".svg": "image/svg+xml",
		".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
		".woff2": "font/woff2", ".wasm": "application/wasm", ".opus": "audio/ogg", ".ogg": "audio/ogg", ".mp3": "audio/mpeg",
		".wav": "audio/wav", ".webm": "video/webm", ".mp4": "video/mp4", ".txt": "text/plain; charset=utf-8",
		".webmanifest": "application/manifest+json",
	}[ext]; ok {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

// serve answers with a file, with the application for its own routes, or with 404.
func (c *client) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		writeProblem(w, problem("method-not-allowed", "%s is not possible here; possible: GET, HEAD.", r.Method))
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if isAppRoute(name) {
		name = "index.html"
	}
	file, ok := c.files[name]
	switch {
	case ok:
		serveFile(w, r, file)
	case name == "index.html":
		page(w, http.StatusOK, missingClient)
	case strings.Contains(r.Header.Get("Accept"), "text/html"):
		page(w, http.StatusNotFound, c.notFound())
	default:
		writeProblem(w, problem("not-found", "There is nothing at %s.", shorten(r.URL.Path)))
	}
}

// notFound is the application, which tells people in their language that there is no such page.
func (c *client) notFound() string {
	if app, ok := c.files["index.html"]; ok {
		return string(app.content)
	}
	return notFoundPage
}

// isAppRoute tells the addresses that the application shows: the start, a meeting's page, /m/{id}, a focal point's,
// /m/{id}/delegation, the record's, /m/{id}/record, the texts', /m/{id}/text, the publications', /m/{id}/publication, and the next meeting's, /m/{id}/next.
func isAppRoute(name string) bool {
	if name == "" {
		return true
	}
	id, ok := strings.CutPrefix(name, "m/")
	if page, of, inside := strings.Cut(id, "/"); inside && slices.Contains([]string{"delegation", "record", "text", "publication", "next"}, of) {
		id = page
	}
	return ok && id != "" && !strings.Contains(id, "/")
}

func serveFile(w http.ResponseWriter, r *http.Request, file clientFile) {
	h := w.Header()
	h.Set("Content-Type", file.mediaType)
	h.Set("ETag", file.etag)
	h.Set("Cache-Control", file.cache)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file.content))
}

func page(w http.ResponseWriter, status int, html string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(html)) // the client's connection
}
