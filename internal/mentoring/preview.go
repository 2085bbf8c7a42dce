package mentoring

import (
	"context"
	"strings"

	"cuppa.example/internal/locale"
)

// Preview is what a link to an offer shows to a member who may see it.
func (s *Mentorings) Preview(ctx context.Context, memberID, id string) (title, line string, err error) {
	me, err := s.members.ByID(ctx, memberID)
	if err != nil {
		return "", "", err
	}
	v, err := s.visibleTo(ctx, me, id)
	if err != nil {
		return "", "", err
	}
	return locale.T(ctx, "mentoring.offer.title", "name", v.by.Name, "kind", locale.T(ctx, "mentoring.kind."+string(v.Kind))), strings.Join(v.Topics, ", "), nil
}
