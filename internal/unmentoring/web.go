package unmentoring

import (
	"net/http"
	"strconv"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are the pages of programmes and rounds.
func (s *Programmes) Routes(m *web.Mux) {
	m.Handle(web.Member, "GET /programmes", s.programmesPage)
	m.Handle(web.Member, "GET /programmes/{id}", s.programmePage)
	m.Handle(web.Member, "POST /programmes/{id}/join", s.joinProgramme)
	m.Handle(web.Member, "POST /programmes/{id}/leave", s.leaveProgramme)
	m.Handle(web.Member, "POST /programmes/{id}/wish", s.wishForProgramme)
	m.Handle(web.Member, "POST /rounds/{id}/answer", s.answer)
	m.Handle(web.Member, "GET /rounds/{id}/draw", s.recordPage)
	m.Handle(web.Member, "POST /rounds/{id}/draw/number", s.giveNumber)
	m.Handle(web.Member, "GET /rounds/{id}/draw/receipt/{attempt}", s.receipt)
	m.Handle(web.Link, "GET /r/{token}", s.roundLinkPage)
	m.Handle(web.Link, "POST /r/{token}", s.answerByLink)
	m.Handle(web.Link, "POST /r/{token}/wish", s.wishByLink)
	m.Handle(web.Link, "GET /leave/{token}", s.leavePage)
	m.Handle(web.Link, "POST /leave/{token}", s.leaveByLink)
	m.Handle(web.Link, "GET /back/{token}", s.backPage)
	m.Handle(web.Link, "POST /back/{token}", s.backByLink)

	m.Handle(web.Organiser, "GET /organise/programmes", s.organisePage)
	m.Handle(web.Organiser, "GET /organise/programmes/new", s.newPage)
	m.Handle(web.Organiser, "POST /organise/programmes/new", s.create)
	m.Handle(web.Organiser, "GET /organise/programmes/{id}", s.overviewPage)
	m.Handle(web.Organiser, "GET /organise/programmes/{id}/settings", s.settingsPage)
	m.Handle(web.Organiser, "POST /organise/programmes/{id}/settings", s.changeSettings)
	m.Handle(web.Organiser, "GET /organise/programmes/{id}/end", s.endPage)
	m.Handle(web.Organiser, "POST /organise/programmes/{id}/state", s.setState)
	m.Handle(web.Organiser, "POST /organise/programmes/{id}/begin", s.beginNow)

	m.Handle(web.Organiser, "GET /organise/rounds/{id}", s.roundPage)
	m.Handle(web.Organiser, "GET /organise/rounds/{id}/people", s.peoplePage)
	m.Handle(web.Organiser, "GET /organise/rounds/{id}/cancel", s.cancelPage)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/cancel", s.cancelRound)
	m.Handle(web.Organiser, "GET /organise/rounds/{id}/draw", s.drawPage)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/draw", s.drawNow)
	m.Handle(web.Organiser, "GET /organise/rounds/{id}/draw/beside", s.besidePage)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/draw/beside", s.drawAnother)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/draw/beside/choose", s.chooseDraw)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/release", s.releaseDraw)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/hold", s.holdDraw)
	m.Handle(web.Organiser, "GET /organise/rounds/{id}/draw/group/{number}", s.groupPage)
	m.Handle(web.Organiser, "GET /organise/rounds/{id}/draw/person/{person}", s.movePage)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/draw/change", s.changeDraw)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/draw/pin", s.pinGroup)
	m.Handle(web.Organiser, "POST /organise/rounds/{id}/draw/back", s.putBack)
	m.Handle(web.Organiser, "GET /organise/rounds/{id}/draws", s.attemptsPage)
}

// me is the signed-in member.
func me(r *http.Request) member.Member { return member.Must(r.Context()) }

// whole reads a whole number of a form or a path; 0 where there is none.
func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// page reads the number of a page from the address.
func pageNumber(f *form.Form) int { return max(1, whole(f.Value("page"))) }
