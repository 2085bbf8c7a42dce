package unmentoring

import (
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

func (s *Programmes) programmesPage(w http.ResponseWriter, r *http.Request) error {
	list, err := programmes(r.Context(), s.DB, Running, Halted)
	if err != nil {
		return err
	}
	var parts []part
	for _, p := range list {
		v, err := s.partIn(r.Context(), p, me(r).ID)
		if err != nil {
			return err
		}
		if p.Open(v.member) || v.entry.Place != NoPlace || len(p.Organisations)+len(p.Regions) == 0 {
			parts = append(parts, v)
		}
	}
	return web.OK(w, r, programmesPage(parts, me(r).Organiser))
}

func (s *Programmes) programmePage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.Programme(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := s.partIn(r.Context(), p, me(r).ID)
	if err != nil {
		return err
	}
	return web.OK(w, r, programmePage(v))
}

func (s *Programmes) joinProgramme(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.Join(r.Context(), id, me(r).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/programmes/"+id, "done.unmentoring.joined")
}

func (s *Programmes) leaveProgramme(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.Leave(r.Context(), id, me(r).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/programmes/"+id, "done.unmentoring.left")
}

func (s *Programmes) wishForProgramme(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := s.readWish(r, id, me(r).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/programmes/"+id, "done.unmentoring.wished")
}

// readWish reads how often somebody takes part, and whether a third may join.
func (s *Programmes) readWish(r *http.Request, programmeID, memberID string) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	every := f.Int("every", 1, MaxEvery)
	if !f.OK() {
		return fault.Invalid
	}
	return s.Wish(r.Context(), programmeID, memberID, every, f.Value("third"))
}

func (s *Programmes) answer(w http.ResponseWriter, r *http.Request) error {
	round, _, err := s.Round(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	done, err := s.readAnswer(r, round, me(r).ID)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/programmes/"+round.ProgrammeID, done)
}

func (s *Programmes) readAnswer(r *http.Request, round Round, memberID string) (done string, err error) {
	f, err := form.Read(r)
	if err != nil {
		return "", err
	}
	answer := f.Choice("answer", "form.choice", string(In), string(Out))
	if !f.OK() {
		return "", fault.Invalid
	}
	err = s.Answer(r.Context(), round.ID, memberID, answer == string(In))
	return "done.unmentoring.answer." + answer, err
}

// byLink opens a signed link of a kind that names a programme or round, and a
// member.
func (s *Programmes) byLink(r *http.Request, kind string) (id, memberID string, err error) {
	ids, err := s.Keys.OpenLink(s.Now(), kind, r.PathValue("token"))
	if err != nil {
		return "", "", err
	}
	if len(ids) != 2 {
		return "", "", fault.NotFound
	}
	m, err := s.members.ByID(r.Context(), ids[1])
	if err != nil {
		return "", "", err
	}
	if m.State != "active" && m.State != "paused" {
		return "", "", fault.Because(fault.Gone, "unmentoring.error.no_member")
	}
	return ids[0], ids[1], nil
}

func (s *Programmes) roundLinkPage(w http.ResponseWriter, r *http.Request) error {
	id, memberID, err := s.byLink(r, linkRound)
	if err != nil {
		return err
	}
	round, p, err := s.Round(r.Context(), id)
	if err != nil {
		return err
	}
	v, err := s.part(r.Context(), s.DB, round, p, memberID)
	if err != nil {
		return err
	}
	return web.OK(w, web.In(r, v.member.Language), roundLinkPage(v, "/r/"+r.PathValue("token"), s.LeavePath(p.ID, memberID)))
}

func (s *Programmes) answerByLink(w http.ResponseWriter, r *http.Request) error {
	id, memberID, err := s.byLink(r, linkRound)
	if err != nil {
		return err
	}
	round, _, err := s.Round(r.Context(), id)
	if err != nil {
		return err
	}
	done, err := s.readAnswer(r, round, memberID)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/r/"+r.PathValue("token"), done)
}

func (s *Programmes) wishByLink(w http.ResponseWriter, r *http.Request) error {
	id, memberID, err := s.byLink(r, linkRound)
	if err != nil {
		return err
	}
	round, _, err := s.Round(r.Context(), id)
	if err != nil {
		return err
	}
	if err := s.readWish(r, round.ProgrammeID, memberID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/r/"+r.PathValue("token"), "done.unmentoring.wished")
}

func (s *Programmes) leavePage(w http.ResponseWriter, r *http.Request) error {
	return s.membershipPage(w, r, linkLeave, LeftIt)
}

func (s *Programmes) backPage(w http.ResponseWriter, r *http.Request) error {
	return s.membershipPage(w, r, linkBack, TakesPart)
}

// membershipPage asks before it changes where somebody stands with a programme.
func (s *Programmes) membershipPage(w http.ResponseWriter, r *http.Request, kind string, to MembershipState) error {
	id, memberID, err := s.byLink(r, kind)
	if err != nil {
		return err
	}
	p, err := s.Programme(r.Context(), id)
	if err != nil {
		return err
	}
	ms, err := s.Membership(r.Context(), id, memberID)
	if err != nil {
		return err
	}
	m, err := s.members.ByID(r.Context(), memberID)
	if err != nil {
		return err
	}
	return web.OK(w, web.In(r, m.Language), membershipPage(p, kind, "/"+kind+"/"+r.PathValue("token"), ms.State == to))
}

// leaveByLink is also what a mail program posts to when its reader unsubscribes.
func (s *Programmes) leaveByLink(w http.ResponseWriter, r *http.Request) error {
	id, memberID, err := s.byLink(r, linkLeave)
	if err != nil {
		return err
	}
	if err := s.Leave(r.Context(), id, memberID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/leave/"+r.PathValue("token"), "done.unmentoring.left")
}

func (s *Programmes) backByLink(w http.ResponseWriter, r *http.Request) error {
	id, memberID, err := s.byLink(r, linkBack)
	if err != nil {
		return err
	}
	if err := s.Join(r.Context(), id, memberID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/back/"+r.PathValue("token"), "done.unmentoring.joined")
}
