package outcome

import (
	"context"
	"strings"
)

// Preview is what a link to an outcome shows: what everybody may read of it.
func (s *Outcomes) Preview(ctx context.Context, id string) (title, line string, err error) {
	o, err := s.Public(ctx, id)
	if err != nil {
		return "", "", err
	}
	return o.Title, strings.Join(o.Names, ", "), nil
}
