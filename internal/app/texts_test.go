package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cuppa.example/internal/testkit"
)

// asked finds the keys that sources ask for in so many words.
var asked = regexp.MustCompile(`(?:T\([\w.()]*ctx|T\([\w.]*Context\(\)|Because\([\w.]+|\.Fail\("?[\w-]+"?|Redirect\(w, r, [^\n]*), "([a-z_]+\.[a-z0-9_.-]+)"|(?:Required\(|Key: +)"([a-z_]+\.[a-z0-9_.-]+)"`)

// word finds whatever may be a key, or the beginning of one.
var word = regexp.MustCompile(`"([a-z_]+\.[a-z0-9_.-]*)`)

// Every text that the program asks for exists, and every text that exists is asked for.
func TestTextsAndKeysBelongTogether(t *testing.T) {
	t.Parallel()
	keys := testkit.New(t).Words.Keys()
	words := map[string]bool{}
	for path, source := range sources(t) {
		for _, m := range asked.FindAllStringSubmatch(source, -1) {
			if key := m[1] + m[2]; !begins(keys, key) {
				t.Errorf("%s asks for %q, which has no text", path, key)
			}
		}
		for _, m := range word.FindAllStringSubmatch(source, -1) {
			words[m[1]] = true
		}
	}
	for _, key := range keys {
		if !used(words, key) {
			t.Errorf("nothing asks for the text %q", key)
		}
	}
}

// begins reports whether key is one, or what is in front of one that is put
// together from parts.
func begins(keys []string, key string) bool {
	return slices.ContainsFunc(keys, func(k string) bool {
		return k == key || strings.HasSuffix(key, ".") && strings.HasPrefix(k, key)
	})
}

// used reports whether a source holds the key, or its beginning up to a dot.
func used(words map[string]bool, key string) bool {
	for i := len(key); i > 0; i = strings.LastIndex(key[:i], ".") {
		if words[key[:i]] || words[key[:i]+"."] {
			return true
		}
	}
	return false
}

// sources are the files that people write: Go and templ, tests left out.
func sources(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if ext := filepath.Ext(path); ext == ".go" || ext == ".templ" {
			text, err := os.ReadFile(path)
			all[path] = string(text)
			return err
		}
		return nil
	})
	if err != nil || len(all) < 50 {
		t.Fatalf("%d sources, %v", len(all), err)
	}
	return all
}
