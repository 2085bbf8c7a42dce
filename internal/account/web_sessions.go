package account

import (
	"context"
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

func (s *Accounts) sessionsPage(w http.ResponseWriter, r *http.Request) error {
	list, err := s.members.Sessions(r.Context(), member.Must(r.Context()).ID)
	if err != nil {
		return err
	}
	return web.OK(w, r, sessionsPage(list, member.SessionID(r.Context())))
}

// endSession ends one of the member's own sessions. Somebody else's is as
// unknown as one that does not exist.
func (s *Accounts) endSession(w http.ResponseWriter, r *http.Request) error {
	ctx, id, me := r.Context(), r.PathValue("id"), member.Must(r.Context())
	list, err := s.members.Sessions(ctx, me.ID)
	if err != nil {
		return err
	}
	for _, session := range list {
		if session.ID != id {
			continue
		}
		if id == member.SessionID(ctx) {
			if err := s.members.End(ctx, w); err != nil {
				return err
			}
			return web.Redirect(w, r, "/", "done.member.signed_out")
		}
		if err := s.members.EndSession(ctx, me.ID, id); err != nil {
			return err
		}
		return web.Redirect(w, r, "/profile/sessions", "done.account.session")
	}
	return fault.NotFound
}

func (s *Accounts) endOthers(w http.ResponseWriter, r *http.Request) error {
	err := s.members.EndOtherSessions(r.Context(), member.Must(r.Context()).ID, member.SessionID(r.Context()))
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/profile/sessions", "done.account.sessions")
}

// device names a session in words.
func device(ctx context.Context, s member.Session) string {
	if s.Device == "" {
		return locale.T(ctx, "account.sessions.unknown")
	}
	return s.Device
}
