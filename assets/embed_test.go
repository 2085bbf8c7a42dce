package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAccepts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header   string
		encoding string
		want     bool
	}{
		{"gzip, deflate, br, zstd", "br", true},
		{"gzip, deflate, br, zstd", "gzip", true},
		{"gzip", "br", false},
		{"", "gzip", false},
		{"br;q=0, gzip", "br", false},
		{"br; q=0.0", "br", false},
		{"br; q=0.5", "br", true},
		{"GZIP;q=1", "gzip", true},
		{"xbr", "br", false},
		{"br;q=nonsense", "br", false},
	} {
		if got := accepts(c.header, c.encoding); got != c.want {
			t.Errorf("accepts(%q, %q) = %t", c.header, c.encoding, got)
		}
	}
}

func get(method, path, accept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w
}

func TestNothingButAssetsIsServed(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", ".keep", "manifest.json", "app.css", "../embed.go", "app-0000000000.css"} {
		if w := get(http.MethodGet, Prefix+path, ""); w.Code != http.StatusNotFound {
			t.Errorf("%q: %d", path, w.Code)
		}
	}
}

func TestPlainNameWhereNothingIsBuilt(t *testing.T) {
	t.Parallel()
	if got := URL("no-such-file.css"); got != "/static/no-such-file.css" {
		t.Error(got)
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	if !Built() {
		t.Skip("the assets are not built: node assets/build.mjs")
	}
	path := URL("app.css")
	if path == Prefix+"app.css" {
		t.Fatal("the name has no hash")
	}
	plain := get(http.MethodGet, path, "")
	for name, want := range map[string]string{
		"Content-Type":           "text/css; charset=utf-8",
		"Cache-Control":          "public, max-age=31536000, immutable",
		"X-Content-Type-Options": "nosniff",
		"Vary":                   "Accept-Encoding",
		"Content-Encoding":       "",
	} {
		if got := plain.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	zipped := get(http.MethodGet, path, "gzip")
	small := zipped.Body.Len()
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	unzipped, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(unzipped, plain.Body.Bytes()) {
		t.Error("the compressed twin is something else")
	}
	br := get(http.MethodGet, path, "gzip, br")
	if br.Header().Get("Content-Encoding") != "br" || br.Body.Len() >= small {
		t.Errorf("%s of %d bytes, where gzip takes %d", br.Header().Get("Content-Encoding"), br.Body.Len(), small)
	}
}

func TestHeadAndOtherMethods(t *testing.T) {
	t.Parallel()
	if !Built() {
		t.Skip("the assets are not built: node assets/build.mjs")
	}
	if w := get(http.MethodHead, URL("app.js"), ""); w.Code != http.StatusOK || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "0" {
		t.Errorf("HEAD: %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := get(http.MethodPost, URL("app.js"), ""); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d", w.Code)
	}
}

// Cuppa is not GOV.UK: no crown, no crest, and not the font that is licensed for gov.uk.
func TestNothingOfGovUKsBrand(t *testing.T) {
	t.Parallel()
	if !Built() {
		t.Skip("the assets are not built: node assets/build.mjs")
	}
	var css string
	for name := range manifest() {
		if strings.HasSuffix(name, ".css") {
			css += get(http.MethodGet, URL(name), "").Body.String()
		}
	}
	for _, mark := range []string{"GDS Transport", "crest", "crown", "@font-face", "@import", "url(http", `url("http`, "url(/"} {
		if strings.Contains(css, mark) {
			t.Errorf("the stylesheet has %q", mark)
		}
	}
}
