package conversation

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
)

// Reached is how one of the others can be reached.
type Reached struct {
	Member  member.Member
	Contact member.Contact
}

type reveal struct {
	bun.BaseModel `bun:"table:conversation_reveals"`

	ID             string `bun:",pk"`
	ConversationID string
	MemberID       string
	ShownAt        time.Time
}

// Reveal gives a member the contact details of the others, and records that it
// did. It is refused when the window is over, when the member is out, and for
// everybody who is not part of the conversation; people who left it, or who are
// kept apart from the member, are left out.
func (s *Conversations) Reveal(ctx context.Context, id, memberID string) ([]Reached, error) {
	var show []Person
	var v *scene
	err := s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if !t.c.Running(t.now) {
			return errOver
		}
		if err := t.mine(); err != nil {
			return err
		}
		show, v = nil, t.scene
		for _, p := range t.c.Others(memberID) {
			separated, err := s.safety.Separated(ctx, t.tx, memberID, p.MemberID)
			if err != nil {
				return err
			}
			if m := v.people[p.MemberID]; !separated && (m.State == member.Active || m.State == member.Paused) {
				show = append(show, p)
			}
		}
		row := reveal{ID: s.NewID(), ConversationID: id, MemberID: memberID, ShownAt: t.now}
		_, err := t.tx.NewInsert().Model(&row).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	list := make([]Reached, len(show))
	for i, p := range show {
		list[i].Member = v.people[p.MemberID]
		if list[i].Contact, err = s.members.Contact(ctx, p.MemberID); err != nil {
			return nil, err
		}
	}
	return list, nil
}
