package member_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

func TestSigningInByLinkWorksOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Ann Lee")
	b := k.Visitor()
	b.Get("/sign-in").Is(200, "Sign in").Press("Email me a link", testkit.Fill("email", "ANN.lee@example.org")).Is(200, "Check your email")

	link := k.Mail("ann.lee@example.org", "Sign in").Link("/sign-in/")
	b.Get(link).Is(200, "Sign in").Says("You are about to sign in as Ann Lee")
	b.Get(link).Is(200, "Sign in").Press("Sign in", nil) // opening it, as a scanner does, uses nothing up
	b.Get("/sign-in/sent").Is(200, "Check your email")
	if got := b.Get("/sign-in/sent").Find("header").Text(); !strings.Contains(got, "Ann Lee") {
		t.Errorf("not signed in: %q", got)
	}
	k.Visitor().Get(link).Is(410, "This link no longer works").Says("has been used")
}

func TestSignInLinkExpiresAfterAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Ann Lee")
	k.Visitor().Get("/sign-in").Press("Email me a link", testkit.Fill("email", "ann.lee@example.org"))
	link := k.Mail("ann.lee@example.org", "Sign in").Link("/sign-in/")
	k.Clock.Set(testkit.Start.Add(16 * time.Minute))
	k.Visitor().Get(link).Is(410, "This link no longer works").Says("expired")
}

func TestSignInDoesNotRevealWhoIsAMember(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Ann Lee")
	known := k.Visitor().Get("/sign-in").Press("Email me a link", testkit.Fill("email", "ann.lee@example.org"))
	unknown := k.Visitor().Get("/sign-in").Press("Email me a link", testkit.Fill("email", "nobody@example.org"))
	if string(known.Body) != string(unknown.Body) || known.Status != unknown.Status || known.URL.String() != unknown.URL.String() {
		t.Error("the answers differ")
	}
	if inbox := k.Inbox("nobody@example.org"); len(inbox) != 0 {
		t.Errorf("%d letters to somebody unknown", len(inbox))
	}
}

func TestBadAddressesKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	for _, bad := range []string{"", "ann", "ann@", "ann lee@example.org", "Ann <ann@example.org>", "a@b", strings.Repeat("a", 300) + "@example.org", "ann@example.org\r\nBcc: x@example.org"} {
		p := k.Visitor().Post("/sign-in", url.Values{"email": {bad}})
		if p.Status != 422 || p.Find(".govuk-error-summary").Length() != 1 {
			t.Errorf("%q: status %d", bad, p.Status)
		}
	}
}

func TestNobodyIsSentToAnotherSiteAfterSigningIn(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "javascript:alert(1)"} {
		if p := ann.Get("/sign-in?next=" + url.QueryEscape(next)); p.URL.Host != "cuppa.test" {
			t.Errorf("%s led to %s", next, p.URL)
		}
	}
}

func TestSigningOutEndsTheSession(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	ann.Post("/sign-out", nil)
	if got := ann.Get("/sign-in").Heading(); got != "Sign in" {
		t.Errorf("got %q", got)
	}
	sessions, err := k.Members.Sessions(t.Context(), ann.ID)
	if err != nil || len(sessions) != 0 {
		t.Errorf("%d sessions, %v", len(sessions), err)
	}
}

func TestPauseEndsByItself(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Members.Pause(ctx, tx, ann.ID, testkit.Start.Add(48*time.Hour))
	})
	for _, c := range []struct {
		after time.Duration
		want  member.State
	}{{47 * time.Hour, member.Paused}, {2 * time.Hour, member.Active}} {
		k.Advance(c.after)
		if m, err := k.Members.ByID(t.Context(), ann.ID); err != nil || m.State != c.want {
			t.Errorf("at %s: %s, %v; want %s", k.Clock.Now(), m.State, err, c.want)
		}
	}
}

func TestTheLastOrganiserCannotLeave(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olu := k.Organiser("Olu Ade")
	err := k.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, olu.ID) })
	if err == nil {
		t.Error("the last organiser left")
	}
}

func TestListPagesByKeyAndSearches(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	for _, name := range []string{"Ann Lee", "Bea Óg", "Cem 100%", "Dee_Dee"} {
		k.InTx(func(ctx context.Context, tx bun.Tx) error {
			_, err := k.Members.Join(ctx, tx, strings.ToLower(name[:3])+"@example.org", member.Details{Name: name, Organisation: "Ashby"}, true)
			return err
		})
	}
	var names []string
	for after, turns := "", 0; turns == 0 || after != ""; turns++ {
		page, err := k.Members.List(t.Context(), member.Filter{Size: 3, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Members {
			names = append(names, m.Name)
		}
		after = page.Next
	}
	if got := strings.Join(names, ","); got != "Ann Lee,Bea Óg,Cem 100%,Dee_Dee" {
		t.Errorf("got %s", got)
	}
	for search, want := range map[string]int{"og": 1, "ÓG": 1, "%": 1, "_": 1, "ashby": 4, `\`: 0} {
		page, err := k.Members.List(t.Context(), member.Filter{Search: search})
		if err != nil || len(page.Members) != want {
			t.Errorf("search %q: %d, %v; want %d", search, len(page.Members), err, want)
		}
	}
}
