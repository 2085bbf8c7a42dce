package unmentoring_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// Scenario 8: somebody who takes part in every second round is never in two
// that follow each other, and a pause until a date ends by itself.
func TestEverySecondRound(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(9, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Cadence = unmentoring.Weekly })
	second, third, snoozed := n.people[0], n.people[1], n.people[2]
	browser := n.SignIn(second.ID)
	browser.Get("/programmes").Is(200, "Programmes").Follow("Coffee").Is(200, "Coffee").
		Press("Save", testkit.Fill("every", "2", "third", "yes")).Says("Your choice is saved.")
	// From the letter, without signing in.
	n.Settle()
	n.Visitor().Get(n.Mail(third.Email, "Coffee: your next conversation").Link("/r/")).Press("Save", testkit.Fill("every", "3"))
	until := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Members.Pause(ctx, tx, snoozed.ID, until) })

	in := map[string][]int{}
	for number := 1; number <= 8; number++ {
		r := n.reachRound(p, number, unmentoring.Talking)
		for _, c := range n.talks(r) {
			for _, person := range c.People {
				in[person.MemberID] = append(in[person.MemberID], number)
			}
		}
		n.answerAll(r, "", nil) // nobody is left in peace for being silent
		if number == 2 {
			letters := 0
			for _, l := range n.Inbox(second.Email) {
				if strings.Contains(l.Subject, "your next conversation") {
					letters++
				}
			}
			if letters != 1 {
				t.Errorf("%d letters ask them in two rounds", letters)
			}
			n.SignIn(second.ID).Post("/rounds/"+r.ID+"/answer", url.Values{"answer": {"in"}}).
				Is(409, "That cannot be done now").Says("this is not one of your rounds")
			n.SignIn(second.ID).Get("/programmes/" + p.ID).Says("This is not one of your rounds")
		}
	}
	for _, c := range []struct {
		m    member.Member
		want []int
	}{{second, []int{1, 3, 5, 7}}, {third, []int{1, 4, 7}}, {snoozed, []int{6, 7, 8}}} {
		if got := in[c.m.ID]; !equal(got, c.want) {
			t.Errorf("%s is in %v, not %v", c.m.Name, got, c.want)
		}
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Scenario 9: two silent rounds bring a kind pause; those who were let down come
// first.
func TestTwoSilentRounds(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(6, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Cadence = unmentoring.Weekly })
	quiet := n.people[0]
	for number := 1; number <= 2; number++ {
		letDown := ""
		r := n.reachRound(p, number, unmentoring.Talking)
		n.answerAll(r, quiet.ID, func(c conversation.Conversation) {
			other := c.Others(quiet.ID)[0].MemberID
			letDown = other
			if err := n.Conversations.SayNotMet(t.Context(), c.ID, other, conversation.NoReply); err != nil {
				t.Fatal(err)
			}
		})
		n.reachRound(p, number, unmentoring.Closed)
		if ms, err := n.UnMentoring.Membership(t.Context(), p.ID, letDown); err != nil || ms.Owed != 1 {
			t.Errorf("the let-down partner is owed %d (%v)", ms.Owed, err)
		}
	}
	letter := n.Mail(quiet.Email, "Coffee: a pause for you")
	if ms, _ := n.UnMentoring.Membership(t.Context(), p.ID, quiet.ID); ms.State != unmentoring.Resting {
		t.Errorf("%+v", ms)
	}
	n.SignIn(quiet.ID).Get("/home").Says("Coffee: come back when it suits you")

	// They are not in the next round; opening the link changes nothing.
	back := letter.Link("/back/")
	n.Visitor().Get(back).Is(200, "Come back to Coffee")
	n.reachRound(p, 3, unmentoring.Talking)
	if got := n.with(n.rounds(p)[2], quiet.ID); len(got) != 0 {
		t.Errorf("%v", got)
	}
	n.Visitor().Get(back).Press("Come back", nil).Is(200, "Come back to Coffee").Says("You take part in Coffee.")
	n.reachRound(p, 4, unmentoring.Talking)
	if got := n.with(n.rounds(p)[3], quiet.ID); len(got) == 0 {
		t.Error("they came back, and nobody talks to them")
	}
}

// answerAll lets everybody say that they met, but for one conversation.
func (n *network) answerAll(r unmentoring.Round, but string, other func(conversation.Conversation)) {
	n.T.Helper()
	for _, c := range n.talks(r) {
		if _, in := c.Person(but); in {
			other(c)
			continue
		}
		if err := n.Conversations.SayMet(n.T.Context(), c.ID, c.People[0].MemberID, time.Time{}); err != nil {
			n.T.Fatal(err)
		}
	}
}

func TestOptInAsksAndTakesOnlyWhoSaysYes(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(5, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.OptIn = true })
	n.Settle()
	for _, m := range n.people[:4] {
		letter := n.Mail(m.Email, "Coffee: are you in?")
		page := n.Visitor().Get(letter.Link("/r/")).Is(200, "Coffee").Says("You are not in yet.")
		page.Press("I am in", nil).Says("You are in.").SaysNot("You are not in yet")
	}
	r := n.reach(p, unmentoring.Talking)
	if got := n.numbers(r); got.People != 4 || got.Said != 4 || got.Silent != 1 || got.Asked != 5 {
		t.Errorf("%+v", got)
	}
	n.organiser.Get("/organise/rounds/" + r.ID + "/people?show=none").Says(n.people[4].Name).SaysNot(n.people[0].Name)
}

func TestLettersLeadOutOfAProgramme(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme()
	n.Settle()
	m := n.people[0]
	letter := n.Mail(m.Email, "Coffee")
	unsubscribe := letter.Header.Get("List-Unsubscribe")
	at := strings.Trim(strings.Split(unsubscribe, ",")[0], "<> ")
	if !strings.Contains(at, "/leave/") || letter.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Fatalf("%q", unsubscribe)
	}
	n.Visitor().Get(at).Is(200, "Leave Coffee").Says("You get no more emails about it.")
	if ms, _ := n.UnMentoring.Membership(t.Context(), p.ID, m.ID); ms.State != unmentoring.TakesPart {
		t.Error("opening the page left the programme")
	}
	n.Visitor().Post(at, url.Values{"List-Unsubscribe": {"One-Click"}}).Is(200, "Leave Coffee").Says("You have left Coffee.")
	r := n.reach(p, unmentoring.Talking)
	if got := n.with(r, m.ID); len(got) != 0 {
		t.Error("who left talks to somebody")
	}
	n.SignIn(m.ID).Get("/programmes/"+p.ID).Says("You have left this programme.").Press("Take part again", nil).
		Says("You are not in this time.")

	parts := strings.Split(letter.Link("/r/"), "~")
	parts[2] = n.people[1].ID
	n.Visitor().Get(strings.Join(parts, "~")).Is(404, "Page not found")
	n.Clock.Set(r.EndAt.Add(time.Hour))
	n.Visitor().Get(letter.Link("/r/")).Is(410, "This link no longer works")
}

func TestProgrammeOfOneRegionAsksNobodyElse(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(3, "Ashby Council")
	n.join(2, "Bexley Council")
	p := n.programme(func(p *unmentoring.Programme) {
		p.Organisations, p.Regions = unmentoring.Lines{"Nobody Council"}, unmentoring.Lines{"region of ASHBY council"}
	})
	r := n.reach(p, unmentoring.Talking)
	if got := n.numbers(r); got.People != 3 || got.Asked != 3 {
		t.Errorf("%+v", got)
	}
	n.SignIn(n.people[4].ID).Get("/programmes").SaysNot("Coffee")
	n.SignIn(n.people[4].ID).Post("/programmes/"+p.ID+"/join", nil).Is(409, "That cannot be done now").Says("This programme is not open to you")
	n.SignIn(n.people[4].ID).Post("/rounds/"+r.ID+"/answer", url.Values{"answer": {"in"}}).Is(409, "That cannot be done now")
}

func TestHostileTextsStayTexts(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	bad := "<script>alert(1)</script>\u202e"
	n.join(2, bad)
	p := n.programme(func(p *unmentoring.Programme) {
		p.Title, p.Purpose, p.Prompts = "Tea\r\nBcc: everybody@example.org", bad, unmentoring.Lines{bad}
		p.Review = unmentoring.ReviewAlways
	})
	n.Settle()
	letter := n.Mail(n.people[0].Email, "Tea")
	if letter.Header.Get("Bcc") != "" || strings.Contains(letter.HTML, "<script>") {
		t.Error("a title became a header, or a text became HTML")
	}
	r := n.reach(p, unmentoring.InReview)
	for _, path := range []string{
		"/organise/programmes", "/organise/programmes/" + p.ID, "/organise/rounds/" + r.ID,
		"/organise/rounds/" + r.ID + "/draw", "/organise/rounds/" + r.ID + "/draw/group/1", "/programmes", "/programmes/" + p.ID,
		"/organise/rounds/" + r.ID + "/people?q=" + url.QueryEscape(bad), "/organise/rounds/" + r.ID + "/draw?q=%25_",
	} {
		if page := n.organiser.Get(path); page.Status != 200 {
			t.Errorf("%s answers %d", path, page.Status)
		} else {
			page.SaysNot("<script>alert")
		}
	}
	for _, path := range []string{
		"/organise/rounds/nothing", "/organise/rounds/" + r.ID + "/draw/group/99", "/organise/rounds/" + r.ID + "/draw/person/99",
		"/organise/programmes/none", "/programmes/none", "/r/none", "/back/x~y", "/leave/",
	} {
		n.organiser.Get(path).Is(404, "Page not found")
	}
}
