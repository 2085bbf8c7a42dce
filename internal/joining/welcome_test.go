package joining_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

func leave(k *testkit.Kit, id string) {
	k.T.Helper()
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, id) })
}

func TestStepsComeOneAtATime(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	ann.Get("/home").Says("Say who you are and what you think about")
	p := ann.Get("/welcome").Is(200, "Say who you are and what you think about")
	p = p.Press("Save and continue", testkit.Fill("about", "Bins & planning", "topics", "bins, planning", "phone", "01632 960 001"))
	p.Is(200, "Share one thing")
	ann.Get("/home").Says("Share one thing").SaysNot("Say who you are")
	p.Press("Share", testkit.Fill("note", "", "link", "")).Is(422, "Share one thing").Says("Write a sentence or give a link")
	p = p.Press("Share", testkit.Fill("note", "We stopped printing", "link", "example.org/print", "public", "yes"))
	p.Is(200, "You are all set")
	ann.Get("/home").SaysNot("Share one thing")

	m, err := k.Members.ByID(t.Context(), ann.ID)
	if err != nil || m.About != "Bins & planning" || len(m.Topics) != 2 || m.Name != "Ann Lee" {
		t.Errorf("described as %+v, %v", m, err)
	}
	notes, err := k.Joining.Shared(t.Context(), 5)
	if err != nil || len(notes) != 1 || notes[0].Link != "https://example.org/print" {
		t.Errorf("shared %+v, %v", notes, err)
	}
	k.Visitor().Get("/shared").Is(200, "What members share").Says("Ann Lee", "We stopped printing", "https://example.org/print")
	leave(k, ann.ID)
	k.Visitor().Get("/shared").SaysNot("Ann Lee")
	if notes, _ := k.Joining.Shared(t.Context(), 5); len(notes) != 0 {
		t.Error("what somebody shared is shown after they left")
	}
}

func TestStepsCanBePutAside(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	ann.Get("/welcome").Press("Not now", nil).Is(200, "Share one thing").Press("Not now", nil).Is(200, "You are all set")
	ann.Get("/home").SaysNot("/welcome")
	ann.Post("/welcome/skip", url.Values{"step": {"pledge"}}).Is(422, "That cannot be done now")
	ann.Post("/welcome/skip", nil).Is(422, "That cannot be done now")
}

func TestWhatIsSharedIsPrivateAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	ann.Get("/welcome/share").Is(200, "Share one thing").Press("Share", testkit.Fill("note", "Not for everybody"))
	if notes, _ := k.Joining.Shared(t.Context(), 5); len(notes) != 0 {
		t.Error("shown to everybody without being asked")
	}
	p := ann.Get("/welcome/share").Says("Not for everybody")
	p.Press("Share", testkit.Fill("note", "", "link", "")).Says("You have taken back what you shared")
	if n := count(k, "shared_notes"); n != 0 {
		t.Errorf("%d notes are kept", n)
	}
	long := testkit.Fill("note", strings.Repeat("x", 10_000), "link", "ftp://example.org")
	ann.Get("/welcome/share").Press("Share", long).Is(422, "Share one thing").Says("Use 500 characters or fewer", "Enter a web address")
}

func TestWhomAnOrganiserBroughtInAgreesFirst(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	var m member.Member
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		m, err = k.Members.Join(ctx, tx, "ann@example.org", member.Details{Name: "Ann Lee"}, false)
		return err
	})
	b := k.SignIn(m.ID)
	b.Get("/home").Says("Agree to the pledge")
	b.Get("/welcome").Is(200, "Agree to the pledge").Says("No selling").Press("I agree", nil).
		Is(200, "Say who you are and what you think about")
	if m, _ := k.Members.ByID(t.Context(), m.ID); !m.PledgedAt.Equal(testkit.Start) {
		t.Errorf("agreed at %v", m.PledgedAt)
	}
}

func TestMeetingIsTheLastStep(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	k.Joining.Offer(func(_ context.Context, memberID string) ([]member.Task, error) {
		if memberID != ann.ID {
			return nil, nil
		}
		return []member.Task{{Text: "Monthly <coffee>", Href: "/programmes/1", Due: testkit.Start}}, nil
	})
	p := ann.Get("/welcome").Press("Not now", nil).Press("Not now", nil)
	p.Is(200, "Meet somebody").Says("Monthly <coffee>", "Until 11 January 2027")
	p.Press("Not now", nil).Is(200, "You are all set")
}

func TestErasingForgetsNoteAndSteps(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	ann.Get("/welcome").Press("Not now", nil).Press("Share", testkit.Fill("note", "Something"))
	x, err := k.Joining.Export(t.Context(), ann.ID)
	if text, _ := json.Marshal(x); err != nil || !strings.Contains(string(text), "Something") {
		t.Errorf("exported %s, %v", text, err)
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, ann.ID) })
	if n := count(k, "shared_notes") + count(k, "welcome_steps"); n != 0 {
		t.Errorf("%d rows are kept", n)
	}
}

func TestOrganisationsAreOfferedAsPeopleType(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Ann Lee", testkit.Works("Ashby Council"))
	k.Member("Bob Bell", testkit.Works(`Big "O" <b>Ltd</b>`))
	gone := k.Member("Cid Cole", testkit.Works("Closed Council"))
	leave(k, gone.ID)
	for q, want := range map[string]string{
		"ASH": `["Ashby Council"]`, "council": `["Ashby Council"]`, "a": `[]`, "": `[]`, "%%": `[]`, "zz": `[]`,
		"big": `["Big \"O\" \u003cb\u003eLtd\u003c/b\u003e"]`, strings.Repeat("a", 10_000): `[]`,
	} {
		p := k.Visitor().Get("/join/organisations?q=" + url.QueryEscape(q))
		if got := strings.TrimSpace(string(p.Body)); got != `{"suggestions":`+want+`}` {
			t.Errorf("%.20q: got %s", q, got)
		}
	}
	b := k.Visitor()
	if b.Get("/join").Find("datalist option[value='Ashby Council']").Length() != 1 {
		t.Error("the page does not offer known names to those without scripts")
	}
	status := 0
	for range 101 {
		status = b.Get("/join/organisations?q=as").Status
	}
	if status != 429 {
		t.Errorf("the last of many answers %d", status)
	}
}

func TestMoreOrganisationsThanAPageCarriesAreAskedFor(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range 401 {
			d := member.Details{Name: "Member", Organisation: fmt.Sprintf("Council %03d", i)}
			if _, err := k.Members.Join(ctx, tx, fmt.Sprintf("m%d@example.org", i), d, true); err != nil {
				return err
			}
		}
		return nil
	})
	p := k.Visitor().Get("/join")
	if n := p.Find("#organisation-list option").Length(); n != 400 {
		t.Errorf("the page carries %d", n)
	}
	if got := p.Find("[data-source]").AttrOr("data-source", ""); got != "/join/organisations" {
		t.Errorf("more come from %q", got)
	}
	if got := string(k.Visitor().Get("/join/organisations?q=council").Body); strings.Count(got, "Council") != 20 {
		t.Errorf("the answer is %s", got)
	}
}

func TestOrganisersTakeANoteOffThePublicPage(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, olga := k.Member("Ann Lee"), k.Organiser("Olga Orr")
	note := url.Values{"note": {"Buy my <b>things</b>"}, "link": {"https://shop.example/?a=1&b=2"}, "public": {"yes"}}
	ann.Post("/welcome/share", note)
	p := k.Visitor().Get("/shared").Says("Buy my <b>things</b>").SaysNot("<b>things", "Take off")
	if rel := p.Find("a[href='https://shop.example/?a=1&b=2']").AttrOr("rel", ""); !strings.Contains(rel, "nofollow") {
		t.Errorf("we vouch for what members share: %q", rel)
	}
	ann.Post("/shared/"+ann.ID+"/hide", nil).Is(403, "You cannot see this page")
	olga.Get("/shared").Press("Take off this page", nil).Says("the member has been told", "Taken off this page")
	k.Visitor().Get("/shared").SaysNot("Buy my")
	k.Mail("ann.lee@example.org", "no longer public")
	ann.Get("/welcome/share").Says("Buy my <b>things</b>")
	olga.Post("/shared/"+ann.ID+"/hide", nil).Is(404, "Page not found")
	olga.Post("/shared/nobody/hide", nil).Is(404, "Page not found")

	// It does not come back by itself: not by asking again, nor by emptying it first.
	ann.Post("/welcome/share", note).Is(422, "Share one thing").Says("An organiser took this off the public page")
	ann.Post("/welcome/share", url.Values{"note": {""}, "link": {""}})
	ann.Post("/welcome/share", note).Is(422, "Share one thing")
	k.Visitor().Get("/shared").SaysNot("Buy my", "Taken off")
	ann.Post("/shared/"+ann.ID+"/lift", nil).Is(403, "You cannot see this page")
	olga.Get("/shared").Says("Taken off this page").Press("Let it be shown again", nil).Says("The member can show it").SaysNot("Taken off this page")
	olga.Post("/shared/"+ann.ID+"/lift", nil).Is(404, "Page not found")
	ann.Post("/welcome/share", note)
	k.Visitor().Get("/shared").Says("Buy my")
}
