package relationship

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/schedule"
)

// The questions that Cuppa asks by itself, each once; silence is no answer.
const (
	nudgeAgree   = "relationship.agree"   // a week without an agreement
	nudgeHeld    = "relationship.held"    // the day after the agreed time
	nudgeMissed  = "relationship.missed"  // a session is late by two weeks
	nudgeStalled = "relationship.stalled" // and another one: would you rather close it?
	nudgeHalf    = "relationship.half"    // half of the time is over
	nudgeEnding  = "relationship.ending"  // the time is nearly over
	nudgeClosing = "relationship.closing" // it is closed: what changed?
	nudgeAction  = "relationship.action"  // what somebody wanted to do is due
)

// asking is what a question is about.
type asking struct {
	*scene
	s    *Relationships
	tx   bun.IDB
	r    Relationship
	me   string
	what string // which session, action, …
	now  time.Time
}

func (s *Relationships) handleNudges() {
	for kind, write := range map[string]func(context.Context, *asking) (mail.Letter, bool, error){
		nudgeAgree: askAgree, nudgeHeld: askHeld, nudgeMissed: askMissed, nudgeStalled: askStalled,
		nudgeHalf: askHalf, nudgeEnding: askEnding, nudgeClosing: askClosing, nudgeAction: askAction,
	} {
		s.nudges.Handle(kind, nudge.Handler{Letter: func(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
			id, what, _ := strings.Cut(n.SubjectID, "/")
			r, err := byID(ctx, tx, id)
			if err != nil || !r.Has(n.MemberID) {
				return mail.Letter{}, false, err
			}
			q := &asking{s: s, tx: tx, r: r, me: n.MemberID, what: what, now: s.Now()}
			if q.scene, err = s.scene(ctx, tx, r); err != nil {
				return mail.Letter{}, false, err
			}
			l, needed, err := write(ctx, q)
			return q.dressed(ctx, r, q.me, l), needed, err
		}})
	}
}

func (q *asking) name(ctx context.Context) string { return q.scene.name(ctx, q.r.Other(q.me)) }
func (q *asking) url(sub string) string           { return q.page(q.r, q.me) + sub }
func (q *asking) running() bool                   { return q.r.State == Running }
func (q *asking) say(ctx context.Context, key string, more ...any) string {
	return locale.T(ctx, "relationship."+key, append([]any{"name", q.name(ctx)}, more...)...)
}

// letter is a question in the words of its key, with one main answer.
func (q *asking) letter(ctx context.Context, key, button, sub string, more ...mail.Block) mail.Letter {
	return mail.Letter{
		Subject: q.say(ctx, key+".subject"), Preview: q.say(ctx, key+".preview"),
		Blocks: append([]mail.Block{mail.Para(q.say(ctx, key+".what")), mail.Button(q.say(ctx, button), q.url(sub))}, more...),
	}
}

func askAgree(ctx context.Context, q *asking) (mail.Letter, bool, error) {
	all, err := q.s.versions(ctx, q.tx, q.r.ID)
	if other := q.people[q.r.Other(q.me)]; err != nil || q.r.State != Agreeing || other.State == member.Paused {
		return mail.Letter{}, false, err
	}
	if a, waits := pending(all); waits {
		if a.ProposedBy == q.me {
			return mail.Letter{}, false, nil // who has done their part is not pressed
		}
		return q.letter(ctx, "agree.waits", "proposed.button", "/agreement"), true, nil
	}
	return q.letter(ctx, "agree", "agreement.write", "/agreement"), true, nil
}

// late finds the session that a question is about, while it is still to come.
func (q *asking) late(ctx context.Context) (n Session, a schedule.Appointment, ok bool, err error) {
	n, err = q.s.session(ctx, q.tx, q.r.ID, q.what)
	if errors.Is(err, fault.NotFound) {
		return n, a, false, nil
	}
	if err == nil {
		a, err = q.s.appointment(ctx, q.tx, n.ID)
	}
	return n, a, err == nil && n.State == Coming && q.running(), err
}

func askHeld(ctx context.Context, q *asking) (mail.Letter, bool, error) {
	_, a, ok, err := q.late(ctx)
	if !ok || a.StartsAt.IsZero() || a.EndsAt().After(q.now) {
		return mail.Letter{}, false, err
	}
	return mail.Letter{
		Subject: q.say(ctx, "held.subject"), Preview: q.say(ctx, "held.preview"),
		Blocks: []mail.Block{
			mail.Para(q.say(ctx, "held.what", "time", locale.DateTime(ctx, a.StartsAt))),
			mail.Button(q.say(ctx, "held.yes"), q.url("/held")), mail.Link(q.say(ctx, "held.no"), q.url("/held")),
		},
	}, true, nil
}

func askMissed(ctx context.Context, q *asking) (mail.Letter, bool, error) {
	_, a, ok, err := q.late(ctx)
	if !ok || a.StartsAt.After(q.now) {
		return mail.Letter{}, false, err
	}
	return q.letter(ctx, "missed", "missed.times", "/times", mail.Link(q.say(ctx, "held.link"), q.url("/held")), mail.Small(q.say(ctx, "missed.small"))), true, nil
}

func askStalled(ctx context.Context, q *asking) (mail.Letter, bool, error) {
	_, a, ok, err := q.late(ctx)
	if !ok || a.StartsAt.After(q.now) {
		return mail.Letter{}, false, err
	}
	return q.letter(ctx, "stalled", "missed.times", "/times",
		mail.Link(q.say(ctx, "held.link"), q.url("/held")), mail.Link(q.say(ctx, "stalled.agreement"), q.url("/agreement/change")),
		mail.Link(q.say(ctx, "stalled.close"), q.url("/close")), mail.Small(q.say(ctx, "missed.small"))), true, nil
}

func askHalf(ctx context.Context, q *asking) (mail.Letter, bool, error) {
	done, err := reviewed(ctx, q.tx, q.r.ID, q.me, Half)
	if err != nil || done || !q.running() {
		return mail.Letter{}, false, err
	}
	return q.letter(ctx, "half", "half.button", "/review"), true, nil
}

func askEnding(ctx context.Context, q *asking) (mail.Letter, bool, error) {
	if !q.running() || q.r.EndsAt.AddDate(0, 0, -8).After(q.now) { // it was made longer since
		return mail.Letter{}, false, nil
	}
	return q.letter(ctx, "ending", "ending.close", "/close",
		mail.Link(q.say(ctx, "ending.longer"), q.url("/agreement/change")),
		mail.Small(q.say(ctx, "ending.small", "date", locale.Date(ctx, q.r.EndsAt.Add(grace))))), true, nil
}

func askClosing(ctx context.Context, q *asking) (mail.Letter, bool, error) {
	done, err := reviewed(ctx, q.tx, q.r.ID, q.me, End)
	if err != nil || done || q.r.State != Closed {
		return mail.Letter{}, false, err
	}
	return q.letter(ctx, "closing", "closing.button", "/closing"), true, nil
}

func askAction(ctx context.Context, q *asking) (mail.Letter, bool, error) {
	list, err := q.s.actions(ctx, q.tx, "a.id = ? AND a.owner_id = ?", q.what, q.me)
	if err != nil || len(list) == 0 || !list[0].EndedAt.IsZero() || !q.r.open() {
		return mail.Letter{}, false, err
	}
	return mail.Letter{
		Subject: q.say(ctx, "action.subject"), Preview: list[0].Text,
		Blocks: []mail.Block{
			mail.Para(q.say(ctx, "action.what")), mail.Quote(list[0].Text),
			mail.Button(q.say(ctx, "action.button"), q.url("/actions/"+list[0].ID)),
		},
	}, true, nil
}
