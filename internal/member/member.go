package member

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/uptrace/bun"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// State is where a member stands.
type State string

// The states of a member.
const (
	Active State = "active"
	Paused State = "paused"
	Left   State = "left"
	// Suspended is kept out by organisers until PausedUntil; Removed for good.
	Suspended State = "suspended"
	Removed   State = "removed"
	// Erased is what remains of somebody who was deleted: a row without a name.
	Erased State = "erased"
)

// Member is a person in the network.
type Member struct {
	bun.BaseModel `bun:"table:members,alias:m"`

	ID             string `bun:",pk"`
	Email          string `bun:",nullzero"`
	Name           string
	NameKey        string // for sorting and searching: name and organisation, folded
	State          State
	Organiser      bool
	OrganisationID string `bun:",nullzero"`
	Organisation   string `bun:",scanonly"` // its name
	Job            string // what they do there
	Region         string
	About          string // a sentence about themselves
	Topics         Topics
	Blog           string    // a blog's or social address
	Language       string    // BCP 47, empty for the network's
	Pictured       bool      // agreed to be named in the network picture
	PausedUntil    time.Time `bun:",nullzero"`
	PledgedAt      time.Time `bun:",nullzero"` // when they agreed to pledge and rule
	BouncedAt      time.Time `bun:",nullzero"` // when their address last refused mail
	JoinedAt       time.Time
	ChangedAt      time.Time
}

// FirstName is what a letter calls somebody.
func (m Member) FirstName() string {
	first, _, _ := strings.Cut(m.Name, " ")
	return first
}

// Reachable reports whether mail may be sent.
func (m Member) Reachable() bool {
	return m.Email != "" && m.BouncedAt.IsZero() && (m.State == Active || m.State == Paused)
}

// Contact is how the people whom a member is matched with reach them.
type Contact struct {
	Phone string
	// CallName is a name or a link for video calls.
	CallName string
}

// Topics is a list that is stored one a line.
type Topics []string

// Scan reads the stored form.
func (t *Topics) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("topics from %T", src)
	}
	*t = nil
	if text != "" {
		*t = strings.Split(text, "\n")
	}
	return nil
}

// Value gives the stored form.
func (t Topics) Value() (driver.Value, error) { return strings.Join(t, "\n"), nil }

// SplitTopics reads what a person typed: topics separated by commas,
// semicolons or new lines, at most ten, each at most 50 characters.
func SplitTopics(text string) Topics {
	var list Topics
	seen := map[string]bool{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		part = strings.TrimSpace(part)
		if r := []rune(part); len(r) > 50 {
			part = strings.TrimSpace(string(r[:50]))
		}
		if key := Fold(part); part != "" && !seen[key] && len(list) < 10 {
			seen[key] = true
			list = append(list, part)
		}
	}
	return list
}

// Fold is text in lower case without accents and with single spaces, for
// comparing names.
func Fold(text string) string {
	folded := text
	if !isASCII(text) { // most is, and then there is nothing to take off
		strip := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
		if stripped, _, err := transform.String(strip, text); err == nil {
			folded = stripped
		}
	}
	return strings.Join(strings.Fields(strings.ToLower(folded)), " ")
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

type memberKey struct{}

// With is a context in which m is signed in.
func With(ctx context.Context, m Member) context.Context {
	return context.WithValue(ctx, memberKey{}, &m)
}

// From is the signed-in member of ctx.
func From(ctx context.Context) (Member, bool) {
	m, ok := ctx.Value(memberKey{}).(*Member)
	if !ok {
		return Member{}, false
	}
	return *m, true
}

// Must is the signed-in member on a route with access Member or Organiser.
func Must(ctx context.Context) Member {
	m, ok := From(ctx)
	if !ok {
		panic("member: nobody is signed in on this route")
	}
	return m
}
