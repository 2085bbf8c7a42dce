package mentoring

import (
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are the pages in the order in which people see them: what it is,
// offering, seeking, asking, answering, waiting; then the organisers'.
func (s *Mentorings) Routes(m *web.Mux) {
	m.Handle(web.Member, "GET /mentoring", s.hubPage)
	m.Handle(web.Public, "GET /mentoring/about", s.aboutPage)
	m.Handle(web.Member, "GET /mentoring/directory", s.directoryPage)

	m.Handle(web.Member, "GET /mentoring/offers/new", s.newOfferPage)
	m.Handle(web.Member, "POST /mentoring/offers/new", s.newOffer)
	m.Handle(web.Member, "GET /mentoring/offers/{id}", s.offerPage)
	m.Handle(web.Member, "GET /mentoring/offers/{id}/change", s.changeOfferPage)
	m.Handle(web.Member, "POST /mentoring/offers/{id}/change", s.changeOffer)
	m.Handle(web.Member, "POST /mentoring/offers/{id}/pause", s.pauseOffer)
	m.Handle(web.Member, "POST /mentoring/offers/{id}/resume", s.resumeOffer)
	m.Handle(web.Member, "POST /mentoring/offers/{id}/end", s.endOffer)

	m.Handle(web.Member, "GET /mentoring/seeks/new", s.newSeekPage)
	m.Handle(web.Member, "POST /mentoring/seeks/new", s.newSeek)
	m.Handle(web.Member, "GET /mentoring/seeks/{id}", s.seekPage)
	m.Handle(web.Member, "GET /mentoring/seeks/{id}/change", s.changeSeekPage)
	m.Handle(web.Member, "POST /mentoring/seeks/{id}/change", s.postChangeSeek)
	m.Handle(web.Member, "POST /mentoring/seeks/{id}/end", s.endSeek)

	m.Handle(web.Member, "GET /mentoring/offers/{id}/ask", s.askPage)
	m.Handle(web.Member, "POST /mentoring/offers/{id}/ask", s.postAsk)
	m.Handle(web.Member, "POST /mentoring/offers/{id}/wait", s.postWait)
	m.Handle(web.Member, "GET /mentoring/ask", s.askNamedPage)
	m.Handle(web.Member, "POST /mentoring/ask", s.postAskNamed)

	s.doors(m)

	m.Handle(web.Organiser, "GET /organise/mentoring", s.figuresPage)
	m.Handle(web.Organiser, "GET /organise/mentoring/coaches", s.coachesPage)
	m.Handle(web.Organiser, "POST /organise/mentoring/coaches", s.postCoach)
}

// doors are the pages that one comes to signed in, or by the link of a letter.
func (s *Mentorings) doors(m *web.Mux) {
	for _, door := range []struct {
		access web.Access
		path   string
		find   finder
	}{
		{web.Member, "/mentoring/requests/{id}", s.requestOfMember},
		{web.Link, "/mentoring/r/{token}", s.requestByLink},
	} {
		m.Handle(door.access, "GET "+door.path, s.visiting(door.find, s.requestPage))
		m.Handle(door.access, "POST "+door.path+"/accept", s.visiting(door.find, s.postAccept))
		m.Handle(door.access, "POST "+door.path+"/decline", s.visiting(door.find, s.postDecline))
		m.Handle(door.access, "POST "+door.path+"/refer", s.visiting(door.find, s.postRefer))
	}
	m.Handle(web.Member, "POST /mentoring/requests/{id}/withdraw", s.postWithdraw)
	m.Handle(web.Link, "GET /mentoring/r/{token}/report", s.visiting(s.requestByLink, s.reportPage))
	m.Handle(web.Link, "POST /mentoring/r/{token}/report", s.visiting(s.requestByLink, s.postReport))
	m.Handle(web.Link, "GET /mentoring/r/{token}/never", s.visiting(s.requestByLink, s.neverPage))
	m.Handle(web.Link, "POST /mentoring/r/{token}/never", s.visiting(s.requestByLink, s.postNever))

	for _, door := range []struct {
		access web.Access
		path   string
		find   waitFinder
	}{
		{web.Member, "/mentoring/waits/{id}", s.waitOfMember},
		{web.Link, "/mentoring/w/{token}", s.waitByLink},
	} {
		m.Handle(door.access, "GET "+door.path, s.waiting(door.find, s.waitPage))
		m.Handle(door.access, "POST "+door.path+"/take", s.waiting(door.find, s.postTake))
		m.Handle(door.access, "POST "+door.path+"/leave", s.waiting(door.find, s.postLeave))
	}
}

func (s *Mentorings) aboutPage(w http.ResponseWriter, r *http.Request) error {
	_, in := member.From(r.Context())
	return web.OK(w, r, aboutTempl(in))
}

// refusedInForm puts what an error says into the form; any other error is passed on.
func refusedInForm(f *form.Form, field string, err error) error {
	if !said(err) {
		return err
	}
	key, args, ok := fault.Sentence(err)
	if !ok {
		return err
	}
	f.Fail(field, key, args...)
	return nil
}
