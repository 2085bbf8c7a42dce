package mentoring

import (
	"context"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// Waiting is what waits for a member: people who ask them, places held for
// them, and the suggestion in the answer to what they asked.
func (s *Mentorings) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	got, err := requests(ctx, s.DB, "to_id = ? AND state = ? AND NOT mute", memberID, Asked)
	if err != nil {
		return nil, err
	}
	lines, err := s.named(ctx, s.DB, got)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	for _, l := range lines {
		tasks = append(tasks, member.Task{
			Text: locale.T(ctx, "mentoring.task.answer", "name", l.name, "kind", locale.T(ctx, "mentoring.you_to."+string(l.Kind))),
			Href: l.Path(), Due: l.LapsesAt,
		})
	}
	held, err := s.places(ctx, memberID)
	if err != nil {
		return nil, err
	}
	for _, p := range held {
		if p.State == Offered {
			tasks = append(tasks, member.Task{Text: locale.T(ctx, "mentoring.task.place", "name", p.name), Href: p.Path(), Due: p.LapsesAt})
		}
	}
	return tasks, nil
}

// Export is what a member's data download says.
func (s *Mentorings) Export(ctx context.Context, memberID string) (any, error) {
	out := struct {
		Offers   []exportedOffer   `json:"what you offer"`
		Seeks    []exportedSeek    `json:"what you look for"`
		Requests []exportedRequest `json:"requests"`
		Waiting  []exportedWait    `json:"waiting for a place"`
		Coach    bool              `json:"marked as a qualified coach"`
	}{[]exportedOffer{}, []exportedSeek{}, []exportedRequest{}, []exportedWait{}, false}
	own, err := offers(ctx, s.DB, "member_id = ?", memberID)
	if err != nil {
		return nil, err
	}
	for _, o := range own {
		out.Offers = append(out.Offers, exportedOffer{o.Kind, o.Topics, o.Experience, o.Languages, o.Times, o.Ways, o.Rhythm, o.Capacity, o.CreatedAt, at(o.EndedAt)})
	}
	sought, err := s.seeks(ctx, s.DB, "member_id = ?", memberID)
	if err != nil {
		return nil, err
	}
	for _, k := range sought {
		out.Seeks = append(out.Seeks, exportedSeek{k.Kind, k.Topics, k.Aim, k.Tried, k.Languages, k.Times, k.OwnOrganisation, k.CreatedAt, at(k.EndedAt)})
	}
	if out.Requests, err = s.exportRequests(ctx, memberID); err != nil {
		return nil, err
	}
	line, err := waits(ctx, s.DB, "member_id = ?", memberID)
	if err != nil {
		return nil, err
	}
	for _, w := range line {
		text, err := s.Keys.Decrypt(w.Message, w.purpose())
		if err != nil {
			return nil, err
		}
		out.Waiting = append(out.Waiting, exportedWait{w.State, text, w.Since, at(w.EndedAt)})
	}
	out.Coach, err = s.isCoach(ctx, s.DB, memberID)
	return out, err
}

type exportedOffer struct {
	Kind       Kind       `json:"kind"`
	Topics     []string   `json:"topics"`
	Experience string     `json:"experience"`
	Languages  []string   `json:"languages,omitempty"`
	Times      []string   `json:"times,omitempty"`
	Ways       []string   `json:"ways,omitempty"`
	Rhythm     string     `json:"rhythm,omitempty"`
	Capacity   int64      `json:"people at a time"`
	Created    time.Time  `json:"offered"`
	Ended      *time.Time `json:"ended,omitempty"`
}

type exportedSeek struct {
	Kind      Kind       `json:"kind"`
	Topics    []string   `json:"topics,omitempty"`
	Aim       string     `json:"what you want to get better at"`
	Tried     string     `json:"what you have tried,omitempty"`
	Languages []string   `json:"languages,omitempty"`
	Times     []string   `json:"times,omitempty"`
	Own       bool       `json:"people of your own organisation too"`
	Created   time.Time  `json:"since"`
	Ended     *time.Time `json:"ended,omitempty"`
}

type exportedRequest struct {
	Mine     bool       `json:"you asked"`
	Kind     Kind       `json:"kind"`
	Message  string     `json:"message"`
	State    State      `json:"state"`
	Reply    string     `json:"reply,omitempty"`
	Asked    time.Time  `json:"asked"`
	Answered *time.Time `json:"answered,omitempty"`
}

type exportedWait struct {
	State   WaitState  `json:"state"`
	Message string     `json:"message"`
	Since   time.Time  `json:"since"`
	Ended   *time.Time `json:"ended,omitempty"`
}

// exportRequests says of a muted request only what its sender saw.
func (s *Mentorings) exportRequests(ctx context.Context, memberID string) ([]exportedRequest, error) {
	list, err := requests(ctx, s.DB, "from_id = ? OR to_id = ? AND NOT mute", memberID, memberID)
	out := []exportedRequest{}
	for _, r := range list {
		x := exportedRequest{Mine: r.FromID == memberID, Kind: r.Kind, State: r.shownState(), Asked: r.AskedAt, Answered: at(r.AnsweredAt)}
		if x.Message, err = s.Keys.Decrypt(r.Message, r.purpose("message")); err != nil {
			return nil, err
		}
		if x.Reply, err = s.Keys.Decrypt(r.Reply, r.purpose("reply")); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, err
}

// shownState hides that somebody parted from somebody: no answer came.
func (r Request) shownState() State {
	if r.State == Parted {
		return Lapsed
	}
	return r.State
}

func at(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
