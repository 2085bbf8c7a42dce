package outcome

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Did is how it went with what somebody wrote that they would do.
type Did string

// The answers. NotSaid is none yet, Skipped that they do not want to be asked.
const (
	NotSaid Did = ""
	DidIt   Did = "yes"
	Partly  Did = "partly"
	NotYet  Did = "no"
	Skipped Did = "skip"
)

var dids = []Did{DidIt, Partly, NotYet, Skipped}

// People are asked how it went from two weeks after they wrote it, at their next
// conversation or on their home page, and not for longer than half a year.
const (
	askDidAfter = 14 * 24 * time.Hour
	askDidUntil = 180 * 24 * time.Hour
)

// SayDid records how it went with what a member wrote that they would do.
func (s *Outcomes) SayDid(ctx context.Context, id, memberID string, did Did) error {
	if !slices.Contains(dids, did) {
		return fault.Invalid
	}
	return s.act(ctx, id, memberID, func(t *turn) error {
		if t.o.WillBy != memberID {
			return fault.NotFound
		}
		t.o.Did, t.o.DidAt = did, t.now
		return nil
	})
}

// promised is the newest thing that a member wrote that they would do, if they
// have not said how it went.
func (s *Outcomes) promised(ctx context.Context, memberID string) (Outcome, bool, error) {
	list, err := s.where(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.will_by = ? AND o.will_at > ?", memberID, s.Now().Add(-askDidUntil)).
			Order("o.will_at DESC").Limit(1)
	})
	if err != nil || len(list) == 0 {
		return Outcome{}, false, err
	}
	return list[0], list[0].Did == NotSaid, nil
}

// aside asks somebody on the page of their next conversation how it went with
// what they wrote after the last.
func (s *Outcomes) aside(ctx context.Context, c conversation.Conversation, memberID, base string) (templ.Component, error) {
	o, ask, err := s.promised(ctx, memberID)
	if err != nil || !ask || o.ConversationID == c.ID || !c.OpensAt.After(o.WillAt) {
		return nil, err
	}
	return didPart(o, s.Path(o, memberID), base), nil
}

// howItWent is the same on the home page.
func (s *Outcomes) howItWent(ctx context.Context, memberID string) ([]member.Task, error) {
	o, ask, err := s.promised(ctx, memberID)
	if err != nil || !ask || s.Now().Sub(o.WillAt) < askDidAfter {
		return nil, err
	}
	others := o.others(memberID)
	people, err := s.members.Many(ctx, s.DB, others)
	return []member.Task{{
		Text: locale.T(ctx, "outcome.task.did", "names", names(ctx, people, others)),
		Href: "/conversations/" + o.ConversationID + "/outcome",
	}}, err
}

func (s *Outcomes) did(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if err := s.SayDid(r.Context(), v.o.ID, v.me, Did(f.Value("did"))); err != nil {
		return err
	}
	back := v.path
	if to := f.Value("back"); strings.HasPrefix(to, "/c/") || strings.HasPrefix(to, "/conversations/") {
		back = to // where they came from
	}
	return web.Redirect(w, r, back, "done.outcome.did")
}
