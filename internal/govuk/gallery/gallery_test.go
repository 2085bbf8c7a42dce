package gallery

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cuppa.example/assets"
)

var serve = flag.String("serve", "", "serve the gallery on this address until interrupted")

// TestServe is for people: go test ./internal/govuk/gallery -run Serve -serve 127.0.0.1:8090 -timeout 0
func TestServe(t *testing.T) {
	if *serve == "" {
		t.Skip("no -serve ADDRESS: nobody wants to look")
	}
	t.Logf("http://%s/", *serve)
	t.Fatal(http.ListenAndServe(*serve, Handler()))
}

// TestLook looks at every page in Chromium, in two widths, with and without JavaScript and
// in forced colours: axe finds nothing, nothing scrolls sideways, nothing moves while
// loading, the policy blocks nothing, and a first visit weighs little.
func TestLook(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: not opening a browser")
	}
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	needs(t, filepath.Join(root, "node_modules/playwright-core"), "npm ci --ignore-scripts")
	needs(t, "/usr/bin/chromium", "apt-get install --no-install-recommends chromium")
	if !assets.Built() {
		t.Skip("the assets are not built: node assets/build.mjs")
	}
	srv := httptest.NewServer(Handler())
	defer srv.Close()
	paths := []string{srv.URL}
	for path := range Pages {
		paths = append(paths, path)
	}
	cmd := exec.CommandContext(t.Context(), "node", append([]string{"assets/look.mjs"}, paths...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "LOOK_SHOTS="+os.Getenv("LOOK_SHOTS"))
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "looked at") {
		t.Error("the browser looked at nothing")
	}
}

func needs(t *testing.T, path, how string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is missing: %s", path, how)
	}
}
