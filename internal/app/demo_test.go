package app

import (
	"io"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cuppa.example/internal/relationship"
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

// Its visitor is in the middle of two relationships, one of each kind.
func TestTheDemoHasRelationships(t *testing.T) {
	t.Parallel()
	a, err := demoCommand{Members: 30, Seed: 1}.open(t.Context(), &console{out: io.Discard, err: io.Discard}, t.TempDir(), "http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	me, err := a.somebody(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, err := a.Relationships.Of(t.Context(), a.DB, me)
	if err != nil || len(list) < 2 {
		t.Fatalf("%d relationships (%v)", len(list), err)
	}
	for _, r := range list {
		if r.Source == "demo" && r.State != relationship.Running ||
			r.Source == "demo" && r.Kind == relationship.Coaching && r.HelperID != me ||
			r.Source == "demo" && r.Kind == relationship.Mentoring && r.LearnerID != me {
			t.Errorf("got %+v", r)
		}
	}
}
