package conversation

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

type export struct {
	Talks []exportedTalk   `json:"conversations"`
	Shown []exportedReveal `json:"your contact details were shown"`
}

type exportedTalk struct {
	Title    string     `json:"programme"`
	With     []string   `json:"with"`
	From     time.Time  `json:"from"`
	Until    time.Time  `json:"until"`
	State    State      `json:"what became of it"`
	Answer   Answer     `json:"your answer,omitempty"`
	Reason   Reason     `json:"your reason,omitempty"`
	Answered *time.Time `json:"answered,omitempty"`
	Left     *time.Time `json:"you left it,omitempty"`
	Again    bool       `json:"you would like to talk again,omitempty"`
}

type exportedReveal struct {
	To string    `json:"to"`
	At time.Time `json:"at"`
}

// Export is what a member's data download says: whom they were put together
// with, and what they answered. What the others answered is not theirs.
func (s *Conversations) Export(ctx context.Context, memberID string) (any, error) {
	out := export{[]exportedTalk{}, []exportedReveal{}}
	for cursor := ""; ; {
		list, next, err := s.Of(ctx, memberID, cursor, 100)
		if err != nil {
			return nil, err
		}
		v, err := s.scene(ctx, s.DB, list...)
		if err != nil {
			return nil, err
		}
		wishes, err := ticked(ctx, s.DB, memberID)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			me, _ := c.Person(memberID)
			t := exportedTalk{
				Title: c.Title, From: c.OpensAt, Until: c.EndsAt, State: c.State, Answer: me.Answer, Reason: me.Reason,
				Answered: moment(me.AnsweredAt), Left: moment(me.LeftAt), Again: wishes[c.ID],
			}
			for _, p := range c.People {
				if name := v.people[p.MemberID].Name; p.MemberID != memberID && name != "" {
					t.With = append(t.With, name)
				}
			}
			out.Talks = append(out.Talks, t)
		}
		if cursor = next; next == "" {
			break
		}
	}
	rows, err := shownTo(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.MemberID
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	for _, r := range rows {
		out.Shown = append(out.Shown, exportedReveal{people[r.MemberID].Name, r.ShownAt})
	}
	return out, err
}

// shownTo lists who has seen a member's contact details, and when.
func shownTo(ctx context.Context, tx bun.IDB, memberID string) ([]reveal, error) {
	var rows []reveal
	err := tx.NewSelect().Model(&rows).Where(`conversation_id IN (SELECT conversation_id FROM conversation_people WHERE member_id = ?)
		AND member_id <> ?`, memberID, memberID).Order("shown_at").Scan(ctx)
	return rows, err
}

// ticked are the conversations after which a member would like to talk again.
func ticked(ctx context.Context, tx bun.IDB, memberID string) (map[string]bool, error) {
	var ids []string
	err := tx.NewRaw("SELECT conversation_id FROM conversation_ticks WHERE member_id = ?", memberID).Scan(ctx, &ids)
	found := make(map[string]bool, len(ids))
	for _, id := range ids {
		found[id] = true
	}
	return found, err
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
