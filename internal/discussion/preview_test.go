package discussion_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/testkit"
)

// cards are what the page of a post of somebody shows, to themselves, of its links.
func (s story) cards(p testkit.Person, text string) []string {
	s.T.Helper()
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	var list []string
	page := p.Get(s.write(p, text).Path())
	for _, n := range page.Find(".cuppa-cards-linked li").EachIter() {
		href, _ := n.Find("a").Attr("href")
		list = append(list, href+" "+strings.Join(strings.Fields(n.Text()), " "))
	}
	return list
}

func TestLinksToOurPagesShowCards(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	base := testkit.Base
	about := "/about/fair How draws are made A computer draws who talks to whom. This page says how, and how you can check it."
	for text, want := range map[string][]string{
		"See " + base + "/about/fair, it is short.":                                                {about},
		"[here](" + base + "/about/fair) and <" + base + "/about/fair>":                            {about},
		"[https://bank.example](" + base + "/about/fair)":                                          {about},
		base + "/about/fair?x=1#top":                                                               {about},
		base + "/people/" + bob.ID:                                                                 {"/people/" + bob.ID + " Bob Roe"},
		"/about/fair is no full address":                                                           nil,
		base + "/about/fair " + base + "/nowhere " + base + "/people/nobody":                       {about},
		base + "/cookies " + base + "/about " + base + "/about/fair " + base + "/people/" + bob.ID: {"/cookies Cookies This site uses one cookie, and only when you sign in.", "/about About Our network", about},
	} {
		if got := s.cards(ann, text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Nothing but a plain address of this network's own is looked up.
func TestHostileLinksShowNoCards(t *testing.T) {
	t.Parallel()
	s, ann, _, _ := three(t)
	looked := 0
	s.Discussions.Preview("/trap/{id}", func(context.Context, string, func(string) string) (discussion.Card, error) {
		looked++
		return discussion.Card{Title: "Trapped"}, nil
	})
	for _, link := range []string{
		"https://evil.example/trap/1", "//cuppa.test/trap/1", "http://cuppa.test.evil.example/trap/1", "http://cuppa.test@evil.example/trap/1",
		"http://evil.example#http://cuppa.test/trap/1", "http://user:pass@cuppa.test/trap/1", "http://cuppa.test:81/trap/1", "javascript:alert(1)//cuppa.test/trap/1",
		"data:text/html,http://cuppa.test/trap/1", "mailto:http://cuppa.test/trap/1", "https://cuppa.test/trap/1", "http:cuppa.test/trap/1", "http:///cuppa.test/trap/1", `http://cuppa.test\@evil.example/trap/1`,
		`http://cuppa.test\trap\1`, "http://cuppa.test/trap/..%2f1", "http://cuppa.test/x/../trap/1", "http://cuppa.test//trap/1", "http://cuppa.test/trap//1",
		"http://cuppa.test/trap/%31%0d%0a", "http://cuppa.test/trap/", "http://cuppa.test/trap", "http://cuppa.test/trap/1/2", "ftp://cuppa.test/trap/1", "http://cuppa.test/trap/1%2f..",
		"http://cupрa.test/trap/1", // a Cyrillic letter
	} {
		if got := s.cards(ann, "<"+link+"> and [this]("+link+")"); len(got) > 0 {
			t.Errorf("%q shows %q", link, got)
		}
	}
	if looked > 0 {
		t.Errorf("%d links were looked up", looked)
	}
	if got := s.cards(ann, "[x](HTTP://CUPPA.test/trap/1)"); len(got) != 1 || looked != 1 {
		t.Errorf("%q, looked up %d times", got, looked)
	}
	page := ann.Get(s.write(ann, "https://evil.example/x").Path())
	if rel, _ := page.Find(".cuppa-post__text a").Attr("rel"); !strings.Contains(rel, "nofollow") || !strings.Contains(rel, "noreferrer") {
		t.Errorf("rel=%q", rel)
	}
}

// A card says what its reader may read, when they read it, as text.
func TestCardsAreForTheirReader(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	open := true
	s.Discussions.Preview("/secret/{id}", func(_ context.Context, memberID string, part func(string) string) (discussion.Card, error) {
		if memberID != ann.ID || !open {
			return discussion.Card{}, fault.Because(fault.Forbidden, "discussion.closed")
		}
		return discussion.Card{Title: "<script>" + part("id") + "\u202e", Line: strings.Repeat("long ", 2000)}, nil
	})
	post := s.write(bob, testkit.Base+"/secret/one")
	p := ann.Get(post.Path())
	if got := p.Find(".cuppa-cards-linked a").Text(); !strings.HasPrefix(got, "<script>one") || strings.Contains(got, "\u202e") {
		t.Errorf("%q", got)
	}
	if n := len(p.Find(".cuppa-cards-linked span").Text()); n > 200 {
		t.Errorf("a line of %d", n)
	}
	if bob.Get(post.Path()).Find(".cuppa-cards-linked").Length() > 0 {
		t.Error("shown to who may not see the page")
	}
	open = false
	if ann.Get(post.Path()).Find(".cuppa-cards-linked").Length() > 0 {
		t.Error("shown to who may not see the page any more")
	}
}

// Rooms and posts show cards to who is in the room, and folded posts none.
func TestCardsOfPosts(t *testing.T) {
	t.Parallel()
	s, ann, bob, cat := three(t)
	other := open(t, s.Kit, ann, bob)
	hidden := other.write(bob, "A secret of the other room")
	post := s.write(ann, testkit.Base+hidden.Path()+" and "+testkit.Base+other.page())
	if got := bob.Get(post.Path()).Find(".cuppa-cards-linked").Text(); !strings.Contains(got, "A secret of the other room") || !strings.Contains(got, "A discussion that you are in") {
		t.Errorf("%q", got)
	}
	if got := cat.Get(post.Path()).SaysNot("A secret").Find(".cuppa-cards-linked").Length(); got > 0 {
		t.Error("shown to who is not in the room")
	}
	s.do(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, ann.ID, bob.ID) })
	if got := ann.Get(post.Path()).SaysNot("A secret").Find(".cuppa-cards-linked li").Length(); got != 1 {
		t.Errorf("%d cards where one is of somebody who is blocked", got)
	}
}
