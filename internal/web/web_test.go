package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"pgregory.net/rapid"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/web"
)

// table is a route table whose error pages are the status and the error.
func table(log io.Writer, guard func(*http.Request, web.Access) error) *web.Mux {
	return web.NewMux(slog.New(slog.NewTextHandler(log, nil)), guard, func(w http.ResponseWriter, _ *http.Request, status int, err error) {
		w.WriteHeader(status)
		fmt.Fprint(w, "page: ", err)
	})
}

func everybody(*http.Request, web.Access) error { return nil }

func ask(h http.Handler, method, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w
}

func TestErrorsBecomeAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
		logged bool
	}{
		{fault.NotFound, 404, false},
		{fmt.Errorf("deep: %w", fault.Because(fault.Forbidden, "k")), 403, false},
		{fault.Conflict, 409, false},
		{fault.Invalid, 422, false},
		{fault.Gone, 410, false},
		{fault.TooMany, 429, false},
		{fmt.Errorf("read: %w", &http.MaxBytesError{Limit: 1}), 413, false},
		{errors.New("the disk is full"), 500, true},
	} {
		var log bytes.Buffer
		m := table(&log, everybody)
		m.Handle(web.Public, "POST /x/{token}", func(http.ResponseWriter, *http.Request) error { return c.err })
		w := ask(m, http.MethodPost, "/x/secret-token")
		if w.Code != c.status || !strings.Contains(w.Body.String(), "page: ") {
			t.Errorf("%v: %d %s", c.err, w.Code, w.Body)
		}
		if got := strings.Contains(log.String(), "request failed"); got != c.logged {
			t.Errorf("%v: logged %t", c.err, got)
		}
		if strings.Contains(log.String(), "secret-token") {
			t.Errorf("the log holds the token: %s", &log)
		}
	}
}

func TestAPanicIsAnErrorPage(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := table(&log, everybody)
	m.Handle(web.Public, "GET /x", func(http.ResponseWriter, *http.Request) error { panic("nobody expected this") })
	if w := ask(m, http.MethodGet, "/x"); w.Code != 500 || !strings.Contains(log.String(), "nobody expected this") {
		t.Errorf("%d, log: %s", w.Code, &log)
	}
	m.Handle(web.Public, "GET /gone", func(http.ResponseWriter, *http.Request) error { panic(http.ErrAbortHandler) })
	defer func() {
		if recover() == nil {
			t.Error("a request that is given up is answered")
		}
	}()
	ask(m, http.MethodGet, "/gone")
}

// What has been sent stays as it was: an error page in the middle of a
// download would be data.
func TestAnAnswerThatBeganIsNotAddedTo(t *testing.T) {
	t.Parallel()
	m := table(io.Discard, everybody)
	m.Handle(web.Public, "GET /x", func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "a,b\n")
		return errors.New("the database went away")
	})
	if w := ask(m, http.MethodGet, "/x"); w.Code != 200 || w.Body.String() != "a,b\n" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestTheGuardStandsBeforeTheHandler(t *testing.T) {
	t.Parallel()
	m := table(io.Discard, func(r *http.Request, access web.Access) error {
		switch access {
		case web.Member:
			return web.ErrSignIn
		case web.Organiser:
			return fault.Forbidden
		}
		return nil
	})
	reached := map[string]bool{}
	for access, path := range map[web.Access]string{web.Public: "/p", web.Member: "/m", web.Organiser: "/o", web.Link: "/l"} {
		for _, method := range []string{"GET", "POST"} {
			m.Handle(access, method+" "+path, func(http.ResponseWriter, *http.Request) error {
				reached[method+path] = true
				return nil
			})
		}
	}
	for _, c := range []struct {
		method, target, location string
		status                   int
	}{
		{"GET", "/m?page=2&q=a%26b", "/sign-in?next=" + url.QueryEscape("/m?page=2&q=a%26b"), 303},
		{"POST", "/m", "/sign-in", 303}, // what was posted cannot be posted again by a link
		{"GET", "/o", "", 403},
		{"GET", "/p", "", 200},
		{"GET", "/l", "", 200},
	} {
		w := ask(m, c.method, c.target)
		if w.Code != c.status || w.Header().Get("Location") != c.location {
			t.Errorf("%s %s: %d to %q", c.method, c.target, w.Code, w.Header().Get("Location"))
		}
		if private := c.target != "/p"; (w.Header().Get("X-Robots-Tag") == "noindex") != private {
			t.Errorf("%s: robots are told %q", c.target, w.Header().Get("X-Robots-Tag"))
		}
	}
	if reached["GET/m"] || reached["POST/m"] || reached["GET/o"] || !reached["GET/p"] || !reached["GET/l"] {
		t.Errorf("handlers that ran: %v", reached)
	}
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	t.Parallel()
	m := table(io.Discard, everybody)
	m.Handle(web.Public, "GET /x/{id}", func(http.ResponseWriter, *http.Request) error { return nil })
	m.Handle(web.Public, "POST /y", func(http.ResponseWriter, *http.Request) error { return nil })
	for _, c := range []struct {
		method, target string
		status         int
		allow          string
	}{
		{"GET", "/nowhere", 404, ""},
		{"GET", "/x/%00", 404, ""},
		{"GET", "/x/%ff", 404, ""},
		{"GET", "/x/a?q=%00", 404, ""},
		{"GET", "/x/a?broken=%zz&q=b&q=%ff", 404, ""},
		{"GET", "/x/a?q=%C3%A9&broken=%zz", 200, ""},
		{"GET", "/x/a", 200, ""},
		{"HEAD", "/x/a", 200, ""},
		{"GET", "/y", 405, "POST"},
		{"DELETE", "/x/a", 405, "GET, HEAD"},
	} {
		w := ask(m, c.method, c.target)
		if w.Code != c.status || w.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s: %d, allows %q", c.method, c.target, w.Code, w.Header().Get("Allow"))
		}
	}
}

func TestNothingIsSentOfAPageThatFails(t *testing.T) {
	t.Parallel()
	half := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "<h1>Half")
		return errors.New("a message is missing")
	})
	m := table(io.Discard, everybody)
	m.Handle(web.Public, "GET /x", func(w http.ResponseWriter, r *http.Request) error { return web.OK(w, r, half) })
	if w := ask(m, http.MethodGet, "/x"); w.Code != 500 || strings.Contains(w.Body.String(), "Half") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	whole := templ.ComponentFunc(func(_ context.Context, w io.Writer) error { _, err := io.WriteString(w, "<h1>All"); return err })
	for method, body := range map[string]string{http.MethodGet: "<h1>All", http.MethodHead: ""} {
		w := httptest.NewRecorder()
		if err := web.Unprocessable(w, httptest.NewRequest(method, "/x", nil), whole); err != nil {
			t.Fatal(err)
		}
		if w.Code != 422 || w.Body.String() != body || w.Header().Get("Content-Length") != "7" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %q %v", method, w.Code, w.Body, w.Header())
		}
	}
}

func TestRedirectsCarryTheirNotification(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"/x", "", "/x"}, {"/x", "done.member.saved", "/x?done=member.saved"}, {"/x?a=b", "done.a&b", "/x?a=b&done=a%26b"},
	} {
		w := httptest.NewRecorder()
		if err := web.Redirect(w, httptest.NewRequest(http.MethodPost, "/y", nil), c[0], c[1]); err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Get("Location"); w.Code != 303 || got != c[2] {
			t.Errorf("%v: %d to %s", c, w.Code, got)
		}
	}
}

// LocalPath never leads to another site, and leaves our own paths alone.
func TestLocalPath(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/home": "/home", "/c/a?b=c#d": "/c/a?b=c#d", "": "/", "home": "/", "//evil.example": "/", "///evil.example": "/", "/\\evil.example": "/", "https://evil.example/": "/",
		"/\t/evil.example": "/", "/a\r\nSet-Cookie: x=y": "/", "javascript:alert(1)": "/", "/%zz": "/",
	} {
		if got := web.LocalPath(next); got != want {
			t.Errorf("%q: %q", next, got)
		}
	}
	base, err := url.Parse("https://tea.example/sign-in/x")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		next := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"/", "\\", "evil.example", ":", "@", "?", "#", "%2f", "\t", "https", " ", "..", "\n"})).Draw(t, "next"), "")
		to, err := base.Parse(web.LocalPath(next))
		if err != nil || to.Host != "tea.example" || to.Scheme != "https" {
			t.Fatalf("%q leads to %v, %v", next, to, err)
		}
	})
}

func TestTheClientsAddressIsWhatATrustedProxySays(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, c := range []struct{ remote, forwarded, want string }{
		{"192.0.2.1:4000", "", "192.0.2.1"},
		{"192.0.2.1:4000", "203.0.113.9", "192.0.2.1"}, // nobody trusted says so
		{"10.0.0.2:4000", "203.0.113.9", "203.0.113.9"},
		{"10.0.0.2:4000", "198.51.100.1, 203.0.113.9", "203.0.113.9"}, // the first is the visitor's own word
		{"10.0.0.2:4000", "198.51.100.1, 203.0.113.9, 10.1.1.1", "203.0.113.9"},
		{"10.0.0.2:4000", "unknown", "10.0.0.2"},
		{"10.0.0.2:4000", "203.0.113.9, nonsense", "10.0.0.2"},
		{"[::1]:4000", "2001:db8::1", "2001:db8::1"},
		{"[::ffff:10.0.0.2]:4000", "203.0.113.9", "203.0.113.9"},
		{"192.0.2.1", "", "192.0.2.1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		for part := range strings.SplitSeq(c.forwarded, ", ") { // one header or several say the same
			r.Header.Add("X-Forwarded-For", part)
		}
		if got := web.ClientIP(r, trusted).String(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC)
	l := web.NewLimiter(3, time.Minute)
	took := func(key string, at time.Time, n int) (allowed int) {
		for range n {
			if l.Allow(at, key) {
				allowed++
			}
		}
		return allowed
	}
	if got := took("a", now, 9); got != 3 {
		t.Errorf("%d at once", got)
	}
	if got := took("b", now, 9); got != 3 {
		t.Errorf("another key has %d", got)
	}
	if got := took("a", now.Add(time.Minute), 9); got != 1 {
		t.Errorf("%d after a minute", got)
	}
	if got := took("a", now.Add(time.Hour), 9); got != 3 { // forgotten in between
		t.Errorf("%d after an hour", got)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	h := web.LimitBody(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		w.WriteHeader(web.Status(err))
	}), 10, 20, "/files/")
	for _, c := range []struct {
		path   string
		kind   string
		length int
		large  bool
	}{
		{"/", "application/x-www-form-urlencoded", 10, false},
		{"/files/", "application/x-www-form-urlencoded", 11, true},
		{"/files/", "", 11, true},
		{"/files/", "multipart/form-data; boundary=x", 20, false},
		{"/files/", "multipart/form-data; boundary=x", 21, true},
		{"/", "multipart/form-data; boundary=x", 11, true},
	} {
		r := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader(strings.Repeat("x", c.length)))
		r.Header.Set("Content-Type", c.kind)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if (w.Code == http.StatusRequestEntityTooLarge) != c.large {
			t.Errorf("%+v: %d", c, w.Code)
		}
	}
}

func TestStrictTransportIsForCertificates(t *testing.T) {
	t.Parallel()
	for _, https := range []bool{true, false} {
		w := ask(web.Secure(http.NotFoundHandler(), https), http.MethodGet, "/")
		if got := w.Header().Get("Strict-Transport-Security") != ""; got != https {
			t.Errorf("https %t: %v", https, w.Header())
		}
	}
}
