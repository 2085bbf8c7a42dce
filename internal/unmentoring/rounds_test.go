package unmentoring_test

import (
	"fmt"
	"testing"
	"time"

	"cuppa.example/internal/unmentoring"
)

// Scenario 1: 41 people, the largest council has 8, 12 rounds.
func TestTwelveRoundsOf41People(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(8, "Ashby Council")
	for i, count := range []int{7, 6, 5, 4, 3, 2, 2, 1, 1, 1, 1} {
		n.join(count, fmt.Sprintf("Council %d", i))
	}
	if len(n.people) != 41 {
		t.Fatal(len(n.people))
	}
	p := n.programme(func(p *unmentoring.Programme) { p.Cadence = unmentoring.Weekly })
	works := map[string]string{}
	for _, m := range n.people {
		works[m.ID] = m.OrganisationID
	}
	met, trios, firsts := map[[2]string]int{}, map[string]int{}, map[string]int{}
	for number := 1; number <= 12; number++ {
		r := n.reachRound(p, number, unmentoring.Talking)
		seen := map[string]bool{}
		three := 0
		for _, c := range n.talks(r) {
			if len(c.People) == 3 {
				three++
			}
			firsts[c.FirstWriter]++
			for i, a := range c.People {
				if err := n.Conversations.SayMet(t.Context(), c.ID, a.MemberID, time.Time{}); err != nil {
					t.Fatal(err)
				}
				if seen[a.MemberID] {
					t.Errorf("round %d: %s is in two conversations", number, a.MemberID)
				}
				seen[a.MemberID] = true
				if len(c.People) == 3 {
					trios[a.MemberID]++
				}
				for _, b := range c.People[i+1:] {
					pair := [2]string{min(a.MemberID, b.MemberID), max(a.MemberID, b.MemberID)}
					if met[pair]++; met[pair] > 1 {
						t.Errorf("round %d: a repeat", number)
					}
					if works[a.MemberID] == works[b.MemberID] {
						t.Errorf("round %d: two of one council", number)
					}
				}
			}
		}
		if len(seen) != 41 || three != 1 {
			t.Errorf("round %d: %d people, %d trios", number, len(seen), three)
		}
		n.verify(r)
	}
	// Twelve times one of two writes first: about six times each.
	for _, m := range n.people {
		if times := firsts[m.ID]; times < 4 || times > 8 {
			t.Errorf("%s was to write first %d times", m.Name, times)
		}
	}
	for id, times := range trios {
		if times > 1 {
			t.Errorf("%s was in %d trios", id, times)
		}
	}
}
