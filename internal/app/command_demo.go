package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/simulate"
)

// demoCommand starts a network of made-up people in its fourth round, which
// the simulation has lived up to now. Its mail stays on the site.
type demoCommand struct {
	Data    string `help:"Directory that keeps the demo between starts; by default it is made anew every time." type:"path" env:"CUPPA_DEMO_DATA"`
	Listen  string `help:"Address to listen on." default:"${defaultListen}" env:"CUPPA_LISTEN"`
	Members int    `help:"How many people." default:"60"`
	Seed    uint64 `help:"Makes another network." default:"1"`

	Now time.Time `help:"Let it be this time, such as 2026-11-18T10:30:00Z: the same seed and time make the same network." env:"CUPPA_DEMO_NOW"`
}

// demoRounds are lived before the one that is open when the demo starts.
const demoRounds = 3

// Run builds the demo network if it is not there, prints the ways in, and serves.
func (c demoCommand) Run(out *console) error {
	if c.Members < 10 || c.Members > 5000 {
		return exitError{2, errors.New("give 10 to 5,000 members")}
	}
	// The address is taken before anything is built: finding it taken after a
	// minute would be unkind.
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	ctx, stop := stoppable()
	defer stop()
	dir := c.Data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "cuppa-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	a, err := c.open(ctx, out, dir, "http://"+l.Addr().String())
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer a.Close()
	if err := a.waysIn(ctx, out); err != nil {
		return errors.Join(err, l.Close())
	}
	return a.serve(ctx, l, 0)
}

// open opens the demo's network, and lives its first rounds when it is new.
func (c demoCommand) open(ctx context.Context, out *console, dir, base string) (*App, error) {
	config := Config{Data: dir, Base: base}
	now, ahead := time.Now().UTC(), time.Duration(0)
	if !c.Now.IsZero() {
		now, ahead = c.Now.UTC(), time.Until(c.Now)
	}
	first := firstMonday(now)
	start := first.AddDate(0, 0, -21).Add(9 * time.Hour)
	clock := newMovedClock(start, c.Seed)
	options := Options{Now: clock.Now, NewID: clock.NewID, Log: out.log, Demo: true, Crowd: true}
	if _, err := os.Stat(filepath.Join(dir, "cuppa.db")); err == nil {
		clock.LetGo(ahead)
		return New(ctx, config, options)
	}
	if err := errors.Join(config.prepare(), clock.writeKey(config.KeyFile())); err != nil {
		return nil, err
	}
	a, err := New(ctx, config, options)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out.out, "Making a demo network: %d made-up people live through three rounds. This takes a few seconds.\n", c.Members)
	err = a.live(ctx, c, clock, start, first, now)
	if err == nil {
		err = a.demoCircle(ctx, clock, now)
	}
	if err == nil { // so that what is due by now was done when the first page is read
		err = a.Tick(ctx)
	}
	if err == nil {
		err = a.demoTalks(ctx, now)
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	clock.LetGo(ahead)
	return a, nil
}

// firstMonday is the day of the first round, so that the fourth has been open
// for one to fifteen days at now: rounds come on the same Monday of every month.
func firstMonday(now time.Time) time.Time {
	fourth := now.Truncate(24*time.Hour).AddDate(0, 0, -8)
	for fourth.Weekday() != time.Monday {
		fourth = fourth.AddDate(0, 0, -1)
	}
	if fourth.Day() > 28 { // a fifth Monday is not in every month
		fourth = fourth.AddDate(0, 0, 7)
	}
	nth := (fourth.Day() - 1) / 7
	first := time.Date(fourth.Year(), fourth.Month()-demoRounds, 1, 0, 0, 0, 0, time.UTC)
	for first.Weekday() != time.Monday {
		first = first.AddDate(0, 0, 1)
	}
	return first.AddDate(0, 0, 7*nth)
}

func (a *App) live(ctx context.Context, c demoCommand, clock *movedClock, start, first, now time.Time) error {
	habits, err := simulate.Calibrate(simulate.Published())
	if err != nil {
		return err
	}
	n, err := a.Networks.Current(ctx)
	if err != nil {
		return err
	}
	n.Name, n.Purpose, n.Contact = "Local Digital Tea Room", "People who do digital work in councils, learning from each other over a cup of tea.", organiserAddress
	n.MeetingBase = "https://meet.cuppa.example"
	if err := a.Networks.Change(ctx, n); err != nil {
		return err
	}
	_, err = simulate.Run(ctx, a.world(clock), simulate.Plan{
		People: simulate.People(c.Members, c.Seed), Rounds: demoRounds + 1, Seed: c.Seed, Habits: habits, Start: start, Open: first, Until: now,
		Beside: a.beside(now),
	})
	if err != nil {
		return err
	}
	return a.pairs(ctx, clock, now)
}

// waysIn prints the address and one-time links for an organiser and a member.
func (a *App) waysIn(ctx context.Context, out *console) error {
	var organiser, someone string
	chosen, err := a.visitor(ctx)
	if err != nil {
		return err
	}
	err = a.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		olive, err := a.Members.InByEmail(ctx, tx, organiserAddress)
		if err != nil {
			return err
		}
		if organiser, err = a.Members.NewLink(ctx, tx, olive.ID, "/organise", 24*time.Hour); err != nil {
			return err
		}
		someone, err = a.Members.NewLink(ctx, tx, chosen, "/home", 24*time.Hour)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out.out, `
The demo network is at        %[1]s
Sign in as its organiser      %[1]s/sign-in/%[2]s
Sign in as one of its members %[1]s/sign-in/%[3]s
Every letter is kept at       %[1]s/outbox
Each sign-in link works once, for a day. Stop with Ctrl+C.
`, a.Base, organiser, someone)
	return nil
}
