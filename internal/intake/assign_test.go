package intake

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cuppa.example/internal/member"
)

// crowd is a made-up intake.
func crowd(t *rapid.T) *field {
	var signups []Signup
	var choices []Choice
	members := map[string]member.Member{}
	topics := []string{"Open data", "open DATA", "Agile", "Leading"}
	home := rapid.SampledFrom([]string{"", "devon", "kent", "fife"})
	add := func(side Side, n int) {
		for i := range n {
			id := fmt.Sprintf("%s-%d", side, i)
			members[id] = member.Member{ID: id, OrganisationID: home.Draw(t, "home")}
			signups = append(signups, Signup{
				MemberID: id, Side: side, Places: rapid.Int64Range(1, 3).Draw(t, "places"),
				Topics: rapid.SliceOfNDistinct(rapid.SampledFrom(topics), 0, 3, rapid.ID).Draw(t, "topics"), Anywhere: rapid.Bool().Draw(t, "anywhere"),
			})
		}
	}
	add(Learner, rapid.IntRange(0, 12).Draw(t, "learners"))
	add(Helper, rapid.IntRange(0, 6).Draw(t, "helpers"))
	for _, by := range signups {
		place := int64(1)
		for _, to := range signups {
			if by.Side == to.Side {
				continue
			}
			switch rapid.IntRange(0, 3).Draw(t, "choice") {
			case 0:
				choices = append(choices, Choice{MemberID: by.MemberID, Side: by.Side, OtherID: to.MemberID, Place: RuledOut})
			case 1:
				if place <= MaxRanks {
					choices = append(choices, Choice{MemberID: by.MemberID, Side: by.Side, OtherID: to.MemberID, Place: place})
					place++
				}
			}
		}
	}
	var apart, working [][2]string
	for _, a := range signups {
		for _, b := range signups {
			if a.MemberID < b.MemberID && a.Side != b.Side {
				switch rapid.IntRange(0, 9).Draw(t, "pair") {
				case 0:
					apart = append(apart, [2]string{a.MemberID, b.MemberID})
				case 1:
					working = append(working, [2]string{a.MemberID, b.MemberID})
				}
			}
		}
	}
	return newField(signups, choices, members, apart, working)
}

// Every draw keeps to what people may have, and is stable as each would order
// the others.
func TestDrawIsStableAndKeepsToTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := crowd(t)
		seed := [32]byte{byte(rapid.IntRange(0, 255).Draw(t, "seed"))}
		list, err := f.assign(t.Context(), seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != len(f.learners) {
			t.Fatalf("%d answers for %d people", len(list), len(f.learners))
		}
		with, taken := map[string]string{}, map[string][]string{}
		for _, m := range list {
			if (m.HelperID == "") == (m.Why == "") {
				t.Fatalf("%+v says neither who nor why, or both", m)
			}
			if m.HelperID != "" {
				with[m.LearnerID] = m.HelperID
				taken[m.HelperID] = append(taken[m.HelperID], m.LearnerID)
			}
		}
		for _, h := range f.helpers {
			if int64(len(taken[h.MemberID])) > h.Places {
				t.Fatalf("%s has %d places and takes %v", h.MemberID, h.Places, taken[h.MemberID])
			}
		}
		checkStable(t, f, seed, with, taken)
	})
}

// checkStable looks at every pair for one in which both would rather have each
// other, and asks only what the people themselves would say.
func checkStable(t *rapid.T, f *field, seed [32]byte, with map[string]string, taken map[string][]string) {
	prefers := func(by entrant, across []entrant, a, b string) bool {
		if b == "" {
			return true
		}
		list := []int32{}
		for n, e := range across {
			if e.MemberID == a || e.MemberID == b {
				list = append(list, int32(n))
			}
		}
		f.order(list, by, across, seed)
		return across[list[0]].MemberID == a
	}
	for _, l := range f.learners {
		for _, h := range f.helpers {
			if with[l.MemberID] == h.MemberID {
				if !f.fits(l, h) {
					t.Fatalf("%s and %s must not be matched", l.MemberID, h.MemberID)
				}
				continue
			}
			if !f.fits(l, h) || !prefers(l, f.helpers, h.MemberID, with[l.MemberID]) {
				continue
			}
			free := int64(len(taken[h.MemberID])) < h.Places
			if free || slices.ContainsFunc(taken[h.MemberID], func(other string) bool { return prefers(h, f.learners, l.MemberID, other) }) {
				t.Fatalf("%s and %s would both rather have each other", l.MemberID, h.MemberID)
			}
		}
	}
}

// What was changed by hand stays through a new draw, and its places are taken.
func TestNewDrawKeepsWhatWasDoneByHand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := crowd(t)
		held := map[string]string{}
		left := map[string]int64{}
		for _, h := range f.helpers {
			left[h.MemberID] = h.Places
		}
		for _, l := range f.learners {
			for _, h := range f.helpers {
				if _, done := held[l.MemberID]; !done && left[h.MemberID] > 0 && f.may(l.MemberID, h.MemberID) && rapid.Bool().Draw(t, "hold") {
					held[l.MemberID] = h.MemberID
					left[h.MemberID]--
				}
			}
		}
		list, err := f.assign(t.Context(), [32]byte{1}, maps.Clone(held))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			want, stays := held[m.LearnerID]
			if stays && (m.HelperID != want || !m.ByHand) {
				t.Fatalf("%s was put with %s by hand, and is with %q", m.LearnerID, want, m.HelperID)
			}
			if !stays && m.HelperID != "" {
				left[m.HelperID]--
			}
		}
		for id, n := range left {
			if n < 0 {
				t.Fatalf("%s has %d places too few", id, -n)
			}
		}
	})
}

// The order of the rows changes nothing.
func TestDrawDoesNotDependOnTheOrderOfRows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := crowd(t)
		var signups []Signup
		for _, e := range slices.Concat(f.helpers, f.learners) {
			signups = append(signups, e.Signup)
		}
		g := newField(rapid.Permutation(signups).Draw(t, "order"), nil, f.members, nil, nil)
		g.places, g.apart, g.working = f.places, f.apart, f.working
		a, err1 := f.assign(t.Context(), [32]byte{7}, nil)
		b, err2 := g.assign(t.Context(), [32]byte{7}, nil)
		if err1 != nil || err2 != nil || !slices.Equal(a, b) {
			t.Fatalf("%v, %v\n%v, %v", a, err1, b, err2)
		}
	})
}
