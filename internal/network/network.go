// Package network holds the settings of this installation: the network's name,
// what it is for, its pledge and its one rule, its time zone and language.
// It owns the table networks, which has one row.
package network

import (
	"context"
	"embed"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/holiday"
	"cuppa.example/internal/meeting"
)

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS

// How long the texts of the settings may be, in characters.
const (
	MaxName    = 80
	MaxPurpose = 300
	MaxPledge  = 2000
	MaxRule    = 500
)

// Network is one installation.
type Network struct {
	bun.BaseModel `bun:"table:networks"`

	ID      string `bun:",pk"`
	Name    string
	Purpose string // one sentence for the front page
	Pledge  string // what a member agrees to, one promise a line
	Rule    string // the one rule: no selling
	Contact string // the address that people write to
	// TimeZone is an IANA name; times are shown in it.
	TimeZone string
	// Holidays are the bank holidays that are kept; empty is what the time
	// zone suggests.
	Holidays holiday.Calendar
	// Language is the BCP 47 tag of a visitor's pages.
	Language string
	// MeetingService is where the links of calls come from; empty is what
	// MeetingBase suggests.
	MeetingService meeting.Kind
	// MeetingBase is the address of a video-call service that makes a room
	// of any unguessable path, such as a Jitsi server.
	MeetingBase string
	// SafeguardingName, -Email and -Phone are of the person whom people turn to
	// when they feel unsafe, who need not be a member; any may be empty.
	SafeguardingName  string
	SafeguardingEmail string
	SafeguardingPhone string
	CreatedAt         time.Time
}

// zones are the locations that were loaded: every page needs one, and loading
// reads a file.
var zones sync.Map // name → *time.Location

// Zone is the location of TimeZone.
func (n Network) Zone() *time.Location {
	if zone, ok := zones.Load(n.TimeZone); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(n.TimeZone)
	if err != nil {
		return time.UTC
	}
	zones.Store(n.TimeZone, zone)
	return zone
}

// Calendar is the bank holidays that are kept.
func (n Network) Calendar() holiday.Calendar {
	if n.Holidays == "" {
		return holiday.Of(n.TimeZone)
	}
	return n.Holidays
}

// Meeting is where the links of calls come from.
func (n Network) Meeting() meeting.Kind {
	switch {
	case n.MeetingService != "":
		return n.MeetingService
	case n.MeetingBase != "":
		return meeting.Jitsi
	}
	return meeting.Own
}

// Networks reads and changes the settings.
type Networks struct {
	db     *db.DB
	now    func() time.Time
	newID  func() string
	cached atomic.Pointer[entry]
}

type entry struct {
	network Network
	read    time.Time
}

// freshFor is how long another process's change may go unseen.
const freshFor = 15 * time.Second

// New makes the settings' store.
func New(d *db.DB, now func() time.Time, newID func() string) *Networks {
	return &Networks{db: d, now: now, newID: newID}
}

// Begin writes the settings of a fresh installation, unless there are some.
func (s *Networks) Begin(ctx context.Context, first Network) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		n, err := tx.NewSelect().Model((*Network)(nil)).Count(ctx)
		if err != nil || n > 0 {
			return err
		}
		first.ID, first.CreatedAt = s.newID(), s.now()
		_, err = tx.NewInsert().Model(&first).Exec(ctx)
		return err
	})
}

// Current is this network. It is read from memory on almost every request.
func (s *Networks) Current(ctx context.Context) (Network, error) {
	if e := s.cached.Load(); e != nil && time.Since(e.read) < freshFor {
		return e.network, nil
	}
	var n Network
	if err := s.db.NewSelect().Model(&n).Limit(1).Scan(ctx); err != nil {
		return Network{}, db.Found(err)
	}
	s.cached.Store(&entry{n, time.Now()})
	return n, nil
}

// Change writes new settings, and in the same transaction does what also says.
// Whoever changes them at the same time waits.
func (s *Networks) Change(ctx context.Context, n Network, also ...func(context.Context, bun.Tx) error) error {
	err := s.db.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewUpdate().Model(&n).WherePK().ExcludeColumn("id", "created_at").Exec(ctx); err != nil {
			return err
		}
		for _, f := range also {
			if err := f(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	s.cached.Store(nil)
	return err
}

// Lock holds the settings until the transaction ends, for changes of which
// there may be one at a time.
func (s *Networks) Lock(ctx context.Context, tx bun.IDB) error {
	var id string
	return db.Found(s.db.ForUpdate(tx.NewSelect().Model((*Network)(nil)).Column("id")).Limit(1).Scan(ctx, &id))
}

// Name is the network's name, or empty when it cannot be read.
func (s *Networks) Name(ctx context.Context) string {
	n, err := s.Current(ctx)
	if err != nil {
		return ""
	}
	return n.Name
}

// Contact is the address that people write to, or empty when there is none.
func (s *Networks) Contact(ctx context.Context) string {
	n, err := s.Current(ctx)
	if err != nil {
		return ""
	}
	return n.Contact
}

// Language is the network's language, or empty when it cannot be read.
func (s *Networks) Language(ctx context.Context) string {
	n, err := s.Current(ctx)
	if err != nil {
		return ""
	}
	return n.Language
}
