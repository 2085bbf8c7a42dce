package member_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// standing is where somebody should stand.
type standing struct {
	state     member.State
	organiser bool
	until     time.Time
	bounced   bool
}

// crowd is a few people who come, pause, leave and are deleted in any order,
// and where each of them should stand then.
type crowd struct {
	*testkit.Kit
	t      *testing.T
	rand   *rand.Rand
	ids    []string
	should map[string]*standing
	email  map[string]string // address → who has it
}

func TestWhereMembersStand(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			k := testkit.New(t)
			c := &crowd{Kit: k, t: t, rand: rand.New(rand.NewPCG(seed, 3)), should: map[string]*standing{}, email: map[string]string{}}
			olu := k.Organiser("Olu Ade")
			c.add(olu.ID, olu.Email)
			c.should[olu.ID].organiser = true
			for range 60 {
				what := c.step()
				if c.rand.IntN(4) == 0 {
					k.Clock.Set(k.Clock.Now().Add(time.Duration(c.rand.IntN(100)) * time.Hour))
					c.tick()
				}
				c.holds(what)
			}
		})
	}
}

func (c *crowd) add(id, email string) {
	c.ids = append(c.ids, id)
	c.should[id], c.email[email] = &standing{state: member.Active}, id
}

// tick is what time does.
func (c *crowd) tick() {
	now := c.Clock.Now()
	if err := c.Members.Tick(c.t.Context(), now); err != nil {
		c.t.Fatal(err)
	}
	for _, s := range c.should {
		if s.state == member.Paused && !s.until.IsZero() && !s.until.After(now) {
			s.state, s.until = member.Active, time.Time{}
		}
	}
}

// step is one thing that happens to one person.
func (c *crowd) step() string {
	id := c.ids[c.rand.IntN(len(c.ids))]
	s := c.should[id]
	here := s.state == member.Active || s.state == member.Paused
	try := func(what string, f func(ctx context.Context, tx bun.Tx) error) error {
		err := c.DB.InTx(c.t.Context(), f)
		if err != nil && !errors.Is(err, fault.Conflict) {
			c.t.Fatalf("%s: %v", what, err)
		}
		return err
	}
	switch c.rand.IntN(8) {
	case 0: // somebody joins, perhaps with an address that is known
		email := fmt.Sprintf("%c@example.org", 'a'+c.rand.IntN(6))
		var m member.Member
		_ = try("join", func(ctx context.Context, tx bun.Tx) (err error) {
			m, err = c.Members.Join(ctx, tx, email, member.Details{Name: email}, true)
			return err
		})
		switch known := c.email[email]; {
		case known == "":
			c.add(m.ID, email)
		case known != m.ID:
			c.t.Fatalf("%s joins again as somebody else", email)
		case c.should[known].state == member.Left:
			c.should[known] = &standing{state: member.Active} // by a link in a letter, so letters arrive
		}
		return email + " joins"
	case 1:
		until := time.Time{}
		if c.rand.IntN(2) == 0 {
			until = c.Clock.Now().Add(time.Duration(1+c.rand.IntN(300)) * time.Hour)
		}
		_ = try("pause", func(ctx context.Context, tx bun.Tx) error { return c.Members.Pause(ctx, tx, id, until) })
		if here {
			s.state, s.until = member.Paused, until
		}
		return "pause"
	case 2:
		_ = try("resume", func(ctx context.Context, tx bun.Tx) error { return c.Members.Resume(ctx, tx, id) })
		if here {
			s.state, s.until = member.Active, time.Time{}
		}
		return "resume"
	case 3:
		err := try("leave", func(ctx context.Context, tx bun.Tx) error { return c.Members.Leave(ctx, tx, id) })
		c.mustRefuseTheLast(err, s)
		if err == nil && here {
			*s = standing{state: member.Left, bounced: s.bounced}
		}
		return "leave"
	case 4:
		if c.rand.IntN(3) > 0 {
			return "nothing"
		}
		err := try("erase", func(ctx context.Context, tx bun.Tx) error { return c.Members.Erase(ctx, tx, id) })
		c.mustRefuseTheLast(err, s)
		if err == nil {
			*s = standing{state: member.Erased}
			for email, who := range c.email {
				if who == id {
					delete(c.email, email)
				}
			}
		}
		return "erase"
	case 5:
		if !here {
			return "nothing"
		}
		to := c.rand.IntN(2) == 0
		err := try("role", func(ctx context.Context, tx bun.Tx) error { return c.Members.SetOrganiser(ctx, tx, id, to) })
		if !to {
			c.mustRefuseTheLast(err, s)
		}
		if err == nil {
			s.organiser = to
		}
		return fmt.Sprint("organiser: ", to)
	case 6: // a letter to an address that they had, or have
		for email, who := range c.email {
			_ = try("bounce", func(ctx context.Context, tx bun.Tx) error { return c.Members.Bounced(ctx, tx, id, email, "") })
			s.bounced = s.bounced || who == id
			break
		}
		return "bounce"
	}
	fresh := fmt.Sprintf("%c@example.org", 'a'+c.rand.IntN(9))
	if !here {
		return "nothing"
	}
	err := try("address", func(ctx context.Context, tx bun.Tx) error { return c.Members.ChangeEmail(ctx, tx, id, fresh, "") })
	if taken := c.email[fresh] != "" && c.email[fresh] != id; taken != (err != nil) {
		c.t.Fatalf("%s is taken: %t, and the answer is %v", fresh, taken, err)
	}
	if err == nil {
		for email, who := range c.email {
			if who == id {
				delete(c.email, email)
			}
		}
		c.email[fresh], s.bounced = id, false
	}
	return "address"
}

// mustRefuseTheLast holds that the last organiser stays one, and nobody else.
func (c *crowd) mustRefuseTheLast(err error, s *standing) {
	organisers := 0
	for _, one := range c.should {
		if one.organiser {
			organisers++
		}
	}
	if last := s.organiser && organisers == 1; last != (err != nil) {
		c.t.Fatalf("the last organiser: %t, and the answer is %v", last, err)
	}
}

// holds compares everybody with where they should stand.
func (c *crowd) holds(what string) {
	c.t.Helper()
	counts := map[member.State]int{}
	for id, want := range c.should {
		counts[want.state]++
		m, err := c.Members.ByID(c.t.Context(), id)
		if err != nil {
			c.t.Fatal(err)
		}
		got := standing{m.State, m.Organiser, m.PausedUntil.UTC(), !m.BouncedAt.IsZero()}
		if m.PausedUntil.IsZero() {
			got.until = time.Time{}
		}
		if got.state != want.state || got.organiser != want.organiser || !got.until.Equal(want.until) || got.bounced != want.bounced {
			c.t.Fatalf("after %s: %+v, not %+v", what, got, *want)
		}
		if m.State == member.Erased && (m.Name+m.Email+m.NameKey != "" || m.Reachable()) {
			c.t.Fatalf("after %s: something is left of somebody erased: %+v", what, m)
		}
		sessions, err := c.Members.Sessions(c.t.Context(), id)
		if gone := want.state == member.Left || want.state == member.Erased; err != nil || gone && len(sessions) > 0 {
			c.t.Fatalf("after %s: %d sessions of somebody who is gone, %v", what, len(sessions), err)
		}
	}
	for email, id := range c.email {
		if m, err := c.Members.ByEmail(c.t.Context(), email); err != nil || m.ID != id {
			c.t.Fatalf("after %s: %s is %+v, %v", what, email, m, err)
		}
	}
	c.Clock.Set(c.Clock.Now().Add(time.Minute)) // or the counts are those of a moment ago
	got, err := c.Members.Counts(c.t.Context())
	if err != nil || len(got) != len(counts) {
		c.t.Fatalf("after %s: counted %v, not %v, %v", what, got, counts, err)
	}
	for state, n := range counts {
		if got[state] != n {
			c.t.Fatalf("after %s: counted %v, not %v", what, got, counts)
		}
	}
}

// The link to join comes by mail, so the address takes letters again.
func TestWhoComesBackIsReachable(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return errors.Join(k.Members.Bounced(ctx, tx, ann.ID, ann.Email, ""), k.Members.Leave(ctx, tx, ann.ID))
	})
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := k.Members.Join(ctx, tx, ann.Email, member.Details{Name: "Ann Lee"}, true)
		return err
	})
	if m, err := k.Members.ByEmail(t.Context(), ann.Email); err != nil || m.ID != ann.ID || !m.Reachable() {
		t.Errorf("%+v, %v", m, err)
	}
}
