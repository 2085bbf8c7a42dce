// Package web is the platform of the pages: routes that say who may open them,
// handlers that return an error, security headers, rendering.
package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"cuppa.example/internal/fault"
)

// Access says who may use a route. Every route states it; there is no default.
type Access string

// The kinds of access.
const (
	// Public is for everybody.
	Public Access = "public"
	// Member is for signed-in members.
	Member Access = "member"
	// Organiser is for signed-in organisers.
	Organiser Access = "organiser"
	// Link is for whoever holds the signed link in the path: the handler
	// itself opens it with seal.Keys.OpenLink before anything else.
	Link Access = "link"
)

// Handler answers a request or says why it cannot.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is a line of the route table.
type Route struct {
	Access  Access
	Pattern string // "GET /path/{id}"
}

// Mux is the route table.
type Mux struct {
	mux    *http.ServeMux
	guard  func(*http.Request, Access) error
	fail   func(w http.ResponseWriter, r *http.Request, status int, err error)
	log    *slog.Logger
	routes []Route
}

// NewMux makes an empty table. guard refuses who may not pass: ErrSignIn sends
// to the sign-in page, any other error is shown. fail renders an error page.
func NewMux(log *slog.Logger, guard func(*http.Request, Access) error, fail func(http.ResponseWriter, *http.Request, int, error)) *Mux {
	return &Mux{mux: http.NewServeMux(), guard: guard, fail: fail, log: log}
}

// ErrSignIn says that the visitor must sign in first.
var ErrSignIn = errors.New("sign in first")

// Detour is the answer of a guard that sends somebody to another page first,
// which knows where they were going.
type Detour struct{ Path string }

func (d Detour) Error() string { return "detour" }

// Handle adds a route, for example Handle(web.Member, "GET /profile", h).
func (m *Mux) Handle(access Access, pattern string, h Handler) {
	m.routes = append(m.routes, Route{access, pattern})
	m.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: w}
		if access != Public {
			w.Header().Set("X-Robots-Tag", "noindex")
		}
		err := m.serve(rec, r, access, h)
		if err != nil {
			m.answer(rec, r, err)
		}
		// The pattern is logged, never the path: paths can hold tokens.
		m.log.Debug("request", "route", pattern, "status", rec.status, "took", time.Since(start))
	})
}

func (m *Mux) serve(w http.ResponseWriter, r *http.Request, access Access, h Handler) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // what was recovered is that very value
				panic(p)
			}
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if err := m.guard(r, access); err != nil {
		return err
	}
	return h(w, r)
}

func (m *Mux) answer(w *recorder, r *http.Request, err error) {
	if errors.Is(err, ErrSignIn) {
		SignInFirst(w, r)
		return
	}
	if to := (Detour{}); errors.As(err, &to) && w.status == 0 {
		http.Redirect(w, r, to.Path, http.StatusSeeOther)
		return
	}
	status := Status(err)
	if status == http.StatusInternalServerError && r.Context().Err() == nil {
		m.log.Error("request failed", "route", r.Pattern, "error", err)
	}
	if w.status != 0 {
		return // the answer had begun; nothing can be added to it
	}
	m.fail(w, r, status, err)
}

// Status is the HTTP status of an error's kind.
func Status(err error) int {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, fault.NotFound):
		return http.StatusNotFound
	case errors.Is(err, fault.Forbidden):
		return http.StatusForbidden
	case errors.Is(err, fault.Conflict):
		return http.StatusConflict
	case errors.Is(err, fault.Invalid):
		return http.StatusUnprocessableEntity
	case errors.Is(err, fault.Gone):
		return http.StatusGone
	case errors.Is(err, fault.TooMany):
		return http.StatusTooManyRequests
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

// Routes lists the table, for the test of the role matrix.
func (m *Mux) Routes() []Route { return m.routes }

// Raw mounts a plain handler for everybody, for assets and probes.
func (m *Mux) Raw(pattern string, h http.Handler) { m.mux.Handle(pattern, h) }

// ServeHTTP answers with the matching route, or the not-found page.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !sound(r.URL) {
		m.fail(w, r, http.StatusNotFound, fault.NotFound)
		return
	}
	if _, pattern := m.mux.Handler(r); pattern == "" {
		rec := &statusOnly{header: http.Header{}}
		m.mux.ServeHTTP(rec, r) // 404, or 405 with its Allow header
		if allow := rec.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			m.fail(w, r, http.StatusMethodNotAllowed, fault.NotFound)
			return
		}
		m.fail(w, r, http.StatusNotFound, fault.NotFound)
		return
	}
	m.mux.ServeHTTP(w, r)
}

// sound reports whether an address holds text that a database takes.
func sound(u *url.URL) bool {
	is := func(text string) bool { return utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 }
	if !is(u.Path) {
		return false
	}
	if u.RawQuery == "" {
		return true
	}
	for _, values := range u.Query() {
		if !is(strings.Join(values, "")) {
			return false
		}
	}
	return true
}

type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

type statusOnly struct{ header http.Header }

func (s *statusOnly) Header() http.Header         { return s.header }
func (s *statusOnly) WriteHeader(int)             {}
func (s *statusOnly) Write(b []byte) (int, error) { return len(b), nil }
