package relationship

import (
	"errors"
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// reflectionRoutes are for the author of a reflection alone, signed in.
func (s *Relationships) reflectionRoutes(m *web.Mux) {
	handle := func(method, sub string, h func(http.ResponseWriter, *http.Request, *visit, Reflection) error) {
		m.Handle(web.Member, method+" /relationships/{id}/reflections"+sub, s.reflecting(h))
	}
	handle("GET", "", s.reflectionsPage)
	handle("GET", "/new", s.newReflectionPage)
	handle("POST", "/new", s.addReflection)
	handle("GET", "/{reflection}", s.reflectionPage)
	handle("POST", "/{reflection}", s.saveReflection)
	handle("POST", "/{reflection}/forget", s.forget)
	handle("GET", "/{reflection}/publish", s.publishPage)
	handle("POST", "/{reflection}/publish", s.publish)
}

// reflecting finds the reflection in the address, if there is one, and refuses
// everybody but its author. That somebody tried is logged, not who or whose.
func (s *Relationships) reflecting(h func(http.ResponseWriter, *http.Request, *visit, Reflection) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := s.identify(r)
		if errors.Is(err, fault.NotFound) && member.Must(r.Context()).Organiser {
			return s.refuse(r, "organiser")
		}
		if err != nil {
			return err
		}
		var f Reflection
		if id := r.PathValue("reflection"); id != "" {
			f, err = s.reflection(r.Context(), s.DB, v.r.ID, v.me, id)
			if errors.Is(err, fault.NotFound) {
				return s.refuse(r, "member")
			}
			if err != nil {
				return err
			}
		}
		return h(w, r, v, f)
	}
}

func (s *Relationships) refuse(r *http.Request, role string) error {
	who := s.Keys.Pseudonym("reflection refused", member.Must(r.Context()).ID)
	s.Log.Warn("a reflection was refused to somebody who is not its author", "role", role, "who", who)
	return fault.Because(fault.Forbidden, "relationship.reflection.refused")
}

func (s *Relationships) reflectionsPage(w http.ResponseWriter, r *http.Request, v *visit, _ Reflection) error {
	list, err := s.reflections(r.Context(), s.DB, v.r.ID, v.me)
	if err != nil {
		return err
	}
	return web.OK(w, r, reflectionsPage(v, list))
}

func (s *Relationships) newReflectionPage(w http.ResponseWriter, r *http.Request, v *visit, _ Reflection) error {
	return web.OK(w, r, reflectionPage(v, Reflection{}, form.With("session", r.URL.Query().Get("session"))))
}

func (s *Relationships) addReflection(w http.ResponseWriter, r *http.Request, v *visit, _ Reflection) error {
	return s.keep(w, r, v, Reflection{})
}

func (s *Relationships) reflectionPage(w http.ResponseWriter, r *http.Request, v *visit, f Reflection) error {
	return web.OK(w, r, reflectionPage(v, f, form.With("text", f.Text)))
}

func (s *Relationships) saveReflection(w http.ResponseWriter, r *http.Request, v *visit, f Reflection) error {
	return s.keep(w, r, v, f)
}

func (s *Relationships) keep(w http.ResponseWriter, r *http.Request, v *visit, was Reflection) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Text("text", form.Required("relationship.reflection.missing"), form.Max(maxReflection))
	if !f.OK() {
		return web.Unprocessable(w, r, reflectionPage(v, was, f))
	}
	session := was.SessionID
	if was.ID == "" {
		session = v.sessionID(f.Value("session"))
	}
	if _, err := s.Reflect(r.Context(), v.r.ID, v.me, session, was.ID, text); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base+"/reflections", "done.relationship.reflected")
}

// sessionID is the session that a form names, or empty where it names none.
func (v *visit) sessionID(id string) string {
	for _, n := range v.sessions {
		if n.ID == id {
			return id
		}
	}
	return ""
}

func (s *Relationships) forget(w http.ResponseWriter, r *http.Request, v *visit, f Reflection) error {
	if err := s.Forget(r.Context(), v.r.ID, v.me, f.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base+"/reflections", "done.relationship.forgotten")
}
