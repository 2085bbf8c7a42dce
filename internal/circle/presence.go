package circle

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
)

// presence is how much is heard of somebody in a circle.
type presence struct {
	wrote time.Time // their last post; zero: none
	calls int       // at which they were, of those that were noted since they came
	held  int
	talks int       // one-to-ones that they had
	last  time.Time // when they were last heard of, in any way, or came
}

// presence looks how much was heard of everybody who is in a circle: posts, calls
// and one-to-ones alike. Nobody is quiet who talks with the others elsewhere.
func (s *Circles) presence(ctx context.Context, tx bun.IDB, c Circle) (map[string]presence, error) {
	wrote, err := s.rooms.Activity(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	all, err := callsOf(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	talks, err := s.talks.BySource(ctx, tx, talkSource, c.ID)
	if err != nil {
		return nil, err
	}
	found := map[string]presence{}
	for _, id := range c.Here() {
		p, _ := c.Person(id)
		one := presence{wrote: wrote[id], last: later(p.JoinedAt, wrote[id])}
		one.seeCalls(all, p)
		one.seeTalks(talks, id)
		found[id] = one
	}
	return found, nil
}

func (o *presence) seeCalls(all []Call, p Person) {
	for _, k := range all {
		mine := k.Person(p.MemberID)
		if len(mine.Can) > 0 {
			o.last = later(o.last, mine.AnsweredAt)
		}
		if k.NotedAt.IsZero() || k.StartsAt.Before(p.JoinedAt) {
			continue
		}
		o.held++
		if mine.There {
			o.calls++
			o.last = later(o.last, k.StartsAt)
		}
	}
}

func (o *presence) seeTalks(talks []conversation.Conversation, id string) {
	for _, t := range talks {
		mine, in := t.Person(id)
		if !in {
			continue
		}
		o.last = later(o.last, mine.ActedAt)
		if t.State == conversation.Met {
			o.talks++
			o.last = later(o.last, t.MetAt)
		}
	}
}

// heard is when somebody was last heard of in a circle.
func (s *Circles) heard(ctx context.Context, tx bun.IDB, c Circle, p Person) (time.Time, error) {
	all, err := s.presence(ctx, tx, c)
	return all[p.MemberID].last, err
}
