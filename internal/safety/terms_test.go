package safety_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// publish changes a text on the organisers' page.
func publish(o testkit.Person, kind, words string, more ...string) *testkit.Page {
	return o.Get("/organise/rules/"+kind).Press("Save and publish", testkit.Fill(append([]string{"words", words}, more...)...))
}

// again is a person who signs in again on another day.
func again(k *testkit.Kit, p testkit.Person) testkit.Person {
	return testkit.Person{Member: p.Member, Browser: k.SignIn(p.ID)}
}

func TestANewVersionIsAskedOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann := k.Organiser("Oona Osei"), k.Member("Ann Lee")
	k.Visitor().Get("/about/terms").Is(200, "Terms").Says("Version 1", "You are 18 or over.")
	ann.Get("/home").Is(200, "Hello Ann") // she accepted on joining
	oona.Get("/organise/rules").Is(200, "Terms and code of conduct").Says("It came with Cuppa", "2 of 2 members")
	oona.Get("/organise/rules/nothing").Is(404, "Page not found")
	oona.Get("/organise/rules/terms").Press("Save and publish", testkit.Fill("words", "")).Is(422, "Terms").Says("Write the text")
	publish(oona, "terms", "## One\n\n- Be <b>kind</b>.\n\nThat is all.").Says("The text is saved.", "Version 2", "0 of 2 members")
	publish(oona, "terms", "## One\n\n- Be <b>kind</b>.\n\nThat is it.", "small", "yes").Says("Version 2", "0 of 2 members")
	publish(oona, "terms", "## One\n\n- Be <b>kind</b>.\n\nThat is it.").Says("Version 2")
	public := k.Visitor().Get("/about/terms").Says("Version 2", "Be <b>kind</b>.", "That is it.")
	if public.Find("h2").First().Text() != "One" || public.Find("main li").First().Text() != "Be <b>kind</b>." {
		t.Error("it is not laid out")
	}
	k.Visitor().Get("/about/terms?version=1").Says("This is an older version.", "You are 18 or over.")
	for _, bad := range []string{"9", "0", "-1", "x", "99999999999999999999"} {
		k.Visitor().Get("/about/terms?version="+bad).Is(404, "Page not found")
	}

	ann.Get("/home").Is(200, "Hello Ann") // not in the middle of something
	b := k.Visitor()
	page := b.Get("/sign-in/"+linkFor(k, ann.ID, "/people")).Press("Sign in", nil).Is(200, "Before you go on").Says("Version 2", "That is it.", "25 January 2027").SaysNot("Read the code of conduct", "I am 18")
	page.Press("Accept and go on", nil).Is(422, "Before you go on").Says("Tick the box")
	page.Follow("Not now").Is(200, "People")
	page.Press("Accept and go on", testkit.Fill("agree", "yes")).Is(200, "People").Says("We have written down what you accepted.")
	b.Get("/agree?next=/people").Is(200, "People")
	b.Get("/agree?next=//evil.example").Is(200, "Our network")
	k.Visitor().Get("/sign-in/"+linkFor(k, ann.ID, "/people")).Press("Sign in", nil).Is(200, "People")
	export, err := k.Safety.Export(t.Context(), ann.ID)
	check(t, err)
	if text, _ := json.Marshal(export); !strings.Contains(string(text), `{"text":"terms","version":2,"accepted":"2027-01-11T09:00:00Z"}`) ||
		!strings.Contains(string(text), "18 or over") {
		t.Errorf("download: %s", text)
	}
}

func linkFor(k *testkit.Kit, memberID, next string) (token string) {
	k.T.Helper()
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		token, err = k.Members.NewLink(ctx, tx, memberID, next, time.Minute)
		return err
	})
	return token
}

func TestAVersionBindsAfterTheGraceDate(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray")
	publish(oona, "conduct", "Be kind.")
	k.Clock.Set(testkit.Start.Add(14*24*time.Hour - time.Second))
	ann.Get("/people").Is(200, "People")
	k.Clock.Set(testkit.Start.Add(14 * 24 * time.Hour))
	page := ann.Get("/people?q=bob").Is(200, "Before you go on").SaysNot("Not now")
	ann.Get("/profile/leave").Is(200, "Leave the network")
	ann.Get("/profile/data").Is(200, "Download my data")
	ann.Get("/report/profile/"+bob.ID).Is(200, "Report something to the organisers")
	ann.Get("/about/conduct").Is(200, "Code of conduct")
	ann.Get("/people/"+bob.ID+"/block").Is(200, "Before you go on")
	page.Press("Accept and go on", testkit.Fill("agree", "yes")).Is(200, "People").Says("Bob Ray")
	ann.Get("/people/"+bob.ID).Is(200, "Bob Ray")
	again(k, oona).Post("/organise/rules/conduct", url.Values{"words": {"Be kind and brief."}}) // while Bob reads the one before
	bob.Post("/agree", url.Values{"agree": {"yes"}, "conduct": {"2"}, "next": {"/people"}}).Is(422, "Before you go on").
		Says("The text was changed while you read")
}

func TestWhoWasBroughtInIsAskedForTheirAge(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Organiser("Oona Osei")
	var m member.Member
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		m, err = k.Members.Join(ctx, tx, "kit@example.org", member.Details{Name: "Kit Moe"}, false)
		return err
	})
	b := k.Visitor()
	page := b.Get("/sign-in/"+linkFor(k, m.ID, "/people")).Press("Sign in", nil).Is(200, "Before you go on").Says("Terms", "Code of conduct", "I am 18 or over")
	page.Press("Accept and go on", testkit.Fill("agree", "yes")).Is(422, "Before you go on").Says("People under 18 cannot be members.")
	page.Press("Accept and go on", testkit.Fill("agree", "yes", "adult", "yes")).Is(200, "People")
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, m.ID) })
	for _, table := range []string{"safety_adults", "safety_acceptances"} {
		if n, _ := k.DB.NewSelect().Table(table).Where("member_id = ?", m.ID).Count(t.Context()); n != 0 {
			t.Errorf("%s keeps %d rows", table, n)
		}
	}
}

func TestTheSafeguardingContactIsShown(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray")
	page := oona.Get("/organise/settings")
	page.Press("Save", testkit.Fill("guard_name", "Sam Guard")).Is(422, "Settings of the network").Says("Give an email address or a phone number")
	page.Press("Save", testkit.Fill("guard_phone", "01234 5")).Is(422, "Settings of the network").Says("Give the name")
	page.Press("Save", testkit.Fill("guard_name", "Sam <b>Guard</b>", "guard_email", "sam@guard.example", "guard_phone", "01234 567890"))
	for _, path := range []string{"/about/safety", "/report/sent"} {
		k.Visitor().Get(path).Says("Sam <b>Guard</b>", "sam@guard.example", "01234 567890")
	}
	ann.Get("/report/profile/"+bob.ID).Says("999").Follow("How to stay safe, and whom to turn to").Is(200, "Staying safe")
	report(k, ann, bob, "")
	open(oona).Press("Record the decision", testkit.Fill("measure", "none"))
	if text := k.Mail(ann.Email, "Your report has been dealt with").Text; !strings.Contains(text, "safeguarding contact") {
		t.Error(text)
	}
}
