package discussion

import (
	"net/http"

	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are the pages of a room. To whoever is not in it none of them exists.
func (s *Discussions) Routes(m *web.Mux) {
	handle := func(method, sub string, h visitor) {
		m.Handle(web.Member, method+" /discussions/{id}"+sub, s.visiting(h))
	}
	handle("GET", "", s.streamPage)
	handle("POST", "", s.post)
	handle("POST", "/read", s.read)
	handle("GET", "/events", s.events)
	handle("GET", "/files/{file}", s.file)
	handle("GET", "/search", s.searchPage)
	handle("GET", "/emails", s.emailsPage)
	handle("POST", "/emails", s.emails)
	handle("GET", "/posts/{post}", s.postPage)
	handle("GET", "/posts/{post}/edit", s.editPage)
	handle("POST", "/posts/{post}/edit", s.save)
	handle("POST", "/posts/{post}/pictures", s.describe)
	handle("GET", "/posts/{post}/delete", s.deletePage)
	handle("POST", "/posts/{post}/delete", s.delete)
	handle("GET", "/posts/{post}/history", s.historyPage)
	m.Handle(web.Link, "GET /discussion-emails/{token}", s.emailsLinkPage)
	m.Handle(web.Link, "POST /discussion-emails/{token}", s.emailsLink)
}

// visit is somebody who is in a room, on one of its pages.
type visit struct {
	*reader
	around Around
}

// titled is what a page of the room is called in a list of pages.
func (v *visit) titled(page string) string { return page + " – " + v.around.Title }

type visitor func(w http.ResponseWriter, r *http.Request, v *visit) error

// visiting opens the door of a room, before anything else is read.
func (s *Discussions) visiting(h visitor) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		me := member.Must(ctx)
		room, person, err := s.In(ctx, s.DB, r.PathValue("id"), me.ID)
		if err != nil {
			return err
		}
		v := &visit{}
		if v.reader, err = s.reader(ctx, room, person); err != nil {
			return err
		}
		if v.around, err = s.around(ctx, room, me.ID); err != nil {
			return err
		}
		v.names[me.ID] = me.Name
		return h(w, r, v)
	}
}
