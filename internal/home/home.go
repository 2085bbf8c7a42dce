// Package home holds the pages that belong to no single feature: the front
// page, a member's home with what waits for them, the organisers' dashboard
// with what needs a person today, and what the network says about itself.
// It owns no tables; app hands it what features have to say.
package home

import (
	"context"
	"embed"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/site"
	"cuppa.example/internal/web"
)

// Files holds the messages of this package.
//
//go:embed messages
var Files embed.FS

// Waiting is what waits for one member.
type Waiting func(ctx context.Context, memberID string) ([]member.Task, error)

// ForOrganisers is what needs an organiser.
type ForOrganisers func(ctx context.Context) ([]member.Task, error)

// Numbers are what came of it, for the front page.
type Numbers struct {
	Rounds int // that are over
	Met    int // people who met somebody in them
	Coming time.Time
}

// Told is something that members learnt and agreed to share.
type Told struct {
	Title string
	Href  string
	Meta  string // who and when
}

// Parts is what features say on these pages.
type Parts struct {
	Waiting       []Waiting
	ForOrganisers []ForOrganisers
	// UnderWay is what goes on by itself.
	UnderWay ForOrganisers
	Numbers  func(ctx context.Context) (Numbers, error)
	Latest   func(ctx context.Context, n int) ([]Told, error)
	// Grow is where a member finds people to learn with, besides conversations.
	Grow []Section
	// Sections are the organisers' pages.
	Sections []Section
}

// Section is an entry of a menu: the text under it is the key with ".text".
type Section struct{ Href, Key string }

// Pages are the pages.
type Pages struct {
	site.Site
	parts Parts
}

// New makes the pages.
func New(s site.Site, p Parts) *Pages { return &Pages{s, p} }

// Routes are the front page, home, the dashboard and what is said about us.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle(web.Public, "GET /{$}", p.front)
	m.Handle(web.Member, "GET /home", p.home)
	m.Handle(web.Organiser, "GET /organise", p.organise)
	m.Handle(web.Public, "GET /about", p.about)
	m.Handle(web.Public, "GET /about/fair", p.fair)
	m.Handle(web.Public, "GET /privacy", p.privacy)
	m.Handle(web.Public, "GET /cookies", p.cookies)
	m.Handle(web.Public, "GET /accessibility", p.accessibility)
}

func (p *Pages) front(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	n, err := p.Networks.Current(ctx)
	if err != nil {
		return err
	}
	var numbers Numbers
	var latest []Told
	if p.parts.Numbers != nil {
		if numbers, err = p.parts.Numbers(ctx); err != nil {
			return err
		}
	}
	if p.parts.Latest != nil {
		if latest, err = p.parts.Latest(ctx, 3); err != nil {
			return err
		}
	}
	return web.OK(w, r, frontPage(n, numbers, latest))
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	m := member.Must(r.Context())
	var tasks []member.Task
	for _, f := range p.parts.Waiting {
		more, err := f(r.Context(), m.ID)
		if err != nil {
			return err
		}
		tasks = append(tasks, more...)
	}
	return web.OK(w, r, homePage(p.Now(), m, member.InOrder(tasks), p.parts.Grow))
}

func (p *Pages) organise(w http.ResponseWriter, r *http.Request) error {
	var tasks []member.Task
	for _, f := range p.parts.ForOrganisers {
		more, err := f(r.Context())
		if err != nil {
			return err
		}
		tasks = append(tasks, more...)
	}
	var underWay []member.Task
	if p.parts.UnderWay != nil {
		var err error
		if underWay, err = p.parts.UnderWay(r.Context()); err != nil {
			return err
		}
	}
	return web.OK(w, r, organisePage(p.Now(), member.InOrder(tasks), underWay, p.parts.Sections))
}

func (p *Pages) about(w http.ResponseWriter, r *http.Request) error {
	return p.withNetwork(w, r, aboutPage)
}

func (p *Pages) privacy(w http.ResponseWriter, r *http.Request) error {
	return p.withNetwork(w, r, privacyPage)
}

func (p *Pages) accessibility(w http.ResponseWriter, r *http.Request) error {
	return p.withNetwork(w, r, accessibilityPage)
}

func (p *Pages) fair(w http.ResponseWriter, r *http.Request) error {
	return p.withNetwork(w, r, func(network.Network) templ.Component { return fairPage() })
}

func (p *Pages) cookies(w http.ResponseWriter, r *http.Request) error {
	return p.withNetwork(w, r, func(network.Network) templ.Component {
		return textPage("cookies", listed(r.Context(), "home.cookies.", "one", "none"))
	})
}

func (p *Pages) withNetwork(w http.ResponseWriter, r *http.Request, page func(network.Network) templ.Component) error {
	n, err := p.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, page(n))
}

func listed(ctx context.Context, prefix string, keys ...string) []string {
	texts := make([]string, len(keys))
	for i, k := range keys {
		texts[i] = locale.T(ctx, prefix+k)
	}
	return texts
}
