package insight_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// Visitors see points without names and without ids; members see the names of
// those who agreed; nobody sees who has gone.
func TestNamesAreForMembersOfThoseWhoAgreed(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	agreed := func(d *member.Details) { d.Pictured = true }
	ann, bob := k.Member("Ann <b>Lee</b>"+strings.Repeat(" \u202eevil", 2000), agreed), k.Member("Bob Roe")
	cat := k.Member("Cat Moe", agreed, testkit.Works("Ashby Council"))
	at := k.Now().Add(-90 * day)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Conversations.Record(ctx, tx, []conversation.Past{
			{Source: "import", SourceID: "October", Members: []string{ann.ID, bob.ID}, At: at},
			{Source: "import", SourceID: "October", Members: []string{bob.ID, cat.ID}, At: at, State: conversation.NotMet},
			{Source: "import", SourceID: "November", Members: []string{ann.ID, cat.ID}, At: at, State: conversation.Unconfirmed},
		})
	})
	round := fillRound(k, ann.ID, bob.ID)

	visitor := page(t, k.Visitor(), "/picture").Says("3 people and 4 pairs", "2 met, 1 did not, and of 1 nobody has told us", "October")
	for _, p := range []testkit.Person{ann, bob, cat} {
		visitor.SaysNot(p.ID)
	}
	visitor.SaysNot("Lee", "Roe", "Moe", "Ashby", "<title>Cat", ">You<")

	seen := page(t, bob.Browser, "/picture").Says("You", "Ann <b>Lee</b>", "Cat Moe, Ashby Council")
	seen.SaysNot("<b>Lee", "Roe, ", ann.ID, cat.ID)
	if n := len(seen.Find("svg.cuppa-net__svg use title").Nodes); n != 2 {
		t.Errorf("%d names in the picture", n)
	}
	if got := seen.Find(".cuppa-net__me").Length(); got != 1 {
		t.Errorf("Bob sees himself %d times", got)
	}
	page(t, ann.Browser, "/picture").SaysNot("Bob Roe, ", "<title>Bob")
	page(t, bob.Browser, "/picture?round="+round.ID).Says("2 people and 1 pair")

	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, ann.ID) })
	page(t, bob.Browser, "/picture").SaysNot("Lee").Says("3 people")
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, cat.ID) })
	page(t, bob.Browser, "/picture").SaysNot("Moe", "Ashby")

	if got := k.Visitor().Get("/picture?round=nothing").Status; got != 404 {
		t.Errorf("a round that is not there answers %d", got)
	}
	page(t, k.Visitor(), "/picture?round=all&by=nonsense&page=-3")
}

// fillRound adds a round of a programme in which two people met.
func fillRound(k *testkit.Kit, a, b string) unmentoring.Round {
	k.T.Helper()
	f := &filled{Kit: k}
	f.programme = unmentoring.Programme{
		ID: k.NewID(), Title: "Coffee", Size: 2, Review: unmentoring.ReviewNever, Cadence: unmentoring.Monthly, FirstDay: "2026-12-01",
		State: unmentoring.Running, CreatedAt: k.Now(), ChangedAt: k.Now(),
	}
	f.insert(&f.programme)
	open := k.Now().Add(-40 * day)
	r := unmentoring.Round{
		ID: k.NewID(), ProgrammeID: f.programme.ID, Number: 1, Day: "2026-12-02", State: unmentoring.Closed, SignUpAt: open, DrawAt: open,
		OpenAt: open, EndAt: open.Add(21 * day), CloseAt: open.Add(24 * day), ClosedAt: open.Add(24 * day), CreatedAt: open,
	}
	f.insert(&r)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Conversations.Record(ctx, tx, []conversation.Past{{Source: unmentoring.Source, SourceID: r.ID, Members: []string{a, b}, At: open}})
	})
	return r
}

// The same data give the same picture; another end of a conversation moves
// nobody, as long as the order of the ends stays; and the table says the same.
func TestPictureIsTheSameUntilSomethingHappens(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	f := fill(k, 60, 3)
	drawing := func() string {
		t.Helper()
		svg, err := page(t, k.Visitor(), "/picture").Find("svg.cuppa-net__svg").Html()
		if err != nil {
			t.Fatal(err)
		}
		return svg
	}
	first := drawing()
	k.Clock.Set(k.Clock.Now().Add(2 * time.Minute))
	if drawing() != first {
		t.Error("another picture of the same")
	}
	for state, look := range map[string]string{"met": "solid", "not_met": "dashed", "unknown": "dotted"} {
		if !strings.Contains(first, "cuppa-net__line--"+state) {
			t.Errorf("no %s line for %s", look, state)
		}
	}
	p := page(t, k.Visitor(), "/picture?by=region")
	if got := p.Find("tbody tr").Length(); got != 50 {
		t.Errorf("%d rows in the table", got)
	}
	if strings.Contains(string(p.Body), "style=") || strings.Contains(string(p.Body), "onload") {
		t.Error("the content policy forbids that")
	}
	p = page(t, f.organiser.Browser, "/picture?page=2")
	if got := p.Find("tbody tr").Length(); got != 22 {
		t.Errorf("%d rows on the second page of 72", got)
	}
	shapes := map[string]bool{}
	p.Find("svg.cuppa-net__svg defs path").Each(func(i int, s *goquery.Selection) { shapes[s.AttrOr("d", "")] = true })
	if groups := p.Find("svg.cuppa-net__svg g").Length(); groups != len(shapes) || groups < 3 {
		t.Errorf("%d groups have %d shapes", groups, len(shapes))
	}
}

// 2,000 people: the page stays light, and every point has its own place.
func TestPictureOf2000PeopleIsLight(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	f := fill(k, 2000, 4)
	for _, address := range []string{"/picture", "/picture?round=all"} {
		p := page(t, f.organiser.Browser, address)
		if size := len(p.Body); size > 400_000 {
			t.Errorf("%s weighs %d bytes", address, size)
		}
		points := map[string]bool{}
		for _, at := range regexp.MustCompile(`<use href="#look-\d" x="\d+" y="\d+"`).FindAllString(string(p.Body), -1) {
			points[at[strings.Index(at, "x="):]] = true
		}
		if len(points) < 1600 {
			t.Errorf("%s: %d places", address, len(points))
		}
	}
	page(t, f.organiser.Browser, "/picture").Says("1,600 people and 800 pairs") // of the last round that is over
	page(t, f.organiser.Browser, "/picture?round=all").Says("2,001 people and 3,200 pairs")
}
