package unmentoring_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/unmentoring"
)

// noReply says for one of a conversation that nobody answers, a week after its
// beginning.
func (n *network) noReply(c conversation.Conversation, memberID string) {
	n.T.Helper()
	if err := n.Conversations.NoReply(n.T.Context(), c.ID, memberID); err != nil {
		n.T.Fatal(err)
	}
}

// with are the people somebody talks to in conversations that are not called off.
func (n *network) with(r unmentoring.Round, memberID string) []string {
	n.T.Helper()
	var others []string
	for _, c := range open(n.talks(r)) {
		if _, in := c.Person(memberID); in {
			for _, p := range c.Others(memberID) {
				others = append(others, p.MemberID)
			}
		}
	}
	return others
}

// Scenario 5, the part of the pool: on day 7 two people say that nobody answers.
func TestTwoPeopleWithoutAnswerAreConnected(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(6, "Ashby Council")
	p := n.programme()
	r := n.reach(p, unmentoring.Talking)
	n.Advance(7 * 24 * time.Hour)
	talks := n.talks(r)
	a, b := talks[0].People[0].MemberID, talks[1].People[1].MemberID
	n.noReply(talks[0], a)
	n.noReply(talks[1], b)
	n.Advance(time.Hour)
	if got := n.with(r, a); len(got) != 1 || got[0] != b {
		t.Errorf("%s talks to %v, not %s", a, got, b)
	}
	report := n.verify(r)
	if last := report.Attempts[len(report.Attempts)-1].Draw; last.Kind != unmentoring.DrawPool || last.People != 2 {
		t.Errorf("%+v", last)
	}
	if got := n.numbers(r); got.Waiting != 0 || got.Conversations != 2 || got.Cancelled != 2 || got.People != 6 {
		t.Errorf("%+v", got)
	}
}

// One person alone becomes the third of a pair that is willing, within a day.
func TestOnePersonWithoutAnswerJoinsAWillingPair(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(6, "Ashby Council")
	p := n.programme()
	for i, m := range n.people {
		third := unmentoring.ThirdYes
		if i >= 4 {
			third = unmentoring.ThirdNo
		}
		if err := n.UnMentoring.Wish(t.Context(), p.ID, m.ID, 1, third); err != nil {
			t.Fatal(err)
		}
	}
	r := n.reach(p, unmentoring.Talking)
	no := map[string]bool{n.people[4].ID: true, n.people[5].ID: true}
	var from conversation.Conversation
	willing := 0
	for _, c := range n.talks(r) {
		if no[c.People[0].MemberID] || no[c.People[1].MemberID] {
			from = c
		} else {
			willing++
		}
	}
	if willing == 0 {
		t.Fatal("the seed gives no willing pair")
	}
	n.Advance(7 * 24 * time.Hour)
	a := from.People[0].MemberID
	n.noReply(from, a)
	n.Advance(24 * time.Hour)
	got := n.with(r, a)
	if len(got) != 2 || no[got[0]] || no[got[1]] {
		t.Fatalf("%s talks to %v", a, got)
	}
	var three conversation.Conversation
	for _, c := range open(n.talks(r)) {
		if len(c.People) == 3 {
			three = c
		}
	}
	if three.FirstWriter != a || len(n.with(r, got[0])) != 2 {
		t.Errorf("%+v", three)
	}
	m, _ := n.Members.ByID(t.Context(), got[0])
	if letter := n.Mail(m.Email, "Coffee"); !strings.Contains(letter.Text, "had nobody to talk to in this round") {
		t.Errorf("the pair is told:\n%s", letter.Text)
	}
	n.isOnRecord(r, a)
}

// groupOf is the people of a draw's one conversation, as they are stored.
func (n *network) groupOf(d unmentoring.Draw) (people string) {
	n.T.Helper()
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		return tx.NewRaw("SELECT people FROM draw_groups WHERE draw_id = ?", d.ID).Scan(ctx, &people)
	})
	return people
}

// isOnRecord checks that it can be repeated how a pair was chosen for somebody,
// also after they were erased, and that a change of the record is found.
func (n *network) isOnRecord(r unmentoring.Round, who string) {
	n.T.Helper()
	last := func(report unmentoring.VerifyReport) unmentoring.Verified {
		return report.Attempts[len(report.Attempts)-1]
	}
	d := last(n.verify(r)).Draw
	if d.Kind != unmentoring.DrawJoin || d.People != 3 || d.Groups != 1 || len(d.Seed) != 64 || len(d.Digest) != 64 {
		n.T.Errorf("%+v", d)
	}
	n.SignIn(n.organiser.ID).Get("/organise/rounds/"+r.ID+"/draws").Is(200, "Draws on record").Says("of somebody who joined a pair", d.Seed)
	draw := " WHERE id = '" + d.ID + "'"
	for _, tamper := range []struct{ do, undo string }{
		{"UPDATE draws SET digest = 'ab'" + draw, "UPDATE draws SET digest = '" + d.Digest + "'" + draw},
		{"UPDATE draws SET result = replace(result, 'join 1', 'join 2')" + draw, "UPDATE draws SET result = replace(result, 'join 2', 'join 1')" + draw},
		{"UPDATE draw_groups SET people = '[7,8,9]' WHERE draw_" + draw[7:], "UPDATE draw_groups SET people = '" + n.groupOf(d) + "' WHERE draw_" + draw[7:]},
	} {
		n.run(tamper.do)
		report, err := n.UnMentoring.Verify(n.T.Context(), r.ID)
		if err != nil || last(report).Problem == nil {
			n.T.Errorf("nobody finds %s: %v", tamper.do, err)
		}
		n.run(tamper.undo)
	}
	n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Members.Erase(ctx, tx, who) })
	n.verify(r)
}

// Somebody for whom nobody comes is told so, and is served first next time.
func TestNobodyComes(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme()
	for _, m := range n.people {
		if err := n.UnMentoring.Wish(t.Context(), p.ID, m.ID, 1, unmentoring.ThirdNo); err != nil {
			t.Fatal(err)
		}
	}
	r := n.reach(p, unmentoring.Talking)
	n.Advance(7 * 24 * time.Hour)
	c := n.talks(r)[0]
	a := c.People[0].MemberID
	n.noReply(c, a)
	m, _ := n.Members.ByID(t.Context(), a)
	n.Advance(48 * time.Hour)
	waits := n.Mail(m.Email, "we are looking for somebody for you")
	n.Visitor().Get(waits.Link("/r/")).Is(200, "Coffee").Says("We are looking for somebody for you, until Saturday 13 February 2027")
	n.Until(r.EndAt)
	n.Mail(m.Email, "nobody this time")
	n.Visitor().Get(waits.Link("/r/")).Is(200, "Coffee").Says("You are served first in the next one.")
	if got := n.numbers(r); got.LeftOut != 1 || got.Waiting != 0 {
		t.Errorf("%+v", got)
	}
	ms, err := n.UnMentoring.Membership(t.Context(), p.ID, a)
	if err != nil || ms.Owed != 1 {
		t.Errorf("%+v %v", ms, err)
	}
}

func TestLatecomersAreConnectedAndNeverWithSomebodyTheyBlocked(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme()
	r := n.reach(p, unmentoring.Talking)
	late := n.join(3, "Bexley Council")
	n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Safety.Block(ctx, tx, late[0].ID, late[1].ID) })
	for _, m := range late[:2] {
		n.SignIn(m.ID).Get("/programmes/"+p.ID).Is(200, "Coffee").Says("The others have been put together.").
			Press("I am in", nil).Says("We are looking for somebody for you")
	}
	n.Advance(30 * time.Hour)
	if got := n.numbers(r); got.Waiting != 2 {
		t.Fatalf("%+v", got)
	}
	if got := n.Inbox(late[0].Email); !strings.Contains(got[len(got)-1].Subject, "we are looking for somebody for you") {
		t.Error(got[len(got)-1].Subject)
	}
	n.SignIn(late[2].ID).Get("/programmes/"+p.ID).Press("I am in", nil)
	n.Advance(time.Hour)
	got := n.with(r, late[2].ID)
	if len(got) != 1 || got[0] != late[0].ID && got[0] != late[1].ID {
		t.Errorf("%v", got)
	}
	if again := n.with(r, late[0].ID); len(again) == 1 && again[0] == late[1].ID {
		t.Error("somebody talks to a person they have blocked")
	}
	// The last one takes themselves out again.
	var rest member.Member
	for _, m := range late[:2] {
		if len(n.with(r, m.ID)) == 0 {
			rest = m
		}
	}
	n.SignIn(rest.ID).Get("/programmes/"+p.ID).Press("Not this time", nil).Says("You are not in this time.")
	if got := n.numbers(r); got.Waiting != 0 || got.Out != 1 {
		t.Errorf("%+v", got)
	}
}

// Two who have met before wait some days for somebody new, and then meet again.
func TestPoolAvoidsARepeatForAWhile(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme()
	r := n.reach(p, unmentoring.Talking)
	old := n.join(2, "Bexley Council")
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		return n.Conversations.Record(ctx, tx, []conversation.Past{{
			Source: "import", SourceID: "2025", Members: []string{old[0].ID, old[1].ID}, At: r.OpenAt.AddDate(-1, 0, 0),
		}})
	})
	for _, m := range old {
		if err := n.UnMentoring.Answer(t.Context(), r.ID, m.ID, true); err != nil {
			t.Fatal(err)
		}
		if err := n.UnMentoring.Wish(t.Context(), p.ID, m.ID, 1, unmentoring.ThirdNo); err != nil {
			t.Fatal(err)
		}
	}
	n.Advance(70 * time.Hour)
	if got := n.with(r, old[0].ID); len(got) != 0 {
		t.Fatalf("%v", got)
	}
	n.Advance(4 * time.Hour)
	if got := n.with(r, old[0].ID); len(got) != 1 || got[0] != old[1].ID {
		t.Fatalf("%v", got)
	}
}

// late is somebody who comes when the others have been put together.
func (n *network) late(r unmentoring.Round) member.Member {
	n.T.Helper()
	m := n.join(1, "Corby Council")[0]
	if err := n.UnMentoring.Answer(n.T.Context(), r.ID, m.ID, true); err != nil {
		n.T.Fatal(err)
	}
	return m
}

// metEarly is a round whose one pair has met.
func (n *network) metEarly() (r unmentoring.Round, a, b member.Member) {
	n.T.Helper()
	n.join(2, "Ashby Council")
	r = n.reach(n.programme(), unmentoring.Talking)
	c := n.talks(r)[0]
	a, b = n.people[0], n.people[1]
	for _, m := range n.people {
		if err := n.Conversations.SayMet(n.T.Context(), c.ID, m.ID, time.Time{}); err != nil {
			n.T.Fatal(err)
		}
	}
	return r, a, b
}

// A pair that has met is asked to talk to a third person once, not again and
// again while others come.
func TestAPairThatHasMetIsJoinedOnce(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	r, a, b := n.metEarly()
	first := n.late(r)
	n.Advance(12 * time.Hour)
	if got := n.with(r, first.ID); len(got) != 2 {
		t.Fatalf("the first talks to %v", got)
	}
	second := n.late(r)
	n.Until(r.EndAt)
	if got := n.with(r, second.ID); len(got) != 0 {
		t.Errorf("the second talks to %v", got)
	}
	for _, m := range []member.Member{a, b} {
		if got := n.with(r, m.ID); len(got) != 3 { // each other, and the two of the trio
			t.Errorf("%s talks to %v", m.Name, got)
		}
	}
	n.verify(r)
}

// Two who have met, and are to be kept apart since, are not put together again
// for the sake of a third.
func TestAPairThatIsKeptApartSinceIsNotJoined(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	r, a, b := n.metEarly()
	n.InTx(func(ctx context.Context, tx bun.Tx) error { return n.Safety.Block(ctx, tx, a.ID, b.ID) })
	alone := n.late(r)
	n.Advance(24 * time.Hour)
	if got := n.with(r, alone.ID); len(got) != 0 {
		t.Errorf("they are put together again: %v", got)
	}
	if got := n.numbers(r); got.Waiting != 1 {
		t.Errorf("%+v", got)
	}
}
