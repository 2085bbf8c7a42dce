package mentoring

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
)

// suggested is how many people a page suggests; a letter has fewer.
const (
	suggested = 5
	instead   = 3
)

// Person is a suggestion with what is shown of its offer and member.
type Person struct {
	Suggestion
	Offer  Offer
	Member member.Member
}

// Suggest finds up to n people for a seek of a member.
func (s *Mentorings) Suggest(ctx context.Context, tx bun.IDB, k Seek, n int) ([]Person, error) {
	me, err := s.members.In(ctx, tx, k.MemberID)
	if err != nil {
		return nil, err
	}
	return s.suggest(ctx, tx, wish(k, me), n)
}

func wish(k Seek, me member.Member) Wish {
	w := Wish{
		ID: k.ID, MemberID: me.ID, OrganisationID: me.OrganisationID, Job: me.Job, Region: me.Region, Kind: k.Kind,
		Topics: k.Topics, Aim: k.Aim, Languages: k.Languages, Times: k.Times, OwnOrganisation: k.OwnOrganisation,
	}
	return w
}

// instead finds others for somebody whose request came to nothing: by their
// seek, or else by what the offer was about that they asked.
func (s *Mentorings) instead(ctx context.Context, tx bun.IDB, r Request) ([]Person, error) {
	if r.FromID == "" {
		return nil, nil
	}
	me, err := s.members.In(ctx, tx, r.FromID)
	if err != nil {
		return nil, err
	}
	w := Wish{ID: r.ID, MemberID: me.ID, OrganisationID: me.OrganisationID, Job: me.Job, Kind: r.Kind, Topics: me.Topics}
	if k, err := s.seekByID(ctx, tx, r.SeekID); err == nil {
		w = wish(k, me)
	} else if !isNotFound(err) {
		return nil, err
	} else if o, err := offerByID(ctx, tx, r.OfferID); err == nil {
		w.Topics = o.Topics
	}
	if r.Person == "" { // whom an address belongs to must not show by who is missing
		w.Apart = map[string]bool{r.ToID: true} // not the same person again
	}
	return s.suggest(ctx, tx, w, instead)
}

func (s *Mentorings) suggest(ctx context.Context, tx bun.IDB, w Wish, n int) ([]Person, error) {
	pivot := lot(w.ID)
	found, err := matching(ctx, tx, words(append(append([]string{}, w.Topics...), w.Aim)...), w.Kind, pivot)
	if err != nil {
		return nil, err
	}
	if len(found) < 10*n {
		more, err := others(ctx, tx, w.Kind, pivot)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	byID := make(map[string]Offer, len(found))
	for _, o := range found {
		byID[o.ID] = o
	}
	list, people, err := s.candidates(ctx, tx, byID, &w)
	if err != nil {
		return nil, err
	}
	ranked := Rank(w, list, n)
	out := make([]Person, len(ranked))
	for i, c := range ranked {
		out[i] = Person{c, byID[c.OfferID], people[c.MemberID]}
	}
	return out, nil
}

// candidates gathers what the ranking must know of offers and their members.
func (s *Mentorings) candidates(ctx context.Context, tx bun.IDB, byID map[string]Offer, w *Wish) ([]Candidate, map[string]member.Member, error) {
	ids := []string{w.MemberID}
	for _, o := range byID {
		ids = append(ids, o.MemberID)
	}
	people, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return nil, nil, err
	}
	apart, err := s.apartFrom(ctx, tx, w.MemberID, ids)
	if err != nil {
		return nil, nil, err
	}
	for id := range w.Apart {
		apart[id] = true
	}
	w.Apart = apart
	busy, err := s.busy(ctx, tx, ids)
	if err != nil {
		return nil, nil, err
	}
	asked, err := lately(ctx, tx, ids, s.Now().Add(-latelyIs))
	if err != nil {
		return nil, nil, err
	}
	coaches, err := coachesAmong(ctx, tx, ids)
	list := make([]Candidate, 0, len(byID))
	for _, o := range byID {
		m := people[o.MemberID]
		list = append(list, Candidate{
			OfferID: o.ID, MemberID: m.ID, OrganisationID: m.OrganisationID, Job: m.Job, Region: m.Region, Kind: o.Kind,
			Topics: o.Topics, Experience: o.Experience, Languages: o.Languages, Times: o.Times, Ways: o.Ways,
			Capacity: int(o.Capacity), Used: int(o.Used), Lately: asked[m.ID], Waiting: int(o.Waiting),
			Paused: o.Standing() != Free || m.State != member.Active || busy[m.ID], Qualified: coaches[m.ID],
		})
	}
	return list, people, err
}

// apartFrom are those among ids whom a member must not be put together with.
func (s *Mentorings) apartFrom(ctx context.Context, tx bun.IDB, me string, ids []string) (map[string]bool, error) {
	pairs, err := s.safety.Apart(ctx, tx, append(ids, me))
	set := map[string]bool{}
	for _, p := range pairs {
		switch me {
		case p[0]:
			set[p[1]] = true
		case p[1]:
			set[p[0]] = true
		}
	}
	return set, err
}
