package mentoring

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// shown is an offer as others see it.
type shown struct {
	Offer
	by        member.Member
	qualified bool
	standing  Standing
	line      int // where the viewer stands in line for it, 0 where they do not
	waitID    string
	mine      bool
}

func (s *Mentorings) newOfferPage(w http.ResponseWriter, r *http.Request) error {
	me := member.Must(r.Context())
	f := form.With("topics", strings.Join(me.Topics, ", "), "capacity", "2", "kind", r.URL.Query().Get("kind"))
	return web.OK(w, r, offerFormTempl(f, ""))
}

func (s *Mentorings) newOffer(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	o := Offer{MemberID: member.Must(r.Context()).ID}
	o.read(f)
	var id string
	if f.OK() {
		id, err = s.Offer(r.Context(), o)
		if err != nil {
			err = refusedInForm(f, "", err)
		}
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		return web.Unprocessable(w, r, offerFormTempl(f, ""))
	}
	return web.Redirect(w, r, "/mentoring/offers/"+id, "done.mentoring.offered")
}

// visible is an offer that the viewer may see: an open one of a member who is
// here. To somebody they are kept apart from its member looks like one who pauses.
func (s *Mentorings) visible(ctx context.Context, id string) (shown, error) {
	return s.visibleTo(ctx, member.Must(ctx), id)
}

func (s *Mentorings) visibleTo(ctx context.Context, me member.Member, id string) (shown, error) {
	o, err := offerByID(ctx, s.DB, id)
	if err != nil {
		return shown{}, err
	}
	v := shown{Offer: o, standing: o.Standing(), mine: o.MemberID == me.ID}
	if v.by, err = s.members.ByID(ctx, o.MemberID); err != nil {
		return v, err
	}
	if v.qualified, err = s.isCoach(ctx, s.DB, o.MemberID); err != nil {
		return v, err
	}
	if v.mine {
		return v, nil
	}
	if v.standing == Closed || v.by.State != member.Active && v.by.State != member.Paused {
		return v, fault.NotFound
	}
	return v, s.standIn(ctx, &v, me)
}

// standIn finds whether the offer can be asked by the viewer, and where they wait.
func (s *Mentorings) standIn(ctx context.Context, v *shown, me member.Member) error {
	here, err := s.here(ctx, s.DB, me.ID, v.by)
	if err != nil {
		return err
	}
	if !here && v.standing != Away {
		v.standing, v.Paused = Away, false
	}
	if v.standing == Free {
		able, err := s.able(ctx, s.DB, v.Offer)
		if err != nil {
			return err
		}
		if !able {
			v.standing = Full
		}
	}
	own, err := waits(ctx, s.DB, "offer_id = ? AND member_id = ? AND ended_at IS NULL", v.ID, me.ID)
	if err != nil || len(own) == 0 {
		return err
	}
	v.waitID = own[0].ID
	v.line, err = placeInLine(ctx, s.DB, own[0])
	return err
}

func (s *Mentorings) offerPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visible(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, offerTempl(v, r.URL.Query().Get("seek"), form.With()))
}

// ownOffer is an open offer of whoever is signed in.
func (s *Mentorings) ownOffer(r *http.Request) (Offer, error) {
	o, err := offerByID(r.Context(), s.DB, r.PathValue("id"))
	if err == nil && (o.MemberID != member.Must(r.Context()).ID || !o.EndedAt.IsZero()) {
		err = fault.NotFound
	}
	return o, err
}

func (s *Mentorings) changeOfferPage(w http.ResponseWriter, r *http.Request) error {
	o, err := s.ownOffer(r)
	if err != nil {
		return err
	}
	pairs := []string{
		"kind", string(o.Kind), "topics", strings.Join(o.Topics, ", "), "experience", o.Experience, "rhythm", o.Rhythm,
		"languages", strings.Join(o.Languages, ", "), "capacity", strconv.FormatInt(o.Capacity, 10),
	}
	for _, t := range o.Times {
		pairs = append(pairs, "times", t)
	}
	for _, t := range o.Ways {
		pairs = append(pairs, "ways", t)
	}
	return web.OK(w, r, offerFormTempl(form.With(pairs...), o.Path()))
}

func (s *Mentorings) changeOffer(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	o, err := s.ownOffer(r)
	if err != nil {
		return err
	}
	o.read(f)
	if !f.OK() {
		return web.Unprocessable(w, r, offerFormTempl(f, o.Path()))
	}
	err = s.change(r.Context(), o.ID, o.MemberID, func(_ bun.Tx, now *Offer) error {
		now.Kind, now.Topics, now.Experience, now.Languages = o.Kind, o.Topics, o.Experience, o.Languages
		now.Times, now.Ways, now.Rhythm, now.Capacity = o.Times, o.Ways, o.Rhythm, o.Capacity
		return nil
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, o.Path(), "done.mentoring.changed")
}

func (s *Mentorings) pauseOffer(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	until := f.Date("until", locale.Zone(r.Context()))
	if !until.IsZero() && !until.After(s.Now()) {
		f.Fail("until", "mentoring.pause.past")
	}
	if !f.OK() {
		v, err := s.visible(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		return web.Unprocessable(w, r, offerTempl(v, "", f))
	}
	if err := s.Pause(r.Context(), r.PathValue("id"), member.Must(r.Context()).ID, until); err != nil {
		return err
	}
	return web.Redirect(w, r, "/mentoring/offers/"+r.PathValue("id"), "done.mentoring.paused")
}

func (s *Mentorings) resumeOffer(w http.ResponseWriter, r *http.Request) error {
	if err := s.Resume(r.Context(), r.PathValue("id"), member.Must(r.Context()).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/mentoring/offers/"+r.PathValue("id"), "done.mentoring.resumed")
}

func (s *Mentorings) endOffer(w http.ResponseWriter, r *http.Request) error {
	if err := s.End(r.Context(), r.PathValue("id"), member.Must(r.Context()).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/mentoring", "done.mentoring.ended")
}
