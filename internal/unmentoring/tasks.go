package unmentoring

import (
	"context"
	"slices"
	"strconv"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// Waiting is what waits for a member here: to say whether they are in, or to
// come back.
func (s *Programmes) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	list, err := programmes(ctx, s.DB, Running, Halted)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	for _, p := range list {
		v, err := s.partIn(ctx, p, memberID)
		if err != nil {
			return nil, err
		}
		for _, v := range append([]part{v}, v.before...) {
			if t, ok := v.task(ctx); ok {
				tasks = append(tasks, t)
			}
		}
	}
	return tasks, nil
}

// task is what a programme asks of a member, if anything.
func (v part) task(ctx context.Context) (member.Task, bool) {
	t := member.Task{Href: "/programmes/" + v.programme.ID, Due: v.round.DrawAt}
	if v.membership.State == Resting && !v.concerns() {
		return member.Task{Text: locale.T(ctx, "unmentoring.task.resting", "title", v.programme.Title), Href: t.Href}, true
	}
	if v.round.ID == "" {
		return t, false
	}
	switch standing := v.standing(); standing {
	case StandsAsked, StandsAssumed:
		t.Text = locale.T(ctx, "unmentoring.task."+string(standing), "title", v.programme.Title)
		return t, true
	case StandsWaiting:
		t.Text, t.Due = locale.T(ctx, "unmentoring.task.waiting", "title", v.programme.Title), v.round.poolEnds()
		return t, true
	}
	return t, false
}

// UnderWay says of every round that is not over how it stands, for organisers.
func (s *Programmes) UnderWay(ctx context.Context) ([]member.Task, error) {
	list, err := programmes(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	title := map[string]string{}
	for _, p := range list {
		title[p.ID] = p.Title
	}
	rs, err := allRounds(ctx, s.DB, SignUp, Drawing, InReview, Talking, Closing)
	var tasks []member.Task
	for _, r := range rs {
		tasks = append(tasks, member.Task{
			Text: locale.T(ctx, "unmentoring.under_way", "title", title[r.ProgrammeID], "number", strconv.Itoa(r.Number)),
			Hint: stateSentence(ctx, r), Href: "/organise/rounds/" + r.ID,
		})
	}
	return tasks, err
}

// stuck is how long a draw may take before something must be wrong.
const stuck = time.Hour

// ForOrganisers is what needs an organiser here: a draw to be released, or the
// first programme to be created.
func (s *Programmes) ForOrganisers(ctx context.Context) ([]member.Task, error) {
	list, err := programmes(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return []member.Task{{Text: locale.T(ctx, "unmentoring.task.first"), Href: "/organise/programmes/new"}}, nil
	}
	title := map[string]string{}
	for _, p := range list {
		title[p.ID] = p.Title
	}
	rs, err := allRounds(ctx, s.DB, Drawing, InReview)
	if err != nil {
		return nil, err
	}
	tasks, err := s.ranOut(ctx, list)
	if err != nil {
		return nil, err
	}
	for _, r := range rs {
		if r.State == Drawing {
			if s.Now().Sub(r.DueAt) > stuck {
				tasks = append(tasks, member.Task{
					Text: locale.T(ctx, "unmentoring.task.stuck", "title", title[r.ProgrammeID], "number", strconv.Itoa(r.Number)),
					Href: "/organise/rounds/" + r.ID, Due: r.DueAt,
				})
			}
			continue
		}
		if r.ApprovedAt.IsZero() {
			tasks = append(tasks, member.Task{
				Text: locale.T(ctx, "unmentoring.task.review", "title", title[r.ProgrammeID], "number", strconv.Itoa(r.Number)),
				Href: "/organise/rounds/" + r.ID + "/draw", Due: r.OpenAt,
			})
		}
	}
	return tasks, nil
}

// ranOut are the programmes that run but have no date left: nobody would notice
// that they have gone quiet.
func (s *Programmes) ranOut(ctx context.Context, list []Programme) ([]member.Task, error) {
	live, err := allRounds(ctx, s.DB, SignUp)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	for _, p := range list {
		asking := slices.ContainsFunc(live, func(r Round) bool { return r.ProgrammeID == p.ID })
		if p.State == Running && p.NextAt.IsZero() && !asking {
			tasks = append(tasks, member.Task{
				Text: locale.T(ctx, "unmentoring.task.ran_out", "title", p.Title), Href: "/organise/programmes/" + p.ID + "/settings",
			})
		}
	}
	return tasks, nil
}
