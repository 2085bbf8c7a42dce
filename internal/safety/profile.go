package safety

import (
	"context"
	"net/http"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// ProfileKind is the subject of what somebody says of themselves; its id is
// theirs.
const ProfileKind = "profile"

// BlockPath is the page on which a member blocks another.
func BlockPath(memberID string) string { return "/people/" + memberID + "/block" }

// Profile is what somebody says of themselves now, as text to be kept with a
// report.
func (s *Safety) Profile(ctx context.Context, tx bun.IDB, memberID string) (string, error) {
	m, err := s.members.In(ctx, tx, memberID)
	if err != nil {
		return "", err
	}
	lines := []string{m.Name, m.Organisation, m.Job, m.Region, m.About, strings.Join(m.Topics, ", "), m.Blog}
	values, err := s.members.FieldValues(ctx, tx, memberID)
	if err != nil {
		return "", err
	}
	fields, err := s.members.Fields(ctx, tx)
	if err != nil {
		return "", err
	}
	for _, f := range fields {
		if values[f.ID] != "" {
			lines = append(lines, f.Label+": "+values[f.ID])
		}
	}
	return Lines(lines...), nil
}

// Lines is a copy of the parts of something that have been written.
func Lines(parts ...string) string {
	var list []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return strings.Join(list, "\n")
}

// profile is the subject of a member's own page.
func (s *Safety) profile() Subject {
	return Subject{
		Say: func(ctx context.Context, id string) (string, string) {
			m, err := s.members.ByID(ctx, id)
			if err != nil {
				return locale.T(ctx, "safety.deleted"), ""
			}
			return locale.T(ctx, "safety.profile", "name", m.Name), "/organise/members/" + id
		},
		About: func(ctx context.Context, id, _ string) (string, error) {
			m, err := s.present(ctx, id)
			return m.ID, err
		},
		Copy: func(ctx context.Context, id, _ string) (string, error) { return s.Profile(ctx, s.DB, id) },
	}
}

// present finds somebody whose page members can see.
func (s *Safety) present(ctx context.Context, id string) (member.Member, error) {
	m, err := s.members.ByID(ctx, id)
	if err == nil && m.State != member.Active && m.State != member.Paused {
		err = fault.NotFound
	}
	return m, err
}

// other is the member in the path, who is not the one who looks.
func (s *Safety) other(r *http.Request) (member.Member, error) {
	m, err := s.present(r.Context(), r.PathValue("id"))
	if err == nil && m.ID == member.Must(r.Context()).ID {
		err = fault.Because(fault.Invalid, "safety.yourself")
	}
	return m, err
}

func (s *Safety) blockPage(w http.ResponseWriter, r *http.Request) error {
	m, err := s.other(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, blockPage(m))
}

func (s *Safety) blockMember(w http.ResponseWriter, r *http.Request) error {
	m, err := s.other(r)
	if err != nil {
		return err
	}
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		return s.Block(ctx, tx, member.Must(ctx).ID, m.ID)
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/profile/blocks", "done.safety.blocked")
}
