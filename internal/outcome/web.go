package outcome

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are the pages about one's own outcome, behind three doors: below the
// conversation's page, signed in or by its link, and by the link of a letter
// about the outcome. A post has no conversation, and a door of its own. Then what
// is public, and the organisers' pages.
func (s *Outcomes) Routes(m *web.Mux) {
	for _, door := range []struct {
		access web.Access
		path   string
		find   finder
	}{
		{web.Link, "/o/{token}", s.byToken},
		{web.Link, "/c/{token}/outcome", s.byConversationPage},
		{web.Member, "/conversations/{id}/outcome", s.byConversationPage},
	} {
		handle := func(method, sub string, h func(http.ResponseWriter, *http.Request, *visit) error) {
			m.Handle(door.access, method+" "+door.path+sub, s.visiting(door.find, h))
		}
		handle("GET", "", either(s.page, s.postPage))
		handle("GET", "/change", either(s.changePage, s.changePostPage))
		handle("POST", "/change", either(s.change, s.changePost))
		handle("POST", "/answer", either(s.answer, s.answerPost))
		handle("POST", "/did", s.did)
	}
	s.postRoutes(m)
	m.Handle(web.Public, "GET /outcomes", s.listPage)
	m.Handle(web.Public, "GET /outcomes.atom", s.atomFeed)
	m.Handle(web.Public, "GET /outcomes.json", s.jsonFeed)
	m.Handle(web.Public, "GET /outcomes/{id}", s.publicPage)

	m.Handle(web.Organiser, "GET /organise/outcomes", s.moderatePage)
	m.Handle(web.Organiser, "GET /organise/outcomes/{id}", s.hidePage)
	m.Handle(web.Organiser, "POST /organise/outcomes/{id}/hide", s.hide)
	m.Handle(web.Organiser, "POST /organise/outcomes/{id}/show", s.unhide)
}

// visit is somebody looking at what came of one of their conversations.
type visit struct {
	c    conversation.Conversation
	me   string // the visitor
	o    Outcome
	base string // of the conversation's page; empty where its link is not at hand
	path string // of this page
	// askDid is that the visitor wrote what they will do, and it is time to ask
	// how it went.
	askDid bool

	people map[string]member.Member
}

// finder says whose page a request is for: the outcome, if there is one, or at
// least the conversation.
type finder func(r *http.Request) (*visit, error)

func (s *Outcomes) byConversationPage(r *http.Request) (*visit, error) {
	c, me, base, err := s.conversations.Identify(r)
	if err != nil {
		return nil, err
	}
	v := &visit{c: c, me: me.MemberID, base: base, path: base + "/outcome"}
	v.o, err = s.ByConversation(r.Context(), c.ID, v.me)
	if err == nil || !errors.Is(err, fault.NotFound) {
		return v, err
	}
	if _, err := s.byConversation(r.Context(), s.DB, c.ID); err == nil {
		return nil, fault.NotFound // somebody who had left before it was written
	}
	return v, nil
}

func (s *Outcomes) byToken(r *http.Request) (*visit, error) {
	token := r.PathValue("token")
	o, p, err := s.openLink(r.Context(), token)
	if err != nil {
		return nil, err
	}
	v := &visit{me: p.MemberID, o: o, path: "/o/" + token}
	if !o.Alone() {
		v.c, err = s.conversations.ByID(r.Context(), s.DB, o.ConversationID)
	}
	return v, err
}

func (s *Outcomes) visiting(find finder, h func(http.ResponseWriter, *http.Request, *visit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := find(r)
		if err != nil {
			return err
		}
		if err := s.look(r.Context(), v); err != nil {
			return err
		}
		return h(w, web.In(r, v.people[v.me].Language), v)
	}
}

func (s *Outcomes) look(ctx context.Context, v *visit) (err error) {
	ids := v.o.others("")
	if len(ids) == 0 {
		for _, p := range v.c.Active() {
			ids = append(ids, p.MemberID)
		}
	}
	if v.people, err = s.members.Many(ctx, s.DB, ids); err != nil {
		return err
	}
	if v.people[v.me].State == member.Erased {
		return fault.Gone
	}
	v.askDid = v.o.WillBy == v.me && (v.o.Did != NotSaid || s.Now().Sub(v.o.WillAt) >= askDidAfter)
	return nil
}

// page is what came of the conversation: the form where nothing is written yet.
func (s *Outcomes) page(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.o.Standing() == Blank {
		if !v.mayWrite() {
			return s.notYet(w, r, v)
		}
		return web.OK(w, r, writePage(v, v.begin(), nil))
	}
	return web.OK(w, r, outcomePage(v, form.With()))
}

// notYet is for who has not said that they met: they are asked that first.
func (s *Outcomes) notYet(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.base == "" {
		return fault.Gone
	}
	return web.Redirect(w, r, v.base, "")
}

func (s *Outcomes) changePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.mayWrite() {
		return s.notYet(w, r, v)
	}
	return web.OK(w, r, writePage(v, v.begin(), nil))
}

// mayWrite reports whether the visitor can write: who is one of the people of
// an outcome always can, and otherwise who has met.
func (v *visit) mayWrite() bool {
	if _, in := v.o.Person(v.me); in {
		return true
	}
	p, _ := v.c.Person(v.me)
	return MayWrite(v.c, p)
}

func (s *Outcomes) change(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.mayWrite() {
		return s.notYet(w, r, v)
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	d := v.read(f)
	if !f.OK() {
		return web.Unprocessable(w, r, writePage(v, f, nil))
	}
	edits, _ := strconv.ParseInt(f.Value("edits"), 10, 64)
	err = s.Write(r.Context(), v.c.ID, v.me, d, edits)
	if errors.Is(err, errChanged) {
		return s.overtaken(w, r, v, f)
	}
	if errors.Is(err, fault.Invalid) {
		key, args, _ := fault.Sentence(err)
		f.Fail("shared", key, args...)
		return web.Unprocessable(w, r, writePage(v, f, nil))
	}
	if err != nil {
		return err
	}
	return s.done(w, r, v)
}

// overtaken shows what somebody else has written in the meantime beside what
// the visitor typed, and lets them decide.
func (s *Outcomes) overtaken(w http.ResponseWriter, r *http.Request, v *visit, f *form.Form) error {
	o, err := s.ByConversation(r.Context(), v.c.ID, v.me)
	if err != nil {
		return err
	}
	v.o = o
	f.Set("edits", strconv.FormatInt(o.Edits, 10))
	f.Fail("", "outcome.write.overtaken")
	return web.Unprocessable(w, r, writePage(v, f, &o))
}

// done goes back to the page and says what happens now.
func (s *Outcomes) done(w http.ResponseWriter, r *http.Request, v *visit) error {
	o, err := s.byConversation(r.Context(), s.DB, v.c.ID)
	if err != nil {
		return err
	}
	done := "done.outcome.saved"
	if o.Standing() == Waiting && o.WriterID == v.me {
		done = "done.outcome.asked"
	}
	return web.Redirect(w, r, v.path, done)
}

func (s *Outcomes) answer(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if v.o.Standing() == Blank {
		return web.Redirect(w, r, v.path, "")
	}
	before := v.o.Standing()
	a := Answer(f.Value("answer"))
	version, _ := strconv.ParseInt(f.Value("version"), 10, 64)
	err = s.Answer(r.Context(), v.o.ID, v.me, a, version)
	if errors.Is(err, errChanged) || errors.Is(err, fault.Invalid) {
		key, args, _ := fault.Sentence(err)
		f.Fail("", key, args...)
		if v.o, err = s.byID(r.Context(), s.DB, v.o.ID); err != nil {
			return err
		}
		return web.Unprocessable(w, r, outcomePage(v, f))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.path, doneAnswer(a, before))
}

// doneAnswer says what an answer has done.
func doneAnswer(a Answer, before Standing) string {
	switch {
	case a == No && before == Public:
		return "done.outcome.withdrawn"
	case a == No:
		return "done.outcome.declined"
	case a == Unnamed && before == Public:
		return "done.outcome.unnamed"
	}
	return "done.outcome.agreed"
}
