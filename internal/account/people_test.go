package account_test

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"cuppa.example/internal/testkit"
)

func TestTheDirectoryGoesThroughEverybodyOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	var last testkit.Person
	for i := range 60 {
		k.Clock.Set(testkit.Start.Add(time.Duration(i) * time.Minute))
		last = k.Member(fmt.Sprintf("Member %02d", i))
	}
	for _, sort := range []string{"", "?sort=joined"} {
		seen := map[string]int{}
		p := last.Get("/people"+sort).Is(200, "People")
		for range 3 {
			p.Find("tbody th a").Each(func(_ int, a *goquery.Selection) { seen[a.Text()]++ })
			if p.Find("a[rel=next]").Length() == 0 {
				break
			}
			p = p.Follow("Next")
		}
		if len(seen) != 60 {
			t.Errorf("%q shows %d people", sort, len(seen))
		}
		for name, times := range seen {
			if times != 1 {
				t.Errorf("%q shows %s %d times", sort, name, times)
			}
		}
		p.Follow("Back to the beginning").Is(200, "People")
	}
	if first := last.Get("/people?sort=joined").Find("tbody th a").First().Text(); first != "Member 59" {
		t.Errorf("the newest is %s", first)
	}
}

func TestTheDirectoryIsSearched(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ánn Lee", testkit.Works("Ashby Council"))
	k.Member("Bob Bell", testkit.Works("Barton Council"))
	p := ann.Get("/people").Press("Search", testkit.Fill("q", "ann"))
	p.Says("Ánn Lee").SaysNot("Bob Bell")
	ann.Get("/people?q=barton").Says("Bob Bell").SaysNot("tbody>Ánn")
	ann.Get("/people?q=" + url.QueryEscape("100%_")).Says("Nobody found for “100%_”")
	ann.Get("/people?q=" + url.QueryEscape("<script>alert(1)</script>")).SaysNot("<script>alert")
	for _, after := range []string{"x", base64.RawURLEncoding.EncodeToString([]byte("a\x00b\x1fc")), base64.RawURLEncoding.EncodeToString([]byte("zz\x1fzz"))} {
		for _, sort := range []string{"", "joined", "'; --"} {
			ann.Get("/people?after="+after+"&sort="+url.QueryEscape(sort)).Is(200, "People")
		}
	}
	for _, after := range []string{"%00", "%ff%fe"} { // no database takes them
		ann.Get("/people?after="+after).Is(404, "Page not found")
	}
}
