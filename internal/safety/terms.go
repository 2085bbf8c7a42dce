package safety

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
)

// Rules is one of the texts that every member accepts.
type Rules string

// The texts.
const (
	Terms   Rules = "terms"
	Conduct Rules = "conduct"
)

// both are all the texts, in the order in which they are read.
var both = []Rules{Terms, Conduct}

const (
	// MaxRules is how many characters such a text may have.
	MaxRules = 20000
	// grace is how long members may put off accepting a new version: who signs in
	// once in two weeks is asked before they must.
	grace = 14 * day
	// freshRules is how long another process's new version may go unseen.
	freshRules = 15 * time.Second
)

// Version is a text as it stands, or stood.
type Version struct {
	Kind        Rules
	Number      int64
	Revision    int64
	Words       string
	By          string // empty: it came with the program, or whoever wrote it was erased
	PublishedAt time.Time
	// Ours is that organisers wrote it. Nobody is made to accept what came with
	// the program; they are asked.
	Ours bool
}

// Path is the public page of a text.
func (r Rules) Path() string { return "/about/" + string(r) }

// Binding is when members can no longer put off accepting this version; a zero
// time is never.
func (v Version) Binding() time.Time {
	if !v.Ours {
		return time.Time{}
	}
	return v.PublishedAt.Add(grace)
}

// rules are the current texts, kept in memory: every page of a member asks.
type rules struct {
	at       time.Time
	versions map[Rules]Version
}

type rulesCache = atomic.Pointer[rules]

// Current are the texts as they stand.
func (s *Safety) Current(ctx context.Context) (map[Rules]Version, error) {
	if c := s.rules.Load(); c != nil && time.Since(c.at) < freshRules {
		return c.versions, nil
	}
	versions, err := s.currentIn(ctx, s.DB)
	if err == nil {
		s.rules.Store(&rules{time.Now(), versions})
	}
	return versions, err
}

func (s *Safety) currentIn(ctx context.Context, tx bun.IDB) (map[Rules]Version, error) {
	versions := map[Rules]Version{}
	for _, kind := range both {
		list, err := termsOf(ctx, tx, kind, 0, 1)
		if err != nil {
			return nil, err
		}
		if len(list) > 0 {
			versions[kind] = list[0].version()
			continue
		}
		if versions[kind], err = s.supplied(ctx, kind); err != nil {
			return nil, err
		}
	}
	return versions, nil
}

// supplied is the text that comes with the program, in the network's language.
func (s *Safety) supplied(ctx context.Context, kind Rules) (Version, error) {
	words, err := s.Speak(ctx, "")
	if err != nil {
		return Version{}, err
	}
	n, err := s.Networks.Current(ctx)
	return Version{Kind: kind, Number: 1, Words: locale.T(words, "safety."+string(kind)+".default"), PublishedAt: n.CreatedAt}, err
}

// Past is an older version of a text; number 0 is the current one.
func (s *Safety) Past(ctx context.Context, kind Rules, number int64) (Version, error) {
	current, err := s.Current(ctx)
	if err != nil || number == 0 || number == current[kind].Number {
		return current[kind], err
	}
	list, err := termsOf(ctx, s.DB, kind, number, 1)
	switch {
	case err != nil:
		return Version{}, err
	case len(list) > 0:
		return list[0].version(), nil
	case number == 1:
		return s.supplied(ctx, kind)
	}
	return Version{}, fault.NotFound
}

// Publish writes a text. A small correction leaves the version as it is, and
// nobody is asked again; anything else makes a new one. The same words change
// nothing.
func (s *Safety) Publish(ctx context.Context, tx bun.Tx, organiserID string, kind Rules, words string, small bool) error {
	if err := s.Networks.Lock(ctx, tx); err != nil { // one at a time
		return err
	}
	current, err := s.currentIn(ctx, tx)
	if err != nil {
		return err
	}
	now := current[kind]
	if words = form.CleanText(words); words == now.Words {
		return nil
	}
	row := termsRow{Kind: kind, Version: now.Number + 1, Words: words, ByID: organiserID, PublishedAt: s.Now()}
	if small {
		row.Version, row.Revision, row.PublishedAt = now.Number, now.Revision+1, now.PublishedAt
	}
	s.rules.Store(nil)
	_, err = tx.NewInsert().Model(&row).Exec(ctx)
	return err
}
