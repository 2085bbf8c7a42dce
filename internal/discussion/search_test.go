package discussion_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

func TestSearching(t *testing.T) {
	t.Parallel()
	s, ann, bob, _ := three(t)
	s.write(ann, "The **café** budget for 2027")
	post := s.write(bob, "A form, closed")
	s.write(bob, "", func(d *discussion.Draft) {
		d.Files = []discussion.Upload{{Name: "minutes.txt", Content: []byte("x")}}
	})
	other := open(t, s.Kit, ann)
	other.write(ann, "A secret budget elsewhere")
	find := func(q string) *testkit.Page {
		return ann.Get(s.page()+"/search?q="+url.QueryEscape(q)).Is(http.StatusOK, "Search this discussion")
	}
	for q, want := range map[string]int{
		"budget": 1, "CAFE": 1, "bud 2027": 1, "budget form": 0, "udget": 0, "minutes": 1, "%": 0, "_": 0, "' OR 1=1 --": 0, "": 0, "\"form\"": 1, "secret": 0,
	} {
		if got := find(q).Find("article").Length(); got != want {
			t.Errorf("%q: %d, want %d", q, got, want)
		}
	}
	find("nowhere").Says("Nothing has “nowhere” in it")
	if err := s.Discussions.Edit(t.Context(), s.room, bob.ID, post.ID, "A questionnaire, closed", 0); err != nil {
		t.Fatal(err)
	}
	find("form").SaysNot("closed")
	find("questionnaire").Says("A questionnaire, closed")
	if err := s.Discussions.Delete(t.Context(), s.room, bob.ID, post.ID); err != nil {
		t.Fatal(err)
	}
	find("questionnaire").Says("Nothing has")
	long := strings.Repeat("x", 9000)
	s.write(ann, "Donaudampfschifffahrt "+long)
	find("donaudampf").Says("Donaudampfschifffahrt")
	find(long[:80]).Says("Donaudampfschifffahrt")
	for range 40 {
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		s.write(ann, "Biscuits again")
	}
	p := find("biscuit")
	if n := p.Find("article").Length() + p.Follow("Older posts").Find("article").Length(); n != 40 {
		t.Errorf("%d on two pages", n)
	}
}
