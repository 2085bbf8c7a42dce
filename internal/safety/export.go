package safety

import (
	"context"
	"time"

	"cuppa.example/internal/member"
)

// blocked, reported, decided and accepted are parts of a data download.
type blocked struct {
	Person string    `json:"person"`
	Since  time.Time `json:"since"`
}

type reportedThen struct {
	About string    `json:"about"`
	Text  string    `json:"what you wrote"`
	At    time.Time `json:"sent"`
}

// decided is a decision as the person it is about may have it.
type decided struct {
	Decision string    `json:"decision"`
	At       time.Time `json:"decided"`
	Until    string    `json:"until,omitempty"`
	Message  string    `json:"what you were told,omitempty"`
	Appeal   string    `json:"your appeal,omitempty"`
	Answer   string    `json:"answer to your appeal,omitempty"`
}

type accepted struct {
	Text    string    `json:"text"`
	Version int64     `json:"version"`
	At      time.Time `json:"accepted"`
}

// download is what a member's data download says of this package. What others
// said of them is not theirs.
type download struct {
	Blocks    []blocked      `json:"people you blocked"`
	Reports   []reportedThen `json:"reports you sent"`
	Decisions []decided      `json:"decisions about you"`
	Accepted  []accepted     `json:"what you accepted"`
	Adult     *time.Time     `json:"when you said that you are 18 or over,omitempty"`
}

// Export is whom a member blocked, what they reported and accepted, and what
// was decided about them.
func (s *Safety) Export(ctx context.Context, memberID string) (any, error) {
	var d download
	for _, part := range []func(context.Context, string, *download) error{
		s.exportBlocks, s.exportReports, s.exportDecisions, s.exportAccepted,
	} {
		if err := part(ctx, memberID, &d); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (s *Safety) exportBlocks(ctx context.Context, memberID string, d *download) error {
	d.Blocks = []blocked{}
	blocks, err := blocksOf(ctx, s.DB, memberID)
	if err != nil {
		return err
	}
	var ids []string
	for _, b := range blocks {
		ids = append(ids, b.OtherID)
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	for _, b := range blocks {
		d.Blocks = append(d.Blocks, blocked{people[b.OtherID].Name, b.BlockedAt})
	}
	return err
}

// exportReports tells no more of whom a report is about than the page did.
func (s *Safety) exportReports(ctx context.Context, memberID string, d *download) error {
	d.Reports = []reportedThen{}
	rows, err := reportsBy(ctx, s.DB, memberID)
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.AboutID)
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	if err != nil {
		return err
	}
	for _, row := range rows {
		r, err := s.open(row)
		if err != nil {
			return err
		}
		about := people[r.About]
		if r.Nameless {
			about = member.Member{}
		}
		d.Reports = append(d.Reports, reportedThen{about.Name, r.Text, r.ReportedAt})
	}
	return nil
}

// exportDecisions leaves out what was decided without telling the person.
func (s *Safety) exportDecisions(ctx context.Context, memberID string, d *download) error {
	list, err := s.decisions(ctx, s.DB, "about_id", memberID)
	d.Decisions = []decided{}
	for _, one := range list {
		if one.Measure == NoAction {
			continue
		}
		e := decided{Decision: string(one.Measure), At: one.DecidedAt, Message: one.Message}
		if !one.Until.IsZero() {
			e.Until = one.Until.Format(time.RFC3339)
		}
		if one.Appeal != nil {
			e.Appeal, e.Answer = one.Appeal.Words, one.Appeal.Answer
		}
		d.Decisions = append(d.Decisions, e)
	}
	return err
}

func (s *Safety) exportAccepted(ctx context.Context, memberID string, d *download) error {
	d.Accepted = []accepted{}
	rows, err := acceptancesOf(ctx, s.DB, memberID)
	if err != nil {
		return err
	}
	for _, a := range rows {
		d.Accepted = append(d.Accepted, accepted{string(a.Kind), a.Version, a.AcceptedAt})
	}
	adults, err := adultsOf(ctx, s.DB, memberID)
	if err == nil && len(adults) > 0 {
		d.Adult = &adults[0].DeclaredAt
	}
	return err
}
