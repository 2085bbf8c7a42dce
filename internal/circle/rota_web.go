package circle

import (
	"context"
	"net/http"
	"slices"
	"time"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// rotaRoutes are who talks with whom, two at a time.
func (s *Circles) rotaRoutes(m *web.Mux) {
	m.Handle(web.Member, "GET /circles/{id}/one-to-ones", s.page(s.rotaPage))
	m.Handle(web.Member, "POST /circles/{id}/one-to-ones/offer", s.caring(s.offerTalk))
}

// rotaView is the page of a circle's one-to-ones. It tells what has been and what
// runs, and of what is to come only when: whoever is left out of a plan must
// not be able to read there with whom.
type rotaView struct {
	*inside
	now   time.Time
	mine  []conversation.Conversation // that run, of the visitor
	next  time.Time                   // when the next slot opens; zero: none
	met   map[[2]string]bool
	talks map[[2]string]bool // run now
	care  map[string]conversation.Conversation
}

func (s *Circles) rotaPage(w http.ResponseWriter, r *http.Request, in *inside) error {
	ctx := r.Context()
	v := rotaView{inside: in, now: s.Now(), met: map[[2]string]bool{}, talks: map[[2]string]bool{}, care: map[string]conversation.Conversation{}}
	list, err := s.talks.BySource(ctx, s.DB, talkSource, in.ID)
	if err != nil {
		return err
	}
	care, err := s.talks.BySource(ctx, s.DB, talkSource, careID(in.ID))
	if err != nil {
		return err
	}
	v.see(list)
	for _, t := range care {
		if _, mine := t.Person(in.me.MemberID); !mine {
			continue
		}
		if t.Running(v.now) && t.State == conversation.Open {
			v.mine = append(v.mine, t)
		}
		for _, p := range t.Others(in.me.MemberID) {
			v.care[p.MemberID] = t // the latest stands
		}
	}
	pairs, err := pairsOf(ctx, s.DB, in.ID)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(pairs, func(p Pair) bool { return !p.Opened && p.OpensAt.After(v.now) }); i >= 0 && in.Open() {
		v.next = pairs[i].OpensAt
	}
	return web.OK(w, r, rotaPage(v))
}

// see sorts the conversations of the rota.
func (v *rotaView) see(list []conversation.Conversation) {
	for _, t := range list {
		if len(t.People) != 2 {
			continue
		}
		a, b := t.People[0].MemberID, t.People[1].MemberID
		pair := [2]string{min(a, b), max(a, b)}
		_, mine := t.Person(v.me.MemberID)
		switch {
		case t.State == conversation.Met:
			v.met[pair] = true
		case t.State == conversation.Open && t.Running(v.now) && len(t.Active()) == 2:
			v.talks[pair] = true
			if mine {
				v.mine = append(v.mine, t)
			}
		}
	}
}

func (s *Circles) offerTalk(w http.ResponseWriter, r *http.Request, in *inside) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if err := s.OfferTalk(r.Context(), in.ID, in.me.MemberID, f.Value("who")); err != nil {
		return err
	}
	return web.Redirect(w, r, in.Path()+"/one-to-ones", "done.circle.care.offered")
}

// rows are who has talked with whom, a person a row.
func (v rotaView) rows(ctx context.Context) [][]govuk.Cell {
	here := v.present()
	rows := make([][]govuk.Cell, len(here))
	for i, p := range here {
		var met, now, not []string
		for _, other := range here {
			pair := [2]string{min(p.MemberID, other.MemberID), max(p.MemberID, other.MemberID)}
			switch {
			case other.MemberID == p.MemberID:
			case v.met[pair]:
				met = append(met, other.MemberID)
			case v.talks[pair]:
				now = append(now, other.MemberID)
			default:
				not = append(not, other.MemberID)
			}
		}
		rows[i] = govuk.Row(v.name(ctx, p.MemberID), v.listed(ctx, met), v.listed(ctx, now), v.listed(ctx, not))
	}
	return rows
}

func (v rotaView) listed(ctx context.Context, ids []string) string {
	if len(ids) == 0 {
		return locale.T(ctx, "circle.rota.nobody")
	}
	return namesOf(ctx, ids, v.name)
}

// partner is with whom the visitor talks in a conversation of theirs.
func (v rotaView) partner(ctx context.Context, t conversation.Conversation) string {
	for _, p := range t.Others(v.me.MemberID) {
		return v.name(ctx, p.MemberID)
	}
	return locale.T(ctx, "circle.somebody")
}

// lastDay lies in the last day on which two people can talk.
func lastDay(t conversation.Conversation) time.Time { return t.EndsAt.Add(-time.Second) }

// share is how many pairs have talked, and how many there are.
func (v rotaView) share() (talked, all int) {
	here := v.Here()
	for i, a := range here {
		for _, b := range here[i+1:] {
			all++
			if v.met[[2]string{min(a, b), max(a, b)}] {
				talked++
			}
		}
	}
	return talked, all
}
