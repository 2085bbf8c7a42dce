package mail

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// site serves the pages of a post to everybody: who may see them is tested
// where sessions are.
func site(t testing.TB, p *Post) http.Handler {
	t.Helper()
	m := web.NewMux(slog.New(slog.DiscardHandler), func(*http.Request, web.Access) error { return nil },
		func(w http.ResponseWriter, _ *http.Request, status int, err error) {
			http.Error(w, err.Error(), status)
		})
	p.Routes(m)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.ServeHTTP(w, r.WithContext(p.cat.In(r.Context(), "en", time.UTC)))
	})
}

func open(t testing.TB, h http.Handler, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w
}

func page200(t testing.TB, h http.Handler, path string) *goquery.Document {
	t.Helper()
	w := open(t, h, http.MethodGet, path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	d, err := goquery.NewDocumentFromReader(w.Body)
	check(t, err)
	return d
}

func TestOrganisersSeeTroubleAndSendAgain(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	h := site(t, s.Post)
	if d := page200(t, h, "/organise/mail"); !strings.Contains(d.Text(), "No email is in trouble") {
		t.Error("an empty record does not say so")
	}
	s.server.script["gone"] = []string{"550", ""}
	s.server.script["lost"] = []string{"cut after data"}
	queue(t, s.Post, hello("amy@x.test"), hello("gone@x.test"), hello("lost@x.test"))
	s.deliver(t)
	d := page200(t, h, "/organise/mail")
	if n := d.Find("tbody tr").Length(); n != 2 {
		t.Fatalf("%d letters in trouble", n)
	}
	text := strings.Join(strings.Fields(d.Find("tbody").Text()), " ")
	for _, want := range []string{"gone@x.test", "Not sent", "no such user", "lost@x.test", "Not known", "its answer was lost", "Tried 1 time"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q: %s", want, text)
		}
	}
	gone := s.rowFor(t, "gone@x.test")
	if w := open(t, h, http.MethodPost, "/organise/mail/"+gone.ID+"/resend"); w.Code != http.StatusSeeOther {
		t.Fatalf("resend: %d %s", w.Code, w.Body)
	}
	if n := s.deliver(t); n != 1 || len(s.server.letters("gone")) != 1 {
		t.Errorf("%d sent again", n)
	}
	for path, want := range map[string]int{gone.ID: http.StatusConflict, "nobody": http.StatusNotFound} {
		if w := open(t, h, http.MethodPost, "/organise/mail/"+path+"/resend"); w.Code != want {
			t.Errorf("resend %s: %d, want %d", path, w.Code, want)
		}
	}
}

func TestALetterSentAgainGoesToTheCorrectedAddress(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.script["gone"] = []string{"550"}
	s.server.script["fresh"] = []string{"550", "ok"}
	other := hello("fresh@x.test") // an address that she is to confirm
	other.MemberID = hello("gone@x.test").MemberID
	queue(t, s.Post, hello("gone@x.test"), other)
	s.deliver(t)
	check(t, s.db.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
		return s.Readdress(ctx, tx, other.MemberID, "gone@x.test", "amy@x.test")
	}))
	h := site(t, s.Post)
	for _, to := range []string{"gone@x.test", "fresh@x.test"} {
		if w := open(t, h, http.MethodPost, "/organise/mail/"+s.rowFor(t, to).ID+"/resend"); w.Code != http.StatusSeeOther {
			t.Fatalf("resend: %d %s", w.Code, w.Body)
		}
	}
	if n := s.deliver(t); n != 2 || len(s.server.letters("amy")) != 1 || len(s.server.letters("fresh")) != 1 || len(s.server.letters("gone")) != 0 {
		t.Errorf("%d sent again, %d to the corrected address", n, len(s.server.letters("amy")))
	}
}

func TestASentLetterIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.KeepBodies = time.Hour })
	queue(t, s.Post, hello("amy@x.test"))
	s.deliver(t)
	w := open(t, site(t, s.Post), http.MethodPost, "/organise/mail/"+s.rowFor(t, "amy@x.test").ID+"/resend")
	if w.Code != http.StatusConflict || s.deliver(t) != 0 {
		t.Errorf("%d", w.Code)
	}
}

func TestCountsAndLateMail(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.script["gone"] = []string{"550"}
	s.server.script["grey"] = []string{"451"}
	queue(t, s.Post, hello("amy@x.test"), hello("bob@x.test"), hello("gone@x.test"), hello("grey@x.test"))
	s.deliver(t)
	c, err := s.Counts(context.Background())
	check(t, err)
	if want := (Counts{Waiting: 1, Failed: 1, Week: 2}); c != want {
		t.Errorf("%+v, want %+v", c, want)
	}
	s.clock.add(3 * time.Hour)
	c, err = s.Counts(context.Background())
	check(t, err)
	if !c.Since.Equal(noon.Add(time.Minute)) {
		t.Errorf("waiting since %v", c.Since)
	}
	if d := page200(t, site(t, s.Post), "/organise/mail"); !strings.Contains(d.Text(), "Mail has been waiting since 12:01pm on Sunday 22 November 2026") {
		t.Error("the page does not say that mail waits")
	}
	s.clock.add(8 * 24 * time.Hour)
	if c, err = s.Counts(context.Background()); err != nil || c.Week != 0 {
		t.Errorf("%d sent this week, %v", c.Week, err)
	}
}

func TestTroubleIsPaged(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	var items []Item
	for i := range 60 {
		local := fmt.Sprintf("gone%d", i)
		s.server.script[local] = []string{"550"}
		items = append(items, hello(local+"@x.test"))
	}
	queue(t, s.Post, items...)
	s.deliver(t)
	h := site(t, s.Post)
	seen := map[string]bool{}
	for path, pages := "/organise/mail", 0; path != ""; pages++ {
		d := page200(t, h, path)
		d.Find("form[action]").Each(func(_ int, f *goquery.Selection) { seen[f.AttrOr("action", "")] = true })
		path = d.Find("a[rel=next]").AttrOr("href", "")
		if pages > 3 {
			t.Fatal("the pages do not end")
		}
	}
	if len(seen) != 60 {
		t.Errorf("%d of 60 letters seen", len(seen))
	}
}

func demo(c *Config) { c.Demo, c.BaseURL = true, "http://127.0.0.1:8080" }

func TestTheDemoKeepsItsMailToBeRead(t *testing.T) {
	t.Parallel()
	c := newClock()
	p := newPost(t, database(t), c, demo)
	h := site(t, p)
	page200(t, h, "/outbox")
	it := matchLetter(1)
	it.Blocks = append(it.Blocks, everyBlock("<script>alert(1)</script>")...)
	it.Blocks = append(it.Blocks, Button("Sign in", "http://127.0.0.1:8080/sign-in/abc"), Link("Elsewhere", "https://x.test/y"))
	it.Calendar = &Calendar{"REQUEST", "BEGIN:VCALENDAR\r\n"}
	later := hello("late@x.test")
	later.NotBefore = noon.Add(time.Hour)
	queue(t, p, it, hello("amy@x.test"), later)
	if n, err := p.Deliver(context.Background()); n != 0 || err != nil {
		t.Errorf("%d letters left the demo, %v", n, err)
	}
	check(t, p.Tick(context.Background(), noon.AddDate(1, 0, 0)))

	d := page200(t, h, "/outbox")
	if n := d.Find("tbody tr").Length(); n != 2 {
		t.Fatalf("%d letters in the outbox", n)
	}
	if subject := d.Find("tbody tr a").First().Text(); subject != "Hello" {
		t.Errorf("the first letter is %q, not the newest", subject)
	}
	person := d.Find("select option:contains('Amy')").AttrOr("value", "")
	if n := page200(t, h, "/outbox?person="+person).Find("tbody tr").Length(); n != 1 {
		t.Errorf("%d letters to Amy", n)
	}

	path := d.Find("tbody tr a[href^='/outbox/']").Last().AttrOr("href", "")
	d = page200(t, h, path)
	if d.Find("h1").Text() != it.Subject || d.Find("article script").Length() != 0 || d.Find("[style]").Length() != 0 {
		t.Errorf("the page of a letter: %s", d.Find("h1").Text())
	}
	if href := d.Find("a:contains('Sign in')").AttrOr("href", ""); href != "/sign-in/abc" {
		t.Errorf("the sign-in link leads to %s", href)
	}
	if href := d.Find("a:contains('Elsewhere')").AttrOr("href", ""); href != "https://x.test/y" {
		t.Errorf("another link leads to %s", href)
	}
	if plain := d.Find("pre").Last().Text(); !strings.Contains(plain, "Choose a time:\nhttps://net.test/c/") {
		t.Errorf("the plain twin: %s", plain)
	}
	if w := open(t, h, http.MethodGet, path+"/invite.ics"); w.Body.String() != it.Calendar.ICS || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/calendar") {
		t.Errorf("the calendar file: %q", w.Body)
	}
	w := open(t, h, http.MethodGet, path+"/letter.html")
	if body := w.Body.String(); !strings.Contains(body, "<title>"+it.Subject) || strings.Contains(body, "<script>") || strings.Contains(body, "govuk") {
		t.Errorf("the letter as it is sent: %s", body)
	}
	if csp := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'unsafe-inline';") {
		t.Errorf("the letter's policy: %q", csp)
	}
	c.add(time.Hour)
	if n := page200(t, h, "/outbox").Find("tbody tr").Length(); n != 3 {
		t.Errorf("%d letters an hour later", n)
	}
	between, err := p.Between(context.Background(), noon, noon.Add(time.Hour))
	check(t, err)
	if len(between) != 1 || between[0].To.Email != "late@x.test" {
		t.Errorf("between: %+v", between)
	}
}

func TestOnlyTheDemoHasAnOutbox(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), nil)
	queue(t, p, hello("amy@x.test"))
	for _, path := range []string{"/outbox", "/outbox/" + rowsOf(t, p)[0].ID} {
		if w := open(t, site(t, p), http.MethodGet, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestTheOutboxIsPaged(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), demo)
	var items []Item
	for i := range 120 {
		items = append(items, hello(fmt.Sprintf("p%d@x.test", i)))
	}
	queue(t, p, items...)
	seen := 0
	for path := "/outbox"; path != ""; {
		d := page200(t, site(t, p), path)
		seen += d.Find("tbody tr").Length()
		path = d.Find("a[rel=next]").AttrOr("href", "")
	}
	if seen != 120 {
		t.Errorf("%d of 120 letters seen", seen)
	}
}

func TestEveryTextComesFromTheCatalogue(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), demo)
	p.cat = catalogue(t).WithPseudo()
	p.c.Network = func(context.Context) string { return "⟦net⟧" }
	queue(t, p, Item{Envelope{Kind: "⟦k⟧", Key: "k", Name: "⟦n⟧", Email: "n@x.test"}, Letter{Subject: "⟦s⟧", Blocks: []Block{Para("⟦b⟧")}}})
	m := web.NewMux(slog.New(slog.DiscardHandler), func(*http.Request, web.Access) error { return nil }, nil)
	p.Routes(m)
	for _, path := range []string{"/outbox", "/outbox/" + rowsOf(t, p)[0].ID, "/organise/mail"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		m.ServeHTTP(w, r.WithContext(p.cat.In(r.Context(), locale.Pseudo, time.UTC)))
		d, err := goquery.NewDocumentFromReader(w.Body)
		check(t, err)
		d.Find("main h1, main h2, main th, main label, main button, main .cuppa-tile__label, main .govuk-body-l, main dt, main summary").Each(func(_ int, e *goquery.Selection) {
			if text := strings.TrimSpace(e.Text()); text != "" && !strings.Contains(text, "⟦") {
				t.Errorf("%s: %q is not in the catalogue", path, text)
			}
		})
	}
}

func TestErasingAPersonLeavesNothingOfThem(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.script["amy"] = []string{"550"}
	queue(t, s.Post, hello("amy@x.test"), hello("bob@x.test"))
	s.deliver(t)
	out, err := s.Export(context.Background(), "m-amy@x.test")
	check(t, err)
	if text := fmt.Sprint(out); !strings.Contains(text, "test.hello failed 2026-11-22 12:00:00") {
		t.Errorf("export: %s", text)
	}
	check(t, s.db.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error { return s.Erase(ctx, tx, "m-amy@x.test") }))
	rows := rowsOf(t, s.Post)
	if len(rows) != 1 || rows[0].MemberID != "m-bob@x.test" {
		t.Errorf("left: %+v", rows)
	}
	var bodies int
	check(t, s.db.NewRaw("SELECT count(*) FROM mail_body").Scan(context.Background(), &bodies))
	if bodies != 0 {
		t.Errorf("%d bodies left", bodies)
	}
}

func TestOldMailIsForgotten(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.KeepBodies = 24 * time.Hour })
	s.server.script["gone"] = []string{"550"}
	queue(t, s.Post, hello("amy@x.test"), hello("gone@x.test"))
	s.deliver(t)
	later := hello("next@x.test")
	later.NotBefore = noon.Add(200 * 24 * time.Hour)
	queue(t, s.Post, later)
	for _, step := range []struct {
		days         int
		rows, bodies int
	}{{0, 3, 3}, {1, 3, 2}, {29, 3, 2}, {30, 3, 1}, {90, 3, 1}, {91, 1, 1}} {
		check(t, s.Tick(context.Background(), noon.AddDate(0, 0, step.days)))
		rows := rowsOf(t, s.Post)
		bodies := 0
		for _, r := range rows {
			if r.body != nil {
				bodies++
			}
		}
		if len(rows) != step.rows || bodies != step.bodies {
			t.Errorf("day %d: %d rows and %d bodies, want %d and %d", step.days, len(rows), bodies, step.rows, step.bodies)
		}
	}
}
