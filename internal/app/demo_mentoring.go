package app

import (
	"context"
	"errors"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/mentoring"
	"cuppa.example/internal/simulate"
)

// demoOffer is what a member of the demo offers; demoSeek what one looks for.
type demoOffer struct {
	kind       mentoring.Kind
	experience string
	times      []string
	capacity   int64
}

var demoOffers = []demoOffer{
	{mentoring.Mentoring, "I went from a help desk to leading a team of twelve, and made every mistake on the way. I can tell you which ones were worth it.", []string{"morning", "lunch"}, 2},
	{mentoring.Coaching, "I am learning to coach and have held about thirty sessions. I will ask more than I answer.", []string{"afternoon"}, 2},
	{mentoring.Mentoring, "Ten years of services for families and for people who care for somebody. Happy to look at your prototypes.", []string{"morning", "afternoon"}, 3},
	{mentoring.Mentoring, "I bought three large systems and got out of two. Ask me about contracts before you sign one.", []string{"lunch"}, 1},
	{mentoring.Coaching, "Qualified coach. I like working with people who have just become managers.", []string{"evening"}, 1},
	{mentoring.Mentoring, "I started as a planner and now work with data. I can help with the step from one trade into another.", []string{"morning"}, 2},
}

var demoAims = []string{
	"I run my first team since April and find it hard to give feedback.",
	"I want to get better at presenting research to councillors.",
	"How do I say no to work that helps nobody?",
	"I would like to move from support into service design.",
}

// demoMentoring happens five days ago, so that one request was brought to mind.
func (a *App) demoMentoring(now time.Time) []simulate.Event {
	return []simulate.Event{{At: demoDay(now, -5, 11), Do: a.mentor}}
}

// mentor fills the demo network with offers, people who look, and requests in
// every state: one waits for an answer, some were accepted, one was declined,
// and somebody stands in line.
func (a *App) mentor(ctx context.Context) error {
	people, err := a.demoApart(ctx, len(demoOffers)+len(demoAims))
	if err != nil || people == nil {
		return err
	}
	helpers, seekers := people[:len(demoOffers)], people[len(demoOffers):]
	ids, seeks, err := a.offerAndSeek(ctx, helpers, seekers)
	if err != nil {
		return err
	}
	ask := func(seeker, offer int) (string, error) {
		id, err := a.Mentorings.Ask(ctx, mentoring.Asking{
			FromID: seekers[seeker].ID, OfferID: ids[offer], SeekID: seeks[seeker], Message: demoAims[seeker],
		})
		if errors.Is(err, fault.Conflict) { // they may work together already
			err = nil
		}
		return id, err
	}
	accepted := func(seeker, offer int) error {
		id, err := ask(seeker, offer)
		if err == nil && id != "" {
			err = a.Mentorings.Accept(ctx, id, helpers[offer].ID)
		}
		return err
	}
	declined := func(seeker, offer int) error {
		id, err := ask(seeker, offer)
		if err == nil && id != "" {
			err = a.Mentorings.Decline(ctx, id, helpers[offer].ID, "time", "Ask me again in spring.")
		}
		return err
	}
	if err := errors.Join(accepted(0, 0), accepted(1, 3), declined(2, 5)); err != nil {
		return err
	}
	if _, err := ask(3, 2); err != nil {
		return err
	}
	_, err = a.Mentorings.Wait(ctx, mentoring.Asking{FromID: seekers[2].ID, OfferID: ids[3], SeekID: seeks[2], Message: demoAims[2]})
	if errors.Is(err, fault.Conflict) {
		err = nil
	}
	return err
}

func (a *App) offerAndSeek(ctx context.Context, helpers, seekers []member.Member) (ids, seeks []string, err error) {
	ids, seeks = make([]string, len(demoOffers)), make([]string, len(seekers))
	for i, o := range demoOffers {
		if ids[i], err = a.Mentorings.Offer(ctx, mentoring.Offer{
			MemberID: helpers[i].ID, Kind: o.kind, Topics: helpers[i].Topics, Experience: o.experience,
			Times: o.times, Ways: member.Topics{"video"}, Rhythm: "An hour every six weeks", Capacity: o.capacity,
		}); err != nil {
			return nil, nil, err
		}
	}
	for i, m := range seekers {
		if seeks[i], err = a.Mentorings.Seek(ctx, mentoring.Seek{
			MemberID: m.ID, Kind: mentoring.Either, Topics: m.Topics, Aim: demoAims[i],
		}); err != nil {
			return nil, nil, err
		}
	}
	return ids, seeks, nil
}

// demoApart are n members of the demo who can be written to, but not its
// organiser; none where there are fewer.
func (a *App) demoApart(ctx context.Context, n int) ([]member.Member, error) {
	ids, err := a.Members.ActiveIDs(ctx, a.DB)
	if err != nil {
		return nil, err
	}
	found, err := a.Members.Many(ctx, a.DB, ids)
	if err != nil {
		return nil, err
	}
	var list []member.Member
	organisations := map[string]bool{}
	for _, id := range ids {
		// Each of another organisation, so that everybody could help everybody.
		if m := found[id]; !m.Organiser && m.Reachable() && m.OrganisationID != "" && !organisations[m.OrganisationID] && len(list) < n {
			organisations[m.OrganisationID] = true
			list = append(list, m)
		}
	}
	if len(list) < n { // a small demo: whoever is there
		for _, id := range ids {
			if m := found[id]; !m.Organiser && m.Reachable() && !contains(list, id) && len(list) < n {
				list = append(list, m)
			}
		}
	}
	if len(list) < n {
		return nil, nil // a network of a dozen people does without
	}
	return list, nil
}

func contains(list []member.Member, id string) bool {
	for _, m := range list {
		if m.ID == id {
			return true
		}
	}
	return false
}
