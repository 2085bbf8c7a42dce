package mentoring_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/mentoring"
	"cuppa.example/internal/testkit"
)

var benchTopics = []string{
	"Service design", "User research", "Data", "Procurement", "Leadership", "Coaching teams", "Planning", "Housing", "Libraries", "Accessibility",
}

// everybodyOffers is a network of n members of 400 organisations, each of whom
// offers something: one of a hundred offers, made by the pages' own code and
// copied for the rest.
func everybodyOffers(b *testing.B, n int) (k *testkit.Kit, me member.Member) {
	b.Helper()
	k = testkit.New(b)
	people := make([]member.Member, n)
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		for i := range people {
			d := member.Details{
				Name: fmt.Sprint("Member ", i), Organisation: fmt.Sprint("Council ", i%400), Job: "Head of digital",
				Topics: member.Topics{benchTopics[i%10], benchTopics[i/10%10]},
			}
			if people[i], err = k.Members.Join(ctx, tx, fmt.Sprintf("m%d@example.org", i), d, true); err != nil {
				return err
			}
		}
		return nil
	})
	var first []string
	for _, p := range people[:100] {
		id, err := k.Mentorings.Offer(b.Context(), mentoring.Offer{MemberID: p.ID, Kind: mentoring.Mentoring, Topics: p.Topics, Experience: "Ten years of services", Capacity: 2})
		if err != nil {
			b.Fatal(err)
		}
		first = append(first, id)
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i, p := range people[100:] {
			id, like := k.NewID(), first[i%100]
			if _, err := tx.NewRaw(`INSERT INTO mentoring_offers (id, member_id, kind, topics, experience, languages, times, ways, rhythm, capacity, used, waiting, search_key, paused, created_at, changed_at)
				SELECT ?, ?, kind, topics, experience, languages, times, ways, rhythm, capacity, used, waiting, search_key, paused, created_at, changed_at
				FROM mentoring_offers WHERE id = ?`, id, p.ID, like).Exec(ctx); err != nil {
				return err
			}
			if _, err := tx.NewRaw("INSERT INTO mentoring_words (word, offer_id, lot) SELECT word, ?, ? FROM mentoring_words WHERE offer_id = ?", id, id[24:], like).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return k, people[n-1]
}

// BenchmarkSuggest is what the pages of a network cost in which everybody offers
// something: of a county, of a country's councils, and of all who work in them.
func BenchmarkSuggest(b *testing.B) {
	for _, n := range []int{400, 5_000, 50_000} {
		k, me := everybodyOffers(b, n)
		seek := mentoring.Seek{
			ID: "0193a1b2-0000-7000-8000-00000000002a", MemberID: me.ID, Kind: mentoring.Mentoring,
			Topics: member.Topics{"Service design", "Leadership"}, Aim: "leading a team of designers for years",
		}
		b.Run(fmt.Sprintf("suggest/members=%d", n), func(b *testing.B) {
			for b.Loop() {
				if list, err := k.Mentorings.Suggest(b.Context(), k.DB, seek, 5); err != nil || len(list) != 5 {
					b.Fatal(len(list), err)
				}
			}
		})
		b.Run(fmt.Sprintf("directory/members=%d", n), func(b *testing.B) {
			for b.Loop() {
				if list, _, err := k.Mentorings.Directory(b.Context(), me, mentoring.Filter{Search: "design"}); err != nil || len(list) == 0 {
					b.Fatal(len(list), err)
				}
			}
		})
		b.Run(fmt.Sprintf("tick/members=%d", n), func(b *testing.B) {
			for b.Loop() {
				if err := k.Mentorings.Tick(b.Context(), k.Clock.Now()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
