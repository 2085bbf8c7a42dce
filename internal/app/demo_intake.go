package app

import (
	"context"
	"time"

	"cuppa.example/internal/intake"
	"cuppa.example/internal/member"
	"cuppa.example/internal/simulate"
)

// demoTopics are what people of the demo want help with, or offer.
var demoTopics = []member.Topics{
	{"Leading a team", "Saying no"},
	{"User research", "Service design"},
	{"Open data", "Publishing"},
	{"Service design", "Leading a team"},
}

// demoIntakes are three programmes of mentoring: one that has just been sent
// out, one whose draw waits for an organiser, and one in which people choose.
func (a *App) demoIntakes(now time.Time) []simulate.Event {
	var events []simulate.Event
	for n, one := range []struct {
		title, purpose         string
		kind                   intake.Kind
		opens, shut, draw, end int // days from now
		people                 int
	}{
		{"First steps in leading", "For everybody who leads a team for the first time.", intake.Mentoring, -45, -25, -12, -4, 10},
		{"Autumn coaching", "Six conversations with a coach from another council.", intake.Coaching, -30, -14, -3, 4, 10},
		{"Research mentors", "For people who do user research alone in their council.", intake.Mentoring, -20, -2, 5, 12, 60},
	} {
		var id string
		events = append(events, simulate.Event{At: demoDay(now, one.opens, 9), Do: func(ctx context.Context) error {
			olive, err := a.Members.ByEmail(ctx, organiserAddress)
			if err != nil {
				return err
			}
			i, err := a.Intakes.Create(ctx, olive.ID, intake.Draft{
				Kind: one.kind, Title: one.title, Purpose: one.purpose,
				SignUpUntil: demoDay(now, one.shut, 17), ChooseUntil: demoDay(now, one.draw, 17), AnswerBy: demoDay(now, one.end, 17),
			})
			id = i.ID
			return err
		}}, simulate.Event{At: demoDay(now, one.opens+3, 11), Do: func(ctx context.Context) error {
			return a.signUpDemo(ctx, id, 3*n, one.people)
		}})
	}
	return events
}

// signUpDemo lets some people ask for help, and every third offer it to two.
func (a *App) signUpDemo(ctx context.Context, id string, first, n int) error {
	people, err := a.demoPeople(ctx, first, n)
	if err != nil {
		return err
	}
	for n, m := range people {
		e := intake.Signup{IntakeID: id, MemberID: m.ID, Side: intake.Learner, Topics: demoTopics[n%len(demoTopics)], About: "I would like somebody to think aloud with. Books did not help.", Anywhere: n%2 == 0}
		if n%3 == 2 {
			e.Side, e.Places, e.About = intake.Helper, 2, "I have done this for ten years, and made most of the mistakes."
		}
		if err := a.Intakes.SignUp(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
