package unmentoring_test

import (
	"testing"

	"cuppa.example/internal/mail"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// The round's page counts the letters that were really handed over.
func TestLettersOfARoundAreCounted(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(6, "Ashby Council")
	n.SMTP.Refuse(n.people[5].Email)
	p := n.programme()
	r := n.reach(p, unmentoring.SignUp)
	page := func() *testkit.Page { return n.SignIn(n.organiser.ID).Get("/organise/rounds/" + r.ID) }
	if err := n.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	page().Says("0 emails handed over, 6 waiting")
	n.Settle()
	page().Says("5 emails handed over, 1 refused")
	r = n.reach(p, unmentoring.Talking)
	n.Inbox(n.people[0].Email)
	page().Says("5 emails handed over, 1 refused", "5 emails handed over")
	n.Advance(mail.RecordKept)
	page().Says("6 emails").SaysNot("handed over")
}
