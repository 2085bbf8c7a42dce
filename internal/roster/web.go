package roster

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
	"cuppa.example/internal/web"
)

// Routes are the organisers' list of members, import and export, and the page
// for somebody who was imported.
func (r *Roster) Routes(m *web.Mux) {
	m.Handle(web.Organiser, "GET /organise/members", r.listPage)
	m.Handle(web.Organiser, "GET /organise/members/{id}", r.memberPage)
	m.Handle(web.Organiser, "POST /organise/members/{id}/organiser", r.setOrganiser)
	m.Handle(web.Organiser, "GET /organise/members/{id}/address", r.addressPage)
	m.Handle(web.Organiser, "POST /organise/members/{id}/address", r.mendAddress)
	m.Handle(web.Organiser, "GET /organise/import", r.importPage)
	m.Handle(web.Organiser, "POST /organise/import", r.look)
	m.Handle(web.Organiser, "GET /organise/import/{id}", r.planPage)
	m.Handle(web.Organiser, "POST /organise/import/{id}", r.confirm)
	m.Handle(web.Organiser, "GET /organise/export", r.exportPage)
	m.Handle(web.Organiser, "GET /organise/export/{file}", r.export)
	m.Handle(web.Link, "GET /imported/{token}", r.importedPage)
	m.Handle(web.Link, "POST /imported/{token}/agree", r.agree)
	m.Handle(web.Link, "POST /imported/{token}/remove", r.remove)
}

func (r *Roster) listPage(w http.ResponseWriter, req *http.Request) error {
	f := form.Query(req)
	filter := member.Filter{Search: f.Value("q"), Sort: f.Value("sort"), After: f.Value("after"), Brief: true}
	all := []member.State{member.Active, member.Paused, member.Left, member.Suspended, member.Removed}
	if state := member.State(f.Value("state")); slices.Contains(all, state) {
		filter.States = []member.State{state}
	} else if f.Value("state") == bounced {
		filter.Bounced = true
	} else {
		filter.States = all
	}
	page, err := r.members.List(req.Context(), filter)
	if err != nil {
		return err
	}
	counts, err := r.members.Counts(req.Context())
	if err != nil {
		return err
	}
	return web.OK(w, req, listPage(f, page, counts))
}

func (r *Roster) memberPage(w http.ResponseWriter, req *http.Request) error {
	m, err := r.members.ByID(req.Context(), req.PathValue("id"))
	if err == nil && m.State == member.Erased {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	return web.OK(w, req, memberPage(m, member.Must(req.Context()).ID == m.ID))
}

func (r *Roster) setOrganiser(w http.ResponseWriter, req *http.Request) error {
	f, err := form.Read(req)
	if err != nil {
		return err
	}
	id := req.PathValue("id")
	err = r.DB.InTx(req.Context(), func(ctx context.Context, tx bun.Tx) error {
		m, err := r.members.In(ctx, tx, id)
		if err != nil {
			return err
		}
		if m.State != member.Active && m.State != member.Paused {
			return fault.Because(fault.Conflict, "roster.not_member")
		}
		return r.members.SetOrganiser(ctx, tx, id, f.Value("organiser") == "yes")
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, req, "/organise/members/"+id, "done.roster.organiser")
}

func (r *Roster) importPage(w http.ResponseWriter, req *http.Request) error {
	kind := string(People)
	if req.URL.Query().Get("kind") == string(Meetings) {
		kind = string(Meetings)
	}
	return web.OK(w, req, importPage(form.With("kind", kind)))
}

func (r *Roster) look(w http.ResponseWriter, req *http.Request) error {
	f, err := form.Read(req)
	if err != nil {
		return err
	}
	kind := Kind(f.Choice("kind", "roster.kind.missing", string(People), string(Meetings)))
	var content []byte
	file, header, err := req.FormFile("file")
	switch {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		f.Fail("file", "roster.file.missing")
	case err != nil:
		return err
	default:
		defer file.Close()
		if content, err = io.ReadAll(file); err != nil {
			return err
		}
	}
	if !f.OK() {
		return web.Unprocessable(w, req, importPage(f))
	}
	id, err := r.Look(req.Context(), member.Must(req.Context()).ID, kind, shortened(form.CleanLine(header.Filename)), content)
	if key, args, ok := fault.Sentence(err); ok && errors.Is(err, fault.Invalid) {
		f.Fail("file", key, args...)
		return web.Unprocessable(w, req, importPage(f))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, req, "/organise/import/"+id, "")
}

// shortened is the beginning of a file's name that is too long to show.
func shortened(name string) string {
	if letters := []rune(name); len(letters) > 100 {
		return string(letters[:100])
	}
	return name
}

// problemsShown is how many problems a page lists.
const problemsShown = 100

func (r *Roster) planPage(w http.ResponseWriter, req *http.Request) error {
	u, s, err := r.open(req.Context(), r.DB, req.PathValue("id"))
	if err != nil {
		return err
	}
	if u.Sealed == nil {
		return web.OK(w, req, donePage(u))
	}
	p, err := r.plan(req.Context(), r.DB, u.Kind, s)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(req.URL.Query().Get("page"))
	if err != nil || number < 1 {
		number = 1
	}
	return web.OK(w, req, planPage(u, p, number))
}

func (r *Roster) confirm(w http.ResponseWriter, req *http.Request) error {
	id := req.PathValue("id")
	if err := r.Confirm(req.Context(), id); err != nil {
		return err
	}
	return web.Redirect(w, req, "/organise/import/"+id, "done.roster.imported")
}

func (r *Roster) exportPage(w http.ResponseWriter, req *http.Request) error {
	return web.OK(w, req, exportPage(r.exports))
}

func (r *Roster) export(w http.ResponseWriter, req *http.Request) error {
	name, isCSV := strings.CutSuffix(req.PathValue("file"), ".csv")
	for _, e := range r.exports {
		if e.Name != name || !isCSV {
			continue
		}
		web.Attachment(w, "text/csv; charset=utf-8", name+".csv")
		out, err := sheet.NewWriter(w)
		if err != nil {
			return err
		}
		return errors.Join(e.Write(req.Context(), out), out.Close())
	}
	return fault.NotFound
}

// imported opens the link of somebody who was imported. Once they have agreed
// or are gone, it does nothing any more.
func (r *Roster) imported(req *http.Request) (member.Member, error) {
	ids, err := r.Keys.OpenLink(r.Now(), linkKind, req.PathValue("token"))
	if err != nil {
		return member.Member{}, err
	}
	m, err := r.members.ByID(req.Context(), ids[0])
	if err != nil {
		return m, err
	}
	if !m.PledgedAt.IsZero() || m.State == member.Erased || m.Barred() {
		return m, fault.Because(fault.Gone, "roster.imported.over")
	}
	return m, nil
}

func (r *Roster) importedPage(w http.ResponseWriter, req *http.Request) error {
	m, err := r.imported(req)
	if err != nil {
		return err
	}
	n, err := r.Networks.Current(req.Context())
	if err != nil {
		return err
	}
	return web.OK(w, req, importedPage(req.PathValue("token"), m, n))
}

func (r *Roster) agree(w http.ResponseWriter, req *http.Request) error {
	m, err := r.imported(req)
	if err != nil {
		return err
	}
	err = r.DB.InTx(req.Context(), func(ctx context.Context, tx bun.Tx) error { return r.members.Agree(ctx, tx, m.ID) })
	if err != nil {
		return err
	}
	if err := r.members.Begin(req.Context(), w, req, m.ID); err != nil {
		return err
	}
	return web.Redirect(w, req, "/home", "done.roster.agreed")
}

func (r *Roster) remove(w http.ResponseWriter, req *http.Request) error {
	m, err := r.imported(req)
	if err != nil {
		return err
	}
	err = r.DB.InTx(req.Context(), func(ctx context.Context, tx bun.Tx) error { return r.members.Erase(ctx, tx, m.ID) })
	if err != nil {
		return err
	}
	return web.Redirect(w, req, "/", "done.roster.removed")
}
