package gallery

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// The journeys in e2e look at these pages in a browser; here is what needs none.
func TestPages(t *testing.T) {
	t.Parallel()
	for path := range Pages {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			doc, err := goquery.NewDocumentFromReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			if n := doc.Find("h1").Length(); n != 1 {
				t.Errorf("%d h1", n)
			}
			doc.Find("[style], style, script:not([src])").Each(func(_ int, s *goquery.Selection) {
				t.Errorf("inline style or script in %s", goquery.NodeName(s))
			})
			uniqueIDs(t, doc)
			describedByExists(t, doc)
		})
	}
}

func uniqueIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if seen[id] {
			t.Errorf("id %q is there twice", id)
		}
		seen[id] = true
	})
}

func describedByExists(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("[aria-describedby]").Each(func(_ int, s *goquery.Selection) {
		for _, id := range strings.Fields(s.AttrOr("aria-describedby", "")) {
			if doc.Find("[id='"+id+"']").Length() == 0 {
				t.Errorf("aria-describedby names %q, which is not there", id)
			}
		}
	})
}

func TestEveryErrorLinksToItsField(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/errors", nil))
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	links := doc.Find(".govuk-error-summary__list a")
	if links.Length() != len(mistakes) {
		t.Errorf("%d links for %d mistakes", links.Length(), len(mistakes))
	}
	links.Each(func(_ int, s *goquery.Selection) {
		field := doc.Find(s.AttrOr("href", ""))
		if field.Length() != 1 || !field.Is("input, textarea, select") {
			t.Errorf("%q leads to %s", s.Text(), goquery.NodeName(field))
		}
	})
}
