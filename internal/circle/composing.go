package circle

import (
	"context"
	"crypto/sha256"
	"slices"
	"strconv"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// proposal is the circles that are proposed to the host of an opening.
type proposal struct {
	opening Opening
	// apps are those who may have a place, in the order in which they applied: the
	// people of input have their numbers.
	apps  []Application
	input match.Composition
	teams []match.Team // the circles 1, 2, … as they are in apps
	left  []int32
	// moved are those whom the host has put elsewhere by hand.
	moved map[string]bool
}

// input is what package match needs to know.
func (s *Circles) input(ctx context.Context, tx bun.IDB, o Opening, apps []Application) (match.Composition, error) {
	c := match.Composition{People: len(apps), Size: o.Size, Kinds: minRoles}
	if o.One {
		c.Groups = 1
	}
	bodies, kinds, at := numbering{}, numbering{}, map[string]int32{}
	var ids []string
	for i, a := range apps {
		c.Bodies = append(c.Bodies, bodies.of(member.Fold(a.Organisation)))
		c.Kind = append(c.Kind, kinds.of(member.Fold(a.Job)))
		c.Free = append(c.Free, a.Free.bits())
		c.Leaders = append(c.Leaders, leading(o, a))
		if a.MemberID != "" {
			at[a.MemberID] = int32(i)
			ids = append(ids, a.MemberID)
		}
	}
	apart, err := s.safety.Apart(ctx, tx, ids)
	for _, p := range apart {
		c.Apart = append(c.Apart, match.Pair{A: at[p[0]], B: at[p[1]]})
	}
	return c, err
}

// leading is whether somebody would facilitate: the host before all others, and
// before everybody whom the host has chosen.
func leading(o Opening, a Application) int32 {
	switch {
	case a.MemberID == o.HostID:
		return 3
	case a.TeamLeads:
		return 2
	case a.Leads:
		return 1
	}
	return 0
}

// numbering gives different texts different numbers, and none 0.
type numbering map[string]int32

func (n numbering) of(text string) int32 {
	if text == "" {
		return 0
	}
	if n[text] == 0 {
		n[text] = int32(len(n) + 1)
	}
	return n[text]
}

// propose makes circles of everybody who has applied.
func (s *Circles) propose(ctx context.Context, tx bun.Tx, o *Opening) error {
	apps, err := s.candidates(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	for i := range apps {
		apps[i].Team, apps[i].TeamLeads = 0, false
	}
	input, err := s.input(ctx, tx, *o, apps)
	if err != nil {
		return err
	}
	o.Tries++
	res, err := input.Compose(ctx, sha256.Sum256([]byte(o.ID+"/"+strconv.Itoa(o.Tries))))
	if err != nil {
		return err
	}
	for n, team := range res.Teams {
		for _, p := range team.People {
			if len(team.People) >= MinSize {
				apps[p].Team, apps[p].TeamLeads = n+1, p == team.Leader
			}
		}
	}
	for _, a := range apps {
		if err := saveApplication(ctx, tx, a); err != nil {
			return err
		}
	}
	return nil
}

func (s *Circles) candidates(ctx context.Context, tx bun.IDB, openingID string) ([]Application, error) {
	return s.applications(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.opening_id = ? AND a.state = ?", openingID, Applied)
	})
}

// proposal reads what is proposed.
func (s *Circles) proposal(ctx context.Context, tx bun.IDB, o Opening) (proposal, error) {
	apps, err := s.candidates(ctx, tx, o.ID)
	if err != nil {
		return proposal{}, err
	}
	p := proposal{opening: o, apps: apps}
	if p.input, err = s.input(ctx, tx, o, apps); err != nil {
		return p, err
	}
	groups := make([][]int32, p.count())
	for i, a := range apps {
		if a.Team == 0 {
			p.left = append(p.left, int32(i))
		} else {
			groups[a.Team-1] = append(groups[a.Team-1], int32(i))
		}
	}
	p.teams, err = p.input.Assess(groups)
	for t := range p.teams { // chosen, and not only willing
		p.teams[t].Leader = -1
		for _, i := range p.teams[t].People {
			if apps[i].TeamLeads {
				p.teams[t].Leader = i
			}
		}
	}
	return p, err
}

// count is how many circles there are.
func (p proposal) count() int {
	n := 0
	for _, a := range p.apps {
		n = max(n, a.Team)
	}
	return n
}

// Redo proposes other circles.
func (s *Circles) Redo(ctx context.Context, id, hostID string) error {
	return s.hosting(ctx, id, hostID, func(ctx context.Context, tx bun.Tx, o *Opening) error {
		if o.State != Review {
			return errSent
		}
		return s.propose(ctx, tx, o)
	})
}

// CloseNow ends applying before its last day, and proposes circles.
func (s *Circles) CloseNow(ctx context.Context, id, hostID string) error {
	return s.hosting(ctx, id, hostID, func(ctx context.Context, tx bun.Tx, o *Opening) error {
		if o.State != Open {
			return errSent
		}
		o.ApplyUntil = s.Now()
		return s.review(ctx, tx, o)
	})
}

// review begins looking at what is proposed.
func (s *Circles) review(ctx context.Context, tx bun.Tx, o *Opening) error {
	o.State, o.LookAt = Review, o.AnswerBy().Add(-remindDays*day)
	return s.propose(ctx, tx, o)
}

// Wrong is something in circles made by hand that cannot be.
type Wrong struct {
	Application string // whom it is about; empty: a circle
	Key         string
	Args        []any
}

// Arrange changes the proposed circles by hand: the circle of everybody who has
// applied, and who facilitates each. What cannot be is not changed, and said.
func (s *Circles) Arrange(ctx context.Context, id, hostID string, team map[string]int, leaders []string) (wrong []Wrong, err error) {
	err = s.hosting(ctx, id, hostID, func(ctx context.Context, tx bun.Tx, o *Opening) error {
		if o.State != Review {
			return errSent
		}
		p, err := s.proposal(ctx, tx, *o)
		if err != nil {
			return err
		}
		circles := p.count()
		p.moved = map[string]bool{}
		for i := range p.apps {
			a := &p.apps[i]
			if t, said := team[a.ID]; said && t != a.Team {
				a.Team, p.moved[a.ID] = min(max(t, 0), circles+1, len(p.apps)), true
			}
			a.TeamLeads = a.Team > 0 && slices.Contains(leaders, a.ID)
		}
		p.closeRanks()
		if wrong, err = p.wrong(); err != nil || len(wrong) > 0 {
			return err
		}
		for _, a := range p.apps {
			if err := saveApplication(ctx, tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	return wrong, err
}

// closeRanks numbers the circles without a gap, and leaves each one facilitator:
// the one whom the host chose, or whoever would.
func (p *proposal) closeRanks() {
	number := map[int]int{}
	for t := 1; t <= len(p.apps)+1; t++ {
		if slices.ContainsFunc(p.apps, func(a Application) bool { return a.Team == t }) {
			number[t] = len(number) + 1
		}
	}
	best := map[int]int{} // by circle, the place of who facilitates
	for i := range p.apps {
		a := &p.apps[i]
		a.Team = number[a.Team]
		if lead := leading(p.opening, *a); a.Team > 0 && lead > 0 {
			if b, has := best[a.Team]; !has || lead > leading(p.opening, p.apps[b]) {
				best[a.Team] = i
			}
		}
	}
	for i := range p.apps {
		b, has := best[p.apps[i].Team]
		p.apps[i].TeamLeads = has && b == i
	}
}

// wrong is what cannot be. That two people are kept apart is said as if there were
// no place: whoever facilitates is not to learn it.
func (p *proposal) wrong() (list []Wrong, err error) {
	groups := make([][]int32, p.count())
	for i, a := range p.apps {
		if a.Team > 0 {
			groups[a.Team-1] = append(groups[a.Team-1], int32(i))
		}
		if a.MemberID == p.opening.HostID && a.Team == 0 {
			list = append(list, Wrong{a.ID, "circle.review.wrong.host", nil})
		}
	}
	teams, err := p.input.Assess(groups)
	for n, t := range teams {
		if len(t.People) < MinSize || len(t.People) > MaxSize {
			list = append(list, Wrong{"", "circle.review.wrong.size", []any{"circle", n + 1, "min", MinSize, "max", MaxSize}})
		}
		for _, pair := range t.Clashes {
			a, b := p.apps[pair.A], p.apps[pair.B]
			if p.moved[a.ID] && !p.moved[b.ID] {
				a, b = b, a
			}
			key := "circle.review.wrong.place"
			if p.input.Bodies[pair.A] != 0 && p.input.Bodies[pair.A] == p.input.Bodies[pair.B] {
				key = "circle.review.wrong.body"
			}
			list = append(list, Wrong{b.ID, key, []any{"name", b.Name, "other", a.Name, "circle", n + 1, "organisation", b.Organisation}})
		}
	}
	return list, err
}
