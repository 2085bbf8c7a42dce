package intake

import (
	"context"

	"cuppa.example/internal/fault"
)

// Preview is what a link to a programme of coaching or mentoring shows to a
// member who may see its page.
func (s *Intakes) Preview(ctx context.Context, memberID, id string) (title, line string, err error) {
	i, err := s.ByID(ctx, id)
	if err != nil {
		return "", "", err
	}
	mine, err := signups(ctx, s.DB, id, memberID)
	if err != nil {
		return "", "", err
	}
	if i.State != SigningUp && len(mine) == 0 {
		return "", "", fault.NotFound
	}
	return i.Title, i.Purpose, nil
}
