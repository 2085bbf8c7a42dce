package account

import (
	"context"
	"strings"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
)

// Preview is what a link to a member's page shows: what its table of members does.
func (s *Accounts) Preview(ctx context.Context, id string) (title, line string, err error) {
	m, err := s.readable(ctx, id)
	line = m.Job
	if m.Organisation != "" {
		line = strings.TrimPrefix(line+", "+m.Organisation, ", ")
	}
	return m.Name, line, err
}

// readable is a member whose page others may read.
func (s *Accounts) readable(ctx context.Context, id string) (member.Member, error) {
	m, err := s.members.ByID(ctx, id)
	if err == nil && m.State != member.Active && m.State != member.Paused {
		return member.Member{}, fault.NotFound
	}
	return m, err
}
