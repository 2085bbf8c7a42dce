package relationship

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// templateRoutes are the organisers' pages of the network's own agendas.
func (s *Relationships) templateRoutes(m *web.Mux) {
	m.Handle(web.Organiser, "GET /organise/agendas", s.templatesPage)
	m.Handle(web.Organiser, "GET /organise/agendas/new", s.newTemplatePage)
	m.Handle(web.Organiser, "POST /organise/agendas/new", s.keepTemplate)
	m.Handle(web.Organiser, "GET /organise/agendas/{template}", s.templatePage)
	m.Handle(web.Organiser, "POST /organise/agendas/{template}", s.keepTemplate)
	m.Handle(web.Organiser, "POST /organise/agendas/{template}/retire", s.retire)
}

const templatesPath = "/organise/agendas"

func (s *Relationships) templatesPage(w http.ResponseWriter, r *http.Request) error {
	list, err := templates(r.Context(), s.DB)
	if err != nil {
		return err
	}
	return web.OK(w, r, templatesPage(list))
}

func (s *Relationships) newTemplatePage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, templatePage(Template{}, form.With()))
}

func (s *Relationships) templatePage(w http.ResponseWriter, r *http.Request) error {
	t, err := s.template(r.Context(), s.DB, r.PathValue("template"))
	if err != nil {
		return err
	}
	return web.OK(w, r, templatePage(t, form.With("name", t.Name, "agenda", t.Agenda, "edits", strconv.FormatInt(t.Edits, 10))))
}

func (s *Relationships) keepTemplate(w http.ResponseWriter, r *http.Request) error {
	var was Template
	var err error
	if id := r.PathValue("template"); id != "" {
		if was, err = s.template(r.Context(), s.DB, id); err != nil {
			return err
		}
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	name := f.Line("name", form.Required("relationship.templates.name.missing"), form.Max(maxTemplateName))
	agenda := f.Text("agenda", form.Required("relationship.templates.agenda.missing"), form.Max(maxNotes))
	if f.OK() {
		edits, _ := strconv.ParseInt(f.Value("edits"), 10, 64)
		err = s.SaveTemplate(r.Context(), was.ID, name, agenda, edits)
		key, args, explained := fault.Sentence(err)
		switch {
		case err == nil:
			return web.Redirect(w, r, templatesPath, "done.relationship.template")
		case errors.Is(err, errChanged): // shown beside what they typed; saving again replaces it
			f.Set("edits", strconv.FormatInt(was.Edits, 10))
			f.Fail("agenda", "relationship.templates.changed")
			return web.Unprocessable(w, r, templatePage(was, f))
		case !explained:
			return err
		}
		f.Fail("name", key, args...)
	}
	return web.Unprocessable(w, r, templatePage(was, f))
}

func (s *Relationships) retire(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	back := f.Value("back") == "yes"
	if err := s.Retire(r.Context(), r.PathValue("template"), back); err != nil {
		return err
	}
	if back {
		return web.Redirect(w, r, templatesPath, "done.relationship.template.back")
	}
	return web.Redirect(w, r, templatesPath, "done.relationship.template.retired")
}

// templateTasks are templates in a list.
func templateTasks(ctx context.Context, list []Template, id string) govuk.TaskListProps {
	p := govuk.TaskListProps{ID: id}
	for _, t := range list {
		p.Tasks = append(p.Tasks, govuk.Task{
			Title: t.Name, Href: templatesPath + "/" + t.ID, Hint: locale.T(ctx, "relationship.templates.since", "date", locale.Date(ctx, t.ChangedAt)),
		})
	}
	return p
}

// retired are those that are no longer offered.
func retired(list []Template) []Template {
	var off []Template
	for _, t := range list {
		if !t.RetiredAt.IsZero() {
			off = append(off, t)
		}
	}
	return off
}

// templateAction is where the form of a template goes.
func templateAction(t Template) string {
	if t.ID == "" {
		return templatesPath + "/new"
	}
	return templatesPath + "/" + t.ID
}

// templateTitle is the heading of that form.
func templateTitle(ctx context.Context, t Template) string {
	if t.ID == "" {
		return locale.T(ctx, "relationship.templates.add")
	}
	return locale.T(ctx, "relationship.templates.change")
}
