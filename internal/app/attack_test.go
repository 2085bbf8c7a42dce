package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"cuppa.example/internal/app"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// payloads are what somebody of bad will types.
var payloads = []string{
	`<script>alert(1)</script>"'><img src=x onerror=alert(1)>`,
	"javascript:alert(document.cookie)//https://x.example",
	"=HYPERLINK(\"http://evil.example\",\"a;=1\")\r\nBcc: eve@evil.example\r\n\r\nHello\u202e\u200b",
	"\x00\xff\xfe' OR 1=1; DROP TABLE members; --",
	"{{.}} ${1} %s %00 ../../etc/passwd",
	strings.Repeat("A", 10_000),
	"-9223372036854775809",
}

// journal is a log that several goroutines write.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(b)
}

// attacked is a network in the middle of a round, with the log it writes.
func attacked(t *testing.T) (k *testkit.Kit, log *journal) {
	t.Helper()
	log = &journal{}
	k = testkit.New(t, func(_ *app.Config, o *app.Options) {
		o.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	p := unmentoring.Programme{
		Title: "Coffee", Purpose: "Meet somebody new.", Minutes: 30, Size: 2, Prompts: unmentoring.Lines{"Think"},
		Differ: unmentoring.Lines{unmentoring.DifferOrganisation}, Review: unmentoring.ReviewNever,
		Cadence: unmentoring.Monthly, FirstDay: "2027-01-25",
	}
	p.SetWindows(unmentoring.DefaultWindows(p.Cadence, p.Review))
	for _, name := range []string{"Bob Roe", "Cat Poe", "Dan Doe"} {
		k.Member(name, func(d *member.Details) { d.Phone, d.Blog = "01632 960 123", "https://blog.example/" })
	}
	if _, err := k.UnMentoring.Create(t.Context(), p, true); err != nil {
		t.Fatal(err)
	}
	return k, log
}

// sparing are forms whose success would end the attack.
var sparing = regexp.MustCompile(`/sign-out|/delete|/leave|/sessions|/members/.*/organiser|/programmes/.*/(end|state)|/cancel|/imported/`)

// attacker looks at every page that somebody can reach, and fills in its forms.
type attacker struct {
	t     *testing.T
	b     *testkit.Browser
	seen  map[string]bool
	shape *regexp.Regexp
	forms int
}

func newAttacker(t *testing.T, b *testkit.Browser) *attacker {
	return &attacker{t: t, b: b, seen: map[string]bool{}, shape: regexp.MustCompile(`[0-9a-f-]{36}|/[cor]/[^/?]+|\d+`)}
}

// look opens pages from addresses on, and examines each; once for each kind.
func (a *attacker) look(each func(*testkit.Page), from ...string) {
	for i := 0; i < len(from) && i < 400; i++ {
		u, err := url.Parse(from[i])
		if err != nil || u.Host != "" && u.Host != "cuppa.test" || u.Scheme != "" && u.Scheme != "http" {
			continue
		}
		address := u.Path
		if u.RawQuery != "" {
			address += "?" + u.RawQuery
		}
		if kind := a.shape.ReplaceAllString(address, "*"); address == "" || a.seen[kind] || sparing.MatchString(address) || strings.HasPrefix(address, "/static/") {
			continue
		} else {
			a.seen[kind] = true
		}
		p := a.b.Get(address)
		each(p)
		p.Find("a[href]").Each(func(_ int, s *goquery.Selection) {
			if to, err := p.URL.Parse(s.AttrOr("href", "")); err == nil {
				from = append(from, to.String())
			}
		})
	}
}

// harmless fails the test where something that was typed became more than text.
func (a *attacker) harmless(p *testkit.Page) {
	a.t.Helper()
	body := string(p.Body)
	for _, bad := range []string{"<script>alert", "<img src=x"} {
		if strings.Contains(body, bad) {
			a.t.Errorf("%s holds %q", p.URL, bad)
		}
	}
	p.Find("[href], [src], [action], [formaction]").Each(func(_ int, s *goquery.Selection) {
		for _, name := range []string{"href", "src", "action", "formaction"} {
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(s.AttrOr(name, ""))), "javascript:") {
				a.t.Errorf("%s leads to a script", p.URL)
			}
		}
	})
	if strings.ContainsAny(body, "\u202e\u200b") && p.Find(".govuk-error-summary").Length() == 0 && p.URL.RawQuery == "" {
		a.t.Errorf("%s holds what hides or turns text", p.URL) // where it is not only shown again to whoever typed it
	}
	p.Find("[style], script:not([src])").Each(func(_ int, s *goquery.Selection) {
		if !strings.HasPrefix(p.Header.Get("Content-Disposition"), "attachment") {
			a.t.Errorf("%s has an inline style or script", p.URL)
		}
	})
}

// assault submits every form on a page with a payload: in its texts only, so
// that it may be taken, or in everything.
func (a *attacker) assault(payload string, everywhere bool) func(*testkit.Page) {
	return func(p *testkit.Page) {
		p.Find("form").Each(func(_ int, form *goquery.Selection) {
			action := form.AttrOr("action", p.URL.String())
			if sparing.MatchString(action) || form.AttrOr("enctype", "") != "" {
				return
			}
			values := url.Values{}
			form.Find("input[name], select[name], textarea[name], button[name]").Each(func(_ int, in *goquery.Selection) {
				name, value := in.AttrOr("name", ""), in.AttrOr("value", "on")
				typed := slices.Contains([]string{"text", "search", "tel", "url"}, in.AttrOr("type", "text")) && goquery.NodeName(in) != "button"
				if goquery.NodeName(in) == "select" {
					value, typed = in.Find("option").Last().AttrOr("value", ""), false
				}
				if everywhere || typed {
					value = payload
				}
				values.Set(name, value)
			})
			a.forms++
			if strings.EqualFold(form.AttrOr("method", "get"), "get") {
				a.harmless(a.b.Get(action + "?" + values.Encode()))
				return
			}
			a.harmless(a.b.Post(action, values))
		})
	}
}

func TestWhateverIsTypedStaysText(t *testing.T) {
	t.Parallel()
	k, log := attacked(t)
	olive, mia := k.Organiser("Olive Organ"), k.Member("Mia Member")
	k.Until(time.Date(2027, 1, 26, 12, 0, 0, 0, time.UTC))
	letter := ""
	for _, l := range k.Inbox(testkit.Address("Mia Member")) {
		for _, link := range l.Links() {
			if strings.Contains(link, "/c/") {
				letter = link
			}
		}
	}
	if letter == "" {
		t.Fatal("no letter with a link")
	}
	forms := 0
	for i, payload := range payloads {
		for _, who := range []struct {
			b    *testkit.Browser
			from []string
		}{
			{olive.Browser, []string{"/organise", "/home", "/profile"}},
			{mia.Browser, []string{"/home", "/profile", "/welcome", "/conversations"}},
			{k.Visitor(), []string{letter, "/", "/join", "/sign-in"}},
		} {
			a := newAttacker(t, who.b)
			a.look(a.assault(payload, i%2 == 1), who.from...)
			forms += a.forms
		}
		k.Advance(2 * time.Hour)
	}
	if forms < 200 {
		t.Errorf("only %d forms were filled in", forms)
	}
	for _, b := range []*testkit.Browser{olive.Browser, mia.Browser, k.Visitor()} {
		a := newAttacker(t, b)
		a.look(a.harmless, "/", "/home", "/organise", "/profile", "/people", "/outcomes", "/shared", "/picture", "/conversations", letter)
	}
	lettersAreHarmless(t, k)
	feedsAreWhole(t, k)
	saysNothingPersonal(t, k, log)
}

// lettersAreHarmless reads every letter that was sent.
func lettersAreHarmless(t *testing.T, k *testkit.Kit) {
	t.Helper()
	for _, l := range k.SMTP.All() {
		if l.Header.Get("Bcc") != "" || !strings.HasSuffix(l.To, "@example.org") && !strings.HasSuffix(l.To, ".example") {
			t.Errorf("a letter went to %s, with Bcc %q", l.To, l.Header.Get("Bcc"))
		}
		for _, bad := range []string{"<script>alert", "<img src=x", `="javascript:`} {
			if strings.Contains(l.HTML, bad) {
				t.Errorf("the letter %q holds %q", l.Subject, bad)
			}
		}
		for _, line := range strings.Split(l.Calendar, "\r\n") {
			if strings.HasPrefix(line, "Bcc") || strings.Contains(line, "\n") {
				t.Errorf("the invitation of %q has the line %q", l.Subject, line)
			}
		}
		if len(l.Raw) > 100<<10 {
			t.Errorf("the letter %q has %d bytes", l.Subject, len(l.Raw))
		}
	}
}

// feedsAreWhole reads both feeds as strictly as their formats are.
func feedsAreWhole(t *testing.T, k *testkit.Kit) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(k.Visitor().Get("/outcomes.atom").Body))
	for {
		if _, err := d.Token(); err == io.EOF { //nolint:errorlint // the decoder gives it as it is
			break
		} else if err != nil {
			t.Errorf("Atom: %v", err)
			break
		}
	}
	if !json.Valid(k.Visitor().Get("/outcomes.json").Body) {
		t.Error("the JSON feed is broken")
	}
}

// saysNothingPersonal looks for people and secrets in the log.
func saysNothingPersonal(t *testing.T, k *testkit.Kit, log *journal) {
	t.Helper()
	log.mu.Lock()
	text := log.b.String()
	log.mu.Unlock()
	bad := []string{"@example.org", "Mia Member", "960 123", "alert(1)", "cuppa.test/"}
	for _, l := range k.SMTP.All() {
		for _, link := range l.Links() {
			if i := strings.LastIndexAny(link, "~/"); len(link)-i > 16 {
				bad = append(bad, link[i+1:])
			}
		}
	}
	for _, b := range bad {
		if strings.Contains(text, b) {
			t.Errorf("the log says %q", b)
		}
	}
	if !strings.Contains(text, "route=") {
		t.Error("nothing was logged, so nothing was shown")
	}
}

// ask sends a request with headers from a remote address and gives its status.
func ask(k *testkit.Kit, method, path, remote, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, testkit.Base+path, strings.NewReader(body))
	r.RemoteAddr = remote
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	k.Handler().ServeHTTP(w, r)
	return w
}

func TestOnePlaceCannotAskForLinksWithoutEnd(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, func(_ *app.Config, o *app.Options) {
		o.Trusted = []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")}
	})
	sign := func(remote, forwarded string, i int) int {
		return ask(k, http.MethodPost, "/sign-in", remote, fmt.Sprintf("email=p%d@example.org", i), "X-Forwarded-For", forwarded).Code
	}
	for i := range 60 {
		if code := sign("203.0.113.7:1", fmt.Sprintf("198.51.100.%d", i), i); code != http.StatusSeeOther {
			t.Fatalf("the %dth is answered with %d", i+1, code)
		}
	}
	if code := sign("203.0.113.7:2", "198.51.100.200", 100); code != http.StatusTooManyRequests {
		t.Errorf("one more from there, with a forged forwarding: %d", code)
	}
	if code := sign("10.0.0.1:2", "198.51.100.200", 100); code != http.StatusSeeOther {
		t.Errorf("from elsewhere, through the proxy: %d", code)
	}
	if code := sign("10.0.0.1:2", "198.51.100.200, 203.0.113.7", 100); code != http.StatusTooManyRequests {
		t.Errorf("from there, through the proxy: %d", code)
	}
	for i := range 61 {
		want := http.StatusSeeOther
		if i == 60 {
			want = http.StatusTooManyRequests
		}
		if code := sign(fmt.Sprintf("[2001:db8::%x]:1", i+1), "", i); code != want {
			t.Fatalf("address %d of one IPv6 network is answered with %d", i+1, code)
		}
	}
	k.Clock.Set(k.Clock.Now().Add(time.Minute))
	if code := sign("203.0.113.7:2", "", 100); code != http.StatusSeeOther {
		t.Errorf("a minute later: %d", code)
	}
}

// A proxy that passes another Host on must not lock people out, and whoever
// forges one gets no link that leads to them.
func TestTheHostOfARequestDecidesNothing(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Ann Lee")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:8080/sign-in", strings.NewReader("email=ann.lee@example.org"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", testkit.Base)
	r.Header.Set("X-Forwarded-Host", "evil.example")
	r.Host = "evil.example"
	w := httptest.NewRecorder()
	k.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in/sent" {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	k.Settle()
	l := k.Mail("ann.lee@example.org", "ign in")
	if strings.Contains(string(l.Raw), "evil") || l.Link("/sign-in/") == "" {
		t.Errorf("the letter:\n%s", l.Raw)
	}
}

// An unknown address costs the program the same as a member's: a letter is
// written and committed.
func TestAnUnknownAddressWritesToo(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	if k.DB.Postgres() {
		t.Skip("one engine is enough to see that something is committed")
	}
	k.Member("Ann Lee")
	conn, err := k.DB.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	version := func() (v int) {
		if err := conn.QueryRowContext(t.Context(), "PRAGMA data_version").Scan(&v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, email := range []string{"ann.lee@example.org", "nobody@example.org"} {
		before := version()
		ask(k, http.MethodPost, "/sign-in", "192.0.2.1:1", "email="+email)
		if version() == before {
			t.Errorf("nothing is written for %s", email)
		}
	}
}

// What is no request gets an answer, and nobody has to read about it.
func TestNonsenseIsAnswered(t *testing.T) {
	t.Parallel()
	k, log := attacked(t)
	for _, c := range []struct {
		method, path, kind, body string
		status                   int
	}{
		{http.MethodGet, "/static/../../etc/passwd", "", "", 404},
		{http.MethodGet, "/static/..%2f..%2fetc%2fpasswd", "", "", 404},
		{http.MethodGet, "/static/%00%ff", "", "", 404},
		{http.MethodDelete, "/static/app.css", "", "", 405},
		{http.MethodPost, "/livez", "", "", 405},
		{http.MethodGet, "//evil.example/%2f..", "", "", 404},
		{http.MethodPost, "/sign-in", "application/x-www-form-urlencoded", strings.Repeat("a=1&", 20_000), 422},
		{http.MethodPost, "/sign-in", "application/x-www-form-urlencoded", "email=%zz", 422},
		{http.MethodPost, "/sign-in", "multipart/form-data; boundary=x", strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n", 4000), 422},
		{http.MethodPost, "/sign-in", "multipart/form-data", "x", 422},
		{http.MethodPost, "/sign-in", "application/json", `{"email":"ann@example.org"}`, 422},
		{http.MethodPost, "/join", "text/plain", "name=Ann", 422},
	} {
		if w := ask(k, c.method, c.path, "192.0.2.1:1", c.body, "Content-Type", c.kind); w.Code != c.status {
			t.Errorf("%s %s (%s) is answered with %d, want %d", c.method, c.path, c.kind, w.Code, c.status)
		}
	}
	if strings.Contains(log.b.String(), "level=ERROR") {
		t.Errorf("the log:\n%s", log.b.String())
	}
}

func TestFilesAreForOrganisers(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	body := "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n" + strings.Repeat("a", 1<<20) + "\r\n--x--\r\n"
	if w := ask(k, http.MethodPost, "/join", "192.0.2.1:1", body, "Content-Type", "multipart/form-data; boundary=x"); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a megabyte to the form of joining: %d", w.Code)
	}
}
