package account

import (
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are a member's own pages and the directory.
func (s *Accounts) Routes(m *web.Mux) {
	m.Handle(web.Member, "GET /profile", s.profilePage)
	m.Handle(web.Member, "GET /profile/edit", s.editPage)
	m.Handle(web.Member, "POST /profile/edit", s.edit)
	m.Handle(web.Member, "GET /profile/contact", s.contactPage)
	m.Handle(web.Member, "POST /profile/contact", s.contact)
	m.Handle(web.Member, "GET /profile/language", s.languagePage)
	m.Handle(web.Member, "POST /profile/language", s.language)
	m.Handle(web.Member, "GET /profile/picture", s.picturePage)
	m.Handle(web.Member, "POST /profile/picture", s.picture)

	m.Handle(web.Member, "GET /profile/email", s.emailPage)
	m.Handle(web.Member, "POST /profile/email", s.email)
	m.Handle(web.Member, "GET /profile/email/sent", s.emailSentPage)
	// The link in the letter works signed in or not.
	m.Handle(web.Public, "GET /profile/email/{token}", s.confirmEmailPage)
	m.Handle(web.Public, "POST /profile/email/{token}", s.confirmEmail)

	m.Handle(web.Member, "GET /profile/sessions", s.sessionsPage)
	m.Handle(web.Member, "POST /profile/sessions/end-others", s.endOthers)
	m.Handle(web.Member, "POST /profile/sessions/{id}/end", s.endSession)

	m.Handle(web.Member, "GET /profile/pause", s.pausePage)
	m.Handle(web.Member, "POST /profile/pause", s.pause)
	m.Handle(web.Member, "POST /profile/resume", s.resume)
	m.Handle(web.Member, "GET /profile/leave", s.leavePage)
	m.Handle(web.Member, "POST /profile/leave", s.leave)
	m.Handle(web.Member, "GET /profile/delete", s.deletePage)
	m.Handle(web.Member, "GET /profile/delete/confirm", s.reallyDeletePage)
	m.Handle(web.Member, "POST /profile/delete", s.delete)

	m.Handle(web.Member, "GET /profile/data", s.dataPage)
	m.Handle(web.Member, "GET /profile/data.json", s.dataJSON)
	m.Handle(web.Member, "GET /profile/data.html", s.dataHTML)

	m.Handle(web.Member, "GET /people", s.peoplePage)
	m.Handle(web.Member, "GET /people/{id}", s.personPage)
}

// profileView is everything the profile shows.
type profileView struct {
	me     member.Member
	said   member.Details
	fields []member.Field
}

func (s *Accounts) profilePage(w http.ResponseWriter, r *http.Request) error {
	v := profileView{me: member.Must(r.Context())}
	var err error
	if v.said, err = s.members.Described(r.Context(), s.DB, v.me.ID); err != nil {
		return err
	}
	if v.fields, err = s.members.Fields(r.Context(), s.DB); err != nil {
		return err
	}
	return web.OK(w, r, profilePage(v))
}

// editView is what the form about oneself needs.
type editView struct {
	form   *form.Form
	known  member.Known
	fields []member.Field
}

func (s *Accounts) editPage(w http.ResponseWriter, r *http.Request) error {
	d, err := s.members.Described(r.Context(), s.DB, member.Must(r.Context()).ID)
	if err != nil {
		return err
	}
	fields, err := s.members.Fields(r.Context(), s.DB)
	if err != nil {
		return err
	}
	return s.showEdit(w, r, http.StatusOK, editView{form: d.Form(), fields: fields})
}

func (s *Accounts) showEdit(w http.ResponseWriter, r *http.Request, status int, v editView) (err error) {
	if v.known, err = s.members.Known(r.Context()); err != nil {
		return err
	}
	return web.Render(w, r, status, editPage(v))
}

func (s *Accounts) edit(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	fields, err := s.members.Fields(r.Context(), s.DB)
	if err != nil {
		return err
	}
	var said member.Details
	said.ReadName(f)
	said.ReadWork(f)
	said.ReadThoughts(f)
	said.ReadFields(f, fields)
	if !f.OK() {
		return s.showEdit(w, r, http.StatusUnprocessableEntity, editView{form: f, fields: fields})
	}
	return s.change(w, r, func(d *member.Details) {
		said.Phone, said.CallName, said.Language, said.Pictured = d.Phone, d.CallName, d.Language, d.Pictured
		*d = said
	})
}

// change saves a part of the profile and leads back to it.
func (s *Accounts) change(w http.ResponseWriter, r *http.Request, change func(*member.Details)) error {
	if err := s.Change(r.Context(), member.Must(r.Context()).ID, change); err != nil {
		return err
	}
	return web.Redirect(w, r, "/profile", "done.account.saved")
}

func (s *Accounts) contactPage(w http.ResponseWriter, r *http.Request) error {
	d, err := s.members.Described(r.Context(), s.DB, member.Must(r.Context()).ID)
	if err != nil {
		return err
	}
	return web.OK(w, r, contactPage(d.Form()))
}

func (s *Accounts) contact(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	var said member.Details
	said.ReadContact(f)
	if !f.OK() {
		return web.Unprocessable(w, r, contactPage(f))
	}
	return s.change(w, r, func(d *member.Details) { d.Phone, d.CallName = said.Phone, said.CallName })
}

func (s *Accounts) languagePage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, languagePage(member.Must(r.Context()).Language, s.Words.Languages()))
}

func (s *Accounts) language(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	// The empty choice is the network's language.
	lang := f.Choice("language", "", append([]string{""}, s.Words.Languages()...)...)
	if !f.OK() {
		return fault.Invalid
	}
	return s.change(w, r, func(d *member.Details) { d.Language = lang })
}

func (s *Accounts) picturePage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, picturePage(member.Must(r.Context()).Pictured))
}

func (s *Accounts) picture(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	choice := f.Choice("pictured", "", "yes", "no")
	if !f.OK() {
		return fault.Invalid
	}
	return s.change(w, r, func(d *member.Details) { d.Pictured = choice == "yes" })
}
