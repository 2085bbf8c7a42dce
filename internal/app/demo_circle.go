package app

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/circle"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/simulate"
)

// demoLife is how long the demo's circle has run: it is in mid-life.
const demoLife = 40

// demoCircle lets six people of the demo live the first weeks of a circle: they
// answer, talk, take turns and keep most of what they promise.
func (a *App) demoCircle(ctx context.Context, clock *movedClock, now time.Time) error {
	defer clock.Set(now)
	begin := now.AddDate(0, 0, -demoLife).Truncate(24 * time.Hour).Add(9 * time.Hour)
	clock.Set(begin)
	people, err := a.circlePeople(ctx, 6)
	if err != nil || len(people) < 3 {
		return err
	}
	d := &demoLived{App: a, people: people}
	err = a.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
		d.c, err = a.Circles.Found(ctx, tx, circle.Founding{
			Name: "Plain forms", Purpose: "Make the forms that people dread a little shorter each month, and learn from each other how.",
			Rules:  "What is said here stays here.\nWe ask before we advise.\nWho cannot come says so.",
			Rhythm: circle.Fortnightly, Minutes: 60, Starts: begin, Ends: begin.AddDate(0, 0, 98),
			Facilitator: people[1], Experience: "I have run action learning sets since 2015, and have made most of the mistakes.",
			Members: append([]string{people[0]}, people[2:]...),
		})
		return err
	})
	for day := 0; err == nil && day < demoLife; day++ {
		clock.Set(begin.AddDate(0, 0, day))
		err = d.day(ctx, day)
	}
	return err
}

// circlePeople are some members, each of another organisation.
func (a *App) circlePeople(ctx context.Context, n int) ([]string, error) {
	ids, err := a.Members.ActiveIDs(ctx, a.DB)
	if err != nil {
		return nil, err
	}
	all, err := a.Members.Many(ctx, a.DB, ids)
	if err != nil {
		return nil, err
	}
	visitor, err := a.somebody(ctx)
	if err != nil {
		return nil, err
	}
	chosen := []string{visitor}
	seen := map[string]bool{"": true, all[visitor].OrganisationID: true}
	for _, id := range ids {
		if m := all[id]; len(chosen) < n && !m.Organiser && !seen[m.OrganisationID] {
			seen[m.OrganisationID] = true
			chosen = append(chosen, id)
		}
	}
	return chosen, nil
}

// demoLived is a circle as it is lived.
type demoLived struct {
	*App
	c      circle.Circle
	people []string
	turns  []circle.Turn
	posts  []string
	noted  int // how many calls
}

// day does what is due, and then what people do.
func (d *demoLived) day(ctx context.Context, day int) error {
	now := d.Now()
	for _, t := range []ticker{d.Circles, d.Discussions, d.Nudges, d.Times, d.Conversations} {
		if err := t.Tick(ctx, now); err != nil {
			return err
		}
	}
	return errors.Join(d.calls(ctx), d.talks(ctx, now), d.problems(ctx, day), d.write(ctx, day))
}

// calls answers polls and notes what was agreed. Once the circle has met twice,
// not everybody has answered.
func (d *demoLived) calls(ctx context.Context) error {
	all, err := d.Circles.Calls(ctx, d.DB, d.c.ID)
	if err != nil {
		return err
	}
	for _, k := range all {
		switch {
		case k.State == circle.Polling && k.CreatedAt.Before(d.Now()):
			for i, id := range d.people {
				can := append([]time.Time{}, k.Times[i%2:]...)
				if err := d.Circles.AnswerCall(ctx, k.ID, id, can); err != nil {
					return err
				}
			}
			return d.Circles.PickTime(ctx, k.ID, d.people[1], k.Times[min(2, len(k.Times)-1)])
		case k.Over(d.Now()) && k.NotedAt.IsZero():
			return d.note(ctx, k)
		}
	}
	return nil
}

func (d *demoLived) note(ctx context.Context, k circle.Call) error {
	notes := demoNotes[d.noted%len(demoNotes)]
	if err := d.Circles.NoteCall(ctx, k.ID, d.people[1], d.people[:len(d.people)-1], notes); err != nil {
		return err
	}
	if d.noted++; d.noted > len(demoPromises) {
		return nil
	}
	return d.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		// Within a fortnight, that is until the next call.
		_, err := d.Circles.Promise(ctx, tx, d.c.ID, k.ID, d.people[d.noted-1], demoPromises[d.noted-1], d.Now().AddDate(0, 0, 13))
		return err
	})
}

// demoNotes are what was noted of the calls.
var demoNotes = []string{
	"We looked at one form of each of us, and crossed out every question that nobody could explain.\nNext time we bring the answer of whoever owns it.",
	"The blue badge form: who reads the answers? Nobody in the room knew.\nWe try it from the other end, and sit beside the people who read them.",
	"Short round: what worked since last time. Three forms fewer, and no complaints.\nMost of the hour went to letters that nobody understands.",
}

// demoPromises are what was promised in the calls, one in each.
var demoPromises = []string{
	"Ask the finance team why the form wants a fax number",
	"Send round the checklist for letters",
	"Invite somebody who fills in forms for a living",
}

// talks says that pairs met, four days after they were put together.
func (d *demoLived) talks(ctx context.Context, now time.Time) error {
	list, err := d.Conversations.BySource(ctx, d.DB, "circle", d.c.ID)
	if err != nil {
		return err
	}
	for _, t := range list {
		if t.State != conversation.Open || now.Sub(t.OpensAt) < 4*24*time.Hour || !t.Running(now) {
			continue
		}
		for _, p := range t.People {
			if err := d.Conversations.SayMet(ctx, t.ID, p.MemberID, now); err != nil && !errors.Is(err, fault.Conflict) {
				return err
			}
		}
	}
	return nil
}

// demoOpening is a circle that one can apply for.
func (a *App) demoOpening(now time.Time) []simulate.Event {
	return []simulate.Event{{At: demoDay(now, -6, 9), Do: func(ctx context.Context) error {
		hosts, err := a.demoPeople(ctx, 12, 1)
		if err != nil || len(hosts) == 0 {
			return err
		}
		_, err = a.Circles.OpenUp(ctx, circle.Opening{
			HostID: hosts[0].ID, Name: "New managers", Purpose: "For people who lead a team for the first time, and would like to think aloud with others who do.",
			Who:        "Anybody in the public sector who has led people for less than two years.",
			Rules:      "What is said in the circle stays in the circle.\nWe ask more than we advise.\nNobody sells anything.",
			Experience: "I have led teams for ten years, badly at first.",
			Size:       6, Weeks: 12, Rhythm: circle.Fortnightly, Minutes: 60, Listed: true,
			ApplyUntil: demoDay(now, 15, 0), StartsAt: demoDay(now, 36, 9),
		}, "mon-am,tue-noon,wed-pm,thu-noon")
		return err
	}}}
}

// problems are the turns: one that is told, one that is tried, and a queue.
func (d *demoLived) problems(ctx context.Context, day int) error {
	take := func(person int, problem string) error {
		t, err := d.Circles.TakeTurn(ctx, d.c.ID, d.people[person], problem)
		d.turns = append(d.turns, t)
		return err
	}
	switch day {
	case 3:
		return take(2, "Our blue badge form has 41 questions, and nobody knows who asked for them.\nI tried to take three out, and was told that they are the law. I doubt it.")
	case 5:
		return d.Circles.Ask(ctx, d.turns[0], d.people[0], "Who reads the answers? Have you seen them do it?")
	case 16:
		return d.Circles.EndTurn(ctx, d.turns[0], d.people[2], "Sit beside the team for one morning, and mark every answer that they use.")
	case 18:
		return take(0, "I write guidance that nobody opens. Should I stop, or write it another way?")
	case 26:
		return d.Circles.TellTurn(ctx, d.turns[0], d.people[2], "They use 12 of the 41. The rest is on its way out.")
	case 32:
		return d.Circles.EndTurn(ctx, d.turns[1], d.people[0], "Ask three people to find the answer while I watch, and write nothing until then.")
	case 34:
		return take(1, "I have been asked to merge two teams, and I do not know whom to ask first.")
	case 36:
		return take(len(d.people)-1, "Our web chat is closed more often than it is open.")
	}
	return nil
}
