package conversation_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/testkit"
)

const day = 24 * time.Hour

// opening is a conversation of these people, three weeks long, from now on.
func opening(k *testkit.Kit, people ...testkit.Person) conversation.Opening {
	now := k.Clock.Now()
	o := conversation.Opening{
		Source: "test", SourceID: "1", Title: "UnMentoring", Opens: now, Halfway: now.Add(10 * day), Ends: now.Add(21 * day),
		Why:     []locale.Phrase{{Key: "conversation.rule.default"}},
		Prompts: []string{"What did you learn last month?"}, Rules: []string{"No selling."},
	}
	for _, p := range people {
		o.Members = append(o.Members, p.ID)
	}
	return o
}

func open(k *testkit.Kit, openings ...conversation.Opening) (list []conversation.Conversation) {
	k.T.Helper()
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		list, err = k.Conversations.Open(ctx, tx, openings)
		return err
	})
	return list
}

func TestWhatIsOpenedIsReadBack(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob, cat := k.Member("Ann Lee"), k.Member("Bob Roe"), k.Member("Cat Moe")
	opened := open(k, opening(k, ann, bob, cat))
	got, err := k.Conversations.BySource(t.Context(), k.DB, "test", "1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(opened, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("opened -, read +:\n%s", diff)
	}
	if got[0].FirstWriter != ann.ID || got[0].State != conversation.Open || len(got[0].Active()) != 3 {
		t.Errorf("got %+v", got[0])
	}
}

func TestSenselessOpeningIsRefused(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	for name, change := range map[string]func(*conversation.Opening){
		"alone":             func(o *conversation.Opening) { o.Members = o.Members[:1] },
		"twice":             func(o *conversation.Opening) { o.Members[1] = o.Members[0] },
		"ends at once":      func(o *conversation.Opening) { o.Ends = o.Opens },
		"no source":         func(o *conversation.Opening) { o.Source = "" },
		"a stranger writes": func(o *conversation.Opening) { o.FirstWriter = "somebody" },
	} {
		o := opening(k, ann, bob)
		change(&o)
		err := k.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			_, err := k.Conversations.Open(ctx, tx, []conversation.Opening{opening(k, ann, bob), o})
			return err
		})
		if !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestHistoryHoldsOpenedAndImportedMeetings(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob, cat, dan := k.Member("Ann Lee"), k.Member("Bob Roe"), k.Member("Cat Moe"), k.Member("Dan Poe")
	before := testkit.Start.Add(-90 * day)
	past := []conversation.Past{
		{Source: "import", SourceID: "October", Members: []string{ann.ID, bob.ID}, At: before, State: conversation.NotMet},
		{Source: "import", SourceID: "October", Members: []string{cat.ID, dan.ID}, At: before},
	}
	for range 2 { // the second import finds what the first wrote
		k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Conversations.Record(ctx, tx, past) })
	}
	past[0].State = conversation.Met // and what was wrong in it is put right
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Conversations.Record(ctx, tx, past[:1]) })
	open(k, opening(k, ann, cat, bob))

	type meeting struct {
		A, B  string
		State conversation.State
		Size  int
	}
	history := func(ids ...string) (list []meeting) {
		ms, err := k.Conversations.History(t.Context(), k.DB, ids)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ms {
			list = append(list, meeting{m.A, m.B, m.State, m.Size})
		}
		return list
	}
	want := []meeting{
		{ann.ID, bob.ID, conversation.Met, 2},
		{ann.ID, bob.ID, conversation.Open, 3},
		{ann.ID, cat.ID, conversation.Open, 3},
		{bob.ID, cat.ID, conversation.Open, 3},
	}
	if diff := cmp.Diff(want, history(bob.ID, ann.ID, cat.ID)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if got := history(dan.ID, ann.ID); got != nil {
		t.Errorf("Ann and Dan never met, but got %v", got)
	}
}

func TestOfPagesNewestFirst(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	var want []string
	for range 5 {
		want = append([]string{open(k, opening(k, ann, bob))[0].ID}, want...)
	}
	var got []string
	k.InTx(func(ctx context.Context, tx bun.Tx) error { // imported last, but the oldest
		return k.Conversations.Record(ctx, tx, []conversation.Past{
			{Source: "import", SourceID: "October", Members: []string{ann.ID, bob.ID}, At: testkit.Start.Add(-90 * day)},
		})
	})
	history, err := k.Conversations.History(t.Context(), k.DB, []string{ann.ID, bob.ID})
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, history[0].ConversationID)
	for cursor, pages := "", 0; pages == 0 || cursor != ""; pages++ {
		list, next, err := k.Conversations.Of(t.Context(), ann.ID, cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			got = append(got, c.ID)
		}
		cursor = next
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Two pairs of one round are not told the same times.
func TestPairsAreOfferedDifferentTimes(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	a, b, c, d := k.Member("Ann Lee"), k.Member("Bob Roe"), k.Member("Cat Moe"), k.Member("Dan Poe")
	list := open(k, opening(k, a, b), opening(k, c, d))
	for _, at := range list[0].Suggested {
		if slices.ContainsFunc(list[1].Suggested, at.Equal) {
			t.Errorf("both are offered %s", at)
		}
	}
	if len(list[0].Suggested) != 2 || len(list[1].Suggested) != 2 {
		t.Errorf("%v, %v", list[0].Suggested, list[1].Suggested)
	}
}
