package relationship

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/nudge"
)

// Action is what one of the two will do until a day.
type Action struct {
	bun.BaseModel `bun:"table:relationship_actions,alias:a"`

	ID             string `bun:",pk"`
	RelationshipID string
	SessionID      string
	OwnerID        string
	Sealed         []byte
	DueAt          time.Time
	CreatedAt      time.Time
	EndedAt        time.Time `bun:",nullzero"`
	Ended          string

	Text string `bun:"-"`
}

// How an action ended.
const (
	Done    = "done"
	Dropped = "dropped"
)

func actionPurpose(id string) string { return "relationship_actions.sealed/" + id }

// maxAction is how many characters an action has, mostActions how many may be
// open at once.
const (
	maxAction   = 300
	mostActions = 30
)

// AddAction writes down what one of the two will do. On the morning of the day
// its owner is asked about it.
func (s *Relationships) AddAction(ctx context.Context, id, memberID, sessionID, ownerID, text string, due time.Time) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		if err := t.working(); err != nil {
			return err
		}
		if _, err := s.session(ctx, t.tx, id, sessionID); err != nil {
			return err
		}
		open, err := actionsOf(ctx, t.tx, "a.relationship_id = ? AND a.ended_at IS NULL", id)
		switch {
		case err != nil:
			return err
		case !t.r.Has(ownerID):
			return fault.NotFound
		case len(open) >= mostActions:
			return fault.Because(fault.Invalid, "relationship.action.many", "max", mostActions)
		}
		a := Action{ID: s.NewID(), RelationshipID: id, SessionID: sessionID, OwnerID: ownerID, DueAt: due, CreatedAt: t.now}
		a.Sealed = s.Keys.Encrypt(text, actionPurpose(a.ID))
		if _, err := t.tx.NewInsert().Model(&a).Exec(ctx); err != nil {
			return err
		}
		return t.askAbout(ctx, a)
	})
}

func (t *turn) askAbout(ctx context.Context, a Action) error {
	return t.s.nudges.Plan(ctx, t.tx, nudge.Plan{Kind: nudgeAction, SubjectID: t.r.ID + "/" + a.ID, MemberID: a.OwnerID, Due: a.DueAt.Add(9 * time.Hour)})
}

// EndAction says what became of an action: done or dropped. Either of the two
// may say so; saying it twice changes nothing.
func (s *Relationships) EndAction(ctx context.Context, id, memberID, actionID, how string) error {
	return s.changeAction(ctx, id, memberID, actionID, func(t *turn, a *Action) error {
		if how != Done && how != Dropped {
			return fault.Invalid
		}
		a.EndedAt, a.Ended = t.now, how
		return s.nudges.Answer(ctx, t.tx, nudgeAction, id+"/"+a.ID, a.OwnerID, how)
	})
}

// MoveAction gives an action another day. Its owner is asked again then, unless
// they have been.
func (s *Relationships) MoveAction(ctx context.Context, id, memberID, actionID string, due time.Time) error {
	return s.changeAction(ctx, id, memberID, actionID, func(t *turn, a *Action) error {
		a.DueAt = due
		return t.askAbout(ctx, *a)
	})
}

func (s *Relationships) changeAction(ctx context.Context, id, memberID, actionID string, change func(*turn, *Action) error) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		if err := t.mine(); err != nil {
			return err
		}
		list, err := actionsOf(ctx, t.tx, "a.relationship_id = ? AND a.id = ?", id, actionID)
		if err == nil && len(list) == 0 {
			err = fault.NotFound
		}
		if err != nil || !list[0].EndedAt.IsZero() {
			return err
		}
		a := list[0]
		if err := change(t, &a); err != nil {
			return err
		}
		_, err = t.tx.NewUpdate().Model(&a).WherePK().Column("due_at", "ended_at", "ended").Exec(ctx)
		return err
	})
}

// EndActions says that everything which a member had to do is done.
func (s *Relationships) EndActions(ctx context.Context, id, memberID string) error {
	list, err := s.actions(ctx, s.DB, "a.relationship_id = ? AND a.owner_id = ? AND a.ended_at IS NULL", id, memberID)
	for _, a := range list {
		if err == nil {
			err = s.EndAction(ctx, id, memberID, a.ID, Done)
		}
	}
	return err
}
