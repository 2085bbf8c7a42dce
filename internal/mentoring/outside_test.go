package mentoring_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// invite asks an address for help, and gives the link in the letter.
func invite(k *testkit.Kit, by testkit.Person, to string) string {
	by.Get("/mentoring/ask").Press("Send", testkit.Fill("who", to, "message", "Buy my boat", "kind", "mentoring")).Is(200, "You asked "+to)
	return k.Mail(to, by.Name).Link("/mentoring/r/")
}

// Who is no member can report what a member sent them, once, and the sender
// does not learn of it.
func TestAnInvitationIsReportedFromOutside(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann := k.Organiser("Oona Osei"), k.Member("Ann Lee")
	link := invite(k, ann, "nina@firm.example")
	page := k.Visitor().Get(link).Follow("Report this invitation").Is(200, "Report something to the organisers").Says("An invitation that Ann Lee sent you")
	for range 2 {
		page.Press("Send the report", testkit.Fill("text", "She sells <b>boats</b>")).Is(200, "We have your report")
	}
	queue := oona.Get("/organise/reports")
	if n := queue.Find("tbody tr").Length(); n != 1 {
		t.Fatalf("%d reports", n)
	}
	queue.Follow("9am on Monday 11 January 2027").Is(200, "Report").
		Says("Somebody who is not a member", "An invitation by email", "She sells <b>boats</b>", "Buy my boat", "Ann Lee").
		Press("Record the decision", testkit.Fill("measure", "warned", "message", "No selling.")).Says("Your decision is recorded")
	ann.Get("/mentoring").SaysNot("report")
	k.Visitor().Get(link).Follow("Report this invitation").Press("Send the report", nil).Is(200, "We have your report")
	ann.Get("/mentoring/requests/none/report").Is(404, "Page not found")
}

// Whoever was invited and is then brought in by an organiser finds the
// invitation once they agree to be a member; where they have said yes before,
// it begins.
func TestWhoIsImportedFindsTheInvitation(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Ray")
	invite(k, ann, "nina@firm.example")
	k.Visitor().Get(invite(k, bob, "nina@firm.example")).Press("Yes, I will mentor Bob", nil)
	var nina member.Member
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		nina, err = k.Members.Join(ctx, tx, "nina@firm.example", member.Details{Name: "Nina Noble"}, false)
		return err
	})
	waiting := func() int {
		list, err := k.Mentorings.Waiting(k.Words.In(t.Context(), "en", time.UTC), nina.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if n := waiting(); n != 0 {
		t.Errorf("%d requests before she agrees", n)
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Agree(ctx, tx, nina.ID) })
	if n := waiting(); n != 1 {
		t.Errorf("%d requests wait for her", n)
	}
	helping, err := k.Relationships.Helping(t.Context(), k.DB, []string{nina.ID})
	if err != nil || helping[nina.ID] != 1 {
		t.Errorf("she helps %d, %v", helping[nina.ID], err)
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Agree(ctx, tx, nina.ID) }) // twice is once
	if n := waiting(); n != 1 {
		t.Errorf("%d requests wait for her", n)
	}
}

// Letters to addresses count like messages to members, whoever they go to.
func TestInvitationsCountAsMessagesToStrangers(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, kim := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Kim Kent")
	path := offer(kim, "3")
	ask(ann, path, "Please")
	for _, to := range []string{"nina@firm.example", oona.Email} { // one is a member, and nobody can tell
		invite(k, ann, to)
	}
	for range 3 {
		ann.Get("/mentoring/ask").Press("Send", testkit.Fill("who", "olga@firm.example", "message", "Hi", "kind", "mentoring")).
			Is(422, "Ask somebody by name").Says("You have written to 3 people you do not know within a day")
	}
	var n int
	if err := k.DB.NewRaw("SELECT count(*) FROM safety_refusals WHERE by_id = ?", ann.ID).Scan(t.Context(), &n); err != nil || n != 3 {
		t.Errorf("%d refusals are kept at once, %v", n, err)
	}
	oona.Get("/organise/reports").Says("Ann Lee", "3 times")
}
