package conversation

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/nudge"
)

// The questions that Cuppa asks by itself. Each is asked once; silence is no
// answer, and nothing more follows from it.
const (
	nudgeHalfway = "conversation.halfway"  // half of the time is over and no time is agreed
	nudgeMet     = "conversation.did_meet" // the day after the agreed time
	nudgeEnding  = "conversation.ending"   // the time is nearly over
	nudgeAgain   = "conversation.again"    // the answers contradict each other
	nudgeStill   = "conversation.still"    // somebody did not hear from you
)

// questions are answered by saying whether they met.
var questions = []string{nudgeHalfway, nudgeMet, nudgeEnding, nudgeAgain}

func (s *Conversations) handleNudges() {
	for kind, ask := range map[string]func(context.Context, *asking) (mail.Letter, bool){
		nudgeHalfway: askHalfway, nudgeMet: askMet, nudgeEnding: askEnding, nudgeAgain: askAgain, nudgeStill: askStill,
	} {
		s.nudges.Handle(kind, nudge.Handler{Letter: func(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
			return s.ask(ctx, tx, n, ask)
		}})
	}
}

// planNudges plans what is asked of everybody from the beginning.
func (s *Conversations) planNudges(ctx context.Context, tx bun.Tx, list []Conversation) error {
	var plans []nudge.Plan
	for _, c := range list {
		for _, p := range c.People {
			if !c.HalfwayAt.IsZero() {
				plans = append(plans, nudge.Plan{Kind: nudgeHalfway, SubjectID: c.ID, MemberID: p.MemberID, Due: c.HalfwayAt})
			}
			plans = append(plans, nudge.Plan{Kind: nudgeEnding, SubjectID: c.ID, MemberID: p.MemberID, Due: c.ending()})
		}
	}
	return s.nudges.Plan(ctx, tx, plans...)
}

// ending is when the end is near: two days before, or a fifth of a short window.
func (c Conversation) ending() time.Time {
	return c.EndsAt.Add(-min(48*time.Hour, c.EndsAt.Sub(c.OpensAt)/5))
}

// asking is what a question is about.
type asking struct {
	s      *Conversations
	now    time.Time
	c      Conversation
	me     Person
	scene  *scene
	agreed time.Time // the time that stands, or zero
	// offered is that somebody else has proposed a time, proposed that they have.
	offered, proposed bool
	asked             time.Time // when they were last asked about this conversation
}

func (s *Conversations) ask(ctx context.Context, tx bun.IDB, n nudge.Nudge, write func(context.Context, *asking) (mail.Letter, bool)) (mail.Letter, bool, error) {
	c, err := byID(ctx, tx, n.SubjectID)
	if err != nil {
		return mail.Letter{}, false, err
	}
	me, in := c.Person(n.MemberID)
	if !in {
		return mail.Letter{}, false, nil
	}
	q := &asking{s: s, now: s.Now(), c: c, me: me}
	if q.scene, err = s.scene(ctx, tx, c); err != nil {
		return mail.Letter{}, false, err
	}
	if err := q.look(ctx, tx); err != nil {
		return mail.Letter{}, false, err
	}
	l, needed := write(ctx, q)
	if needed {
		l.Blocks = append([]mail.Block{q.scene.hello(ctx, me.MemberID)}, l.Blocks...)
	}
	return l, needed, nil
}

func (q *asking) look(ctx context.Context, tx bun.IDB) error {
	a, err := q.s.schedule.Appointment(ctx, tx, q.c.ID)
	if err == nil {
		q.agreed = a.StartsAt
	} else if !errors.Is(err, fault.NotFound) {
		return err
	}
	proposals, err := q.s.schedule.Proposals(ctx, tx, q.c.ID)
	if err != nil {
		return err
	}
	for _, p := range proposals {
		mine := p.MemberID == q.me.MemberID
		q.offered, q.proposed = q.offered || !mine, q.proposed || mine
	}
	all, err := q.s.nudges.About(ctx, tx, q.c.ID)
	for _, n := range all {
		if n.MemberID == q.me.MemberID && n.SentAt.After(q.asked) {
			q.asked = n.SentAt
		}
	}
	return err
}

// unanswered reports whether there is still something to ask at all.
func (q *asking) unanswered() bool {
	return q.c.State == Open && !q.me.Out() && q.me.Answer == None && len(q.c.Others(q.me.MemberID)) > 0
}

func (q *asking) names(ctx context.Context) string {
	return q.scene.firstsOrName(ctx, q.c.Others(q.me.MemberID))
}

func (q *asking) url(sub string) string { return q.scene.page(q.c, q.me.MemberID) + sub }

func askHalfway(ctx context.Context, q *asking) (mail.Letter, bool) {
	if !q.unanswered() || !q.agreed.IsZero() || !q.c.Running(q.now) || q.proposed && !q.offered {
		return mail.Letter{}, false // who has done their part is not pressed
	}
	key := "conversation.halfway.none"
	if q.offered {
		key = "conversation.halfway.offered"
	}
	blocks := []mail.Block{
		mail.Para(locale.T(ctx, key, "names", q.names(ctx), "until", locale.DayDate(ctx, q.c.lastDay()))),
		mail.Button(locale.T(ctx, "conversation.halfway.button"), q.url("")),
		mail.Link(locale.T(ctx, "conversation.answer.met"), q.url("/met")),
	}
	if q.s.rematches(q.c) {
		blocks = append(blocks, mail.Link(locale.T(ctx, "conversation.trouble.no_reply.pair"), q.url("/no-reply")),
			mail.Link(locale.T(ctx, "conversation.trouble.cannot"), q.url("/cannot")))
	}
	return mail.Letter{
		Subject: locale.T(ctx, "conversation.halfway.subject", "names", q.names(ctx)),
		Preview: locale.T(ctx, "conversation.halfway.preview"), Blocks: blocks, ReplyTo: q.scene.replyTo(q.c, q.me.MemberID),
	}, true
}

func askMet(ctx context.Context, q *asking) (mail.Letter, bool) {
	late := !q.c.Answerable(q.now) || q.c.State == Cancelled || q.me.Out() || q.me.Answer != None
	if late || q.agreed.IsZero() || q.agreed.After(q.now) {
		return mail.Letter{}, false
	}
	return q.didYouMeet(ctx, "did_meet", "time", locale.DateTime(ctx, q.agreed)), true
}

func askEnding(ctx context.Context, q *asking) (mail.Letter, bool) {
	if !q.unanswered() || q.agreed.After(q.now) || q.now.Sub(q.asked) < 36*time.Hour {
		return mail.Letter{}, false
	}
	return q.didYouMeet(ctx, "ending", "until", locale.DayDate(ctx, q.c.lastDay())), true
}

func askAgain(ctx context.Context, q *asking) (mail.Letter, bool) {
	if !q.c.Answerable(q.now) || q.me.Out() || !Decide(q.c.People).Conflict {
		return mail.Letter{}, false
	}
	return q.didYouMeet(ctx, "again"), true
}

// didYouMeet is the question that decides, with a link to each answer.
func (q *asking) didYouMeet(ctx context.Context, key string, more ...any) mail.Letter {
	args := append([]any{"names", q.names(ctx)}, more...)
	return mail.Letter{
		Subject: locale.T(ctx, "conversation."+key+".subject", args...),
		Preview: locale.T(ctx, "conversation.did_meet.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(ctx, "conversation."+key+".what", args...)),
			mail.Button(locale.T(ctx, "conversation.answer.met"), q.url("/met")),
			mail.Link(locale.T(ctx, "conversation.answer.not_met"), q.url("/not-met")),
			mail.Small(locale.T(ctx, "conversation.did_meet.small")),
		},
	}
}

func askStill(ctx context.Context, q *asking) (mail.Letter, bool) {
	if q.c.State != Cancelled || !q.c.mayAsk(q.me, q.now) {
		return mail.Letter{}, false
	}
	return mail.Letter{
		Subject: locale.T(ctx, "conversation.still.subject", "title", q.c.Title),
		Preview: locale.T(ctx, "conversation.still.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(ctx, "conversation.still.what")),
			mail.Para(locale.T(ctx, "conversation.still.ask")),
			mail.Button(locale.T(ctx, "conversation.still.button"), q.url("")),
			mail.Small(locale.T(ctx, "conversation.still.small")),
		},
	}, true
}
