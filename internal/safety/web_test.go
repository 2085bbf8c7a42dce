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
	"cuppa.example/internal/safety"
	"cuppa.example/internal/testkit"
)

// report is what the page of a conversation would do.
func report(k *testkit.Kit, by, about testkit.Person, text string) safety.Receipt {
	k.T.Helper()
	var receipt safety.Receipt
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		receipt, err = k.Safety.Report(ctx, tx, safety.Report{
			By: by.ID, About: about.ID, SubjectKind: "conversation", SubjectID: "c1", Text: text,
		})
		return err
	})
	return receipt
}

// about counts the letters of a kind to somebody, whether they are delivered
// or not.
func letters(k *testkit.Kit, to testkit.Person, kind string) int {
	k.T.Helper()
	n, err := k.DB.NewSelect().Table("mail_outbox").Where("member_id = ? AND kind = ?", to.ID, kind).Count(k.T.Context())
	check(k.T, err)
	return int(n)
}

func TestAReportIsReadHandledAndAnswered(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, omar := k.Organiser("Oona Osei"), k.Organiser("Omar Orr")
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Ray")
	k.Safety.Subject("conversation", safety.Subject{
		Say: func(_ context.Context, id string) (string, string) { return "Conversation " + id, "/there/" + id },
	})

	oona.Get("/organise/reports").Is(200, "Reports").Says("There are no open reports.")
	receipt := report(k, ann, bob, "He <b>sold</b> me a boat.\n\nTwice.")
	report(k, ann, bob, "He <b>sold</b> me a boat.\n\nTwice.") // pressed twice
	if !receipt.Reached {
		t.Error("reached nobody")
	}
	ann.Get(receipt.Path).Is(200, "We have your report").Says("An organiser will read it")
	k.Visitor().Get(receipt.Path).Is(200, "We have your report")
	if letters(k, oona, "safety.report") != 1 || letters(k, omar, "safety.report") != 1 || letters(k, bob, "safety.report") != 0 {
		t.Error("the wrong people were written to")
	}

	word := k.Mail(oona.Email, "A report needs an organiser")
	for _, secret := range []string{"Ann", "Bob", "boat", "Lee", "Ray"} {
		if strings.Contains(string(word.Raw), secret) {
			t.Errorf("the letter says %q", secret)
		}
	}
	oona.Get(word.Link("/organise/reports/")).Is(200, "Report")
	oona.Get("/organise").Says("A report waits for an organiser")
	page := oona.Get("/organise/reports").Says("Bob Ray", "Ann Lee").Follow("9am on Monday 11 January 2027").
		Is(200, "Report").Says("He <b>sold</b> me a boat.", "Twice.", "Conversation c1", "Ann Lee").SaysNot("<b>sold")
	page.Press("Add the note", nil).Is(422, "Report").Says("Write a note")
	page = page.Press("Add the note", testkit.Fill("note", "Asked <i>Bob</i>")).Says("Your note is saved.", "Asked <i>Bob</i>", "Oona Osei")
	page.Press("Record the decision", testkit.Fill("measure", "none")).Says("Your decision is recorded", "by Oona Osei")
	omar.Get("/organise/reports").Says("There are no open reports.")
	handled := omar.Get("/organise/reports?show=handled").Says("Bob Ray", "Oona Osei").Follow("9am on Monday 11 January 2027")
	if letters(k, ann, "member.personal") != 1 {
		t.Error("the reporter was not told")
	}
	if thanks := k.Mail(ann.Email, "Your report has been dealt with"); strings.Contains(string(thanks.Raw), "Bob") {
		t.Error("the answer names the other")
	}
	handled.Press("Open it again", nil).Says("The report is open again.").Press("Record the decision", testkit.Fill("measure", "none"))
	if letters(k, ann, "member.personal") != 1 || letters(k, bob, "member.personal") != 0 {
		t.Error("told twice, or the wrong one")
	}
}

func TestAnOrganiserDoesNotHandleTheReportAboutThemselves(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, omar, ann := k.Organiser("Oona Osei"), k.Organiser("Omar Orr"), k.Member("Ann Lee")
	report(k, ann, oona, "She shouted.")
	oona.Get("/organise/reports").Says("There are no open reports.").SaysNot("Ann Lee")
	oona.Get("/organise").SaysNot("report waits")
	page := omar.Get("/organise/reports").Says("Oona Osei").Follow("9am on Monday 11 January 2027")
	path := page.URL.Path
	oona.Get(path).Is(404, "Page not found")
	for _, act := range []string{"/note", "/take", "/back", "/decide", "/reopen", "/appeal/x"} {
		oona.Post(path+act, url.Values{"note": {"nothing to see"}, "measure": {"none"}, "upheld": {"no"}, "answer": {"no"}}).Is(404, "Page not found")
	}
	if letters(k, oona, "safety.report") != 0 || letters(k, omar, "safety.report") != 1 {
		t.Error("the wrong organiser was written to")
	}
	omar.Get(path).Says("Record the decision")
}

func TestAReportAboutTheOnlyOrganiserIsKeptForTheNext(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann := k.Organiser("Oona Osei"), k.Member("Ann Lee")
	n, err := k.Networks.Current(t.Context())
	check(t, err)
	n.Contact = "help@tea.example"
	check(t, k.Networks.Change(t.Context(), n))
	receipt := report(k, ann, oona, "She shouted.")
	if receipt.Reached {
		t.Error("reached her")
	}
	page := ann.Get(receipt.Path).Is(200, "We have your report").Says("the only organiser", "help@tea.example")
	if page.Find(`a[href="mailto:help@tea.example"]`).Length() == 0 {
		t.Error("the address leads nowhere")
	}
	omar := k.Organiser("Omar Orr")
	omar.Get("/organise/reports").Says("Oona Osei")
	k.Clock.Set(testkit.Start.Add(7 * 24 * time.Hour))
	check(t, k.Safety.Tick(t.Context(), k.Clock.Now()))
	check(t, k.Safety.Tick(t.Context(), k.Clock.Now()))
	if letters(k, omar, "safety.report") != 1 || letters(k, oona, "safety.report") != 0 {
		t.Error("the new organiser was not written to, or the old one was")
	}
}

func TestHandledReportsAreNotRemindedOf(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray")
	report(k, ann, bob, "")
	for week := range 3 {
		k.Clock.Set(testkit.Start.Add(time.Duration(week) * 7 * 24 * time.Hour))
		check(t, k.Safety.Tick(t.Context(), k.Clock.Now()))
	}
	if letters(k, oona, "safety.report") != 3 {
		t.Errorf("%d letters", letters(k, oona, "safety.report"))
	}
	oona = testkit.Person{Member: oona.Member, Browser: k.SignIn(oona.ID)}
	oona.Get("/organise/reports").Follow("9am on Monday 11 January 2027").Says("They did not write anything.").Press("Record the decision", testkit.Fill("measure", "none"))
	k.Clock.Set(testkit.Start.Add(60 * 24 * time.Hour))
	check(t, k.Safety.Tick(t.Context(), k.Clock.Now()))
	if letters(k, oona, "safety.report") != 3 {
		t.Error("reminded of a handled report")
	}
}

func TestTheQueueGoesOnOverPages(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray")
	for i := range 51 {
		report(k, ann, bob, strings.Repeat("x", i))
	}
	first := oona.Get("/organise/reports")
	second := first.Follow("Next")
	if first.Find("tbody tr").Length() != 50 || second.Find("tbody tr").Length() != 1 {
		t.Errorf("%d and %d", first.Find("tbody tr").Length(), second.Find("tbody tr").Length())
	}
}

func TestReportsThatCannotBe(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Ray")
	for name, r := range map[string]safety.Report{
		"oneself": {By: ann.ID, About: ann.ID}, "long": {By: ann.ID, About: bob.ID, Text: strings.Repeat("é", safety.MaxText+1)},
	} {
		err := k.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			_, err := k.Safety.Report(ctx, tx, r)
			return err
		})
		if !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAMemberSeesAndEndsTheirBlocks(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob <b>Ray</b>")
	ann.Get("/profile/blocks").Is(200, "People you have blocked").Says("You have not blocked anybody.")
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Safety.Block(ctx, tx, ann.ID, bob.ID) })
	bob.Get("/profile/blocks").Says("You have not blocked anybody.").SaysNot("Ann Lee</")
	bob.Post("/profile/blocks/remove", url.Values{"member": {ann.ID}})
	page := ann.Get("/profile/blocks").Says("Bob <b>Ray</b>", "11 January 2027")
	page.Press("Unblock", nil).Says("You have unblocked them.", "You have not blocked anybody.")
}

func TestAnOrganiserKeepsTwoPeopleApart(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona := k.Organiser("Oona Osei")
	ann, _, bob := k.Member("Ann Lee", testkit.Works("Ashby Council")), k.Member("Ann Lowe"), k.Member("Bob Ray")
	page := oona.Get("/organise/apart").Is(200, "People kept apart").Says("Nobody is kept apart.")
	page.Press("Find them", testkit.Fill("first", "ann", "second", "zzz")).Says("No member has this name.")
	page = page.Press("Find them", testkit.Fill("first", "ann", "second", "ray")).Says("Ann Lee", "Ashby Council", "Ann Lowe", "Bob Ray")
	page.Press("Keep them apart", testkit.Fill("note", "kept <text>")).Is(422, "People kept apart").Says("Choose a person", "kept <text>")
	done := page.Press("Keep them apart", testkit.Fill("a", ann.ID, "b", bob.ID, "note", "An old <quarrel>"))
	done.Says("They are kept apart from now on.", "Ann Lee", "Bob Ray", "An old <quarrel>", "Oona Osei, 11 January 2027")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		if is, err := k.Safety.Separated(ctx, tx, ann.ID, bob.ID); err != nil || !is {
			t.Errorf("not kept apart: %v", err)
		}
		return nil
	})
	oona.Get("/organise/apart").Press("Let them meet", nil).Says("They may be put together again.", "Nobody is kept apart.")
	same := oona.Get("/organise/apart?first=bob+ray&second=bob+ray")
	same.Press("Keep them apart", nil).Is(422, "People kept apart").Says("Choose two different people.")
	oona.Post("/organise/apart", url.Values{"first": {"ann"}, "second": {"ray"}, "a": {oona.ID}, "b": {bob.ID}}).
		Is(422, "People kept apart")
	ann.Get("/organise/apart").Is(403, "You cannot see this page")
}

func TestErasureTakesNamesAway(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, bob, cat := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Bob Ray"), k.Member("Cat Fox")
	report(k, ann, bob, "Bob Ray shouted at me.")
	report(k, bob, cat, "I am Bob RAY, and she laughed at bob.")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(k.Safety.Block(ctx, tx, ann.ID, bob.ID), k.Safety.Block(ctx, tx, bob.ID, cat.ID),
			k.Safety.KeepApart(ctx, tx, oona.ID, bob.ID, cat.ID, "Bob Ray"))
	})
	list, _, err := k.Safety.Queue(t.Context(), oona.ID, safety.Filter{})
	check(t, err)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Safety.Annotate(ctx, tx, oona.ID, list[0].ID, "Bob Ray says no")
	})
	export, err := k.Safety.Export(t.Context(), bob.ID)
	check(t, err)
	text, err := json.Marshal(export)
	check(t, err)
	if !strings.Contains(string(text), "she laughed") || strings.Contains(string(text), "shouted") || strings.Contains(string(text), "Ann") {
		t.Errorf("export: %s", text)
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, bob.ID) })
	for _, r := range list {
		oona.Get("/organise/reports/"+r.ID).Says("Somebody who was deleted").SaysNot("Bob", "bob", "RAY", "Ray")
	}
	oona.Get("/organise/reports/"+list[1].ID).Says("she laughed", "Cat Fox")
	ann.Get("/profile/blocks").Says("You have not blocked anybody.")
	oona.Get("/organise/apart").Says("Nobody is kept apart.")
}
