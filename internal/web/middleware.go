package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// policy allows what our own files need and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Secure sets the headers that every answer carries. https adds strict
// transport security.
func Secure(next http.Handler, https bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
		if https {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// SameOrigin refuses requests that change something and come from another site.
// own is the address that people use: some proxies pass another Host on.
func SameOrigin(next http.Handler, own string) http.Handler {
	p := http.NewCrossOriginProtection()
	if err := p.AddTrustedOrigin(own); err != nil {
		panic(err) // the configuration was checked before
	}
	return p.Handler(next)
}

// LimitBody refuses bodies over bytes, or over uploads for multipart forms to
// addresses below these: nobody else sends files.
func LimitBody(next http.Handler, bytes, uploads int64, under ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := bytes
		below := slices.ContainsFunc(under, func(path string) bool { return strings.HasPrefix(r.URL.Path, path) })
		if below && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			limit = uploads
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// ClientIP is the visitor's address. X-Forwarded-For counts only when the
// request comes from a trusted proxy: the last address in it that is not
// itself trusted.
func ClientIP(r *http.Request, trusted []netip.Prefix) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, _ := netip.ParseAddr(host)
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(forwarded) - 1; i >= 0 && isTrusted(addr, trusted); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(forwarded[i]))
		if err != nil {
			break
		}
		addr = next
	}
	return addr.Unmap()
}

// Visitor is where a request comes from, for counting: an address, or the whole
// network that whoever has an IPv6 address has. It is never kept.
func Visitor(r *http.Request, trusted []netip.Prefix) string {
	ip := ClientIP(r, trusted)
	if ip.Is6() {
		if network, err := ip.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return ip.String()
}

func isTrusted(a netip.Addr, trusted []netip.Prefix) bool {
	for _, p := range trusted {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// Limiter bounds how often one key may do something. It forgets keys that have
// been quiet, so its memory is bounded by who is active.
type Limiter struct {
	mu    sync.Mutex
	every rate.Limit
	burst int
	keys  map[string]*limit
	swept time.Time
}

type limit struct {
	rate *rate.Limiter
	last time.Time
}

// NewLimiter allows burst at once and then one every interval.
func NewLimiter(burst int, interval time.Duration) *Limiter {
	return &Limiter{every: rate.Every(interval), burst: burst, keys: map[string]*limit{}}
}

// Allow takes one turn for key at now.
func (l *Limiter) Allow(now time.Time, key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	quiet := time.Duration(float64(l.burst) / float64(l.every) * float64(time.Second))
	if now.Sub(l.swept) > quiet {
		for k, v := range l.keys {
			if now.Sub(v.last) > quiet {
				delete(l.keys, k)
			}
		}
		l.swept = now
	}
	k := l.keys[key]
	if k == nil {
		k = &limit{rate: rate.NewLimiter(l.every, l.burst)}
		l.keys[key] = k
	}
	k.last = now
	return k.rate.AllowN(now, 1)
}
