package app

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	netmail "net/mail"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"cuppa.example/internal/browser"
	"cuppa.example/internal/member"
	"cuppa.example/internal/simulate"
	"cuppa.example/internal/unmentoring"
)

// movedClock is the program's time in a simulation. Afterwards it can be let go.
type movedClock struct {
	mu    sync.Mutex
	now   time.Time
	free  bool
	ahead time.Duration // of the clock on the wall, once it is free
	ids   *rand.ChaCha8
	seeds *rand.ChaCha8 // apart from ids, so that a draw does not depend on how many rows were written
}

func newMovedClock(start time.Time, seed uint64) *movedClock {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	ids := rand.NewChaCha8(key)
	key[31] = 1
	return &movedClock{now: start, ids: ids, seeds: rand.NewChaCha8(key)}
}

func (c *movedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.free {
		return time.Now().UTC().Add(c.ahead)
	}
	return c.now
}

func (c *movedClock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t.UTC()
}

// LetGo makes it the clock on the wall, or one that runs as far ahead of that.
func (c *movedClock) LetGo(ahead time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.free, c.ahead = true, ahead
}

// NewID is a UUIDv7 of the moved clock with repeatable random bits, so that the
// same seed gives the same run.
func (c *movedClock) NewID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.free {
		return uuid.Must(uuid.NewV7()).String()
	}
	var id uuid.UUID
	milli := c.now.UnixMilli()
	binary.BigEndian.PutUint64(id[:8], uint64(milli)<<16|c.ids.Uint64()&0xffff)
	binary.BigEndian.PutUint64(id[8:], c.ids.Uint64())
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id.String()
}

// Seed is the repeatable randomness of a draw.
func (c *movedClock) Seed() (seed [32]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = c.seeds.Read(seed[:])
	return seed
}

// writeKey makes the secret key of a made-up network. Draws number people by
// pseudonyms, which the key makes: only a key of the seed lets the same seed
// put the same people together. It leaves a key alone that is there.
func (c *movedClock) writeKey(file string) error {
	key := c.Seed()
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(hex.EncodeToString(key[:]))
	return errors.Join(err, f.Close())
}

// organiserAddress is whom the made-up network belongs to.
const organiserAddress = "organiser@cuppa.example"

// world shows the program to the model of people.
func (a *App) world(clock *movedClock) simulate.World {
	a.UnMentoring.Seed, a.Intakes.Seed = clock.Seed, clock.Seed
	w := &simulated{App: a, read: clock.Now().Add(-time.Second)}
	return simulate.World{
		Handler: a.Handler(), Base: a.Base, Set: clock.Set, Tick: a.Tick,
		Letters: w.letters, Begin: w.begin, Organise: w.organise, Rounds: w.rounds,
	}
}

// simulated is the program with its organiser, who does what letters ask.
type simulated struct {
	*App
	organiser *browser.Browser
	read      time.Time // letters to the organiser until then were read
}

func (w *simulated) letters(ctx context.Context, after, until time.Time) ([]simulate.Letter, error) {
	copies, err := w.Post.Between(ctx, after, until)
	list := make([]simulate.Letter, len(copies))
	for i, c := range copies {
		l := simulate.Letter{At: c.At, To: c.To.Email, Kind: c.Kind, Subject: c.Letter.Subject, Preview: c.Letter.Preview}
		for _, b := range c.Letter.Blocks {
			if strings.HasPrefix(b.Href, w.Base) {
				l.Links = append(l.Links, b.Href)
			}
		}
		if partners, err := netmail.ParseAddressList(c.Letter.ReplyTo); err == nil {
			for _, p := range partners {
				l.Partners = append(l.Partners, p.Address)
			}
		}
		list[i] = l
	}
	return list, err
}

// begin brings in the people, and has the organiser create a programme as the
// form offers it.
func (w *simulated) begin(ctx context.Context, people []simulate.Person, open time.Time) error {
	var token string
	err := w.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		olive, err := w.Members.Join(ctx, tx, organiserAddress, member.Details{
			Name: "Olive Organiser", Organisation: "Ashbourne Vale Borough Council", Job: "Head of digital", Region: "North",
			About: "I run this network in my evenings.", Pictured: true,
		}, true)
		if err != nil {
			return err
		}
		if err := w.Members.SetOrganiser(ctx, tx, olive.ID, true); err != nil {
			return err
		}
		if err := w.Safety.AcceptAll(ctx, tx, olive.ID); err != nil {
			return err
		}
		for _, p := range people {
			m, err := w.Members.Join(ctx, tx, p.Email, member.Details{
				Name: p.Name, Organisation: p.Organisation, Job: p.Role, Region: p.Region, About: p.About, Topics: p.Topics,
				Phone: p.Phone, CallName: p.CallName, Pictured: len(p.CallName) == 0,
			}, true)
			if err != nil {
				return err
			}
			if err := w.Safety.AcceptAll(ctx, tx, m.ID); err != nil {
				return err
			}
		}
		token, err = w.Members.NewLink(ctx, tx, olive.ID, "/organise", time.Hour)
		return err
	})
	if err != nil {
		return err
	}
	w.organiser = browser.New(w.Handler(), w.Base)
	if _, err := press(w.organiser, "/sign-in/"+token, "Sign in"); err != nil {
		return err
	}
	p, err := w.organiser.Get("/organise/programmes/new")
	if err != nil {
		return err
	}
	p, err = p.Press("Create the programme", browser.With(
		"first-day", fmt.Sprint(open.Day()), "first-month", fmt.Sprint(int(open.Month())), "first-year", fmt.Sprint(open.Year())))
	if err == nil && p.Status != 200 {
		err = fmt.Errorf("the new programme is refused: %s", p.Text())
	}
	return err
}

// organise does what the organiser's letters ask: release a draw.
func (w *simulated) organise(ctx context.Context) (int, error) {
	now := w.Now()
	copies, err := w.Post.Between(ctx, w.read, now)
	if err != nil {
		return 0, err
	}
	w.read = now
	acts := 0
	for _, c := range copies {
		if c.To.Email != organiserAddress || c.Kind != "unmentoring.draw_ready" {
			continue
		}
		for _, b := range c.Letter.Blocks {
			if b.Kind != "button" {
				continue
			}
			if _, err := press(w.organiser, b.Href, "Release"); err != nil {
				return acts, err
			}
			acts++
		}
	}
	return acts, nil
}

func press(b *browser.Browser, address, button string) (*browser.Page, error) {
	p, err := b.Get(address)
	if err != nil {
		return nil, err
	}
	if p, err = p.Press(button, nil); err == nil && p.Status >= 400 {
		err = fmt.Errorf("%q answers %d: %s", button, p.Status, p.Text())
	}
	return p, err
}

func (w *simulated) rounds(ctx context.Context) ([]simulate.Tally, error) {
	infos, err := w.UnMentoring.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var list []simulate.Tally
	for _, r := range infos {
		n, err := w.UnMentoring.RoundNumbers(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, simulate.Tally{
			Number: r.Number, Open: r.OpenAt, End: r.EndAt, Closed: r.State == unmentoring.Closed,
			In: n.People + n.Waiting + n.LeftOut, Groups: n.Conversations, Met: n.Met, NotMet: n.NotMet, Unconfirmed: n.Unconfirmed,
			Repeats: n.Repeats, LeftOut: n.LeftOut,
		})
	}
	return list, nil
}
