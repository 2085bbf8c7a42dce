package insight_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// live is a network that lives through a round.
type live struct {
	*testkit.Kit
	organiser testkit.Person
	people    []member.Member
	programme unmentoring.Programme
}

// begin makes people of organisations and a programme whose first round asks them.
func begin(t *testing.T, people int) *live {
	t.Helper()
	k := testkit.New(t)
	n := &live{Kit: k, organiser: k.Organiser("Olive Organ")}
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range people {
			name := fmt.Sprintf("Person %02d", i)
			m, err := n.Members.Join(ctx, tx, testkit.Address(name), member.Details{
				Name: name, Organisation: fmt.Sprintf("Council %d", i%12), Region: fmt.Sprintf("Region %d", i%3), Pictured: i%2 == 0,
			}, true)
			if err != nil {
				return err
			}
			n.people = append(n.people, m)
		}
		return nil
	})
	p := unmentoring.Programme{
		Title: "Coffee", Purpose: "Meet somebody new.", Minutes: 30, Size: 2, Prompts: unmentoring.Lines{"Think"},
		Differ: unmentoring.Lines{unmentoring.DifferOrganisation}, Review: unmentoring.ReviewNever, Cadence: unmentoring.Monthly, FirstDay: "2027-01-25",
	}
	p.SetWindows(unmentoring.DefaultWindows(p.Cadence, p.Review))
	var err error
	if n.programme, err = n.UnMentoring.Create(t.Context(), p, true); err != nil {
		t.Fatal(err)
	}
	if err := n.UnMentoring.Leave(t.Context(), n.programme.ID, n.organiser.ID); err != nil {
		t.Fatal(err)
	}
	return n
}

// reach moves the clock until a round is in a state.
func (n *live) reach(number int, state unmentoring.RoundState) unmentoring.Round {
	n.T.Helper()
	for range 6 * 120 {
		all, err := n.UnMentoring.Rounds(n.T.Context())
		if err != nil {
			n.T.Fatal(err)
		}
		for _, r := range all {
			if r.Number == number && r.State == state {
				return r.Round
			}
		}
		n.Clock.Set(n.Clock.Now().Add(4 * time.Hour))
		n.Settle()
	}
	n.T.Fatalf("round %d does not reach %s", number, state)
	return unmentoring.Round{}
}

// answer has both people of the first conversations meet, and both of the next
// not meet for these reasons. Everybody else is silent.
func (n *live) answer(r unmentoring.Round, met int, reasons ...conversation.Reason) {
	n.T.Helper()
	talks, err := n.Conversations.BySource(n.T.Context(), n.DB, unmentoring.Source, r.ID)
	if err != nil {
		n.T.Fatal(err)
	}
	say := func(err error) {
		n.T.Helper()
		if err != nil {
			n.T.Fatal(err)
		}
	}
	for i, c := range talks {
		for _, p := range c.People {
			switch {
			case i < met:
				say(n.Conversations.SayMet(n.T.Context(), c.ID, p.MemberID, time.Time{}))
			case i < met+len(reasons):
				say(n.Conversations.SayNotMet(n.T.Context(), c.ID, p.MemberID, reasons[i-met]))
			}
		}
	}
}

// rows reads a CSV download, which begins with the mark for Excel.
func rows(t *testing.T, p *testkit.Page) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(string(p.Body), "\uFEFF")
	list, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || p.Status != 200 {
		t.Fatalf("%s: %d, marked %v, %v", p.URL, p.Status, marked, err)
	}
	return list
}

// cell is a cell of a CSV file, by the name of its column.
func cell(t *testing.T, list [][]string, row int, column string) string {
	t.Helper()
	at := slices.Index(list[0], column)
	if at < 0 || row >= len(list) {
		t.Fatalf("no %q in row %d of %v", column, row, list)
	}
	return list[row][at]
}

// Scenario 6: 30 pairs, 16 met, 6 did not, 8 are silent.
func TestOrganisersSeeARoundAsFarAsItIsKnown(t *testing.T) {
	t.Parallel()
	n := begin(t, 60)
	n.organiser.Get("/organise/insight").Says("No conversations yet")
	page(t, n.Visitor(), "/picture").Says("No conversations yet")
	n.answer(n.reach(1, unmentoring.Talking), 16, conversation.NoTime, conversation.NoTime, conversation.NoTime, conversation.Away, conversation.Away, conversation.Technical)
	page(t, n.organiser.Browser, "/organise/insight").Says("53–80%", "16 met, 6 did not, 8 unknown")
	r := n.reach(1, unmentoring.Closed)

	p := page(t, n.organiser.Browser, "/organise/insight")
	p.Says("53–80%", "took place in round 1", "16 met, 6 did not, 8 unknown", "30 of 30 pairs", "60 people took part")
	if got := p.Find("svg[role=img]").Length(); got != 3 {
		t.Errorf("%d charts, want 3 (nobody met somebody again)", got)
	}
	list := rows(t, n.organiser.Get("/organise/insight/rounds.csv"))
	for column, want := range map[string]string{
		"round": "1", "took part": "60", "met": "16", "not met": "6", "unconfirmed": "8", "completion at least": "0.533",
		"completion at most": "0.800", "repeats": "0", "pairs across organisations": "30",
	} {
		if got := cell(t, list, 1, column); got != want {
			t.Errorf("%s is %s, want %s", column, got, want)
		}
	}
	round := page(t, n.organiser.Browser, "/organise/insight/rounds/"+r.ID)
	round.Is(200, "Round 1").Says("53–80%", "Nobody said 8", "Did not meet 6", "Why people did not meet is shown from")
	if got := n.organiser.Get("/organise/insight/rounds/nothing").Status; got != 404 {
		t.Errorf("a round that is not there answers %d", got)
	}

	// Two weeks after the end nothing can change, and twelve people gave reasons: six
	// had no time, four were away and two had trouble.
	n.Clock.Set(r.EndAt.Add(14 * day))
	for _, address := range []string{"/organise/insight/reasons", "/organise/insight/rounds/" + r.ID} {
		why := page(t, n.organiser.Browser, address).Says("No time: People 6", "fewer than 5")
		if strings.Contains(why.Text(), "Away 4") {
			t.Errorf("%s tells that four were away", address)
		}
	}
	list = rows(t, n.organiser.Get("/organise/insight/reasons.csv"))
	for column, want := range map[string]string{"no_time": "6", "away": "fewer than 5", "technical": "fewer than 5", "other": "fewer than 5", "all": "12"} {
		if got := cell(t, list, 1, column); got != want {
			t.Errorf("%s is %s, want %s", column, got, want)
		}
	}
}

// Scenario 7: too many people have no time, so the programme should slow down.
func TestNoTimeProposesASlowerCadence(t *testing.T) {
	t.Parallel()
	n := begin(t, 20)
	n.answer(n.reach(1, unmentoring.Talking), 6, conversation.NoTime, conversation.NoTime, conversation.Away)
	n.organiser.Get("/organise").SaysNot("had no time")
	n.reach(1, unmentoring.Closed)
	task := page(t, n.organiser.Browser, "/organise")
	task.Says("Many people had no time for “Coffee”. Think about having it every two months instead of every month.")
	task.Follow("Many people had no time for “Coffee”. Think about having it every two months instead of every month.").Is(200, "Settings")

	p, err := n.UnMentoring.Programme(t.Context(), n.programme.ID)
	if err != nil {
		t.Fatal(err)
	}
	n.Clock.Set(n.Clock.Now().Add(time.Hour))
	p.Cadence = unmentoring.TwoMonthly
	p.SetWindows(unmentoring.DefaultWindows(p.Cadence, p.Review))
	if err := n.UnMentoring.Change(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	n.organiser.Get("/organise").SaysNot("had no time")
}

func TestWhoHasMetNobodyIsListed(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	f := fill(k, 120, 0)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Conversations.Record(ctx, tx, []conversation.Past{
			{Source: "import", SourceID: "October", Members: f.ids[:2], At: k.Now().Add(-90 * day)},
			{Source: "import", SourceID: "October", Members: f.ids[2:4], At: k.Now().Add(-90 * day), State: conversation.NotMet},
		})
	})
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Pause(ctx, tx, f.ids[119], time.Time{}) })
	first := page(t, f.organiser.Browser, "/organise/insight/unconnected").Says("118 members have met nobody yet") // 117 and the organiser
	if got := first.Find("tbody tr").Length(); got != 50 {
		t.Errorf("%d rows", got)
	}
	if got := page(t, f.organiser.Browser, "/organise/insight/unconnected?page=3").Find("tbody tr").Length(); got != 18 {
		t.Errorf("%d rows on the last page", got)
	}
	list := rows(t, f.organiser.Get("/organise/insight/unconnected.csv"))
	if len(list) != 119 || cell(t, list, 2, "put together") != "1" {
		t.Errorf("%d rows, the second is %v", len(list), list[2])
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, f.ids[5]) })
	page(t, f.organiser.Browser, "/organise/insight/unconnected").Says("117 members")
}

func TestGrowthIsDrawnAndTold(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona := k.Organiser("Oona Osei")
	ann := k.Member("Ann Lee")
	k.Clock.Set(k.Clock.Now().AddDate(0, 2, 0))
	k.Member("Bob Roe")
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, ann.ID) })
	oona.Browser = k.SignIn(oona.ID) // a session ends in a month without a visit
	p := page(t, oona.Browser, "/organise/insight/growth").Says("In these months 3 joined and 1 left.", "Now there are 2 members.", "March 2027 1 1 2", "January 2027 2 0 2")
	if got := p.Find("svg[role=img]").Length(); got != 2 {
		t.Errorf("%d charts", got)
	}
	list := rows(t, oona.Get("/organise/insight/growth.csv"))
	if got := list[len(list)-1]; !slices.Equal(got, []string{"2027-03", "1", "1", "2"}) {
		t.Errorf("got %v", got)
	}
}

// Conversations go out in the columns that they are imported from, without the
// address of anybody who has left, and nothing is a formula.
func TestConversationsAreExported(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona := k.Organiser("Oona Osei")
	ann, bob, cat := k.Member("Ann Lee"), k.Member("Bob Roe"), k.Member("Cat Moe")
	at := k.Now().Add(-90 * day)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Conversations.Record(ctx, tx, []conversation.Past{
			{Source: "import", SourceID: "=1+1", Members: []string{ann.ID, bob.ID}, At: at},
			{Source: "import", SourceID: "November", Members: []string{ann.ID, cat.ID}, At: at, State: conversation.Unconfirmed},
			{Source: "import", SourceID: "December", Members: []string{bob.ID, cat.ID}, At: at, State: conversation.NotMet},
		})
	})
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, cat.ID) })
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Leave(ctx, tx, bob.ID) })
	oona.Get("/organise/export").Says("Conversations", "Rounds and their numbers")
	p := oona.Get("/organise/export/conversations.csv")
	list := rows(t, p)
	for _, id := range []string{ann.ID, bob.ID, cat.ID} {
		p.SaysNot(id)
	}
	p.SaysNot(testkit.Address("Bob Roe"), testkit.Address("Cat Moe"))
	if got := cell(t, list, 1, "round"); got != "'=1+1" {
		t.Errorf("a formula is %q", got)
	}
	for i, met := range []string{"yes", "unknown", "no"} {
		if got := cell(t, list, i+1, "met"); got != met {
			t.Errorf("row %d: met is %s", i+1, got)
		}
	}
	if cell(t, list, 1, "a") != testkit.Address("Ann Lee") || cell(t, list, 1, "date") != "2026-10-13" {
		t.Errorf("got %v", list[1])
	}
	pseudonym := cell(t, list, 2, "b")
	if !strings.HasPrefix(pseudonym, "left-") || cell(t, list, 3, "b") != pseudonym || cell(t, list, 3, "a") == pseudonym {
		t.Errorf("somebody who left is %q in one row: %v", pseudonym, list)
	}
}
