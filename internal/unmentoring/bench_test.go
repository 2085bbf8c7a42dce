package unmentoring_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// BenchmarkRound is a round of 10,000 people, from asking them to the last match
// letter in the outbox; each part is reported in seconds. The first round has no
// history.
func BenchmarkRound(b *testing.B) {
	const people = 10_000
	k := testkit.New(b)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range people {
			name := fmt.Sprintf("Person %05d", i)
			_, err := k.Members.Join(ctx, tx, testkit.Address(name), member.Details{
				Name: name, Organisation: fmt.Sprintf("Council %d", i%400), Region: fmt.Sprintf("Region %d", i%12), Job: "Analyst",
			}, true)
			if err != nil {
				return err
			}
		}
		return nil
	})
	ctx := context.Background()
	for b.Loop() {
		p := unmentoring.Programme{
			Title: "Coffee", Purpose: "Meet somebody new.", Minutes: 30, Size: 2, Prompts: unmentoring.Lines{"Think", "Do", "Share"},
			Differ: unmentoring.Lines{unmentoring.DifferOrganisation, unmentoring.DifferRegion},
			Review: unmentoring.ReviewAlways, Cadence: unmentoring.Monthly, FirstDay: unmentoring.DayOf(k.Clock.Now().AddDate(0, 0, 14), time.UTC),
		}
		p.SetWindows(unmentoring.DefaultWindows(p.Cadence, p.Review))
		p, err := k.UnMentoring.Create(ctx, p, true)
		if err != nil {
			b.Fatal(err)
		}
		part := func(name string, f func() error) {
			start := time.Now()
			if err := f(); err != nil {
				b.Fatal(name, err)
			}
			b.ReportMetric(time.Since(start).Seconds(), name+"-s")
		}
		part("ask", func() error { return k.UnMentoring.Tick(ctx, k.Clock.Now()) })
		var r unmentoring.Round
		list, err := k.UnMentoring.Rounds(ctx)
		if err != nil {
			b.Fatal(err)
		}
		for _, info := range list {
			if info.ProgrammeID == p.ID {
				r = info.Round
			}
		}
		part("draw", func() error { return k.UnMentoring.DrawNow(ctx, r.ID, "") })
		part("publish", func() error {
			return k.UnMentoring.Approve(ctx, r.ID, "", unmentoring.Draw{Attempt: 1}.Mark(), true)
		})
		b.StopTimer()
		if got, err := k.UnMentoring.RoundNumbers(ctx, r.ID); err != nil || got.People != people {
			b.Fatal(got, err)
		}
		if err := k.UnMentoring.SetState(ctx, p.ID, unmentoring.Ended); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
