package joining

import (
	"context"
	"errors"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/web"
)

// welcomeView is the next step with what its form needs.
type welcomeView struct {
	progress Progress
	form     *form.Form
	known    member.Known
	fields   []member.Field
	network  network.Network
}

func (s *Applications) welcomePage(w http.ResponseWriter, r *http.Request) error {
	m := member.Must(r.Context())
	d, err := s.members.Described(r.Context(), s.DB, m.ID)
	if err != nil {
		return err
	}
	return s.showWelcome(w, r, http.StatusOK, "", d.Form())
}

// showWelcome shows the next step, or step with what is wrong with its form.
func (s *Applications) showWelcome(w http.ResponseWriter, r *http.Request, status int, step Step, f *form.Form) error {
	ctx := r.Context()
	v := welcomeView{form: f}
	var err error
	if v.progress, err = s.Progress(ctx, member.Must(ctx)); err != nil {
		return err
	}
	if step != "" {
		v.progress.Next = step
	}
	if v.network, err = s.Networks.Current(ctx); err != nil {
		return err
	}
	if v.known, err = s.members.Known(ctx); err != nil {
		return err
	}
	if v.fields, err = s.members.Fields(ctx, s.DB); err != nil {
		return err
	}
	return web.Render(w, r, status, welcomePage(v))
}

func (s *Applications) agree(w http.ResponseWriter, r *http.Request) error {
	id := member.Must(r.Context()).ID
	err := s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error { return s.members.Agree(ctx, tx, id) })
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/welcome", "done.joining.agreed")
}

func (s *Applications) describe(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	fields, err := s.members.Fields(r.Context(), s.DB)
	if err != nil {
		return err
	}
	var said member.Details
	said.ReadWork(f)
	said.ReadThoughts(f)
	said.ReadFields(f, fields)
	said.ReadContact(f)
	if !f.OK() {
		return s.showWelcome(w, r, http.StatusUnprocessableEntity, Describe, f)
	}
	err = s.Describe(r.Context(), member.Must(r.Context()).ID, func(d *member.Details) {
		said.Name, said.Language, said.Pictured = d.Name, d.Language, d.Pictured
		*d = said
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/welcome", "done.joining.described")
}

func (s *Applications) sharePage(w http.ResponseWriter, r *http.Request) error {
	n, err := s.Note(r.Context(), member.Must(r.Context()).ID)
	if err != nil && !isNotFound(err) {
		return err
	}
	f := form.With("note", n.Text, "link", n.Link)
	if n.Public {
		f.Set("public", "yes")
	}
	return web.OK(w, r, sharePage(f))
}

func (s *Applications) share(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	id := member.Must(r.Context()).ID
	n := Note{MemberID: id, Text: f.Text("note", form.Max(maxNote)), Link: f.URL("link"), Public: f.Ticked("public")}
	if n.Text == "" && n.Link == "" {
		if _, err := s.Note(r.Context(), id); isNotFound(err) {
			f.Fail("note", "joining.share.missing")
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		return web.Unprocessable(w, r, sharePage(f))
	}
	if err := s.Share(r.Context(), n); errors.Is(err, errHidden) {
		f.Fail("public", "joining.share.hidden")
		return web.Unprocessable(w, r, sharePage(f))
	} else if err != nil {
		return err
	}
	done := "done.joining.shared"
	if n.Text == "" && n.Link == "" {
		done = "done.joining.taken_back"
	}
	return web.Redirect(w, r, "/welcome", done)
}

func (s *Applications) skip(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	step := f.Choice("step", "", string(Describe), string(Share), string(Meeting))
	if step == "" {
		return errNoStep
	}
	if err := s.Skip(r.Context(), member.Must(r.Context()).ID, Step(step)); err != nil {
		return err
	}
	return web.Redirect(w, r, "/welcome", "")
}
