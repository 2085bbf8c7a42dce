package circle_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/circle"
	"cuppa.example/internal/testkit"
)

const day = 24 * time.Hour

// story is a circle that runs, in a network.
type story struct {
	*testkit.Kit
	c circle.Circle
}

// running begins a story: these people are a circle, the first its facilitator.
func running(t *testing.T, k *testkit.Kit, people ...testkit.Person) story {
	t.Helper()
	now := k.Clock.Now()
	f := circle.Founding{
		Name: "Open maps", Purpose: "Make maps that people use.", Rules: "What is said here stays here.",
		Rhythm: circle.Fortnightly, Minutes: 60, Starts: now, Ends: now.Add(84 * day),
		Facilitator: people[0].ID, Experience: "Ten years of action learning",
	}
	for _, p := range people[1:] {
		f.Members = append(f.Members, p.ID)
	}
	var c circle.Circle
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		c, err = k.Circles.Found(ctx, tx, f)
		return err
	})
	return story{k, c}
}

// four are a network of four, the first three of them in a circle.
func four(t *testing.T) (s story, fay, ann, bob, eve testkit.Person) {
	t.Helper()
	k := testkit.New(t)
	fay, ann = k.Member("Fay Host", testkit.Works("Devon")), k.Member("Ann Lee", testkit.Works("Kent"))
	bob, eve = k.Member("Bob Roe", testkit.Works("Leeds")), k.Member("Eve Out", testkit.Works("York"))
	return running(t, k, fay, ann, bob), fay, ann, bob, eve
}

// email is a member's address.
func (s story) email(memberID string) string {
	s.T.Helper()
	m, err := s.Members.ByID(s.T.Context(), memberID)
	if err != nil {
		s.T.Fatal(err)
	}
	return m.Email
}

// contains looks for a text in a letter, whose lines are broken anywhere.
func contains(letter, text string) bool {
	return strings.Contains(strings.Join(strings.Fields(letter), " "), text)
}

// path is the path of a full address.
func path(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		t.Fatalf("no address: %q", address)
	}
	return u.Path
}

// block lets one block the other.
func block(k *testkit.Kit, by, other testkit.Person) {
	k.T.Helper()
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Safety.Block(ctx, tx, by.ID, other.ID) })
}
