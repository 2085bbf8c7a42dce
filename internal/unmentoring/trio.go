package unmentoring

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// joinPair makes a trio of somebody who has waited for a while and a pair that
// is willing: both said that a third may join them, or they have met already
// and neither said no. A pair that has not met yet goes on as three.
func (s *Programmes) joinPair(ctx context.Context, tx bun.Tx, r Round, p Programme, who member.Member, ms map[string]Membership, now time.Time) (bool, error) {
	all, err := s.talks.BySource(ctx, tx, Source, r.ID)
	if err != nil {
		return false, err
	}
	pairs, err := s.willing(ctx, tx, all, who, ms)
	if err != nil || len(pairs) == 0 {
		return false, err
	}
	c := pairs[0]
	people := []Membership{known(ms, p.ID, who.ID)}
	for _, person := range c.Active() {
		people = append(people, known(ms, p.ID, person.MemberID))
	}
	for i := range people {
		people[i].LastNumber, people[i].ChangedAt = r.Number, now
		people[i].Larger++
	}
	people[0].Firsts++ // who comes writes first
	o := opening(r, p, people, []locale.Phrase{{Key: "unmentoring.why.joined", Args: []any{"name", who.Name}}}, now)
	o.Halfway = halfway(now, r)
	if _, err := s.talks.Open(ctx, tx, []conversation.Opening{o}); err != nil {
		return false, err
	}
	for _, m := range people {
		ms[m.MemberID] = m
	}
	if err := upsertMemberships(ctx, tx, people, placedColumns); err != nil {
		return false, err
	}
	return true, placeAll(ctx, tx, r.ID, []string{who.ID}, now)
}

func known(ms map[string]Membership, programmeID, memberID string) Membership {
	if m, ok := ms[memberID]; ok {
		return m
	}
	return newMembership(programmeID, memberID)
}

// willing are the pairs that somebody may join, the best first: with people
// whom they have not met, who were in larger groups least often, and who have
// said yes.
func (s *Programmes) willing(ctx context.Context, tx bun.IDB, all []conversation.Conversation, who member.Member, ms map[string]Membership) ([]conversation.Conversation, error) {
	var pairs []conversation.Conversation
	ids := []string{who.ID}
	for _, c := range all {
		two := c.Active()
		met := c.State == conversation.Met
		if len(two) != 2 || !met {
			continue
		}
		if _, own := c.Person(who.ID); own || !ms[two[0].MemberID].Willing(met) || !ms[two[1].MemberID].Willing(met) {
			continue
		}
		pairs = append(pairs, c)
		ids = append(ids, two[0].MemberID, two[1].MemberID)
	}
	if len(pairs) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	apart, err := s.safety.Apart(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	history, err := s.talks.History(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	people, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	never, before := map[string]bool{}, map[string]int{}
	for _, a := range apart {
		if a[0] == who.ID || a[1] == who.ID {
			never[a[0]], never[a[1]] = true, true
		}
	}
	for _, h := range history {
		if h.State != conversation.NotMet && h.State != conversation.Cancelled && (h.A == who.ID || h.B == who.ID) {
			before[h.A]++
			before[h.B]++
		}
	}
	cost := func(c conversation.Conversation) (repeats, same, turns, unsaid int) {
		for _, person := range c.Active() {
			m := ms[person.MemberID]
			repeats += before[person.MemberID]
			turns += m.Larger
			if people[person.MemberID].OrganisationID == who.OrganisationID {
				same++
			}
			if m.Third != ThirdYes {
				unsaid++
			}
		}
		return repeats, same, turns, unsaid
	}
	pairs = slices.DeleteFunc(pairs, func(c conversation.Conversation) bool {
		two := c.Active()
		return never[two[0].MemberID] || never[two[1].MemberID] || !able(people[two[0].MemberID]) || !able(people[two[1].MemberID])
	})
	slices.SortStableFunc(pairs, func(a, b conversation.Conversation) int {
		ra, sa, ta, ua := cost(a)
		rb, sb, tb, ub := cost(b)
		return cmp.Or(cmp.Compare(ra, rb), cmp.Compare(ua, ub), cmp.Compare(sa, sb), cmp.Compare(ta, tb))
	})
	return pairs, nil
}
