package app_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"cuppa.example/internal/testkit"
	"cuppa.example/internal/web"
)

var wildcard = regexp.MustCompile(`\{[^}]*\}`)

// Every route states who may use it, and holds everybody else off.
func TestRoutesHoldOffWhoMayNotUseThem(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	visitor, member := k.Visitor(), k.Member("Mia Member")
	for _, route := range k.Routes() {
		method, pattern, _ := strings.Cut(route.Pattern, " ")
		path := wildcard.ReplaceAllStringFunc(pattern, func(w string) string {
			if w == "{$}" {
				return ""
			}
			return "x"
		})
		ask := func(b *testkit.Browser) *testkit.Page {
			if method == http.MethodGet {
				return b.Get(path)
			}
			return b.Post(path, nil)
		}
		if route.Access == web.Member || route.Access == web.Organiser {
			if p := ask(visitor); p.URL.Path != "/sign-in" {
				t.Errorf("a visitor gets %d %s on %s", p.Status, p.URL, route.Pattern)
			}
		}
		if route.Access == web.Organiser {
			if p := ask(member.Browser); p.Status != http.StatusForbidden {
				t.Errorf("a member gets %d on %s", p.Status, route.Pattern)
			}
		}
		if route.Access == web.Link {
			if p := ask(visitor); p.Status != http.StatusNotFound {
				t.Errorf("a forged link gets %d on %s", p.Status, route.Pattern)
			}
		}
	}
}

// A form on another site cannot do anything here.
func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	for _, route := range k.Routes() {
		method, pattern, _ := strings.Cut(route.Pattern, " ")
		if method == http.MethodGet {
			continue
		}
		for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "null"} {
			r := httptest.NewRequest(method, testkit.Base+wildcard.ReplaceAllString(pattern, "x"), strings.NewReader(""))
			r.Header.Set(header, value)
			w := httptest.NewRecorder()
			k.Handler().ServeHTTP(w, r)
			if w.Code != http.StatusForbidden {
				t.Errorf("%s with %s: %s answers %d", route.Pattern, header, value, w.Code)
			}
		}
	}
}

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	for _, path := range []string{"/", "/sign-in", "/missing", "/static/missing.css", "/livez", "/readyz"} {
		r := httptest.NewRequest(http.MethodGet, testkit.Base+path, nil)
		w := httptest.NewRecorder()
		k.Handler().ServeHTTP(w, r)
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := w.Header().Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if len(w.Result().Cookies()) > 0 {
			t.Errorf("%s sets a cookie for a visitor", path)
		}
	}
}

func TestOversizeBodiesAreRefused(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	r := httptest.NewRequest(http.MethodPost, testkit.Base+"/sign-in", strings.NewReader("email="+strings.Repeat("a", 1<<20)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	k.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d", w.Code)
	}
}
