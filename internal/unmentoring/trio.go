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
	if err != nil {
		return false, err
	}
	for _, c := range pairs {
		if c.State == conversation.Open {
			if free, err := s.talks.Replace(ctx, tx, c.ID); err != nil || !free {
				if err != nil {
					return false, err
				}
				continue
			}
		}
		return true, s.makeTrio(ctx, tx, r, p, who, c, ms, now)
	}
	return false, nil
}

// makeTrio opens the conversation of three. Who joins writes first.
func (s *Programmes) makeTrio(ctx context.Context, tx bun.Tx, r Round, p Programme, who member.Member, c conversation.Conversation, ms map[string]Membership, now time.Time) error {
	people := []Membership{known(ms, p.ID, who.ID)}
	for _, person := range c.Active() {
		people = append(people, known(ms, p.ID, person.MemberID))
	}
	for i := range people {
		people[i].LastNumber, people[i].ChangedAt = r.Number, now
		people[i].Larger++
	}
	people[0].Firsts++
	o := opening(r, p, people, []locale.Phrase{{Key: "unmentoring.why.joined", Args: []any{"name", who.Name}}}, now)
	o.Halfway = halfway(now, r)
	if _, err := s.talks.Open(ctx, tx, []conversation.Opening{o}); err != nil {
		return err
	}
	for _, m := range people {
		ms[m.MemberID] = m
	}
	if err := upsertMemberships(ctx, tx, people, placedColumns); err != nil {
		return err
	}
	return placeAll(ctx, tx, r.ID, []string{who.ID}, now)
}

func known(ms map[string]Membership, programmeID, memberID string) Membership {
	if m, ok := ms[memberID]; ok {
		return m
	}
	return newMembership(programmeID, memberID)
}

// candidate is a pair that somebody may join, and what that costs: how often
// they have met, who has not said that they are happy to be three, who works for
// the same organisation, and how often they were three before.
type candidate struct {
	conversation.Conversation
	repeats, unsaid, same, turns int
}

func (c candidate) compare(o candidate) int {
	return cmp.Or(cmp.Compare(c.repeats, o.repeats), cmp.Compare(c.unsaid, o.unsaid),
		cmp.Compare(c.same, o.same), cmp.Compare(c.turns, o.turns))
}

// willing are the pairs that somebody may join, the best first.
func (s *Programmes) willing(ctx context.Context, tx bun.IDB, all []conversation.Conversation, who member.Member, ms map[string]Membership) ([]conversation.Conversation, error) {
	var pairs []candidate
	ids := []string{who.ID}
	for _, c := range all {
		if _, own := c.Person(who.ID); !own && isWilling(c, ms) {
			pairs = append(pairs, candidate{Conversation: c})
			for _, person := range c.Active() {
				ids = append(ids, person.MemberID)
			}
		}
	}
	if len(pairs) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	w, err := s.weighing(ctx, tx, who, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	pairs = slices.DeleteFunc(pairs, func(c candidate) bool { return w.never(c.Conversation) })
	for i := range pairs {
		w.weigh(&pairs[i], ms)
	}
	slices.SortStableFunc(pairs, candidate.compare)
	list := make([]conversation.Conversation, len(pairs))
	for i, c := range pairs {
		list[i] = c.Conversation
	}
	return list, nil
}

func isWilling(c conversation.Conversation, ms map[string]Membership) bool {
	met := c.State == conversation.Met
	if !met && c.State != conversation.Open {
		return false
	}
	two := c.Active()
	return len(two) == 2 && len(c.People) == 2 &&
		ms[two[0].MemberID].Willing(met) && ms[two[1].MemberID].Willing(met)
}

// weighing is what is known of somebody and the people they may join.
type weighing struct {
	who    member.Member
	people map[string]member.Member
	apart  map[string]bool
	met    map[string]int
}

func (s *Programmes) weighing(ctx context.Context, tx bun.IDB, who member.Member, ids []string) (weighing, error) {
	w := weighing{who: who, apart: map[string]bool{}, met: map[string]int{}}
	apart, err := s.safety.Apart(ctx, tx, ids)
	if err != nil {
		return w, err
	}
	for _, a := range apart {
		if a[0] == who.ID || a[1] == who.ID {
			w.apart[a[0]], w.apart[a[1]] = true, true
		}
	}
	history, err := s.talks.History(ctx, tx, ids)
	if err != nil {
		return w, err
	}
	for _, h := range history {
		if h.State != conversation.NotMet && h.State != conversation.Cancelled && (h.A == who.ID || h.B == who.ID) {
			w.met[h.A]++
			w.met[h.B]++
		}
	}
	w.people, err = s.members.Many(ctx, tx, ids)
	return w, err
}

// never reports whether somebody must not, or cannot, be put together with the
// people of a conversation.
func (w weighing) never(c conversation.Conversation) bool {
	return slices.ContainsFunc(c.Active(), func(p conversation.Person) bool {
		return w.apart[p.MemberID] || !able(w.people[p.MemberID])
	})
}

func (w weighing) weigh(c *candidate, ms map[string]Membership) {
	for _, person := range c.Active() {
		m := ms[person.MemberID]
		c.repeats += w.met[person.MemberID]
		c.turns += m.Larger
		if m.Third != ThirdYes {
			c.unsaid++
		}
		if o := w.people[person.MemberID].OrganisationID; o != "" && o == w.who.OrganisationID {
			c.same++
		}
	}
}
