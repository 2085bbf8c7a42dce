package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"

	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// field is everybody of an intake and all that a draw looks at.
type field struct {
	learners, helpers []entrant // each in the order of the member's id
	members           map[string]member.Member
	places            map[way]int64
	apart, working    map[[2]string]bool // the smaller id first
}

// entrant is somebody who signed up, and what is compared of them.
type entrant struct {
	Signup
	home   string   // their organisation
	folded []string // their topics, as they are compared
}

// way is one person looking at another across.
type way struct {
	by   string
	side Side
	to   string
}

func newField(signups []Signup, choices []Choice, members map[string]member.Member, apart, working [][2]string) *field {
	f := &field{members: members, places: map[way]int64{}, apart: map[[2]string]bool{}, working: map[[2]string]bool{}}
	signups = slices.Clone(signups)
	slices.SortFunc(signups, func(a, b Signup) int { return cmp.Compare(a.MemberID, b.MemberID) })
	for _, s := range signups {
		e := entrant{Signup: s, home: members[s.MemberID].OrganisationID}
		for _, t := range s.Topics {
			e.folded = append(e.folded, member.Fold(t))
		}
		if s.Side == Helper {
			f.helpers = append(f.helpers, e)
		} else {
			f.learners = append(f.learners, e)
		}
	}
	for _, c := range choices {
		f.places[way{c.MemberID, c.Side, c.OtherID}] = c.Place
	}
	for _, p := range apart {
		f.apart[p] = true
	}
	for _, p := range working {
		f.working[p] = true
	}
	return f
}

// separated reports whether two people are the same, or are kept apart.
func (f *field) separated(a, b string) bool {
	return a == b || f.apart[[2]string{min(a, b), max(a, b)}]
}

// together reports whether two people work together already.
func (f *field) together(a, b string) bool { return f.working[[2]string{min(a, b), max(a, b)}] }

// ruledOut reports whether one of two has ruled the other out.
func (f *field) ruledOut(learner, helper string) bool {
	for _, w := range []way{{learner, Learner, helper}, {helper, Helper, learner}} {
		if place, chosen := f.places[w]; chosen && place == RuledOut {
			return true
		}
	}
	return false
}

// sameHome reports whether two people work for the same organisation, and one
// of them has not said that this is fine.
func (f *field) sameHome(a, b entrant) bool {
	return a.home != "" && a.home == b.home && (!a.Anywhere || !b.Anywhere)
}

// may reports whether the two may be matched at all.
func (f *field) may(learner, helper string) bool {
	return !f.separated(learner, helper) && !f.together(learner, helper) && !f.ruledOut(learner, helper)
}

// fits reports whether the two may be matched by the draw.
func (f *field) fits(learner, helper entrant) bool {
	return !f.sameHome(learner, helper) && f.may(learner.MemberID, helper.MemberID)
}

// shared are the topics that both named, as the first wrote them.
func shared(a, b entrant) []string {
	var list []string
	for i, t := range a.folded {
		if slices.Contains(b.folded, t) {
			list = append(list, a.Topics[i])
		}
	}
	return list
}

// market is the field in the terms of package match. Each side takes whom it
// ranked in that order, then everybody else who fits: who shares the most
// topics first, and where that is equal the order of the lottery that the seed
// gives. What one side says has no part in the order of the other, so that no
// learner gains by saying anything but what they want (Dubins and Freedman 1981;
// Roth 1982). held are the matches that stay as they are, by learner: their people
// and places are not for others.
func (f *field) market(seed [32]byte, held map[string]string) match.Market {
	m := match.Market{Wishes: make([][]int32, len(f.learners)), Offers: make([]match.Offer, len(f.helpers))}
	used := map[string]int64{}
	for _, helper := range held {
		used[helper]++
	}
	for h, helper := range f.helpers {
		m.Offers[h] = match.Offer{Capacity: int32(max(0, helper.Places-used[helper.MemberID])), Takes: []int32{}}
	}
	for l, learner := range f.learners {
		if _, stays := held[learner.MemberID]; stays {
			continue
		}
		for h, helper := range f.helpers {
			if f.fits(learner, helper) {
				m.Wishes[l] = append(m.Wishes[l], int32(h))
				m.Offers[h].Takes = append(m.Offers[h].Takes, int32(l))
			}
		}
	}
	for l, learner := range f.learners {
		f.order(m.Wishes[l], learner, f.helpers, seed)
	}
	for h, helper := range f.helpers {
		f.order(m.Offers[h].Takes, helper, f.learners, seed)
	}
	return m
}

// order sorts what somebody would take, best first.
func (f *field) order(list []int32, by entrant, across []entrant, seed [32]byte) {
	type key struct {
		place  int64
		topics int
		lot    [32]byte
	}
	keys := make(map[int32]key, len(list))
	for _, n := range list {
		other := across[n]
		place, ranked := f.places[way{by.MemberID, by.Side, other.MemberID}]
		if !ranked {
			place = MaxRanks + 1
		}
		keys[n] = key{place, len(shared(by, other)), lot(seed, by.MemberID, other.MemberID)}
	}
	slices.SortFunc(list, func(a, b int32) int {
		x, y := keys[a], keys[b]
		return cmp.Or(
			cmp.Compare(x.place, y.place), cmp.Compare(y.topics, x.topics),
			slices.Compare(x.lot[:], y.lot[:]), cmp.Compare(a, b),
		)
	})
}

// lot is a place in the lottery that one person holds about all others: each
// has their own, so that nobody is first with everybody.
func lot(seed [32]byte, by, other string) [32]byte {
	return sha256.Sum256([]byte(string(seed[:]) + by + "/" + other))
}

// assign makes the draw. Of all stable assignments it is the one that is best
// for the learners. held stays as it is.
func (f *field) assign(ctx context.Context, seed [32]byte, held map[string]string) ([]Match, error) {
	m := f.market(seed, held)
	a, err := m.Stable(ctx, seed)
	if err != nil {
		return nil, err
	}
	why := map[int32]Why{}
	for _, u := range a.Unmatched {
		why[u.Seeker] = NoneFits
		if u.Why == match.NoPlace {
			why[u.Seeker] = NoneLeft
		}
	}
	list := make([]Match, 0, len(f.learners))
	for l, learner := range f.learners {
		made := Match{LearnerID: learner.MemberID}
		switch helper, stays := held[learner.MemberID]; {
		case stays:
			made.HelperID, made.ByHand = helper, true
			if helper == "" {
				made.Why = TakenOut
			}
		case a.Offer[l] >= 0:
			made.HelperID = f.helpers[a.Offer[l]].MemberID
		default:
			made.Why = why[int32(l)]
		}
		list = append(list, made)
	}
	return list, nil
}
