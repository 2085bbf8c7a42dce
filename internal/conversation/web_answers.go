package conversation

import (
	"errors"
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

func (s *Conversations) metPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.answerable() {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, metPage(v, form.With()))
}

func (s *Conversations) met(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	on := f.Date("on", locale.Zone(r.Context()))
	if f.OK() {
		err := s.SayMet(r.Context(), v.c.ID, v.me.MemberID, on)
		switch {
		case err == nil:
			return web.Redirect(w, r, v.base+"/thanks", "")
		case !errors.Is(err, fault.Invalid):
			return err
		}
		key, args, _ := fault.Sentence(err)
		f.Fail("on", key, args...)
	}
	return web.Unprocessable(w, r, metPage(v, f))
}

// thanksPage leads to sharing what came of it.
func (s *Conversations) thanksPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.me.Answer != SaidMet {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, thanksPage(v))
}

func (s *Conversations) notMetPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.answerable() {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, notMetPage(v, form.With("reason", string(v.me.Reason))))
}

func (s *Conversations) notMet(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	reason := Reason(f.Value("reason"))
	if reason == NoReply && v.mayGiveUp() {
		return web.Redirect(w, r, v.base+"/no-reply", "") // there they can get somebody else
	}
	err = s.SayNotMet(r.Context(), v.c.ID, v.me.MemberID, reason)
	if errors.Is(err, fault.Invalid) {
		f.Fail("reason", "conversation.not_met.missing")
		return web.Unprocessable(w, r, notMetPage(v, f))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.conversation.answered")
}

// mayGiveUp reports whether the visitor can ask for somebody else because
// nobody answers.
func (v *visit) mayGiveUp() bool {
	return v.running() && v.s.rematches(v.c) && !v.now.Before(v.c.patience()) && v.me.Answer != SaidMet
}

func (s *Conversations) noReplyPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.running() || !s.rematches(v.c) {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, noReplyPage(v))
}

func (s *Conversations) noReply(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.me.LeftWhy != GotNoReply { // pressed twice is pressed once
		if err := s.NoReply(r.Context(), v.c.ID, v.me.MemberID); err != nil {
			return err
		}
	}
	return web.Redirect(w, r, v.base, "done.conversation.no_reply")
}

func (s *Conversations) cannotPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.running() {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, cannotPage(v))
}

func (s *Conversations) cannot(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.me.LeftWhy != CannotMakeIt {
		if err := s.CannotMakeIt(r.Context(), v.c.ID, v.me.MemberID); err != nil {
			return err
		}
	}
	return web.Redirect(w, r, v.base, "done.conversation.cannot")
}

func (s *Conversations) another(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.me.WantedAt.IsZero() {
		if err := s.AnotherPartner(r.Context(), v.c.ID, v.me.MemberID); err != nil {
			return err
		}
	}
	return web.Redirect(w, r, v.base, "done.conversation.another")
}

func (s *Conversations) notNow(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.NotThisTime(r.Context(), v.c.ID, v.me.MemberID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.conversation.not_now")
}
