package joining

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// Step is one of the few things that make a new member a part of the network.
type Step string

// The steps, in the order in which they are shown.
const (
	Pledge   Step = "pledge" // only for those whom an organiser brought in
	Describe Step = "describe"
	Share    Step = "share"
	Meeting  Step = "meet"
)

// errNoStep is a step that nobody can put aside.
var errNoStep = fault.Because(fault.Invalid, "joining.step.unknown")

// Meet lists what a member can take part in to meet somebody.
type Meet func(ctx context.Context, memberID string) ([]member.Task, error)

type stepRow struct {
	bun.BaseModel `bun:"table:welcome_steps"`

	MemberID string `bun:",pk"`
	Step     Step   `bun:",pk"`
	Skipped  bool
	DoneAt   time.Time
}

// Progress is how far somebody is.
type Progress struct {
	Steps []Step // without the pledge, where they have agreed to it
	Done  map[Step]bool
	Next  Step // empty when all is done
	// Meet is what they can take part in. Later says that there is nothing now.
	Meet  []member.Task
	Later bool
}

// Progress looks at what a member has said so far, so that nobody is asked
// what they have told already.
func (s *Applications) Progress(ctx context.Context, m member.Member) (Progress, error) {
	done, err := stepsOf(ctx, s.DB, m.ID)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{Steps: []Step{Describe, Share, Meeting}, Done: done}
	if m.PledgedAt.IsZero() {
		p.Steps = append([]Step{Pledge}, p.Steps...)
	}
	done[Describe] = done[Describe] || m.About != "" || len(m.Topics) > 0
	if !done[Meeting] && s.meet != nil {
		tasks, err := s.meet(ctx, m.ID)
		if err != nil {
			return Progress{}, err
		}
		p.Meet = slices.DeleteFunc(tasks, func(t member.Task) bool { return t.Done })
	}
	p.Later = !done[Meeting] && len(p.Meet) == 0
	done[Meeting] = len(p.Meet) == 0
	for _, step := range p.Steps {
		if !done[step] {
			p.Next = step
			break
		}
	}
	return p, nil
}

// Waiting is the next step, for the member's home page. What they can take
// part in is not among it: whoever offers it says so there.
func (s *Applications) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	m, err := s.members.ByID(ctx, memberID)
	if err != nil {
		return nil, err
	}
	p, err := s.Progress(ctx, m)
	if err != nil || p.Next == "" || p.Next == Meeting {
		return nil, err
	}
	return []member.Task{{Text: locale.T(ctx, "joining.waiting."+string(p.Next)), Href: "/welcome"}}, nil
}

// Skip puts a step aside for good. The pledge cannot be put aside.
func (s *Applications) Skip(ctx context.Context, memberID string, step Step) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return setStep(ctx, tx, stepRow{MemberID: memberID, Step: step, Skipped: true, DoneAt: s.Now()})
	})
}

// Describe changes what a member says of themselves and ends the step.
func (s *Applications) Describe(ctx context.Context, memberID string, change func(*member.Details)) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := s.members.Alter(ctx, tx, memberID, change); err != nil {
			return err
		}
		return setStep(ctx, tx, stepRow{MemberID: memberID, Step: Describe, DoneAt: s.Now()})
	})
}
