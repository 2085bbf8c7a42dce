package member

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/seal"
	"cuppa.example/internal/web"
)

// sessionLength is how long a session lasts after it was last used.
const sessionLength = 30 * 24 * time.Hour

// seenEvery is how often the use of a session is written down.
const seenEvery = time.Hour

// Session is a browser in which somebody is signed in.
type Session struct {
	bun.BaseModel `bun:"table:sessions"`

	ID        string `bun:",pk"`
	TokenHash string
	MemberID  string
	Device    string // browser and system, in words
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

type sessionKey struct{}

// SessionID is the id of the session of ctx, or empty.
func SessionID(ctx context.Context) string {
	id, _ := ctx.Value(sessionKey{}).(string)
	return id
}

// cookieName is bound to the host where the site has a certificate.
func (s *Members) cookieName() string {
	if strings.HasPrefix(s.Base, "https://") {
		return "__Host-session"
	}
	return "session"
}

func (s *Members) cookie(token string, age time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(), Value: token, Path: "/", MaxAge: int(age.Seconds()),
		Secure: strings.HasPrefix(s.Base, "https://"), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// Begin signs the member in on this browser. A session that the browser had
// before ends, so that nobody can plant one.
func (s *Members) Begin(ctx context.Context, w http.ResponseWriter, r *http.Request, memberID string) error {
	token, now := seal.Token(), s.Now()
	session := Session{
		ID: s.NewID(), TokenHash: seal.Hash(token), MemberID: memberID, Device: device(r.UserAgent()),
		CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(sessionLength),
	}
	err := s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if old, err := r.Cookie(s.cookieName()); err == nil {
			if _, err := tx.NewRaw("DELETE FROM sessions WHERE token_hash = ?", seal.Hash(old.Value)).Exec(ctx); err != nil {
				return err
			}
		}
		_, err := tx.NewInsert().Model(&session).Exec(ctx)
		return err
	})
	if err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(token, sessionLength))
	return nil
}

// End signs this browser out.
func (s *Members) End(ctx context.Context, w http.ResponseWriter) error {
	http.SetCookie(w, s.cookie("", -time.Second))
	return s.EndSession(ctx, Must(ctx).ID, SessionID(ctx))
}

// Sessions lists where a member is signed in, last used first.
func (s *Members) Sessions(ctx context.Context, memberID string) ([]Session, error) {
	var list []Session
	err := s.DB.NewSelect().Model(&list).Where("member_id = ? AND expires_at > ?", memberID, s.Now()).
		Order("seen_at DESC", "id").Scan(ctx)
	return list, err
}

// Alive tells which of these sessions still hold: for answers that go on for
// longer than a moment.
func (s *Members) Alive(ctx context.Context, sessionIDs []string) (map[string]bool, error) {
	alive := map[string]bool{}
	if len(sessionIDs) == 0 {
		return alive, nil
	}
	var ids []string
	err := s.DB.NewRaw(`SELECT s.id FROM sessions AS s JOIN members AS m ON m.id = s.member_id
		WHERE s.id IN (?) AND s.expires_at > ? AND m.state IN (?)`, bun.List(sessionIDs), s.Now(), bun.List([]State{Active, Paused})).Scan(ctx, &ids)
	for _, id := range ids {
		alive[id] = true
	}
	return alive, err
}

// EndSession ends one of the member's own sessions.
func (s *Members) EndSession(ctx context.Context, memberID, sessionID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("DELETE FROM sessions WHERE id = ? AND member_id = ?", sessionID, memberID).Exec(ctx)
		return err
	})
}

// EndOtherSessions ends all of a member's sessions but the one kept.
func (s *Members) EndOtherSessions(ctx context.Context, memberID, keep string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return endSessions(ctx, tx, memberID, keep)
	})
}

func endSessions(ctx context.Context, tx bun.IDB, memberID, keep string) error {
	_, err := tx.NewRaw("DELETE FROM sessions WHERE member_id = ? AND id <> ?", memberID, keep).Exec(ctx)
	return err
}

// Recognise puts the signed-in member of the request's cookie into its context.
func (s *Members) Recognise(r *http.Request) (*http.Request, error) {
	cookie, err := r.Cookie(s.cookieName())
	if err != nil || cookie.Value == "" {
		return r, nil //nolint:nilerr // no cookie is a visitor
	}
	var row struct {
		Member    `bun:",extend"`
		SessionID string
		SeenAt    time.Time
	}
	now := s.Now()
	err = s.DB.NewRaw("SELECT "+columns+", s.id AS session_id, s.seen_at FROM sessions AS s JOIN members AS m ON m.id = s.member_id "+
		"LEFT JOIN organisations AS o ON o.id = m.organisation_id WHERE s.token_hash = ? AND s.expires_at > ? AND m.state IN (?)",
		seal.Hash(cookie.Value), now, bun.List([]State{Active, Paused})).Scan(r.Context(), &row)
	if isNotFound(db.Found(err)) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if now.Sub(row.SeenAt) > seenEvery {
		if err := s.seen(r.Context(), row.SessionID, now); err != nil {
			return r, err
		}
	}
	ctx := context.WithValue(With(r.Context(), row.Member), sessionKey{}, row.SessionID)
	return r.WithContext(ctx), nil
}

func (s *Members) seen(ctx context.Context, sessionID string, now time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("UPDATE sessions SET seen_at = ?, expires_at = ? WHERE id = ?", now, now.Add(sessionLength), sessionID).Exec(ctx)
		return err
	})
}

// Guard is who may use a route.
func Guard(r *http.Request, access web.Access) error {
	m, signedIn := From(r.Context())
	switch access {
	case web.Public, web.Link:
		return nil
	case web.Member:
		if signedIn {
			return nil
		}
	case web.Organiser:
		if signedIn && m.Organiser {
			return nil
		}
		if signedIn {
			return fault.Forbidden
		}
	}
	return web.ErrSignIn
}

// device names a browser and a system roughly, without keeping the whole
// user-agent string.
func device(agent string) string {
	find := func(names ...string) string {
		for i := 0; i+1 < len(names); i += 2 {
			if strings.Contains(agent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	browser := find("Edg/", "Edge", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari")
	system := find("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "Mac", "Linux", "Linux")
	return strings.TrimSpace(browser + " " + system)
}
