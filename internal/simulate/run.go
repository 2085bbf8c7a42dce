package simulate

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"cuppa.example/internal/browser"
)

// Plan is what to simulate.
type Plan struct {
	People []Person
	Rounds int
	Seed   uint64
	Habits Calibrated
	// Start is when the people come in, and Open the day on which the first
	// conversations open, at least two weeks later.
	Start, Open time.Time
	// Until stops earlier, in the middle of a round; zero goes on until the
	// last round is closed.
	Until time.Time
	// Beside is what happens beside the rounds, each once, in the order of its
	// time.
	Beside []Event
	// Progress is told what is under way.
	Progress func(round int, day time.Time)
}

// Event is something that somebody does at a time.
type Event struct {
	At time.Time
	Do func(ctx context.Context) error
}

// hours are when things happen on a day, in UTC: letters are read and answered
// in between.
var hours = []int{0, 7, 9, 11, 13, 15, 17, 19}

// run is a simulation under way.
type run struct {
	Plan
	world  World
	habits Calibrated
	rand   *rand.Rand
	actors []*actor
	by     map[string]*actor // by address
	talks  []*talk
	read   time.Time // letters until then have been delivered
	mails  map[int]int
	acts   map[int]int
	round  int // that is under way
}

// Run drives the world and reports every round.
func Run(ctx context.Context, w World, p Plan) (Report, error) {
	r := &run{
		Plan: p, world: w, habits: p.Habits, rand: rand.New(rand.NewPCG(p.Seed, 2)),
		by: map[string]*actor{}, mails: map[int]int{}, acts: map[int]int{}, read: p.Start.Add(-time.Second),
	}
	for i, one := range p.People {
		a := &actor{
			Person: one, run: r, rand: rand.New(rand.NewPCG(p.Seed, uint64(1000+i))),
			browser: browser.New(w.Handler, w.Base), talks: map[string]*talk{},
		}
		r.actors = append(r.actors, a)
		r.by[one.Email] = a
	}
	slices.SortStableFunc(r.Beside, func(a, b Event) int { return a.At.Compare(b.At) })
	w.Set(p.Start)
	if err := w.Begin(ctx, p.People, p.Open); err != nil {
		return Report{}, fmt.Errorf("begin: %w", err)
	}
	return r.days(ctx)
}

// days lives one day after the other until enough rounds are closed.
func (r *run) days(ctx context.Context) (Report, error) {
	day := r.Start.Truncate(24 * time.Hour)
	last := day.AddDate(0, r.Rounds+3, 0)
	for ; day.Before(last); day = day.AddDate(0, 0, 1) {
		for _, h := range hours {
			now := day.Add(time.Duration(h) * time.Hour)
			if !now.After(r.Start) {
				continue
			}
			if !r.Until.IsZero() && now.After(r.Until) {
				return r.report(ctx)
			}
			if err := r.step(ctx, now); err != nil {
				return Report{}, fmt.Errorf("at %s: %w", now.Format(time.RFC3339), err)
			}
		}
		rounds, err := r.world.Rounds(ctx)
		if err != nil {
			return Report{}, err
		}
		if r.begins(rounds, day) && r.Until.IsZero() {
			return r.report(ctx)
		}
	}
	return r.report(ctx)
}

// begins notices a new round, in which some people are silent or away. It says
// whether all rounds are over.
func (r *run) begins(rounds []Tally, day time.Time) bool {
	closed := 0
	for _, t := range rounds {
		if t.Closed {
			closed++
		}
		if t.Number <= r.round || t.Groups == 0 {
			continue
		}
		r.round = t.Number
		if r.Progress != nil {
			r.Progress(r.round, day)
		}
	}
	return closed >= r.Rounds
}

// step moves the clock, lets the program do what is due, and then the people.
func (r *run) step(ctx context.Context, now time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.world.Set(now)
	if err := r.world.Tick(ctx); err != nil {
		return fmt.Errorf("tick: %w", err)
	}
	acts, err := r.world.Organise(ctx)
	if err != nil {
		return fmt.Errorf("organise: %w", err)
	}
	for len(r.Beside) > 0 && !r.Beside[0].At.After(now) {
		if err := r.Beside[0].Do(ctx); err != nil {
			return fmt.Errorf("beside the rounds: %w", err)
		}
		r.Beside = r.Beside[1:]
	}
	r.acts[r.round+1] += acts // before a round's conversations open
	if err := r.deliver(ctx, now); err != nil {
		return err
	}
	for _, t := range r.talks {
		if !t.resolved {
			t.happen(now, r.rand.Float64() < r.habits.share("keeps"))
		}
	}
	// What people cause now is written after what they have read.
	r.world.Set(now.Add(time.Minute))
	for _, a := range r.actors {
		if err := a.live(now); err != nil {
			return err
		}
	}
	return nil
}

// deliver brings the letters to the people, and learns from the match letters
// who was put together with whom.
func (r *run) deliver(ctx context.Context, now time.Time) error {
	letters, err := r.world.Letters(ctx, r.read, now)
	if err != nil {
		return fmt.Errorf("letters: %w", err)
	}
	r.read = now
	// The program writes letters of one moment in any order.
	slices.SortStableFunc(letters, func(a, b Letter) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject))
	})
	var matches []Letter
	for _, l := range letters {
		a, ok := r.by[l.To]
		if !ok {
			continue // an organiser
		}
		if l.Kind == "conversation.match" {
			matches = append(matches, l)
		}
		r.mails[r.round]++
		a.receive(l)
	}
	r.meet(matches, now)
	return nil
}

// meet makes talks of the match letters that came together. A letter names the
// others by address, which is how it belongs to theirs.
func (r *run) meet(matches []Letter, now time.Time) {
	groups := map[string]*talk{}
	var order []string
	for _, l := range matches {
		a := r.by[l.To]
		members := append(slices.Clone(l.Partners), l.To)
		slices.Sort(members)
		key := strings.Join(members, " ")
		t := groups[key]
		if t == nil {
			t = &talk{began: now, pages: map[*actor]string{}}
			groups[key], order = t, append(order, key)
		}
		t.actors = append(t.actors, a)
		t.pages[a] = a.page(l)
		a.talks[a.page(l)] = t
		if a.rand.Float64() < r.habits.share("silent")+r.habits.share("away") {
			a.gone = now.AddDate(0, 0, 25)
		}
	}
	for _, key := range order {
		r.talks = append(r.talks, groups[key])
	}
}
