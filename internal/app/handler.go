package app

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzhttp"

	"cuppa.example/assets"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/web"
)

// The sizes of request bodies: pages, and uploads of spreadsheets and attachments.
const (
	maxBody   = 256 << 10
	maxUpload = 26 << 20 // five files of five megabytes, which a post may have, and its text
)

// wrap puts what every request needs around the route table.
func (a *App) wrap(next http.Handler) http.Handler {
	next = a.recognise(a.limit(next))
	next = web.LimitBody(next, maxBody, maxUpload, "/organise/", "/discussions/")
	next = web.SameOrigin(next, a.Base)
	next = compress(next)
	return web.Secure(next, strings.HasPrefix(a.Base, "https://"))
}

// compress shrinks pages while they are written. Level 1 takes less than half
// the CPU of the usual level, for a list of 50 rows that is 8 % larger.
func compress(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.CompressionLevel(1))
	if err != nil {
		panic(err) // the options are wrong
	}
	compressed := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/events") { // what is said bit by bit must not wait to be compressed
			next.ServeHTTP(w, r)
			return
		}
		compressed.ServeHTTP(w, r)
	})
}

// recognise gives the request its language, its signed-in member and the frame
// that pages are drawn in.
func (a *App) recognise(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/static/") || r.URL.Path == "/livez" {
			next.ServeHTTP(w, r)
			return
		}
		n, err := a.Networks.Current(r.Context())
		if err != nil {
			a.Log.Error("read the settings", "error", err)
			http.Error(w, "The database cannot be reached.", http.StatusServiceUnavailable)
			return
		}
		signed, err := a.Members.Recognise(r)
		if err != nil {
			a.answerError(w, a.speaking(r, n, n.Language), err)
			return
		}
		lang := n.Language
		m, in := member.From(signed.Context())
		if m.Language != "" {
			lang = m.Language
		}
		if !in {
			signed = signed.WithContext(web.WithSpeaker(signed.Context(), func(r *http.Request, lang string) *http.Request {
				return a.speaking(r, n, lang)
			}))
		}
		next.ServeHTTP(w, a.speaking(signed, n, lang))
	})
}

// guard is who may use a route, and whether they must accept something first.
// Forms that are sent are never kept back: what was typed would be lost.
func (a *App) guard(r *http.Request, access web.Access) error {
	if err := member.Guard(r, access); err != nil {
		return err
	}
	m, signedIn := member.From(r.Context())
	if !signedIn || (access != web.Member && access != web.Organiser) || r.Method != http.MethodGet {
		return nil
	}
	return a.Safety.Bound(r.Context(), m.ID, r.URL)
}

// speaking gives the request a language, and the frame in it.
func (a *App) speaking(r *http.Request, n network.Network, lang string) *http.Request {
	ctx := a.Words.In(r.Context(), lang, n.Zone())
	return r.WithContext(govuk.WithFrame(ctx, a.frame(r.WithContext(ctx), n)))
}

// navigation is the main menu: who sees an item, what it is called, and which
// other pages are of it.
var navigation = []struct {
	access web.Access
	href   string
	key    string
	also   []string
}{
	{web.Member, "/home", "nav.home", nil},
	{web.Member, "/conversations", "nav.conversations", nil},
	{web.Member, "/mentoring", "nav.mentoring", []string{"/relationships", "/intakes"}},
	{web.Public, "/circles", "nav.circles", []string{"/openings", "/discussions"}},
	{web.Member, "/people", "nav.people", nil},
	{web.Member, "/programmes", "nav.programmes", nil},
	{web.Public, "/outcomes", "nav.outcomes", []string{"/posts"}},
	{web.Public, "/picture", "nav.picture", nil},
	{web.Organiser, "/organise", "nav.organise", nil},
}

// footer is the same on every page.
var footer = []struct{ href, key string }{
	{"/about", "footer.about"},
	{"/shared", "footer.shared"},
	{"/privacy", "footer.privacy"},
	{"/cookies", "footer.cookies"},
	{"/accessibility", "footer.accessibility"},
	{"/about/fair", "footer.fair"},
	{"/about/terms", "footer.terms"},
	{"/about/conduct", "footer.conduct"},
	{"/about/safety", "footer.safety"},
}

func (a *App) frame(r *http.Request, n network.Network) govuk.Frame {
	ctx := r.Context()
	f := govuk.Frame{
		Network: n.Name, Lang: locale.Lang(ctx), HomeHref: "/", SignInHref: "/sign-in", JoinHref: "/join",
		Demo: a.Demo, DemoHref: "/outbox", Texts: a.chrome(r),
	}
	here := func(prefix string) bool { return strings.HasPrefix(r.URL.Path, prefix) }
	for _, item := range navigation {
		if member.Guard(r, item.access) == nil {
			current := here(item.href) || slices.ContainsFunc(item.also, here)
			f.Nav = append(f.Nav, govuk.NavItem{Text: locale.T(ctx, item.key), Href: item.href, Current: current})
		}
	}
	for _, item := range footer {
		f.Footer = append(f.Footer, govuk.NavItem{Text: locale.T(ctx, item.key), Href: item.href})
	}
	if m, ok := member.From(ctx); ok {
		f.AccountName, f.AccountHref = m.Name, "/profile"
		f.SignInHref, f.JoinHref, f.HomeHref = "", "", "/home"
	}
	if done := r.URL.Query().Get("done"); done != "" && locale.Has(ctx, "done."+done) {
		f.Flash = locale.T(ctx, "done."+done)
	}
	return f
}

var chromeTexts sync.Map // language → govuk.Texts

func (a *App) chrome(r *http.Request) govuk.Texts {
	lang := locale.Lang(r.Context())
	if t, ok := chromeTexts.Load(lang); ok {
		return t.(govuk.Texts)
	}
	t := govuk.TextsFrom(func(key string) string { return locale.T(r.Context(), "chrome."+key) })
	chromeTexts.Store(lang, t)
	return t
}

// fail renders an error page that says what to do next.
func (a *App) fail(w http.ResponseWriter, r *http.Request, status int, err error) {
	if !locale.Speaks(r.Context()) { // an address that looked like one of our files
		n, err := a.Networks.Current(r.Context())
		if err != nil {
			http.Error(w, http.StatusText(status), status)
			return
		}
		r = a.speaking(r, n, n.Language)
	}
	key, args, explained := fault.Sentence(err)
	if !explained {
		key = "error.sentence." + errorPage(status)
	}
	page := errorTempl(errorPage(status), key, args)
	if err := web.Render(w, r, status, page); err != nil {
		a.Log.Error("error page failed", "error", err)
	}
}

func (a *App) answerError(w http.ResponseWriter, r *http.Request, err error) {
	a.Log.Error("request failed", "error", err)
	a.fail(w, r, web.Status(err), err)
}

// errorPage is the middle of the message keys for a status.
func errorPage(status int) string {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return "missing"
	case http.StatusForbidden:
		return "forbidden"
	case http.StatusConflict, http.StatusUnprocessableEntity:
		return "conflict"
	case http.StatusGone:
		return "gone"
	case http.StatusTooManyRequests:
		return "busy"
	case http.StatusRequestEntityTooLarge:
		return "large"
	}
	return "internal"
}

// probes are what a supervisor asks: alive, and ready to serve.
func (a *App) probes() {
	a.mux.Raw("GET /static/", assets.Handler())
	a.mux.Raw("GET /livez", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ok\n"))
	}))
	a.mux.Raw("GET /readyz", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a.draining.Load() || a.DB.PingContext(r.Context()) != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	}))
}
