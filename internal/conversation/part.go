package conversation

import (
	"context"

	"github.com/uptrace/bun"
)

// turning marks the conversation in which somebody blocks another: there the
// turn itself does what follows.
type turning struct{}

// part takes by out of everything they are still to arrange with other, whom
// they have blocked somewhere else. other hears what they would hear if by
// could not make it.
func (s *Conversations) part(ctx context.Context, tx bun.Tx, by, other string) error {
	list, err := s.lockOpenOf(ctx, tx, by)
	if err != nil {
		return err
	}
	here, _ := ctx.Value(turning{}).(string)
	for i := range list {
		if p, in := list[i].Person(other); !in || p.Out() || list[i].ID == here {
			continue
		}
		err := s.turn(ctx, tx, &list[i], by, func(ctx context.Context, t *turn) (err error) {
			if !t.mayArrange() || Decide(t.c.People).State == Met {
				return nil // contact details are hidden from now on
			}
			if t.keepRest, err = s.safety.Accused(ctx, tx, by, other); err != nil {
				return err
			}
			return t.leave(ctx, SetApart)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
