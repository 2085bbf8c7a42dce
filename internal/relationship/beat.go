package relationship

import (
	"context"
	"time"
)

// slack is how late a session may be before anybody is asked about it.
const slack = 14 * 24 * time.Hour

// reckon sets when the next session is due, after an agreement.
func (t *turn) reckon(_ context.Context, a Agreement) error {
	t.r.BeatAt = t.now.Add(a.every())
	t.r.CheckAt = t.r.BeatAt.Add(slack)
	return nil
}
