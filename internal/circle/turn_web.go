package circle

import (
	"context"
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// takeDoor is the link of a letter that asks whether somebody takes the turn.
const takeDoor = "/circle-takes/"

// turnRoutes are the problems of a circle, one after another.
func (s *Circles) turnRoutes(m *web.Mux) {
	m.Handle(web.Member, "GET /circles/{id}/turns", s.page(s.turnsPage))
	for _, door := range []struct {
		access web.Access
		path   string
	}{{web.Link, takeDoor + "{token}"}, {web.Member, "/circles/{id}/turns/new"}} {
		m.Handle(door.access, "GET "+door.path, s.taking(s.takePage))
		m.Handle(door.access, "POST "+door.path, s.taking(s.take))
		m.Handle(door.access, "POST "+door.path+"/no", s.taking(s.takeNot))
	}
	for _, door := range []struct {
		access web.Access
		prefix string
	}{{web.Link, turnDoor + "{token}"}, {web.Member, "/circles/{id}/turns/{turn}"}} {
		handle := func(method, sub string, h func(http.ResponseWriter, *http.Request, *turnVisit) error) {
			m.Handle(door.access, method+" "+door.prefix+sub, s.turning(h))
		}
		handle("GET", "", s.turnPage)
		handle("POST", "/problem", s.rephrase)
		handle("POST", "/pass", s.passTurn)
		handle("POST", "/bring", s.bringTurn(true))
		handle("POST", "/later", s.bringTurn(false))
		handle("POST", "/up", s.raiseTurn)
		handle("POST", "/withdraw", s.withdrawTurn)
		handle("POST", "/end", s.endTurn)
		handle("POST", "/happened", s.tellTurn)
		handle("POST", "/ask", s.ask)
	}
}

// turnText is a turn with its words.
type turnText struct {
	Turn
	problem, try, happened string
}

func (s *Circles) read(t Turn) turnText {
	return turnText{t, s.open(t.Problem, t.purpose("problem")), s.open(t.Try, t.purpose("try")), s.open(t.Happened, t.purpose("happened"))}
}

// turnsView is the page of a circle's turns.
type turnsView struct {
	*inside
	queue, had []turnText // the queue, and those who try something, or told
	next       *Call
	first      string // whose turn it is in it
	waits      bool   // the visitor does
}

func (s *Circles) turnsPage(w http.ResponseWriter, r *http.Request, in *inside) error {
	ctx := r.Context()
	all, err := turnsOf(ctx, s.DB, in.ID)
	if err != nil {
		return err
	}
	v := turnsView{inside: in}
	for _, t := range waiting(all) {
		v.queue = append(v.queue, s.read(t))
		v.waits = v.waits || t.MemberID == in.me.MemberID
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].State != TurnWaiting {
			v.had = append(v.had, s.read(all[i]))
		}
	}
	if k, ok, err := s.nextCall(ctx, s.DB, in.ID); err != nil {
		return err
	} else if ok {
		v.next = &k
		if t, ok := nextTurn(waiting(all), k, in.Here()); ok {
			v.first = t.MemberID
		}
	}
	return web.OK(w, r, turnsPage(v))
}

func (s *Circles) taking(h func(http.ResponseWriter, *http.Request, *visit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, _, err := s.visiting(r, takeDoor, "id", func(_ context.Context, id string) (string, error) { return id, nil })
		if err != nil {
			return err
		}
		return h(w, web.In(r, v.people[v.me.MemberID].Language), v)
	}
}

func (s *Circles) takePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return web.OK(w, r, takePage(v, form.With()))
}

func (s *Circles) take(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	problem := f.Text("problem", form.Required("circle.turn.problem.missing"), form.Max(maxProblem))
	if !f.OK() {
		return web.Unprocessable(w, r, takePage(v, f))
	}
	t, err := s.TakeTurn(r.Context(), v.ID, v.me.MemberID, problem)
	if key, args, said := fault.Sentence(err); said {
		f.Fail("problem", key, args...)
		return web.Unprocessable(w, r, takePage(v, f))
	}
	if err != nil {
		return err
	}
	to := v.Path() + "/turns/" + t.ID
	if v.linked {
		to = s.door(v.Circle, turnDoor, t.ID, v.me.MemberID)
	}
	return web.Redirect(w, r, to, "done.circle.turn.taken")
}

// turnVisit is somebody who looks at a turn.
type turnVisit struct {
	*visit
	t         turnText
	questions []asked
	next      *Call // in which it is the visitor's turn
}

type asked struct {
	Question
	text string
}

func (s *Circles) turning(h func(http.ResponseWriter, *http.Request, *turnVisit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v := &turnVisit{}
		var err error
		v.visit, _, err = s.visiting(r, turnDoor, "turn", func(ctx context.Context, id string) (string, error) {
			t, err := turnByID(ctx, s.DB, id)
			v.t = s.read(t)
			return t.CircleID, err
		})
		if err != nil {
			return err
		}
		if !v.linked {
			v.base = v.Path() + "/turns/" + v.t.ID
		}
		questions, err := questionsOf(r.Context(), s.DB, v.t.ID)
		if err != nil {
			return err
		}
		for _, q := range questions {
			v.questions = append(v.questions, asked{q, s.open(q.Text, q.purpose())})
		}
		if v.mine() && v.t.State == TurnWaiting && v.Open() {
			if err := s.lookOffer(r.Context(), v); err != nil {
				return err
			}
		}
		return h(w, web.In(r, v.people[v.me.MemberID].Language), v)
	}
}

// lookOffer finds the call in which it is the visitor's turn.
func (s *Circles) lookOffer(ctx context.Context, v *turnVisit) error {
	k, ok, err := s.nextCall(ctx, s.DB, v.ID)
	if err != nil || !ok {
		return err
	}
	all, err := turnsOf(ctx, s.DB, v.ID)
	if t, first := nextTurn(waiting(all), k, v.Here()); first && t.ID == v.t.ID {
		v.next = &k
	}
	return err
}

// bringTurn says whether the visitor brings their turn to the next call.
func (s *Circles) bringTurn(sure bool) func(http.ResponseWriter, *http.Request, *turnVisit) error {
	done := "done.circle.turn.later"
	if sure {
		done = "done.circle.turn.sure"
	}
	return func(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
		return did(w, r, s.BringTurn(r.Context(), v.t.Turn, v.me.MemberID, sure), v.base, done)
	}
}

// takeNot says no to a turn that nobody waits for: the next is asked.
func (s *Circles) takeNot(w http.ResponseWriter, r *http.Request, v *visit) error {
	return did(w, r, s.PassOffer(r.Context(), v.ID, v.me.MemberID), v.base, "done.circle.turn.not_taken")
}

func (v *turnVisit) mine() bool { return v.t.MemberID == v.me.MemberID }

// ends reports whether the visitor may end the turn.
func (v *turnVisit) ends() bool {
	return v.Open() && v.t.State == TurnWaiting && (v.mine() || v.me.Role == Facilitator)
}

func (s *Circles) turnPage(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
	return web.OK(w, r, turnPage(v, form.With("problem", v.t.problem, "happened", v.t.happened)))
}

// writeTurn reads one text, and does something with it.
func (s *Circles) writeTurn(w http.ResponseWriter, r *http.Request, v *turnVisit, field string, most int, done string, do func(text string) error) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Text(field, form.Required("circle.turn."+field+".missing"), form.Max(most))
	if !f.OK() {
		return web.Unprocessable(w, r, turnPage(v, f))
	}
	if err := do(text); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, done)
}

func (s *Circles) rephrase(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
	return s.writeTurn(w, r, v, "problem", maxProblem, "done.circle.turn.saved", func(text string) error {
		return s.Rephrase(r.Context(), v.t.Turn, v.me.MemberID, text)
	})
}

func (s *Circles) endTurn(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
	return s.writeTurn(w, r, v, "try", maxTry, "done.circle.turn.ended", func(text string) error {
		return s.EndTurn(r.Context(), v.t.Turn, v.me.MemberID, text)
	})
}

func (s *Circles) tellTurn(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
	return s.writeTurn(w, r, v, "happened", maxTry, "done.circle.turn.told", func(text string) error {
		return s.TellTurn(r.Context(), v.t.Turn, v.me.MemberID, text)
	})
}

func (s *Circles) ask(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
	return s.writeTurn(w, r, v, "question", maxQuestion, "done.circle.turn.asked", func(text string) error {
		return s.Ask(r.Context(), v.t.Turn, v.me.MemberID, text)
	})
}

func (s *Circles) passTurn(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
	if err := s.PassTurn(r.Context(), v.t.Turn, v.me.MemberID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.circle.turn.passed")
}

func (s *Circles) raiseTurn(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
	if err := s.RaiseTurn(r.Context(), v.t.Turn, v.me.MemberID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.Path()+"/turns", "done.circle.turn.raised")
}

func (s *Circles) withdrawTurn(w http.ResponseWriter, r *http.Request, v *turnVisit) error {
	if err := s.WithdrawTurn(r.Context(), v.t.Turn, v.me.MemberID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.Path()+"/turns", "done.circle.turn.withdrawn")
}
