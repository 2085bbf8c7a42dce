package mentoring

import (
	"context"
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// draft begins the message with what the member has told already.
func (s *Mentorings) draft(ctx context.Context, seekID string) (f *form.Form, err error) {
	me := member.Must(ctx)
	var k Seek
	if seekID != "" {
		k, err = s.seekOf(ctx, s.DB, seekID, me.ID)
	} else if list, e := s.seeks(ctx, s.DB, "member_id = ? AND ended_at IS NULL", me.ID); e != nil || len(list) > 0 {
		if err = e; err == nil {
			k = list[len(list)-1]
		}
	}
	if isNotFound(err) {
		err = nil
	}
	if err != nil || k.ID == "" {
		return form.With(), err
	}
	text := locale.T(ctx, "mentoring.draft.aim", "aim", k.Aim)
	if k.Tried != "" {
		text += "\n\n" + locale.T(ctx, "mentoring.draft.tried", "tried", k.Tried)
	}
	return form.With("message", text, "seek", k.ID), nil
}

// askable is the offer that is asked about; one's own is not.
func (s *Mentorings) askable(r *http.Request) (shown, error) {
	v, err := s.visible(r.Context(), r.PathValue("id"))
	if err == nil && v.mine {
		err = fault.NotFound
	}
	return v, err
}

func (s *Mentorings) askPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.askable(r)
	if err != nil {
		return err
	}
	if v.waitID != "" {
		return web.Redirect(w, r, "/mentoring/waits/"+v.waitID, "")
	}
	f, err := s.draft(r.Context(), r.URL.Query().Get("seek"))
	if err != nil {
		return err
	}
	return s.showAsk(w, r, http.StatusOK, v, f)
}

func (s *Mentorings) showAsk(w http.ResponseWriter, r *http.Request, status int, v shown, f *form.Form) error {
	return web.Render(w, r, status, askTempl(v, f, s.Now().Add(lapseAfter)))
}

func (s *Mentorings) postAsk(w http.ResponseWriter, r *http.Request) error {
	return s.posted(w, r, s.Ask, "/mentoring/requests/", "done.mentoring.asked")
}

func (s *Mentorings) postWait(w http.ResponseWriter, r *http.Request) error {
	return s.posted(w, r, s.Wait, "/mentoring/waits/", "done.mentoring.waiting")
}

func (s *Mentorings) posted(w http.ResponseWriter, r *http.Request, do func(context.Context, Asking) (string, error), path, done string) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	v, err := s.askable(r)
	if err != nil {
		return err
	}
	a := Asking{FromID: member.Must(r.Context()).ID, OfferID: v.ID}
	a.Message = f.Text("message", form.Required("mentoring.message.missing"), form.Max(maxMessage))
	if a.SeekID, err = s.ownSeek(r.Context(), f.Value("seek")); err != nil {
		return err
	}
	var id string
	if f.OK() {
		if id, err = do(r.Context(), a); err != nil {
			err = refusedInForm(f, "", err)
		}
	}
	if err != nil {
		return err
	}
	if f.OK() {
		return web.Redirect(w, r, path+id, done)
	}
	if v, err = s.askable(r); err != nil { // it may be full by now
		return err
	}
	return s.showAsk(w, r, http.StatusUnprocessableEntity, v, f)
}

// ownSeek is the id if it is of an open seek of one's own, and empty otherwise.
func (s *Mentorings) ownSeek(ctx context.Context, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	k, err := s.seekOf(ctx, s.DB, id, member.Must(ctx).ID)
	if isNotFound(err) {
		return "", nil
	}
	return k.ID, err
}

func (s *Mentorings) postWithdraw(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.requestOfMember(r); err != nil {
		return err
	}
	if err := s.Withdraw(r.Context(), r.PathValue("id"), member.Must(r.Context()).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/mentoring/requests/"+r.PathValue("id"), "done.mentoring.withdrawn")
}
