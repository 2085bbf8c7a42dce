package mentoring

import (
	"context"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// ToAsk leads from somebody's profile to asking them, wherever whoever is
// signed in can ask them now: one link for each of their offers, or one where
// they offer nothing. There is none for many ordinary reasons, such as a pause or
// that the two have asked each other before; a block is never the only one.
func (s *Mentorings) ToAsk(ctx context.Context, to member.Member) ([]member.Link, error) {
	me := member.Must(ctx)
	if me.ID == to.ID || me.State != member.Active {
		return nil, nil
	}
	here, err := s.here(ctx, s.DB, me.ID, to)
	if err != nil || !here {
		return nil, err
	}
	if err := s.own(ctx, s.DB, me, &Request{ToID: to.ID}, true); err != nil {
		return nil, orSaid(err)
	}
	open, err := offers(ctx, s.DB, "member_id = ? AND ended_at IS NULL", to.ID)
	if err != nil {
		return nil, err
	}
	if len(open) == 0 {
		if err := s.mayAskUnoffered(ctx, s.DB, to); err != nil {
			return nil, orSaid(err)
		}
		return []member.Link{{Text: locale.T(ctx, "mentoring.profile.ask", "name", to.FirstName()), Href: "/mentoring/ask?member=" + to.ID}}, nil
	}
	var list []member.Link
	for _, o := range open {
		v := shown{Offer: o, by: to, standing: o.Standing()}
		if err := s.standIn(ctx, &v, me); err != nil {
			return nil, err
		}
		if v.standing == Away || v.waitID != "" {
			continue
		}
		key := "mentoring.ask.title." + string(o.Kind)
		if v.standing == Full {
			key = "mentoring.profile.wait." + string(o.Kind)
		}
		list = append(list, member.Link{Text: locale.T(ctx, key, "name", to.FirstName()), Href: o.Path() + "/ask"})
	}
	return list, nil
}

// orSaid forgets why something is refused, where that is all that went wrong.
func orSaid(err error) error {
	if said(err) {
		return nil
	}
	return err
}
