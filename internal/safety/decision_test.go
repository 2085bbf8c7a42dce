package safety_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/testkit"
)

// open is the page of the only open report.
func open(o testkit.Person) *testkit.Page {
	return o.Get("/organise/reports").Follow("9am on Monday 11 January 2027")
}

var suspend = []string{
	"measure", "suspended", "until-day", "17", "until-month", "1", "until-year", "2027", "message", "You <b>sold</b> boats.",
}

func TestASuspensionTakesEffectAndEnds(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray")
	report(k, ann, bob, "He sold me a boat.")
	page := open(oona).Press("Record the decision", nil).Is(422, "Report").Says("Choose what you decide")
	page.Press("Record the decision", testkit.Fill("measure", "suspended", "message", "kept words")).Is(422, "Report").Says("Give the last day", "kept words")
	page.Press("Record the decision", testkit.Fill("measure", "warned")).Is(422, "Report").Says("Write what you tell them")
	page.Press("Record the decision", testkit.Fill("measure", "suspended", "until-day", "17", "until-month", "1", "until-year", "2030", "message", "x")).Is(422, "Report").Says("within a year")
	page.Press("Record the decision", testkit.Fill(suspend...)).Is(200, "Report").
		Says("Your decision is recorded", "Suspended until midnight", "You <b>sold</b> boats.", "Decided: suspended, by Oona Osei")
	letter := k.Mail(bob.Email, "The organisers have made a decision about you")
	if text := letter.Text; !strings.Contains(text, "You <b>sold</b> boats.") || strings.Contains(text, "Ann") || strings.Contains(text, "Oona") {
		t.Errorf("the letter:\n%s", text)
	}
	bob.Get("/home").Is(200, "Sign in")
	k.Visitor().Get("/sign-in").Press("Email me a link", testkit.Fill("email", bob.Email))
	if n := len(k.Inbox(bob.Email)); n != 1 {
		t.Errorf("%d letters to him", n)
	}
	if err := k.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := k.Members.Join(ctx, tx, bob.Email, member.Details{Name: "Bob"}, true)
		return err
	}); !errors.Is(err, fault.Gone) {
		t.Errorf("joined again: %v", err)
	}
	ann.Get("/people/"+bob.ID).Is(404, "Page not found")
	k.Clock.Set(time.Date(2027, 1, 18, 0, 0, 0, 0, time.UTC))
	k.Settle()
	if m, _ := k.Members.ByID(t.Context(), bob.ID); m.State != member.Active {
		t.Errorf("he is %s", m.State)
	}
	testkit.Person{Member: bob.Member, Browser: k.SignIn(bob.ID)}.Get("/home").Is(200, "Hello Bob")
	if letters(k, ann, "member.personal") != 1 {
		t.Error("Ann was not told that it is dealt with")
	}
}

func TestAnAppealNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, omar, ann, bob := k.Organiser("Oona Osei"), k.Organiser("Omar Orr"), k.Member("Ann Lee"), k.Member("Bob Ray")
	report(k, ann, bob, "He sold me a boat.")
	open(oona).Press("Look after this report", nil).Says("You", "Oona Osei").
		Press("Record the decision", testkit.Fill("measure", "removed", "message", "No selling."))
	path := k.Mail(bob.Email, "decision about you").Link("/appeal/")
	visitor := k.Visitor()
	page := visitor.Get(path).Is(200, "Ask for another look").Says("Removed from the network", "No selling.").SaysNot("Ann", "Oona", "boat")
	page.Press("Send the appeal", nil).Is(422, "Ask for another look").Says("Write why")
	page.Press("Send the appeal", testkit.Fill("words", "It was a <i>model</i> boat.")).Says("Somebody else than the one who decided", "<i>model</i>")
	visitor.Post(strings.TrimPrefix(path, testkit.Base), url.Values{"words": {"Again"}}).Is(200, "Ask for another look").SaysNot("Again")
	visitor.Get(path+"x").Is(404, "Page not found")

	if letters(k, omar, "member.personal") != 1 || letters(k, oona, "member.personal") != 0 {
		t.Error("the wrong organiser was asked")
	}
	oona.Get("/organise").SaysNot("appeal waits")
	omar.Get("/organise").Says("An appeal waits for you")
	mine := oona.Get("/organise/reports?show=appeals").Follow("9am on Monday 11 January 2027").Says("another organiser must answer", "<i>model</i>")
	if mine.HasButton("Answer the appeal") {
		t.Error("she is asked to answer about her own decision")
	}
	d, err := k.Safety.ReadCase(t.Context(), oona.ID, id(mine))
	check(t, err)
	oona.Post("/organise/reports/"+id(mine)+"/appeal/"+d.Decisions[0].ID, url.Values{"upheld": {"yes"}, "answer": {"no"}}).Is(403, "You cannot see this page")
	theirs := omar.Get("/organise/reports?show=appeals").Follow("9am on Monday 11 January 2027")
	theirs.Press("Answer the appeal", nil).Is(422, "Report").Says("Choose whether the decision stands", "Write what you tell them")
	theirs.Press("Answer the appeal", testkit.Fill("upheld", "no", "answer", "You are right.")).
		Says("The appeal is decided", "The decision is undone by Omar Orr", "Appeal answered: the decision is undone, by Omar Orr")
	if text := k.Mail(bob.Email, "Your appeal has been answered").Text; !strings.Contains(text, "You are right.") || strings.Contains(text, "Omar") {
		t.Error(text)
	}
	visitor.Get(path).Says("The decision is undone", "You are right.")
	if m, _ := k.Members.ByID(t.Context(), bob.ID); m.State != member.Active {
		t.Errorf("he is %s", m.State)
	}
	export, err := k.Safety.Export(t.Context(), bob.ID)
	check(t, err)
	if text, _ := json.Marshal(export); !strings.Contains(string(text), "model") || strings.Contains(string(text), "Ann") {
		t.Errorf("his download: %s", text)
	}
}

func id(p *testkit.Page) string { return p.URL.Path[strings.LastIndex(p.URL.Path, "/")+1:] }

func TestTheSafeguardingContactIsTheSecondWhereThereIsOneOrganiser(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray")
	report(k, ann, bob, "He sold me a boat.")
	open(oona).Press("Record the decision", testkit.Fill("measure", "warned", "message", "No selling."))
	k.Visitor().Get(k.Mail(bob.Email, "decision about you").Link("/appeal/")).Press("Send the appeal", testkit.Fill("words", "It was a model boat."))
	handled := func() *testkit.Page {
		return oona.Get("/organise/reports?show=handled").Follow("9am on Monday 11 January 2027")
	}
	handled().Says("nobody else can answer the appeal", "name a safeguarding contact")
	n, err := k.Networks.Current(t.Context())
	check(t, err)
	n.SafeguardingName, n.SafeguardingEmail = "Sam Guard", oona.Email
	check(t, k.Networks.Change(t.Context(), n))
	handled().Says("nobody else can answer") // she is no second pair of eyes on herself
	n.SafeguardingEmail = "sam@guard.example"
	check(t, k.Networks.Change(t.Context(), n))
	handled().Says("Sam Guard, the safeguarding contact, must answer")
	k.Clock.Set(testkit.Start.Add(7 * 24 * time.Hour))
	check(t, k.Safety.Tick(t.Context(), k.Clock.Now()))
	link := k.Mail("sam@guard.example", "An appeal waits").Link("/second/")
	page := k.Visitor().Get(link).Is(200, "A second look at a decision").Says("He sold me a boat.", "No selling.", "It was a model boat.").SaysNot("Ann Lee")
	page.Press("Answer the appeal", testkit.Fill("upheld", "yes", "answer", "Boats are boats.")).Says("This appeal was answered")
	if text := k.Mail(bob.Email, "Your appeal has been answered").Text; !strings.Contains(text, "Boats are boats.") {
		t.Error(text)
	}
	oona = testkit.Person{Member: oona.Member, Browser: k.SignIn(oona.ID)}
	handled().Says("The decision stands, says the safeguarding contact")
}

func TestDecidingAgainUndoesTheFirst(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray")
	var removed, restored int
	k.Safety.Subject("conversation", safety.Subject{
		Say:     func(_ context.Context, id string) (string, string) { return "It", "" },
		Remove:  func(context.Context, bun.Tx, string, string, string) error { removed++; return nil },
		Restore: func(context.Context, bun.Tx, string) error { restored++; return fault.NotFound },
	})
	report(k, ann, bob, "One")
	page := open(oona).Press("Record the decision", testkit.Fill(suspend...))
	page.Press("Open it again", nil).Press("Record the decision", testkit.Fill("measure", "content", "message", "Gone.")).
		Says("Undone at", "What was reported is taken away")
	if m, _ := k.Members.ByID(t.Context(), bob.ID); m.State != member.Active || removed != 1 {
		t.Errorf("he is %s, %d removed", m.State, removed)
	}
	oona.Post(page.URL.Path+"/decide", url.Values{"measure": {"none"}}).Is(409, "That cannot be done now")
	oona.Get(page.URL.Path).Press("Open it again", nil).Press("Record the decision", testkit.Fill("measure", "none"))
	if restored != 1 {
		t.Errorf("restored %d times", restored)
	}
	report(k, ann, bob, "Two")
	report(k, ann, bob, "Three")
	for range 2 { // two suspensions: undoing one leaves the other
		open(oona).Press("Record the decision", testkit.Fill(suspend...))
	}
	two := oona.Get("/organise/reports?show=handled").Follow("9am on Monday 11 January 2027")
	two.Press("Open it again", nil).Press("Record the decision", testkit.Fill("measure", "none"))
	if m, _ := k.Members.ByID(t.Context(), bob.ID); m.State != member.Suspended {
		t.Errorf("he is %s", m.State)
	}
}

func TestTakingAReport(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, omar, ann, bob := k.Organiser("Oona Osei"), k.Organiser("Omar Orr"), k.Member("Ann Lee"), k.Member("Bob Ray")
	report(k, ann, bob, "")
	open(oona).Press("Look after this report", nil).Says("You look after this report now.", "Taken, by Oona Osei")
	omar.Get("/organise/reports").Says("Oona Osei")
	omar.Get("/organise/reports?show=mine").Says("You look after no open report.")
	oona.Get("/organise/reports?show=mine").Follow("9am on Monday 11 January 2027").Press("Give it back to everybody", nil).Says("Nobody yet")
	omar.Get("/organise/reports?show=appeals").Says("No appeal waits for an answer.")
}
