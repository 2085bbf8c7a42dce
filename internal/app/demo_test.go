package app

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTheFourthRoundOfTheDemoIsOpen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(rapid.Int64Range(1_790_000_000, 2_500_000_000).Draw(t, "now"), 0).UTC()
		first := firstMonday(now)
		nth := (first.Day() - 1) / 7
		fourth := time.Date(first.Year(), first.Month()+demoRounds, 1, 0, 0, 0, 0, time.UTC)
		for fourth.Weekday() != time.Monday {
			fourth = fourth.AddDate(0, 0, 1)
		}
		fourth = fourth.AddDate(0, 0, 7*nth)
		if open := now.Sub(fourth).Hours() / 24; first.Weekday() != time.Monday || open < 1 || open > 15 {
			t.Fatalf("at %s the first round is on %s and the fourth has been open for %.1f days", now, first, open)
		}
	})
}

// TestTheDemoShowsWhatPeopleLearnt: its visitor sees what comes of conversations.
func TestTheDemoShowsWhatPeopleLearnt(t *testing.T) {
	t.Parallel()
	a, err := demoCommand{Members: 30, Seed: 1}.open(t.Context(), &console{out: io.Discard, err: io.Discard}, t.TempDir(), "http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var public int
	if err := a.DB.NewRaw("SELECT count(*) FROM outcomes WHERE published_at IS NOT NULL").Scan(t.Context(), &public); err != nil {
		t.Fatal(err)
	}
	if public == 0 {
		t.Error("nobody has shared anything in three rounds")
	}
}

// demoMoment is when the journeys of e2e/ look at the demo, too.
var demoMoment = time.Date(2026, 11, 18, 10, 30, 0, 0, time.UTC)

// The same seed and time make the same network, to the last letter. Who follows
// its links can then say where every one leads.
func TestTheDemoIsMadeTheSameWayEveryTime(t *testing.T) {
	t.Parallel()
	now := demoMoment
	made := func() (letters, talks []string) {
		a, err := demoCommand{Members: 24, Seed: 3, Now: now}.open(t.Context(), &console{out: io.Discard, err: io.Discard}, t.TempDir(), "http://127.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if since := a.Now().Sub(now); since < 0 || since > time.Hour {
			t.Errorf("its clock is %s ahead of the time that was asked for", since)
		}
		err = errors.Join(
			a.DB.NewRaw("SELECT id || ' ' || kind || ' ' || coalesce(member_id, '') FROM mail_outbox ORDER BY 1").Scan(t.Context(), &letters),
			a.DB.NewRaw("SELECT conversation_id || ' ' || member_id FROM conversation_people ORDER BY 1").Scan(t.Context(), &talks),
		)
		if err != nil || len(letters) < 100 || len(talks) < 50 {
			t.Fatalf("%d letters, %d in conversations (%v)", len(letters), len(talks), err)
		}
		return letters, talks
	}
	letters, talks := made()
	again, too := made()
	if !slices.Equal(talks, too) {
		t.Error("other people were put together")
	}
	if !slices.Equal(letters, again) {
		t.Errorf("%d letters, then %d", len(letters), len(again))
	}
}

// Its visitor is in the middle of two relationships, one of each kind, and at
// the end of a third; what is asked of people there has been asked.
func TestTheDemoHasRelationships(t *testing.T) {
	t.Parallel()
	a, err := demoCommand{Members: 30, Seed: 1, Now: demoMoment}.open(t.Context(), &console{out: io.Discard, err: io.Discard}, t.TempDir(), "http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	me, err := a.visitor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, err := a.Relationships.Of(t.Context(), a.DB, me)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, r := range list {
		if r.Source == "demo" {
			got[fmt.Sprintf("%s %s, helping %v", r.State, r.Kind, r.HelperID == me)]++
		}
	}
	want := map[string]int{"running mentoring, helping false": 1, "running coaching, helping true": 1, "closed coaching, helping false": 1}
	if !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	for question, table := range map[string]string{
		"talk again":    "conversation_ticks WHERE told_at IS NOT NULL",
		"half-time":     "nudges WHERE kind = 'relationship.half' AND sent_at IS NOT NULL",
		"closing":       "nudges WHERE kind = 'relationship.closing' AND sent_at IS NOT NULL",
		"an action":     "nudges WHERE kind = 'relationship.action' AND sent_at IS NOT NULL",
		"a promise":     "nudges WHERE kind LIKE 'circle.promise%' AND sent_at IS NOT NULL",
		"an edited one": "discussion_versions",
		"a file":        "discussion_files",
	} {
		var n int
		if err := a.DB.NewRaw("SELECT count(*) FROM "+table).Scan(t.Context(), &n); err != nil || n == 0 {
			t.Errorf("%s: there is none in the demo (%v)", question, err)
		}
	}
}
