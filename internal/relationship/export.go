package relationship

import (
	"context"
	"time"
)

type exported struct {
	Kind        Kind                 `json:"kind"`
	You         string               `json:"you are"`
	With        string               `json:"with,omitempty"`
	State       State                `json:"state"`
	Began       time.Time            `json:"began"`
	Ended       *time.Time           `json:"ended,omitempty"`
	Agreements  []exportedTerms      `json:"agreements"`
	Sessions    []exportedSession    `json:"sessions"`
	Actions     []exportedAction     `json:"actions"`
	Reflections []exportedReflection `json:"your reflections"`
	Reviews     []exportedReview     `json:"how you said it went"`
	Thanks      string               `json:"thanks to you,omitempty"`
}

type exportedTerms struct {
	Version      int64      `json:"version"`
	Proposed     time.Time  `json:"proposed"`
	Accepted     *time.Time `json:"accepted,omitempty"`
	Goals        string     `json:"what it is for"`
	Confidential string     `json:"what stays between you"`
	Absent       string     `json:"when one cannot make it"`
	Weeks        int64      `json:"every weeks"`
	Minutes      int64      `json:"minutes"`
	Months       int64      `json:"months"`
}

type exportedSession struct {
	Number int64      `json:"number"`
	Held   *time.Time `json:"held,omitempty"`
	Agenda string     `json:"agenda,omitempty"`
	Notes  string     `json:"shared notes,omitempty"`
}

type exportedAction struct {
	Text  string    `json:"what"`
	Mine  bool      `json:"yours"`
	Due   time.Time `json:"due"`
	Ended string    `json:"ended,omitempty"`
}

type exportedReflection struct {
	Written time.Time `json:"written"`
	Text    string    `json:"text"`
	Public  string    `json:"public at,omitempty"`
}

type exportedReview struct {
	Part    Part   `json:"when"`
	Going   string `json:"how it went"`
	Again   string `json:"again,omitempty"`
	Changed string `json:"what you wrote,omitempty"`
	Thanks  string `json:"your thanks,omitempty"`
}

// Export is what a member's data download says: what both wrote to each other,
// and of what is private only their own.
func (s *Relationships) Export(ctx context.Context, memberID string) (any, error) {
	list, err := s.Of(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	people, err := s.scene(ctx, s.DB, list...)
	if err != nil {
		return nil, err
	}
	out := make([]exported, 0, len(list))
	for _, r := range list {
		e := exported{
			Kind: r.Kind, You: r.side(memberID), With: people.people[r.Other(memberID)].Name, State: r.State, Began: r.CreatedAt, Ended: moment(r.ClosedAt),
			Agreements: []exportedTerms{}, Sessions: []exportedSession{}, Actions: []exportedAction{}, Reflections: []exportedReflection{}, Reviews: []exportedReview{},
		}
		v := &visit{scene: people, r: r, me: memberID}
		if err := v.look(ctx, s.DB); err != nil {
			return nil, err
		}
		if err := s.export(ctx, v, &e); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (s *Relationships) export(ctx context.Context, v *visit, e *exported) error {
	for _, a := range v.versions {
		e.Agreements = append(e.Agreements, exportedTerms{
			a.Version, a.ProposedAt, moment(a.AcceptedAt), a.Terms.Goals, a.Terms.Confidential, a.Terms.Absent, a.Weeks, a.Minutes, a.Months,
		})
	}
	for _, n := range v.sessions {
		e.Sessions = append(e.Sessions, exportedSession{n.Number, moment(n.HeldAt), n.AgendaText, n.NotesText})
	}
	for _, r := range v.reviews {
		if r.MemberID == v.me {
			e.Reviews = append(e.Reviews, exportedReview{r.Part, r.Going, r.Again, r.Words.Changed, r.Words.Thanks})
		} else {
			e.Thanks = r.Words.Thanks + e.Thanks
		}
	}
	all, err := s.actions(ctx, s.DB, "a.relationship_id = ?", v.r.ID)
	if err != nil {
		return err
	}
	for _, a := range all {
		e.Actions = append(e.Actions, exportedAction{a.Text, a.OwnerID == v.me, a.DueAt, a.Ended})
	}
	mine, err := s.reflections(ctx, s.DB, v.r.ID, v.me)
	for _, f := range mine {
		e.Reflections = append(e.Reflections, exportedReflection{f.WrittenAt, f.Text, f.Published})
	}
	return err
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
