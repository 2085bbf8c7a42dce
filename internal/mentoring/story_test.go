package mentoring_test

import (
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

// A mentee at Devon is not shown Devon mentors unless they choose so.
func TestSuggestionsComeFromElsewhere(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", at("Devon", "Designer", "Service design"))
	for name, organisation := range map[string]string{"Dee Vaughn": "Devon", "Kim Kent": "Kent", "Yara York": "York"} {
		offer(k.Member(name, at(organisation, "Head of design")), "2")
	}
	page := seek(ann)
	if got := names(t, page); strings.Contains(got, "Dee") || !strings.Contains(got, "Kim Kent") || !strings.Contains(got, "Yara York") {
		t.Errorf("suggested: %s", got)
	}
	page.Says("Helps with Service design", "Is a step or two ahead of you: Head of design", "Has 2 places free").SaysNot("Dee Vaughn")
	page = page.Follow("Change it").Press("Save and see who fits", testkit.Fill("own", "yes"))
	page.Says("Dee Vaughn", "Your own organisation too")
}

// From "I want a mentor" to a sent request: three pages, nothing asked twice.
func TestAskingIsShort(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, kim := k.Member("Ann Lee", at("Devon", "Designer", "Service design")), k.Member("Kim Kent", at("Kent", "Head of design"))
	offer(kim, "1")
	ann.Get("/home").Follow("Coaching and mentoring").Follow("Find a coach or a mentor").
		Press("See who fits", testkit.Fill("aim", "Running <b>workshops</b>", "tried", "Reading")).
		Follow("Ask Kim").Is(200, "Ask Kim Kent to be your mentor").Says("I want to get better at this: Running <b>workshops</b>", "What I have tried: Reading").
		Press("Ask Kim", nil).Is(200, "You asked Kim Kent").Says("Your request is on its way")
	// And answered in two clicks, signed in nowhere: the link, the button.
	letter := k.Mail(kim.Email, "Ann Lee asks you to be their mentor")
	if !strings.Contains(letter.Text, "Running <b>workshops</b>") || strings.Contains(letter.HTML, "<b>workshops") {
		t.Errorf("the letter: %s", letter.Text)
	}
	link := letter.Link("/mentoring/r/")
	k.Visitor().Get(link) // a scanner opens it
	k.Visitor().Get(link).Press("Yes, I will mentor Ann", nil).Says("Thank you for your yes")
	k.Mail(ann.Email, "Kim Kent")
	ann.Get("/mentoring").Says("Accepted").Follow("Kim Kent").Follow("Go on to your page").Says("Kim Kent")
	k.Visitor().Get(link).Says("You said yes").SaysNot("Yes, I will mentor")
	if got, err := k.Relationships.Helping(t.Context(), k.DB, []string{kim.ID}); err != nil || got[kim.ID] != 1 {
		t.Errorf("helping: %v, %v", got, err)
	}
}

// Capacity three refuses a fourth, who may wait, is told the place, moves up,
// and is offered the place when it is free.
func TestPlacesAndTheLine(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	kim := k.Member("Kim Kent", at("Kent", "Head of design"))
	path := offer(kim, "3")
	var first []testkit.Person
	for _, name := range []string{"Ann Lee", "Bob Ray", "Cat Moss"} {
		p := k.Member(name)
		first = append(first, p)
		ask(p, path, "Please help me").Is(200, "You asked Kim Kent")
		k.Visitor().Get(k.Mail(kim.Email, name).Link("/mentoring/r/")).Press("Yes, I will mentor "+p.FirstName(), nil)
	}
	dan, eve, fay := k.Member("Dan Dee"), k.Member("Eve Ess"), k.Member("Fay Fox")
	if p := dan.Post(path+"/ask", map[string][]string{"message": {"Me too"}}); p.Status != 422 {
		t.Fatalf("a fourth is let in: %d %s", p.Status, p.Text())
	}
	for i, p := range []testkit.Person{dan, eve, fay} {
		p.Get(path).Says("No place is free just now").Follow("Wait for a place with Kim").
			Press("Wait for a place", testkit.Fill("message", "I can wait")).Is(200, "Your place in line for Kim Kent").
			Says([]string{"You are next", "You are number 2 in line", "You are number 3 in line"}[i])
	}
	if got := names(t, seek(k.Member("Gus Gray"))); got != "" {
		t.Errorf("somebody full is suggested: %s", got)
	}
	eve.Get("/mentoring").Follow("Kim Kent").Press("Leave the line", nil).Says("You no longer wait")
	fay.Get("/mentoring").Says("Number 2 in line")

	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, first[1].ID) }) // which ends what they had
	letter := k.Mail(dan.Email, "A place with Kim Kent is free for you")
	k.Mail(fay.Email, "You are next in line for Kim Kent")
	// The place is held: nobody else gets it.
	if p := k.Member("Hal Hill").Get(path); !strings.Contains(p.Text(), "No place is free") {
		t.Errorf("the held place is given away: %s", p.Text())
	}
	k.Advance(3*day + 2*3600e9)
	k.Mail(dan.Email, "still held for you")
	k.Advance(5 * day)
	k.Visitor().Get(letter.Link("/mentoring/w/")).Says("You no longer wait here")
	next := k.Mail(fay.Email, "A place with Kim Kent is free for you")
	k.Visitor().Get(next.Link("/mentoring/w/")).Says("I can wait").Press("Ask Kim", nil).Says("You have asked Kim")
	k.Mail(kim.Email, "Fay Fox asks you")
}

func TestTwoMentorsAtOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, kim, yara := k.Member("Ann Lee"), k.Member("Kim Kent"), k.Member("Yara York")
	for _, m := range []testkit.Person{kim, yara} {
		ask(ann, offer(m, "1"), "Please").Is(200, "You asked "+m.Name)
		k.Visitor().Get(k.Mail(m.Email, "Ann Lee").Link("/mentoring/r/")).Press("Yes, I will mentor Ann", nil)
	}
	list, err := k.Relationships.Of(t.Context(), k.DB, ann.ID)
	if err != nil || len(list) != 2 {
		t.Errorf("%d relationships, %v", len(list), err)
	}
}

// A request is brought to mind on day three and lapses on day ten, with three
// others and no blame.
func TestARequestLapses(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, kim := k.Member("Ann Lee", at("Devon", "Designer", "Service design")), k.Member("Kim Kent")
	path := offer(kim, "1")
	for _, name := range []string{"Lou One", "Mo Two", "Ned Three", "Ola Four"} {
		offer(k.Member(name), "1")
	}
	ask(ann, path, "Please")
	k.Advance(3*day - 3600e9)
	if n := len(k.Inbox(kim.Email)); n != 1 {
		t.Errorf("%d letters before the third day", n)
	}
	k.Advance(2 * 3600e9)
	k.Mail(kim.Email, "Ann Lee hopes for your answer")
	k.Advance(6 * day)
	ann.Get("/mentoring").Says("Waits for an answer")
	k.Advance(day + 2*3600e9)
	letter := k.Mail(ann.Email, "No answer from Kim Kent, and others you could ask")
	n := 0
	for _, name := range []string{"Lou One", "Mo Two", "Ned Three", "Ola Four"} {
		if strings.Contains(letter.Text, name) {
			n++
		}
	}
	if n != 3 || strings.Contains(letter.Text, "Look at what Kim") {
		t.Errorf("%d others: %s", n, letter.Text)
	}
	for _, blame := range []string{"ignored", "failed", "did not bother"} {
		if strings.Contains(letter.Text, blame) {
			t.Errorf("blames: %s", letter.Text)
		}
	}
	k.Visitor().Get(k.Mail(kim.Email, "Ann Lee").Link("/mentoring/r/")).Says("This request is over")
	k.Advance(20 * day)
	if n := len(k.Inbox(kim.Email)); n != 2 {
		t.Errorf("%d letters to who was asked", n)
	}
	// The place is free again.
	k.Member("Bob Ray").Get(path).Follow("Ask Kim").Is(200, "Ask Kim Kent to be your mentor")
	// and Ann does not press on.
	ask(ann, path, "Again").Says("You asked this person a short while ago")
}

// Declining sends a kind reason and others; suggesting leads to who was suggested.
func TestDecliningAndReferring(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, kim, yara := k.Member("Ann Lee"), k.Member("Kim Kent"), k.Member("Yara York")
	one, two := offer(kim, "2"), offer(yara, "2")
	ask(ann, one, "Please")
	link := k.Mail(kim.Email, "Ann Lee").Link("/mentoring/r/")
	k.Visitor().Get(link).Press("Say no, kindly", nil).Is(422, "Ann Lee asks you to be their mentor").Says("Choose what we should say")
	k.Visitor().Get(link).Press("Say no, kindly", testkit.Fill("reason", "time", "reply", "Good luck")).Says("Thank you for your answer")
	letter := k.Mail(ann.Email, "Kim Kent cannot this time")
	for _, want := range []string{"They have no time just now", "Good luck", "Yara York"} {
		if !strings.Contains(letter.Text, want) {
			t.Errorf("the letter does not say %q: %s", want, letter.Text)
		}
	}
	bob := k.Member("Bob Ray")
	ask(ann, two, "Please")
	link = k.Mail(yara.Email, "Ann Lee").Link("/mentoring/r/")
	k.Visitor().Get(link).Press("Suggest them", testkit.Fill("other", "Nobody Known")).Says("There is nobody of this name")
	k.Visitor().Get(link).Press("Suggest them", testkit.Fill("other", "bob ray")).Says("Thank you for your answer")
	k.Mail(ann.Email, "Yara York suggests somebody else")
	ann.Get("/mentoring").Follow("Yara York").Says("Bob Ray").Follow("Ask them").Says("Bob Ray").
		Press("Send", testkit.Fill("message", "Yara says that you know")).Is(200, "You asked Bob Ray")
	k.Visitor().Get(k.Mail(bob.Email, "Ann Lee asks you").Link("/mentoring/r/")).Press("Yes, I will mentor Ann", nil)
	if n, _ := k.Relationships.Helping(t.Context(), k.DB, []string{bob.ID}); n[bob.ID] != 1 {
		t.Error("no relationship with who was suggested")
	}
}

// Somebody who is no member is invited, says yes, joins, and works together
// with who asked.
func TestInvitingSomebodyFromOutside(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", at("Devon", "Designer"))
	named := ann.Get("/mentoring/ask")
	named.Press("Send", testkit.Fill("who", "nina@firm.example", "message", "See https://buy.example")).Is(422, "Ask somebody by name").Says("Leave out web addresses")
	named.Press("Send", testkit.Fill("who", "nina@firm.example", "message", "I saw your talk", "kind", "coaching")).Is(200, "You asked nina@firm.example")
	letter := k.Mail("nina@firm.example", "Ann Lee asks you to be their coach")
	if !strings.Contains(letter.Text, "Ann Lee, Designer at Devon") || !strings.Contains(letter.Text, "Do not write to me again") {
		t.Errorf("the letter: %s", letter.Text)
	}
	k.Visitor().Get(letter.Link("/mentoring/r/")).Press("Yes, I will coach Ann", nil).Says("Now join the network")
	v := k.Visitor()
	v.Get("/join").Press("Join", testkit.Fill("name", "Nina Noor", "email", "nina@firm.example", "organisation", "Firm", "agree", "yes", "adult", "yes"))
	v.Get(k.Mail("nina@firm.example", "Confirm").Link("/join/confirm/")).Press("Join Our network", nil)
	k.Mail(ann.Email, "Nina Noor")
	ann.Get("/mentoring").Says("Nina Noor", "Accepted")
	nina, err := k.Members.ByEmail(t.Context(), "nina@firm.example")
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := k.Relationships.Helping(t.Context(), k.DB, []string{nina.ID}); n[nina.ID] != 1 {
		t.Error("no relationship")
	}
}

// "Do not write to me again" is one click and a button, holds for everybody,
// and is not told.
func TestNeverAgain(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Ray")
	send := func(p testkit.Person, to string) *testkit.Page {
		return p.Get("/mentoring/ask").Press("Send", testkit.Fill("who", to, "message", "Hello", "kind", "mentoring"))
	}
	send(ann, "nina@firm.example")
	link := k.Mail("nina@firm.example", "Ann Lee").Link("/never")
	k.Visitor().Get(link).Press("Never write to me again", nil).Says("We will not write to you again")
	k.Mail(ann.Email, "cannot this time")
	send(bob, "Nina+x@firm.example").Is(200, "You asked nina+x@firm.example")
	k.Advance(11 * day)
	if n := len(k.Inbox("nina@firm.example")) + len(k.Inbox("nina+x@firm.example")); n != 1 {
		t.Errorf("%d letters", n)
	}
	k.Mail(bob.Email, "No answer from nina+x@firm.example")
	for _, to := range []string{"a@firm.example", "b@firm.example", "c@firm.example"} {
		send(bob, to).Is(200, "You asked "+to)
	}
	send(bob, "d@firm.example").Is(422, "Ask somebody by name").Says("You wait for 3 answers from people outside")
}

// Two who are kept apart never meet here, and neither can tell.
func TestWhoIsBlockedIsNotThere(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, kim := k.Member("Ann Lee"), k.Member("Kim Kent")
	path := offer(kim, "2")
	gone := ask(ann, path, "Please").URL.Path
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Safety.Block(ctx, tx, kim.ID, ann.ID) })
	ann.Get(gone).Says("has until") // as before
	kim.Get("/mentoring").SaysNot("Ann Lee")
	if p := kim.Get(gone); p.Status != 404 {
		t.Errorf("the request is still there: %d", p.Status)
	}
	if got := names(t, seek(ann)); got != "" {
		t.Errorf("suggested: %s", got)
	}
	ann.Get("/mentoring/directory").SaysNot("Kim Kent")
	for _, address := range []string{path, path + "/ask"} {
		ann.Get(address).Says("This offer pauses just now")
	}
	ann.Get("/mentoring/ask").Press("Send", testkit.Fill("who", "Kim Kent", "message", "Hello")).Says("There is nobody of this name")
	// An address is written to whoever it belongs to, as far as the asker can see.
	ann.Get("/mentoring/ask").Press("Send", testkit.Fill("who", kim.Email, "message", "Hello")).Is(200, "You asked "+kim.Email)
	k.Advance(11 * day)
	if n := len(k.Inbox(kim.Email)); n != 1 {
		t.Errorf("%d letters reach who blocked", n)
	}
	k.Mail(ann.Email, "No answer from Kim Kent")
	k.Mail(ann.Email, "No answer from "+kim.Email)
}
