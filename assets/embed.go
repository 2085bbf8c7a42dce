// Package assets holds what pages load: one stylesheet, one script, the mark, and the
// scripts of single pages. build.mjs makes them into dist, with content-hashed names and
// ready-compressed twins, and the binary carries them.
package assets

import (
	"embed"
	"encoding/json"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// Prefix is the path under which Handler serves.
const Prefix = "/static/"

// dist holds only .keep in a fresh clone: pages then render, without their looks.
//
//go:embed all:dist
var dist embed.FS

var manifest = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	if b, err := dist.ReadFile("dist/manifest.json"); err == nil {
		// a broken manifest is as good as none: the plain names answer 404
		_ = json.Unmarshal(b, &names)
	}
	return names
})

// Built tells whether the assets are there.
func Built() bool { return len(manifest()) > 0 }

// URL returns the path of an asset by its plain name ("app.css"), which changes whenever
// its content does.
func URL(name string) string {
	if hashed, ok := manifest()[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".png":  "image/png",
	".json": "application/json",
}

// Handler serves the assets under Prefix to GET and HEAD. Every name carries the hash of
// its content, so that browsers may keep it for ever; anything else is not found.
func Handler() http.Handler {
	served := map[string]bool{}
	for _, hashed := range manifest() {
		served[hashed] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		if !served[name] {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		serve(w, r, name)
	})
}

func serve(w http.ResponseWriter, r *http.Request, name string) {
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", types[path.Ext(name)])
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	body, encoding := choose(name, r.Header.Get("Accept-Encoding"))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader went away: nothing to do
	}
}
