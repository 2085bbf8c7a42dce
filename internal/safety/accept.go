package safety

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// Open is what a member has not agreed to yet.
type Open struct {
	Rules []Version // in order
	Adult bool      // they have not said that they are 18 or over
	// Binding is when they can no longer put it off; a zero time is never.
	Binding time.Time
}

// Nothing reports whether there is nothing to ask.
func (o Open) Nothing() bool { return len(o.Rules) == 0 && !o.Adult }

// Open finds what a member has not agreed to.
func (s *Safety) Open(ctx context.Context, tx bun.IDB, memberID string) (o Open, err error) {
	current, err := s.Current(ctx)
	if err != nil {
		return o, err
	}
	accepted, adult, err := acceptedBy(ctx, tx, memberID)
	if err != nil {
		return o, err
	}
	o.Adult = !adult
	for _, kind := range both {
		v := current[kind]
		if accepted[kind] >= v.Number {
			continue
		}
		o.Rules = append(o.Rules, v)
		if b := v.Binding(); !b.IsZero() && (o.Binding.IsZero() || b.Before(o.Binding)) {
			o.Binding = b
		}
	}
	return o, nil
}

// Accept writes down that a member accepts these versions, which they have
// seen, and says that they are 18 or over. A version that is not the current
// one is refused: another was published while they read.
func (s *Safety) Accept(ctx context.Context, tx bun.IDB, memberID string, seen map[Rules]int64) error {
	current, err := s.currentIn(ctx, tx)
	if err != nil {
		return err
	}
	for kind, number := range seen {
		if current[kind].Number != number {
			return fault.Because(fault.Conflict, "safety.agree.changed")
		}
		if err := insertAcceptance(ctx, tx, acceptanceRow{MemberID: memberID, Kind: kind, Version: number, AcceptedAt: s.Now()}); err != nil {
			return err
		}
	}
	return insertAdult(ctx, tx, adultRow{MemberID: memberID, DeclaredAt: s.Now()})
}

// AcceptAll writes down that a member accepts everything as it stands, and is
// of age.
func (s *Safety) AcceptAll(ctx context.Context, tx bun.IDB, memberID string) error {
	current, err := s.currentIn(ctx, tx)
	if err != nil {
		return err
	}
	seen := map[Rules]int64{}
	for kind, v := range current {
		seen[kind] = v.Number
	}
	return s.Accept(ctx, tx, memberID, seen)
}

// AcceptJoined is for somebody who saw the texts when they asked to join, some
// days ago. A text that has changed since is asked about when they sign in.
func (s *Safety) AcceptJoined(ctx context.Context, tx bun.IDB, memberID string, seen map[Rules]int64) error {
	current, err := s.currentIn(ctx, tx)
	if err != nil {
		return err
	}
	still := map[Rules]int64{}
	for kind, number := range seen {
		if current[kind].Number == number {
			still[kind] = number
		}
	}
	return s.Accept(ctx, tx, memberID, still)
}

// SeenRules are the versions of the texts that a form with RulesLinks showed.
func SeenRules(f *form.Form) map[Rules]int64 {
	versions := map[Rules]int64{}
	for _, kind := range both {
		if n, err := strconv.ParseInt(f.Value(string(kind)), 10, 32); err == nil {
			versions[kind] = n
		}
	}
	return versions
}

// agreed remembers who has accepted everything that binds, and what that was.
type agreed struct{ by sync.Map } // member id → [2]int64

func numbers(current map[Rules]Version) [2]int64 {
	return [2]int64{current[Terms].Number, current[Conduct].Number}
}

// Bound sends a member to the page that asks, once they can no longer put it
// off. What was typed is not lost: only pages are kept back, never forms that
// are sent. Leaving, taking one's data along and reporting always work.
func (s *Safety) Bound(ctx context.Context, memberID string, asked *url.URL) error {
	current, err := s.Current(ctx)
	if err != nil {
		return err
	}
	var binds bool
	for _, v := range current {
		b := v.Binding()
		binds = binds || !b.IsZero() && !s.Now().Before(b)
	}
	if known, _ := s.agreed.by.Load(memberID); !binds || known == numbers(current) || free(asked.Path) {
		return nil
	}
	o, err := s.Open(ctx, s.DB, memberID)
	if err != nil {
		return err
	}
	if o.Binding.IsZero() || s.Now().Before(o.Binding) {
		s.agreed.by.Store(memberID, numbers(current))
		return nil
	}
	return web.Detour{Path: AgreePath(asked.RequestURI())}
}

// free are the pages that nobody is kept from.
func free(path string) bool {
	for _, prefix := range []string{"/agree", "/report/", "/profile/data", "/profile/leave", "/profile/delete", "/profile/blocks"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// AgreePath is the page that asks, and leads on to next.
func AgreePath(next string) string { return "/agree?next=" + url.QueryEscape(web.LocalPath(next)) }

// signedIn says where somebody goes who has just signed in.
func (s *Safety) signedIn(ctx context.Context, memberID, next string) (string, error) {
	o, err := s.Open(ctx, s.DB, memberID)
	if err != nil || o.Nothing() {
		return next, err
	}
	return AgreePath(next), nil
}
