package conversation_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/testkit"
)

func TestWhatStatisticsRead(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob, cat, dan := k.Member("Ann Lee"), k.Member("Bob Roe"), k.Member("Cat Moe"), k.Member("Dan Poe")
	eve, fay := k.Member("Eve Day"), k.Member("Fay Ray")
	talks := open(k, opening(k, ann, bob, cat), opening(k, dan, eve), opening(k, eve, fay))
	trio, pair, off := talks[0], talks[1], talks[2]
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	// Ann and Bob met without Cat, Dan had no time, Eve waits for Fay in vain.
	must(k.Conversations.SayMet(t.Context(), trio.ID, ann.ID, time.Time{}))
	must(k.Conversations.SayMet(t.Context(), trio.ID, bob.ID, time.Time{}))
	must(k.Conversations.SayNotMet(t.Context(), trio.ID, cat.ID, conversation.Away))
	must(k.Conversations.SayNotMet(t.Context(), pair.ID, dan.ID, conversation.NoTime))
	must(k.Conversations.CannotMakeIt(t.Context(), off.ID, fay.ID))
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Conversations.Record(ctx, tx, []conversation.Past{
			{Source: "import", SourceID: "October", Members: []string{cat.ID, dan.ID}, At: testkit.Start.Add(-90 * day)},
		})
	})

	reasons, err := k.Conversations.Reasons(t.Context(), k.DB, "test", "1")
	must(err)
	if diff := cmp.Diff(map[conversation.Reason]int{conversation.Away: 1, conversation.NoTime: 1}, reasons); diff != "" {
		t.Errorf("reasons: want -, got +:\n%s", diff)
	}
	type line struct {
		A, B  string
		State conversation.State
	}
	lines := func(source, id string, limit int) (got []line) {
		t.Helper()
		list, err := k.Conversations.Pairs(t.Context(), k.DB, source, id, limit)
		must(err)
		for _, p := range list {
			got = append(got, line{p.A, p.B, p.State})
		}
		return got
	}
	want := []line{
		{dan.ID, eve.ID, conversation.Open}, // until Eve has answered too
		{ann.ID, bob.ID, conversation.Met}, {ann.ID, cat.ID, conversation.NotMet}, {bob.ID, cat.ID, conversation.NotMet},
	}
	if diff := cmp.Diff(want, lines("test", "1", 0)); diff != "" {
		t.Errorf("pairs: want -, got +:\n%s", diff)
	}
	if got := lines("", "", 2); len(got) != 2 || got[0] != (line{cat.ID, dan.ID, conversation.Met}) {
		t.Errorf("the newest two of all are %v", got)
	}

	everybody := []string{ann.ID, bob.ID, cat.ID, dan.ID, eve.ID, fay.ID}
	unmet, err := k.Conversations.Unmet(t.Context(), k.DB, everybody)
	must(err)
	if diff := cmp.Diff([]string{eve.ID, fay.ID}, unmet); diff != "" {
		t.Errorf("unmet: want -, got +:\n%s", diff)
	}
	times, err := k.Conversations.Times(t.Context(), k.DB, everybody)
	must(err)
	if diff := cmp.Diff(map[string]int{ann.ID: 1, bob.ID: 1, cat.ID: 2, dan.ID: 2, eve.ID: 2, fay.ID: 1}, times); diff != "" {
		t.Errorf("times: want -, got +:\n%s", diff)
	}
	var ids []string
	must(k.Conversations.Each(t.Context(), k.DB, func(c conversation.Conversation) error {
		if len(c.People) < 2 {
			t.Errorf("%s has %d people", c.ID, len(c.People))
		}
		ids = append(ids, c.ID)
		return nil
	}))
	if len(ids) != 4 {
		t.Errorf("each called %d times", len(ids))
	}
}

// Asking for somebody else since no reply came is the reason "no reply".
func TestNoReplyIsAReason(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Conversations.Register("test", conversation.Source{
		WantsPartner: func(context.Context, bun.Tx, conversation.Conversation, string) error { return nil },
	})
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	c := open(k, opening(k, ann, bob))[0]
	k.Advance(7 * day)
	if err := k.Conversations.NoReply(t.Context(), c.ID, ann.ID); err != nil {
		t.Fatal(err)
	}
	reasons, err := k.Conversations.Reasons(t.Context(), k.DB, "test", "1")
	if err != nil || len(reasons) != 1 || reasons[conversation.NoReply] != 1 {
		t.Errorf("got %v, %v", reasons, err)
	}
}
