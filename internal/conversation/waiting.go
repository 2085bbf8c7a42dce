package conversation

import (
	"context"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// Waiting is what a member's conversations want of them, for their home page.
func (s *Conversations) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	now := s.Now()
	list, err := where(ctx, s.DB, `c.id IN (SELECT me.conversation_id FROM conversation_people AS me
		WHERE me.member_id = ? AND me.answer = '' AND me.left_at IS NULL) AND (c.closed_at IS NULL OR c.state = ? AND c.ends_at > ?)`,
		memberID, Unconfirmed, now.Add(-Grace))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	agreed, err := s.schedule.Appointments(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	v, err := s.scene(ctx, s.DB, list...)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	for _, c := range list {
		me, _ := c.Person(memberID)
		if t, some := v.task(ctx, c, me, agreed[c.ID].StartsAt, now); some {
			tasks = append(tasks, t)
		}
	}
	return tasks, nil
}

func (v *scene) task(ctx context.Context, c Conversation, me Person, agreed, now time.Time) (member.Task, bool) {
	others := c.Others(me.MemberID)
	t := member.Task{Href: "/conversations/" + c.ID, Due: c.EndsAt}
	names := v.firstsOrName(ctx, others)
	switch c.stage(me, agreed, now) {
	case stageArrange:
		t.Text = locale.T(ctx, "conversation.task.times", "names", names)
		if c.HalfwayAt.After(now) {
			t.Due = c.HalfwayAt
		}
	case stageAgreed:
		t.Text = locale.T(ctx, "conversation.task.talk", "names", names, "time", locale.DateTime(ctx, agreed))
		t.Due, t.At = agreed, true
	case stageAsk, stageOff:
		t.Text = locale.T(ctx, "conversation.task.answer", "names", names)
	case stageAlone:
		if !c.mayAsk(me, now) || !v.s.rematches(c) {
			return t, false
		}
		t.Text = locale.T(ctx, "conversation.task.still", "title", c.Title)
	default:
		return t, false
	}
	return t, true
}
