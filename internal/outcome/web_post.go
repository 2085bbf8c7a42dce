package outcome

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

type visiting = func(http.ResponseWriter, *http.Request, *visit) error

// either answers for what came of a conversation, or for a post, which the link
// of a letter leads to both.
func either(outcome, post visiting) visiting {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		if v.o.ID != "" && v.o.Alone() {
			return post(w, r, v)
		}
		return outcome(w, r, v)
	}
}

// postRoutes are the pages of a post for its author, who has signed in.
func (s *Outcomes) postRoutes(m *web.Mux) {
	handle := func(method, sub string, h visiting) {
		m.Handle(web.Member, method+" /posts/{id}"+sub, s.visiting(s.byPost, h))
	}
	handle("GET", "", s.postPage)
	handle("GET", "/change", s.changePostPage)
	handle("POST", "/change", s.changePost)
	handle("POST", "/answer", s.answerPost)
}

func (s *Outcomes) byPost(r *http.Request) (*visit, error) {
	o, err := s.byID(r.Context(), s.DB, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	me := member.Must(r.Context()).ID
	if _, in := o.Person(me); !in || !o.Alone() {
		return nil, fault.NotFound
	}
	return &visit{me: me, o: o, path: o.postPath()}, nil
}

func (s *Outcomes) postPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return web.OK(w, r, postPage(v, form.With()))
}

func (s *Outcomes) changePostPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	f := form.With("text", v.o.Shared, "link", v.o.Link, "edits", strconv.FormatInt(v.o.Edits, 10))
	if p, _ := v.o.Person(v.me); p.Named && p.Answer != Unnamed {
		f.Set("named", "yes")
	}
	return web.OK(w, r, postFormPage(v, f))
}

func (s *Outcomes) changePost(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Text("text", form.Required("outcome.post.missing"), form.Max(MaxPost))
	link := f.URL("link")
	if !f.OK() {
		return web.Unprocessable(w, r, postFormPage(v, f))
	}
	edits, _ := strconv.ParseInt(f.Value("edits"), 10, 64)
	err = s.changePostIn(r.Context(), v.o.ID, v.me, post(v.me, text, link, f.Ticked("named")), edits)
	if errors.Is(err, errChanged) { // in another window of their own
		f.Set("edits", strconv.FormatInt(v.o.Edits, 10))
		f.Fail("text", "outcome.post.overtaken")
		return web.Unprocessable(w, r, postFormPage(v, f))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.path, "done.outcome.saved")
}

func (s *Outcomes) answerPost(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	before, a := v.o.Standing(), Answer(f.Value("answer"))
	version, _ := strconv.ParseInt(f.Value("version"), 10, 64)
	err = s.Answer(r.Context(), v.o.ID, v.me, a, version)
	if errors.Is(err, errChanged) || errors.Is(err, fault.Invalid) {
		key, args, _ := fault.Sentence(err)
		f.Fail("", key, args...)
		if v.o, err = s.byID(r.Context(), s.DB, v.o.ID); err != nil {
			return err
		}
		return web.Unprocessable(w, r, postPage(v, f))
	}
	if err != nil {
		return err
	}
	done := doneAnswer(a, before)
	if a == No {
		done = "done.outcome.withdrawn"
	}
	return web.Redirect(w, r, v.path, done)
}

// postStanding is the sentence that says where a post stands.
func (v *visit) postStanding(ctx context.Context) string {
	switch v.o.Standing() {
	case Public, Hidden:
		return locale.T(ctx, "outcome.standing."+string(v.o.Standing()))
	default:
		return locale.T(ctx, "outcome.post.back")
	}
}
