package safety_test

import (
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/testkit"
)

func TestAProfileIsReportedAsItWas(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann := k.Organiser("Oona Osei"), k.Member("Ann Lee")
	bob := k.Member("Bob Ray", func(d *member.Details) { d.About = "I sell <b>boats</b>" })
	page := ann.Get("/people/"+bob.ID).Follow("Report: Bob Ray").Is(200, "Report something to the organisers").Says("What Bob Ray says about themselves")
	page.Press("Send the report", testkit.Fill("text", strings.Repeat("x", safety.MaxText+1))).Is(422, "Report something to the organisers")
	page.Press("Send the report", testkit.Fill("text", "He sells", "block", "yes")).Is(200, "We have your report")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := k.Members.Alter(ctx, tx, bob.ID, func(d *member.Details) { d.About = "I like tea" })
		if is, _ := k.Safety.Separated(ctx, tx, bob.ID, ann.ID); !is {
			t.Error("not blocked in the same step")
		}
		return err
	})
	oona.Get("/organise/reports").Follow("9am on Monday 11 January 2027").Says("He sells", "I sell <b>boats</b>", "What was reported, as it was then").SaysNot("I like tea")
	ann.Get("/profile/blocks").Says("Bob Ray")
	if len(k.Inbox(bob.Email)) != 0 {
		t.Error("he was written to")
	}
	bob.Get("/people/"+ann.ID).Is(200, "Ann Lee")
	bob.Get("/profile/blocks").Says("You have not blocked anybody.")
	var raw []struct{ Words, Copy []byte }
	check(t, k.DB.NewRaw("SELECT words, copy FROM safety_reports").Scan(t.Context(), &raw))
	if len(raw) != 1 || strings.Contains(string(raw[0].Copy), "boats") || strings.Contains(string(raw[0].Words), "sells") {
		t.Errorf("stored in the clear: %q", raw)
	}
}

func TestBlockingSomebodyOnTheirPage(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Ray")
	ann.Get("/people/"+bob.ID).Follow("block this person").Is(200, "Block Bob Ray").Press("Block them", nil).
		Is(200, "People you have blocked").Says("You have blocked them. They are not told.", "Bob Ray")
	ann.Get("/people/"+ann.ID+"/block").Is(422, "That cannot be done now")
	ann.Get("/people/"+ann.ID).SaysNot("Report:", "block this person")
	ann.Get("/people/nobody/block").Is(404, "Page not found")
	k.Visitor().Get("/people/"+bob.ID+"/block").Is(200, "Sign in")
}

func TestWhatCannotBeReported(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Ray")
	k.Safety.Subject("secret", safety.Subject{
		About: func(context.Context, string, string) (string, error) { return "", fault.NotFound },
	})
	k.Safety.Subject("thing", safety.Subject{
		About:    func(context.Context, string, string) (string, error) { return bob.ID, nil },
		Nameless: func(context.Context, string, string) (bool, error) { return true, nil },
	})
	ann.Get("/report/nothing/x").Is(404, "Page not found")
	ann.Get("/report/secret/x").Is(404, "Page not found")
	ann.Post("/report/secret/x", nil).Is(404, "Page not found")
	ann.Get("/report/profile/"+ann.ID).Is(422, "That cannot be done now")
	ann.Get("/report/thing/1").Is(200, "Report something to the organisers").SaysNot("Bob", "Block this person")
	ann.Post("/report/thing/1", map[string][]string{"block": {"yes"}}).Is(200, "We have your report")
	ann.Get("/profile/blocks").SaysNot("Bob Ray")
	export, err := k.Safety.Export(t.Context(), ann.ID)
	check(t, err)
	if text := sprint(export); strings.Contains(text, "Bob") {
		t.Errorf("the download names him: %s", text)
	}
	for range 30 {
		ann.Post("/report/thing/"+k.NewID(), nil)
	}
	ann.Post("/report/thing/2", map[string][]string{"text": {"one more"}}).Is(422, "Report something to the organisers").Says("20 reports within a day", "one more")
	n, err := k.DB.NewSelect().Table("safety_reports").Count(t.Context())
	check(t, err)
	if n != 20 {
		t.Errorf("%d reports in a day", n)
	}
}
