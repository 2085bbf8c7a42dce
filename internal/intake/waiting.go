package intake

import (
	"context"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// Waiting is what the intakes of a member want of them, for their home page:
// to say whom they would like.
func (s *Intakes) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	mine, err := ofMember(ctx, s.DB, memberID)
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	ids := make([]string, len(mine))
	for n, e := range mine {
		ids[n] = e.IntakeID
	}
	found, err := byIDs(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	for _, e := range mine {
		i := found[e.IntakeID]
		if !i.ChoosableAt(s.Now()) {
			continue
		}
		said, err := choicesOf(ctx, s.DB, i.ID, memberID, e.Side)
		if err != nil {
			return nil, err
		}
		if len(said) == 0 {
			tasks = append(tasks, member.Task{
				Text: locale.T(ctx, "intake.task.choose", "title", i.Title), Due: i.ChooseUntil,
				Href: "/intakes/" + i.ID + "/" + string(e.Side) + "/choose",
			})
		}
	}
	return tasks, nil
}

// ForOrganisers are the draws that wait to be looked at.
func (s *Intakes) ForOrganisers(ctx context.Context) ([]member.Task, error) {
	list, err := underWay(ctx, s.DB, Drawn)
	var tasks []member.Task
	for _, i := range list {
		tasks = append(tasks, member.Task{
			Text: locale.T(ctx, "intake.task.look", "title", i.Title), Due: i.AnswerBy, Href: "/organise/intakes/" + i.ID + "/draw",
		})
	}
	return tasks, err
}

// Export is what a member's data download says: what they signed up for, and
// what they said of others. What others said of them is not theirs.
func (s *Intakes) Export(ctx context.Context, memberID string) (any, error) {
	type choice struct {
		Place int64  `json:"place,omitempty"`
		Never bool   `json:"ruled out,omitempty"`
		Name  string `json:"name"`
	}
	type signup struct {
		Intake   string    `json:"intake"`
		Side     Side      `json:"side"`
		Places   int64     `json:"places"`
		Topics   []string  `json:"topics"`
		About    string    `json:"what you said"`
		Anywhere bool      `json:"also your own organisation"`
		At       time.Time `json:"signed up"`
		Choices  []choice  `json:"whom you would like"`
	}
	mine, err := ofMember(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	out := []signup{}
	for _, e := range mine {
		i, err := byID(ctx, s.DB, e.IntakeID)
		if err != nil {
			return nil, err
		}
		said, err := choicesOf(ctx, s.DB, e.IntakeID, memberID, e.Side)
		if err != nil {
			return nil, err
		}
		ids := make([]string, 0, len(said))
		for id := range said {
			ids = append(ids, id)
		}
		names, err := s.members.Many(ctx, s.DB, ids)
		if err != nil {
			return nil, err
		}
		one := signup{i.Title, e.Side, e.Places, e.Topics, e.About, e.Anywhere, e.SignedAt, []choice{}}
		for id, place := range said {
			one.Choices = append(one.Choices, choice{place, place == RuledOut, names[id].Name})
		}
		out = append(out, one)
	}
	return out, nil
}
