package app

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/relationship"
)

// somebody is the member of the demo network whom its visitor signs in as: one
// who has something to do.
func (a *App) somebody(ctx context.Context) (string, error) {
	words, err := a.Speak(ctx, "")
	if err != nil {
		return "", err
	}
	olive, err := a.Members.ByEmail(ctx, organiserAddress)
	if err != nil {
		return "", err
	}
	ids, err := a.Members.ActiveIDs(ctx, a.DB)
	if err != nil || len(ids) < 2 {
		return "", errors.Join(err, errors.New("the demo network has no members; delete its directory"))
	}
	for _, id := range ids {
		if tasks, err := a.Conversations.Waiting(words, id); err == nil && len(tasks) > 0 && id != olive.ID {
			return id, nil
		}
	}
	return ids[len(ids)-1], nil
}

// visitor is the member as whom one may sign in: of those in a circle, who works
// with most people.
func (a *App) visitor(ctx context.Context) (string, error) {
	ids, err := a.Members.ActiveIDs(ctx, a.DB)
	if err != nil {
		return "", err
	}
	best, most := "", 1
	for _, id := range ids {
		pairs, err := a.Relationships.Of(ctx, a.DB, id)
		if err != nil {
			return "", err
		}
		circles, err := a.Circles.Of(ctx, a.DB, id)
		if err != nil {
			return "", err
		}
		if len(pairs) > most && len(circles) > 0 {
			best, most = id, len(pairs)
		}
	}
	if best != "" {
		return best, nil
	}
	return a.somebody(ctx)
}

// pairs lets relationships live in the demo network, up to now: its visitor is
// mentored in one, coaches in another, and was coached in one that is over.
func (a *App) pairs(ctx context.Context, clock *movedClock, now time.Time) error {
	defer clock.Set(now)
	me, err := a.somebody(ctx)
	if err != nil {
		return err
	}
	others, err := a.partners(ctx, me, 3)
	if err != nil {
		return err
	}
	mentor, learner, coach := others[0], others[1], others[2]
	p := demoPair{a: a, clock: clock, now: now}
	p.over(ctx, coach, me)
	first := p.begin(ctx, relationship.Mentoring, mentor, me, 75, 12, "Make the case for user research to people who have never seen any.")
	p.session(ctx, first, 70, "What I want: a way to show our directors what users struggle with.\nWhat I have tried: slides. Nobody read them.",
		"Show one recording of two minutes, not twenty slides.\nAsk one director to sit in.", "Ask a director to watch a session", -49, true)
	p.session(ctx, first, 28, "How did the session with the director go?", "She asked for the next one by herself.\nNext: make it a habit.",
		"Write down how we recruit people", -1, false)
	p.say(ctx, func(ctx context.Context) error {
		_, err := a.Relationships.Reflect(ctx, first, me, "", "", "I still ask my mentor what I could ask my own director.")
		return err
	})
	p.thinkInPublic(ctx, first, me)
	p.offer(ctx, first, mentor, 6, 8)
	// Of three months, so that it is at its half-time review.
	second := p.begin(ctx, relationship.Coaching, me, learner, 50, 3, "Find out whether I want to lead a team.")
	p.session(ctx, second, 42, "Where I am on a scale from 0 to 10, and what makes it that.", "", "Shadow a team leader for a day", 12, false)
	p.offer(ctx, second, learner, 3)
	p.offer(ctx, second, me, 3)
	return p.err
}

// over is a relationship that has come to its end: the coach has said so, and
// has answered what changed; the other is asked.
func (p *demoPair) over(ctx context.Context, coach, learner string) {
	id := p.begin(ctx, relationship.Coaching, coach, learner, 98, 3, "Say no to work that helps nobody, and stay friends with those who ask for it.")
	p.session(ctx, id, 88, "Whom do I find it hard to say no to?", "To the people who shout. Try: ask what it is for, before saying anything else.",
		"Ask what it is for, three times this week", -80, true)
	p.session(ctx, id, 46, "What happened when I asked?", "Two of three took it back by themselves.", "Write down what I have said yes to", -30, true)
	p.session(ctx, id, 14, "What will I go on with?", "A list of what I do not do, which my manager knows.", "", 0, false)
	p.ago(6)
	p.say(ctx, func(ctx context.Context) error { return p.a.Relationships.Close(ctx, id, coach) })
	p.say(ctx, func(ctx context.Context) error {
		return p.a.Relationships.Say(ctx, id, coach, relationship.Review{Part: relationship.End, Going: "well", Again: "yes", Words: relationship.Words{
			Changed: "I wait longer before I ask the next question.", Thanks: "You were honest from the first hour. That made it easy.",
		}})
	})
}

// partners are people of other organisations than a member's, each of another
// where there are so many.
func (a *App) partners(ctx context.Context, id string, n int) ([]string, error) {
	ids, err := a.Members.ActiveIDs(ctx, a.DB)
	if err != nil {
		return nil, err
	}
	people, err := a.Members.Many(ctx, a.DB, ids)
	var found, more []string
	seen := map[string]bool{}
	for _, o := range ids {
		switch m := people[o]; {
		case o == id || m.OrganisationID == people[id].OrganisationID || m.Organiser || m.State != member.Active:
		case seen[m.OrganisationID]:
			more = append(more, o)
		default:
			seen[m.OrganisationID] = true
			found = append(found, o)
		}
	}
	found = append(found, more...)
	if err == nil && len(found) < n {
		err = errors.New("the demo network has too few people for relationships")
	}
	return found[:min(n, len(found))], err
}

// demoPair makes what two people did, on the days on which they did it. What
// fails first is in err, and nothing is done after it.
type demoPair struct {
	a     *App
	clock *movedClock
	now   time.Time
	err   error
}

// thinkInPublic makes a part of a reflection public, and gives the network an
// agenda of its own.
func (p *demoPair) thinkInPublic(ctx context.Context, id, me string) {
	const learnt = "One good recording did more than all my slides."
	p.say(ctx, func(ctx context.Context) error {
		reflection, err := p.a.Relationships.Reflect(ctx, id, me, "", "", "I talk too fast when I am nervous. "+learnt)
		if err == nil {
			_, err = p.a.Relationships.Publish(ctx, id, me, reflection, learnt, true)
		}
		return err
	})
	p.say(ctx, func(ctx context.Context) error {
		return p.a.Relationships.SaveTemplate(ctx, "", "First session", "What should the other know about you?\nWhat would make this worth your time?\nHow will you tell each other what does not work?", 0)
	})
}

// ago sets the clock to ten in the morning some days before now, or on the
// Friday before where that is at a weekend.
func (p *demoPair) ago(days int) {
	day := p.now.AddDate(0, 0, -days)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, -1)
	}
	p.clock.Set(day.Truncate(24 * time.Hour).Add(10 * time.Hour))
}

func (p *demoPair) say(ctx context.Context, f func(ctx context.Context) error) {
	if p.err == nil {
		p.err = f(ctx)
	}
}

func (p *demoPair) begin(ctx context.Context, kind relationship.Kind, helper, learner string, ago, months int, goals string) (id string) {
	p.ago(ago)
	rs := p.a.Relationships
	p.say(ctx, func(ctx context.Context) error {
		return p.a.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
			id, err = rs.Open(ctx, tx, relationship.Opening{Kind: kind, Helper: helper, Learner: learner, Source: "demo", Goals: goals})
			return err
		})
	})
	p.say(ctx, func(ctx context.Context) error {
		return rs.Propose(ctx, id, learner, relationship.Terms{
			Goals: goals, Weeks: 6, Minutes: 60, Months: months, Confidential: "What we say stays between us. We may tell others what we have learnt, but not who said it.",
			Absent: "We say so as early as we can, and suggest another time in the same message.",
		}, 0)
	})
	p.say(ctx, func(ctx context.Context) error { return rs.Accept(ctx, id, helper, 1) })
	return id
}

// session is one that was held some days ago, with an action that is due some
// days from now, or none.
func (p *demoPair) session(ctx context.Context, id string, ago int, agenda, notes, action string, due int, done bool) {
	p.ago(ago)
	rs, r := p.a.Relationships, relationship.Relationship{}
	var n relationship.Session
	p.say(ctx, func(ctx context.Context) (err error) {
		r, n, err = rs.Coming(ctx, id)
		return err
	})
	p.say(ctx, func(ctx context.Context) error { return rs.WriteAgenda(ctx, id, r.LearnerID, n.ID, agenda, n.Edits) })
	p.say(ctx, func(ctx context.Context) error { return rs.SayHeld(ctx, id, r.LearnerID, n.ID, time.Time{}) })
	p.say(ctx, func(ctx context.Context) error { return rs.WriteNotes(ctx, id, r.HelperID, n.ID, notes, n.Edits+1) })
	if action == "" {
		return
	}
	day := p.now.AddDate(0, 0, due).Truncate(24 * time.Hour)
	p.say(ctx, func(ctx context.Context) error {
		return rs.AddAction(ctx, id, r.HelperID, n.ID, r.LearnerID, action, day)
	})
	if done {
		p.say(ctx, func(ctx context.Context) error { return rs.EndActions(ctx, id, r.LearnerID) })
	}
}

// offer says that somebody can talk at ten on these days from now.
func (p *demoPair) offer(ctx context.Context, id, memberID string, days ...int) {
	p.clock.Set(p.now.Add(-2 * time.Hour))
	var times []time.Time
	for _, d := range days {
		at := p.now.AddDate(0, 0, d).Truncate(24 * time.Hour).Add(10 * time.Hour)
		for at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
			at = at.Add(24 * time.Hour)
		}
		times = append(times, at)
	}
	p.say(ctx, func(ctx context.Context) error {
		_, err := p.a.Relationships.Suits(ctx, id, memberID, time.Time{}, times...)
		return err
	})
}
