// Package app is the composition root: it reads the configuration, builds
// every feature by hand, and holds the route table and the commands.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"cuppa.example/internal/account"
	"cuppa.example/internal/circle"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/db"
	"cuppa.example/internal/discussion"
	"cuppa.example/internal/form"
	"cuppa.example/internal/home"
	"cuppa.example/internal/insight"
	"cuppa.example/internal/intake"
	"cuppa.example/internal/joining"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/meeting"
	"cuppa.example/internal/member"
	"cuppa.example/internal/mentoring"
	"cuppa.example/internal/network"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/outcome"
	"cuppa.example/internal/relationship"
	"cuppa.example/internal/roster"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/seal"
	"cuppa.example/internal/settings"
	"cuppa.example/internal/sheet"
	"cuppa.example/internal/site"
	"cuppa.example/internal/unmentoring"
	"cuppa.example/internal/web"
)

// Version is set when the program is built.
var Version = "dev"

// files are the migrations and messages of every package that has some.
var files = []fs.FS{
	Files, locale.Files, form.Files, mail.Files, network.Files, member.Files,
	conversation.Files,
	discussion.Files,
	home.Files, sheet.Files, roster.Files,
	safety.Files,
	unmentoring.Files,
	nudge.Files,
	outcome.Files,
	relationship.Files,
	intake.Files,
	schedule.Files,
	joining.Files,
	account.Files, settings.Files,
	insight.Files,
	mentoring.Files,
	circle.Files,
}

// Options are what tests, the demo and the simulator set, and nobody else.
type Options struct {
	Now   func() time.Time
	NewID func() string
	Log   *slog.Logger
	Demo  bool
	// Pseudo offers the made-up language that shows hard-coded text.
	Pseudo bool
	// Crowd lets all people come from one address, as the simulator's do.
	Crowd bool
	// Trusted are the proxies whose X-Forwarded-For counts.
	Trusted []netip.Prefix
}

// ticker is a feature that has things to do when their time comes.
type ticker interface {
	Tick(ctx context.Context, now time.Time) error
}

// holder is a feature that holds something about members.
type holder interface {
	Export(ctx context.Context, memberID string) (any, error)
}

// router is a feature that has pages.
type router interface{ Routes(m *web.Mux) }

// App is the whole program around one database.
type App struct {
	site.Site
	Members *member.Members
	Safety  *safety.Safety
	Nudges  *nudge.Nudges
	// Times are proposals and appointments.
	Times *schedule.Schedule
	// Conversations are the people who were put together.
	Conversations *conversation.Conversations
	// Discussions are the rooms in which people write to each other.
	Discussions *discussion.Discussions
	// UnMentoring is the programmes that put people together.
	UnMentoring *unmentoring.Programmes
	// Outcomes is what people share after they have met.
	Outcomes *outcome.Outcomes
	// Relationships are people who work together as coach or mentor and learner.
	Relationships *relationship.Relationships
	// Intakes are the programmes of coaching and mentoring that begin on a date.
	Intakes *intake.Intakes
	// Mentorings is who offers to coach or mentor, who looks for that, and what they ask.
	Mentorings *mentoring.Mentorings
	// Roster is the organisers' list of members.
	Roster *roster.Roster
	// Insight is what came of it, and the picture of the network.
	Insight *insight.Insight
	// Circles are people who learn together.
	Circles  *circle.Circles
	Joining  *joining.Applications
	Accounts *account.Accounts

	config   Config
	options  Options
	mux      *web.Mux
	handler  http.Handler
	tickers  []ticker
	exports  map[string]account.Exporter
	ticking  sync.Mutex
	draining atomic.Bool
}

// New opens the database, brings it to the newest schema and builds every
// feature.
func New(ctx context.Context, c Config, o Options) (*App, error) {
	if err := c.prepare(); err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = func() time.Time { return time.Now().UTC() }
	}
	if o.NewID == nil {
		o.NewID = site.NewID
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	words, err := locale.Load(files...)
	if err != nil {
		return nil, err
	}
	if o.Pseudo {
		words = words.WithPseudo()
	}
	d, err := db.Open(c.database())
	if err != nil {
		return nil, err
	}
	a := &App{config: c, options: o}
	keys, err := loadKeys(ctx, c, d)
	if err == nil {
		err = a.open(ctx, d, keys, words)
	}
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return a, nil
}

// loadKeys makes a key only for a network that nobody is in yet. Another one
// beside it would open nothing that is encrypted, and hide that the real one
// is missing.
func loadKeys(ctx context.Context, c Config, d *db.DB) (*seal.Keys, error) {
	keys, err := seal.Load(c.KeyFile())
	if !errors.Is(err, os.ErrNotExist) {
		return keys, err
	}
	m, err := db.NewMigrator(d, files...)
	if err != nil {
		return nil, err
	}
	people, err := inhabitants(ctx, d, m)
	if err != nil {
		return nil, err
	}
	if people > 0 {
		return nil, fmt.Errorf("the key file %s is missing, and there are %d members in the database: put the copy of the key there that you kept", c.KeyFile(), people)
	}
	return seal.LoadOrCreate(c.KeyFile())
}

func (a *App) open(ctx context.Context, d *db.DB, keys *seal.Keys, words *locale.Catalogue) error {
	m, err := db.NewMigrator(d, files...)
	if err != nil {
		return err
	}
	if err := m.Up(ctx); err != nil {
		return err
	}
	if err := fits(ctx, d, keys); err != nil {
		return fmt.Errorf("the key file %s is another network's (%w): put the key there that belongs to the database; `cuppa backup` printed its fingerprint", a.config.KeyFile(), err)
	}
	o := a.options
	networks := network.New(d, o.Now, o.NewID)
	if err := networks.Begin(ctx, firstNetwork(ctx, words)); err != nil {
		return fmt.Errorf("first settings: %w", err)
	}
	a.Site = site.Site{
		DB: d, Keys: keys, Words: words, Networks: networks, Log: o.Log, Now: o.Now, NewID: o.NewID,
		Base: a.config.Base, Demo: o.Demo,
		Meetings: meeting.New(keys, o.Now, meeting.Config{AppID: a.config.JitsiAppID, Secret: a.config.JitsiSecret}),
		Post:     mail.New(d, keys, words, o.Now, o.NewID, o.Log, a.config.mail(o.Demo, networks)),
	}
	a.build()
	return nil
}

// firstNetwork is the settings of a fresh installation.
func firstNetwork(ctx context.Context, words *locale.Catalogue) network.Network {
	ctx = words.In(ctx, "en", time.UTC)
	return network.Network{
		Name: locale.T(ctx, "network.default.name"), Purpose: locale.T(ctx, "network.default.purpose"),
		Pledge: locale.T(ctx, "network.default.pledge"), Rule: locale.T(ctx, "network.default.rule"),
		TimeZone: "Europe/London", Language: "en",
	}
}

// Tick does everything that is due at the clock's time, in every feature, in
// the order they were added. It is safe to call at any time and any number of
// times; a feature that fails does not stop the others.
func (a *App) Tick(ctx context.Context) error {
	a.ticking.Lock()
	defer a.ticking.Unlock()
	var errs []error
	now, ctx := a.Now(), db.Alone(ctx)
	for _, t := range a.tickers {
		if err := t.Tick(ctx, now); err != nil {
			errs = append(errs, fmt.Errorf("%T: %w", t, err))
		}
	}
	return errors.Join(errs...)
}

// Handler serves the site.
func (a *App) Handler() http.Handler { return a.handler }

// Routes is the route table.
func (a *App) Routes() []web.Route { return a.mux.Routes() }

// Close stops what is being drawn, ends what listens, and closes the database.
func (a *App) Close() error {
	if a.UnMentoring != nil {
		a.UnMentoring.Close()
	}
	if a.Discussions != nil {
		a.Discussions.EndStreams()
	}
	return a.DB.Close()
}
