package insight

import (
	"context"
	"net/http"
	"slices"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// picturePage shows who was put together with whom. Visitors see the same
// picture as members, without a name in it.
func (s *Insight) picturePage(w http.ResponseWriter, r *http.Request) error {
	ctx, query := r.Context(), r.URL.Query()
	rounds, err := s.begun(ctx, "")
	if err != nil {
		return err
	}
	slices.Reverse(rounds)
	v := pictureView{rounds: rounds, by: byOrganisation}
	if query.Get("by") == byRegion {
		v.by = byRegion
	}
	if v.round, err = s.roundInPicture(ctx, query.Get("round"), rounds); err != nil {
		return err
	}
	if v.picture, err = s.picture(ctx, v.round.ID); err != nil {
		return err
	}
	if m, ok := member.From(ctx); ok {
		v.signedIn, v.me = true, m.ID
	}
	v.grouping = v.picture.group(v.by, !v.signedIn)
	v.lines, v.page, v.pages = pageOf(v.picture.Lines, pageNumber(r))
	if v.titles, err = s.roundTitles(ctx); err != nil {
		return err
	}
	return web.OK(w, r, picturePage(v))
}

// everything is the choice of all rounds, and legible how many conversations a
// round may have for all of them to be shown when nobody has chosen.
const (
	everything = "all"
	legible    = 150
)

// roundInPicture is the round that is asked for, among those that began, the
// newest first; none is all rounds. When nothing is asked for, it is all of them in
// a small network, and the last that is over in a large one.
func (s *Insight) roundInPicture(ctx context.Context, id string, rounds []Round) (Round, error) {
	if id == "" && len(rounds) > 0 {
		at := max(0, slices.IndexFunc(rounds, Round.Closed))
		c, err := s.source.Counts(ctx, rounds[at].ID)
		if err != nil || c.Conversations() <= legible {
			return Round{}, err
		}
		return rounds[at], nil
	}
	if id == "" || id == everything {
		return Round{}, nil
	}
	at := slices.IndexFunc(rounds, func(r Round) bool { return r.ID == id })
	if at < 0 {
		return Round{}, fault.NotFound
	}
	return rounds[at], nil
}
