package circle

import (
	"context"

	"cuppa.example/internal/fault"
)

// Preview is what a link to a circle shows to who is in it.
func (s *Circles) Preview(ctx context.Context, memberID, id string) (title, line string, err error) {
	in, err := s.look(ctx, id, memberID)
	if err != nil {
		return "", "", err
	}
	return in.Name, in.Purpose, nil
}

// PreviewOpening is what a link to the call for a circle shows, as to everybody.
func (s *Circles) PreviewOpening(ctx context.Context, id string) (title, line string, err error) {
	o, err := openingByID(ctx, s.DB, id)
	return o.Name, o.Purpose, err
}

// PreviewLearnt is what a link to what a circle learnt shows, once it is public.
func (s *Circles) PreviewLearnt(ctx context.Context, id string) (title, line string, err error) {
	l, err := s.learnt(ctx, s.DB, id)
	if err != nil {
		return "", "", err
	}
	if !l.Public() {
		return "", "", fault.NotFound
	}
	c, err := circleByID(ctx, s.DB, l.CircleID)
	return c.Name, l.Text, err
}
