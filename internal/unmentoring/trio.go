package unmentoring

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// joinPair makes a trio of somebody who has waited for a while and a pair that
// is willing: both said that a third may join them, or they have met already
// and neither said no. A pair that has not met yet goes on as three. Which pair
// it is stays on record, as every draw does.
func (s *Programmes) joinPair(ctx context.Context, tx bun.Tx, r Round, p Programme, who member.Member, ms map[string]Membership, now time.Time) (bool, error) {
	all, err := s.talks.BySource(ctx, tx, Source, r.ID)
	if err != nil {
		return false, err
	}
	w, err := s.willing(ctx, tx, r, all, who, ms)
	if err != nil || len(w.pairs) == 0 {
		return false, err
	}
	seed := s.Seed()
	for i := w.choose(seed); i >= 0; i = w.choose(seed) {
		c := w.talks[i]
		if c.State == conversation.Open {
			free, err := s.talks.Replace(ctx, tx, c.ID)
			if err != nil {
				return false, err
			}
			if !free {
				w.pairs[i].busy = true
				continue
			}
		}
		if err := s.recordJoin(ctx, tx, r, p, w, seed); err != nil {
			return false, err
		}
		return true, s.makeTrio(ctx, tx, r, p, who, c, ms, now)
	}
	return false, nil
}

// recordJoin writes down how the pair was chosen. Only the three are named
// behind their numbers; the others took no part in it.
func (s *Programmes) recordJoin(ctx context.Context, tx bun.Tx, r Round, p Programme, w willing, seed [32]byte) error {
	res, _ := w.result(seed)
	three := res.Groups[0]
	d := Draw{
		Kind: DrawJoin, State: DrawPublished, Engine: joinEngine, Seed: hex.EncodeToString(seed[:]), Input: w.encode(),
		Traits: p.Differ, People: len(three), Groups: 1, Repeats: w.pairs[w.choose(seed)].repeats,
	}
	d.Digest = digestOf(d.Input)
	b, err := json.Marshal(res)
	if err != nil {
		return err
	}
	d.Result = string(b)
	trio := pool{}
	for _, person := range three {
		trio.people = append(trio.people, w.pool.people[person])
	}
	traits, err := s.traits(ctx, tx, trio, p.Differ)
	if err != nil {
		return err
	}
	joins := slices.Index(three, w.who)
	for _, t := range traits {
		d.Same = append(d.Same, strconv.Itoa(sharedWith(t, joins)))
	}
	if err := s.nextAttempt(ctx, tx, r, &d); err != nil {
		return err
	}
	var people []Drawn
	for _, person := range three {
		people = append(people, Drawn{
			DrawID: d.ID, Person: int(person), Pseudonym: w.pool.pseudo[person], MemberID: w.pool.people[person].ID, GroupNo: 1,
		})
	}
	if err := insertDraw(ctx, tx, d, nil); err != nil {
		return err
	}
	return writeGroups(ctx, tx, d.ID, []Group{newGroup(d, 1, three, []match.Reason{}, false)}, people)
}

// sharedWith counts with how many others a person shares a trait.
func sharedWith(t match.Trait, person int) int {
	n := 0
	for i, v := range t.Values {
		if i != person && v != 0 && v == t.Values[person] {
			n++
		}
	}
	return n
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

// willing are the pairs that somebody may join.
type willing struct {
	joining
	talks []conversation.Conversation // in the order of joining.pairs
	pool  pool
}

// willing finds the pairs that somebody may join, and what each would cost.
func (s *Programmes) willing(ctx context.Context, tx bun.IDB, r Round, all []conversation.Conversation, who member.Member, ms map[string]Membership) (willing, error) {
	var pairs []conversation.Conversation
	ids := []string{who.ID}
	for _, c := range all {
		if _, own := c.Person(who.ID); !own && isWilling(c, ms) && !wentOn(c, all) {
			pairs = append(pairs, c)
			for _, person := range c.Active() {
				ids = append(ids, person.MemberID)
			}
		}
	}
	if len(pairs) == 0 {
		return willing{}, nil
	}
	slices.Sort(ids)
	w, err := s.weighing(ctx, tx, who, slices.Compact(ids))
	if err != nil {
		return willing{}, err
	}
	pairs = slices.DeleteFunc(pairs, w.never)
	people := []member.Member{w.who}
	in := map[string]bool{}
	for _, c := range pairs {
		for _, person := range c.Active() {
			if id := person.MemberID; !in[id] { // who has met two people is in both pairs
				in[id] = true
				people = append(people, w.people[id])
			}
		}
	}
	list := willing{pool: s.number(r.ID, people, ms)}
	list.people, list.who = len(people), list.pool.number[who.ID]
	of := func(c conversation.Conversation) (two []int32) {
		for _, person := range c.Active() {
			two = append(two, list.pool.number[person.MemberID])
		}
		return sorted(two...)
	}
	slices.SortFunc(pairs, func(a, b conversation.Conversation) int { return slices.Compare(of(a), of(b)) })
	for _, c := range pairs {
		two := of(c)
		list.pairs = append(list.pairs, joinable{a: two[0], b: two[1], joinCost: w.weigh(c, ms)})
	}
	list.talks = pairs
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

// wentOn reports whether one of a conversation's people has had another one
// since: a pair that has met is joined once, and not while it talks to others.
func wentOn(c conversation.Conversation, all []conversation.Conversation) bool {
	return slices.ContainsFunc(all, func(later conversation.Conversation) bool {
		return later.ID != c.ID && !later.OpensAt.Before(c.OpensAt) && later.State != conversation.Cancelled && slices.ContainsFunc(c.Active(), func(p conversation.Person) bool {
			_, in := later.Person(p.MemberID)
			return in
		})
	})
}

// weighing is what is known of somebody and the people they may join.
type weighing struct {
	who    member.Member
	people map[string]member.Member
	apart  map[[2]string]bool
	met    map[string]int
}

func (s *Programmes) weighing(ctx context.Context, tx bun.IDB, who member.Member, ids []string) (weighing, error) {
	w := weighing{who: who, apart: map[[2]string]bool{}, met: map[string]int{}}
	apart, err := s.safety.Apart(ctx, tx, ids)
	if err != nil {
		return w, err
	}
	for _, a := range apart {
		w.apart[a], w.apart[[2]string{a[1], a[0]}] = true, true
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
// people of a conversation: nor may those be put together again who have met,
// and are to be kept apart since.
func (w weighing) never(c conversation.Conversation) bool {
	two := c.Active()
	return w.apart[[2]string{two[0].MemberID, two[1].MemberID}] || slices.ContainsFunc(two, func(p conversation.Person) bool {
		return w.apart[[2]string{w.who.ID, p.MemberID}] || !able(w.people[p.MemberID])
	})
}

func (w weighing) weigh(c conversation.Conversation, ms map[string]Membership) (cost joinCost) {
	for _, person := range c.Active() {
		m := ms[person.MemberID]
		cost.repeats += w.met[person.MemberID]
		cost.turns += m.Larger
		if m.Third != ThirdYes {
			cost.unsaid++
		}
		if o := w.people[person.MemberID].OrganisationID; o != "" && o == w.who.OrganisationID {
			cost.same++
		}
	}
	return cost
}
