package conversation

import (
	"net/http"

	"cuppa.example/internal/form"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/web"
)

func (s *Conversations) reportPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return web.OK(w, r, reportPage(v, form.With()))
}

func (s *Conversations) report(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	about := v.who(f, "conversation.report.who.missing")
	text := f.Text("text", form.Max(safety.MaxText))
	if !f.OK() {
		return web.Unprocessable(w, r, reportPage(v, f))
	}
	receipt, err := s.Report(r.Context(), v.c.ID, v.me.MemberID, about, text, f.Ticked("block"))
	if err != nil {
		return err
	}
	return web.Redirect(w, r, receipt.Path, "")
}

// who reads which of the others is meant; in a pair it can only be one.
func (v *visit) who(f *form.Form, missing string) string {
	list := v.everybody()
	if len(list) == 1 {
		return list[0]
	}
	return f.Choice("who", missing, list...)
}

// everybody is the ids of all the others, also of those who have left it.
func (v *visit) everybody() []string {
	var ids []string
	for _, p := range v.c.People {
		if p.MemberID != v.me.MemberID && v.people[p.MemberID].Name != "" {
			ids = append(ids, p.MemberID)
		}
	}
	return ids
}

func (s *Conversations) blockPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return web.OK(w, r, blockPage(v, form.With()))
}

func (s *Conversations) block(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	other := v.who(f, "conversation.block.who.missing")
	if !f.OK() {
		return web.Unprocessable(w, r, blockPage(v, f))
	}
	if err := s.Block(r.Context(), v.c.ID, v.me.MemberID, other); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.conversation.blocked")
}
