package app

import (
	"net/http"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// limits bound what one place may send that nobody is signed in for. A whole
// council can be behind one address, so they are wide: they stop machines.
type limits struct {
	posts *web.Limiter // anything
	asked *web.Limiter // letters with links to sign in, each of which somebody gets
}

func newLimits() limits {
	return limits{posts: web.NewLimiter(1000, time.Second/10), asked: web.NewLimiter(60, 5*time.Second)}
}

// limit answers "too many" to strangers that post without end.
func (a *App) limit(next http.Handler) http.Handler {
	if a.options.Crowd {
		return next
	}
	l := newLimits()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			next.ServeHTTP(w, r)
			return
		}
		if _, signedIn := member.From(r.Context()); !signedIn {
			from, now := web.Visitor(r, a.options.Trusted), a.Now()
			if !l.posts.Allow(now, from) || r.URL.Path == "/sign-in" && !l.asked.Allow(now, from) {
				a.fail(w, r, http.StatusTooManyRequests, fault.TooMany)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
