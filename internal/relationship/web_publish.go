package relationship

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// draft is what somebody would make public of a reflection.
type draft struct {
	was   Reflection
	f     *form.Form
	text  string
	look  templ.Component // what everybody would read
	hints []string        // words that may tell who the other is
}

func (s *Relationships) publishPage(w http.ResponseWriter, r *http.Request, v *visit, f Reflection) error {
	if s.Posts.Publish == nil || f.Published != "" {
		return web.Redirect(w, r, v.base+"/reflections/"+f.ID, "")
	}
	return web.OK(w, r, publishPage(v, draft{was: f, f: form.With("text", f.Text, "named", "yes")}))
}

// publish has two steps: the words, and then what everybody would read, from
// which one can go back. Nothing is kept before the second.
func (s *Relationships) publish(w http.ResponseWriter, r *http.Request, v *visit, was Reflection) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	d := draft{was: was, f: f}
	d.text = f.Text("text", form.Required("relationship.publish.missing"), form.Max(s.Posts.Max))
	other := v.people[v.other()]
	if names(d.text, other) {
		f.Fail("text", otherNamed, "name", other.Name)
	}
	if !f.OK() {
		return web.Unprocessable(w, r, publishPage(v, d))
	}
	step := f.Value("step")
	if step == "change" {
		return web.OK(w, r, publishPage(v, d))
	}
	if step == "publish" && f.Ticked("sure") {
		return s.published(w, r, v, d)
	}
	d.hints = hints(d.text, other)
	if d.look, err = s.Posts.Preview(r.Context(), v.me, d.text, f.Ticked("named")); err != nil {
		return err
	}
	if step == "publish" {
		f.Fail("sure", "relationship.publish.sure.missing")
		return web.Unprocessable(w, r, previewPage(v, d))
	}
	return web.OK(w, r, previewPage(v, d))
}

func (s *Relationships) published(w http.ResponseWriter, r *http.Request, v *visit, d draft) error {
	path, err := s.Publish(r.Context(), v.r.ID, v.me, d.was.ID, d.text, d.f.Ticked("named"))
	if errors.Is(err, fault.Invalid) {
		key, args, _ := fault.Sentence(err)
		d.f.Fail("text", key, args...)
		return web.Unprocessable(w, r, publishPage(v, d))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path, "done.relationship.published")
}
