package app_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// layers lists the packages from the bottom up. A package may import those in
// lower layers; within a layer only what shares says. Whatever is not named is
// a feature: features stand above member and the mechanics, and never import
// each other.
var layers = [][]string{
	{"internal/fault", "assets", "match"},
	{"internal/db", "internal/web", "internal/form", "internal/govuk", "internal/mail", "internal/seal", "internal/locale", "internal/browser", "internal/archive", "internal/chart", "internal/sheet", "internal/holiday", "internal/meeting"},
	{"internal/network"},
	{"internal/site"},
	{"internal/member"},
	{"internal/safety"},
	{"internal/nudge"},
	{"internal/schedule"},
	{"internal/conversation", "internal/discussion"},
	{"FEATURES"},
	{"internal/app"},
	{"internal/testkit", "cmd/cuppa"},
}

func TestImportsOnlyPointDown(t *testing.T) {
	t.Parallel()
	level := map[string]int{}
	for i, names := range layers {
		for _, n := range names {
			level[n] = i
		}
	}
	features, platform := level["FEATURES"], 1
	height := func(name string) int {
		if l, ok := level[name]; ok {
			return l
		}
		return features
	}
	for name, imports := range packages(t) {
		if strings.Contains(name, "/gallery") {
			continue // shows the components to tests
		}
		for _, other := range imports {
			from, to := height(name), height(other)
			switch {
			case to < from:
			case from == to && from == platform: // the platform's parts may use each other; go refuses circles
			default:
				t.Errorf("%s imports %s, which is not below it", name, other)
			}
			if name == "match" {
				t.Errorf("match imports %s; it must import nothing of ours", other)
			}
		}
	}
}

// packages maps every package of ours to what it imports of ours, tests left out.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "cuppa.example/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string][]string{}
	lines := json.NewDecoder(strings.NewReader(string(out)))
	for lines.More() {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := lines.Decode(&p); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, "cuppa.example/")
		all[name] = nil
		for _, i := range p.Imports {
			if rest, ours := strings.CutPrefix(i, "cuppa.example/"); ours {
				all[name] = append(all[name], rest)
			}
		}
	}
	if len(all) < 10 {
		t.Fatalf("only %d packages found", len(all))
	}
	return all
}

// The SQLite driver works only with the one version of libc that it was made with.
func TestLibcIsTheOneThatSQLiteRequires(t *testing.T) {
	t.Parallel()
	version := func(module string) string {
		out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", module).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	mod, err := exec.Command("go", "mod", "graph").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "modernc.org/sqlite@" + version("modernc.org/sqlite") + " modernc.org/libc@" + version("modernc.org/libc")
	if !strings.Contains(string(mod), want+"\n") {
		t.Errorf("%s is not in the module graph", want)
	}
}
