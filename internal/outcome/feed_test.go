package outcome_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/outcome"
	"cuppa.example/internal/testkit"
)

func ask(k *testkit.Kit, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, testkit.Base+path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	k.Handler().ServeHTTP(w, r)
	return w
}

type atomDocument struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated time.Time  `xml:"updated"`
	Author  string     `xml:"author>name"`
	Links   []atomLink `xml:"link"`
	Entries []struct {
		ID        string     `xml:"id"`
		Title     string     `xml:"title"`
		Updated   time.Time  `xml:"updated"`
		Published time.Time  `xml:"published"`
		Author    string     `xml:"author>name"`
		Links     []atomLink `xml:"link"`
		Content   struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
	} `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type jsonDocument struct {
	Version string `json:"version"`
	Title   string `json:"title"`
	Lang    string `json:"language"`
	Home    string `json:"home_page_url"`
	Self    string `json:"feed_url"`
	Items   []struct {
		ID        string              `json:"id"`
		URL       string              `json:"url"`
		External  string              `json:"external_url"`
		Title     string              `json:"title"`
		HTML      string              `json:"content_html"`
		Published time.Time           `json:"date_published"`
		Authors   []map[string]string `json:"authors"`
	} `json:"items"`
}

func feeds(t *testing.T, k *testkit.Kit) (a atomDocument, j jsonDocument) {
	t.Helper()
	one, two := ask(k, "GET", "/outcomes.atom"), ask(k, "GET", "/outcomes.json")
	if got := one.Header().Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
		t.Errorf("Atom is %q", got)
	}
	if got := two.Header().Get("Content-Type"); got != "application/feed+json; charset=utf-8" {
		t.Errorf("JSON Feed is %q", got)
	}
	if err := xml.Unmarshal(one.Body.Bytes(), &a); err != nil {
		t.Fatalf("%v\n%s", err, one.Body)
	}
	if err := json.Unmarshal(two.Body.Bytes(), &j); err != nil {
		t.Fatalf("%v\n%s", err, two.Body)
	}
	return a, j
}

func TestTheFeedsOfNothing(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	a, j := feeds(t, k)
	if a.ID != testkit.Base+"/outcomes" || a.Title == "" || a.Updated.IsZero() || a.Author == "" || len(a.Entries) > 0 {
		t.Errorf("got %+v", a)
	}
	if j.Version != "https://jsonfeed.org/version/1.1" || j.Items == nil || len(j.Items) > 0 || j.Lang != "en" || j.Title != a.Title {
		t.Errorf("got %+v", j)
	}
	k.Visitor().Get("/outcomes").Is(http.StatusOK, "What people learnt").Says("Nothing is shared yet")
}

func TestTheFeedsSayWhatThePageSays(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "shared", "Backlog & budget: <b>publish</b> both.\n\nIt's worth it.", "link", "https://blog.example.org/?a=1&b=2")
	s.Advance(time.Hour)
	s.says(bob, "Yes, with my name")
	a, j := feeds(t, s.Kit)
	o := s.outcome(ann)
	html := `<p>Backlog &amp; budget: &lt;b&gt;publish&lt;/b&gt; both.</p><p>It&#39;s worth it.</p>` +
		`<p><a href="https://blog.example.org/?a=1&amp;b=2" rel="nofollow ugc noopener">https://blog.example.org/?a=1&amp;b=2</a></p>`
	if len(a.Entries) != 1 || len(j.Items) != 1 {
		t.Fatalf("got %+v and %+v", a, j)
	}
	e, i := a.Entries[0], j.Items[0]
	when := testkit.Start.Add(time.Hour)
	if e.ID != "urn:uuid:"+o.ID || e.Title != "Backlog & budget: <b>publish</b> both" || e.Author != "Ann Lee and Bob Roe" ||
		!e.Published.Equal(when) || !e.Updated.Equal(when) || e.Content.Type != "html" || e.Content.Text != html {
		t.Errorf("Atom says %+v", e)
	}
	if i.ID != e.ID || i.Title != e.Title || i.HTML != html || !i.Published.Equal(when) || i.External != "https://blog.example.org/?a=1&b=2" ||
		len(i.Authors) != 2 || i.Authors[1]["name"] != "Bob Roe" || i.URL != testkit.Base+o.Path() {
		t.Errorf("JSON Feed says %+v", i)
	}
	rels := map[string]string{}
	for _, l := range append(a.Links, e.Links...) {
		rels[l.Rel] = l.Href
		if !strings.HasPrefix(l.Href, testkit.Base) && l.Rel != "related" {
			t.Errorf("a relative link: %q", l.Href)
		}
	}
	if rels["self"] != testkit.Base+"/outcomes.atom" || j.Self != testkit.Base+"/outcomes.json" || rels["alternate"] != testkit.Base+o.Path() {
		t.Errorf("the links are %v", rels)
	}
	page := s.Visitor().Get("/outcomes")
	for _, want := range []string{"/outcomes.atom", "/outcomes.json"} {
		if page.Find(`head link[rel="alternate"][href="`+want+`"]`).Length() != 1 {
			t.Errorf("the page does not lead to %s", want)
		}
	}
}

func TestReadersAreToldWhenNothingIsNew(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	if got := ask(s.Kit, "GET", "/outcomes.atom").Header().Get("Last-Modified"); got != "" {
		t.Errorf("%s, while more may change within that second", got)
	}
	for _, path := range []string{"/outcomes.atom", "/outcomes.json"} {
		first := ask(s.Kit, "GET", path)
		tag := first.Header().Get("ETag")
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		second := ask(s.Kit, "GET", path, "If-None-Match", `"x", W/`+tag)
		if second.Code != http.StatusNotModified || second.Body.Len() > 0 || second.Header().Get("ETag") != tag {
			t.Errorf("%s: %d, %d bytes", path, second.Code, second.Body.Len())
		}
		dated := second.Header().Get("Last-Modified")
		if got := ask(s.Kit, "GET", path, "If-Modified-Since", dated); dated == "" || got.Code != http.StatusNotModified {
			t.Errorf("%s: since %q: %d", path, dated, got.Code)
		}
		if got := ask(s.Kit, "GET", path, "If-None-Match", `"x"`, "If-Modified-Since", dated); got.Code != http.StatusOK {
			t.Errorf("%s: the date counts more than the tag", path)
		}
		if got := ask(s.Kit, "HEAD", path); got.Code != http.StatusOK || got.Body.Len() > 0 {
			t.Errorf("%s: HEAD gives %d, %d bytes", path, got.Code, got.Body.Len())
		}
		if got := first.Header(); len(got["Set-Cookie"]) > 0 || got.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %v", path, got)
		}

		// A name that is taken off is news, whichever way a reader asks.
		button := "Take my name off"
		if path == "/outcomes.json" {
			button = "Put my name on it"
		}
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		s.says(bob, button)
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		for name, value := range map[string]string{"If-None-Match": tag, "If-Modified-Since": dated} {
			if got := ask(s.Kit, "GET", path, name, value); got.Code != http.StatusOK {
				t.Errorf("%s: %s after a change: %d", path, name, got.Code)
			}
		}
	}
	dated := ask(s.Kit, "GET", "/outcomes.atom").Header().Get("Last-Modified")
	s.says(ann, "Take all of it off the public pages")
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	if got := ask(s.Kit, "GET", "/outcomes.atom", "If-Modified-Since", dated); got.Code != http.StatusOK || strings.Contains(got.Body.String(), "backlog") {
		t.Errorf("what was taken back: %d %s", got.Code, got.Body)
	}
}

func TestTheListPagesAndFinds(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Zoë Müller")
	var want []string
	for i, text := range []string{"One apple.", "Two pears.", "Three 100% plums.", "Four apples.", "Five_figs."} {
		if i != 3 { // two at the same moment
			k.Clock.Set(k.Clock.Now().Add(time.Minute))
		}
		s := met(t, k, ann, bob)
		s.write(ann, "shared", text)
		s.says(bob, "Yes, with my name")
		want = append([]string{strings.TrimSuffix(text, ".")}, want...)
	}
	var got []string
	for after, pages := "", 0; pages == 0 || after != ""; pages++ {
		page, err := k.Outcomes.List(t.Context(), outcome.Filter{After: after, Size: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page.Outcomes {
			got = append(got, o.Title)
		}
		after = page.Next
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
	for search, n := range map[string]int{
		"APPLE": 2, "100%": 1, "%": 1, "_": 1, "zoe muller": 5, "nobody": 0, `\`: 0, "'": 0, strings.Repeat("x", 5000): 0,
	} {
		page, err := k.Outcomes.List(t.Context(), outcome.Filter{Search: search})
		if err != nil || len(page.Outcomes) != n {
			t.Errorf("%.20q: %d found, want %d: %v", search, len(page.Outcomes), n, err)
		}
	}
	v := k.Visitor()
	v.Get("/outcomes?q=plums").Says("Three 100% plums").SaysNot("Two pears")
	v.Get("/outcomes?q=nothing").Says("Nothing says “nothing”").Follow("See everything").Says("Five_figs")
	for _, after := range []string{"x", "AAAA", strings.Repeat("A", 4000)} {
		v.Get("/outcomes?after="+after).Is(http.StatusOK, "What people learnt").Says("Five_figs")
	}
}
