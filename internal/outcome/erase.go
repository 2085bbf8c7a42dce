package outcome

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// erase takes a member's name off everything. What only they wrote is removed;
// what somebody else has agreed to stays, without their name.
func (s *Outcomes) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	list, err := s.lock(ctx, tx, "o.id IN (SELECT outcome_id FROM outcome_people WHERE member_id = ?)", memberID)
	if err != nil {
		return err
	}
	for i := range list {
		err := s.turn(ctx, tx, &list[i], "", func(t *turn) error {
			t.o.forget(memberID)
			return nil
		})
		if err != nil {
			return err
		}
	}
	_, err = tx.NewRaw("UPDATE outcomes SET hidden_by = NULL WHERE hidden_by = ?", memberID).Exec(ctx)
	return err
}

// forget is erase for one outcome. Where it takes something out of what is for
// others, what is left is a new version, to which nobody has agreed.
func (o *Outcome) forget(memberID string) {
	before, me := o.forOthers(), o.person(memberID)
	joint := o.Joint
	for _, p := range o.People {
		joint = joint || p.MemberID != memberID && p.Agrees()
	}
	if o.NotedBy == memberID {
		if !joint || !o.ShowTalked {
			o.Talked, o.ShowTalked = "", false
		}
		if !joint || !o.ShowWill {
			o.Will, o.ShowWill = "", false
		}
		o.NotedBy = ""
	}
	if o.WillBy == memberID {
		o.WillBy, o.Did, o.DidAt = "", NotSaid, time.Time{}
	}
	if o.WriterID == memberID {
		if !joint {
			o.Shared, o.Link = "", ""
		}
		o.WriterID = ""
	}
	me.Named = false
	if me.Answer == Yes {
		me.Answer = Unnamed
	}
	if o.forOthers() != before {
		o.Version++
		o.Edits++
		o.reset()
	}
}

// Export is what a member's data download says: what they and the people of
// their conversations wrote, and what they answered themselves.
func (s *Outcomes) Export(ctx context.Context, memberID string) (any, error) {
	type written struct {
		Programme string     `json:"programme"`
		Talked    string     `json:"what you talked about,omitempty"`
		Will      string     `json:"what you will do,omitempty"`
		Did       Did        `json:"how that went,omitempty"`
		Shared    string     `json:"what others may know,omitempty"`
		Link      string     `json:"link,omitempty"`
		Mine      bool       `json:"you wrote it"`
		Answer    Answer     `json:"your answer,omitempty"`
		Answered  *time.Time `json:"answered,omitempty"`
		Public    string     `json:"public at,omitempty"`
	}
	list, err := s.ofMember(ctx, s.DB, memberID)
	out := []written{}
	for _, o := range list {
		p, _ := o.Person(memberID)
		w := written{
			Programme: o.Programme, Talked: o.Talked, Will: o.Will, Shared: o.Shared, Link: o.Link,
			Mine: o.WriterID == memberID, Answer: p.Answer,
		}
		if !p.AnsweredAt.IsZero() {
			w.Answered = &p.AnsweredAt
		}
		if o.WillBy == memberID {
			w.Did = o.Did
		}
		if o.Shown {
			w.Public = s.URL(o.Path())
		}
		out = append(out, w)
	}
	return out, err
}

// ByConversation is what came of a conversation, for one of its people;
// fault.NotFound while nothing is written, and for everybody else.
func (s *Outcomes) ByConversation(ctx context.Context, conversationID, memberID string) (Outcome, error) {
	o, err := s.byConversation(ctx, s.DB, conversationID)
	if err != nil {
		return Outcome{}, err
	}
	if _, in := o.Person(memberID); !in {
		return Outcome{}, fault.NotFound
	}
	return o, nil
}
