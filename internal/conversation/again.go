package conversation

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
)

// again is that one person of a conversation would like to talk again. Nobody
// else learns of it before all of them would: not from a page, a letter, a
// number or somebody else's download.
type again struct {
	bun.BaseModel `bun:"table:conversation_ticks,alias:g"`

	ConversationID string `bun:",pk"`
	MemberID       string `bun:",pk"`
	TickedAt       time.Time
	ToldAt         time.Time `bun:",nullzero"`
}

// NextStep is something that people may begin who all would like to talk again.
type NextStep struct {
	Label string // a message key
	// Path is where it begins, for one of them; empty where it cannot.
	Path func(c Conversation, memberID string) string
}

// Again says that a member would like to talk again, or after all not. When all
// who are part of the conversation would, all are told, once and for good.
func (s *Conversations) Again(ctx context.Context, id, memberID string, would bool) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if !t.c.mayTick(*t.me) {
			return errOver
		}
		if !would {
			_, err := t.tx.NewRaw("DELETE FROM conversation_ticks WHERE conversation_id = ? AND member_id = ? AND told_at IS NULL", id, memberID).Exec(ctx)
			return err
		}
		row := again{ConversationID: id, MemberID: memberID, TickedAt: t.now}
		if _, err := t.tx.NewInsert().Model(&row).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return err
		}
		return t.matchAgain(ctx)
	})
}

// mayTick reports whether a person may say that they would like to talk again:
// they met, and are still part of the conversation.
func (c Conversation) mayTick(p Person) bool {
	return p.Answer == SaidMet && !p.Out() && len(c.Others(p.MemberID)) > 0
}

// matchAgain tells everybody once all of them would like to, and none is kept
// apart from another.
func (t *turn) matchAgain(ctx context.Context) error {
	rows, err := ticks(ctx, t.tx, t.c.ID)
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range t.c.Active() {
		if r, ticked := rows[p.MemberID]; !ticked || !r.ToldAt.IsZero() {
			return nil
		}
		ids = append(ids, p.MemberID)
	}
	apart, err := t.s.safety.Apart(ctx, t.tx, ids)
	if err != nil || len(apart) > 0 {
		return err
	}
	if _, err := t.tx.NewRaw("UPDATE conversation_ticks SET told_at = ? WHERE conversation_id = ? AND member_id IN (?)",
		t.now, t.c.ID, bun.List(ids)).Exec(ctx); err != nil {
		return err
	}
	for _, p := range t.c.Active() {
		if err := t.tellAgain(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) tellAgain(ctx context.Context, p Person) error {
	return t.tell(ctx, p, "conversation.both_again", "", func(ctx context.Context) mail.Letter {
		names := t.scene.firstsOrName(ctx, t.c.Others(p.MemberID))
		l := mail.Letter{
			Subject: locale.T(ctx, "conversation.both_again.subject", "names", names),
			Preview: locale.T(ctx, "conversation.both_again.preview"),
			Blocks:  []mail.Block{mail.Para(locale.T(ctx, "conversation.both_again.what", "names", names))},
		}
		steps := t.s.steps(*t.c, p.MemberID)
		if len(steps) > 0 {
			l.Blocks = append(l.Blocks, mail.Para(locale.T(ctx, "conversation.both_again.next")))
		}
		for _, step := range steps {
			l.Blocks = append(l.Blocks, mail.Link(locale.T(ctx, step.Text), t.s.URL(step.Href)))
		}
		return l
	})
}

// step is a NextStep for one person.
type step struct{ Text, Href string }

func (s *Conversations) steps(c Conversation, memberID string) []step {
	var list []step
	for _, n := range s.Next {
		if path := n.Path(c, memberID); path != "" {
			list = append(list, step{n.Label, path})
		}
	}
	return list
}

// AllAgain reports whether a member and everybody else of a conversation would
// like to talk again, and have been told; others are the others. Somebody who
// is kept apart since is no longer among them.
func (s *Conversations) AllAgain(ctx context.Context, tx bun.IDB, id, memberID string) (others []string, told bool, err error) {
	c, err := byID(ctx, tx, id)
	if err != nil {
		return nil, false, err
	}
	rows, err := ticks(ctx, tx, id)
	if err != nil || rows[memberID].ToldAt.IsZero() {
		return nil, false, err
	}
	for _, p := range c.Others(memberID) {
		apart, err := s.safety.Separated(ctx, tx, memberID, p.MemberID)
		if err != nil {
			return nil, false, err
		}
		if !apart && !rows[p.MemberID].ToldAt.IsZero() {
			others = append(others, p.MemberID)
		}
	}
	return others, len(others) > 0, nil
}

func ticks(ctx context.Context, tx bun.IDB, id string) (map[string]again, error) {
	var list []again
	err := tx.NewSelect().Model(&list).Where("g.conversation_id = ?", id).Scan(ctx)
	rows := make(map[string]again, len(list))
	for _, r := range list {
		rows[r.MemberID] = r
	}
	return rows, err
}
