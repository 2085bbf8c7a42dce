package unmentoring

import (
	"context"
	"time"
)

// exported is what the programmes know of a member.
type exported struct {
	Programmes []exportedPart  `json:"programmes"`
	Rounds     []exportedEntry `json:"rounds"`
}

type exportedPart struct {
	Programme string    `json:"programme"`
	State     string    `json:"state"`
	Every     int       `json:"takes part in every n-th round"`
	Third     string    `json:"a third person may join,omitempty"`
	LetDown   int       `json:"let down or left out since last meeting somebody"`
	Changed   time.Time `json:"changed"`
}

type exportedEntry struct {
	Programme string    `json:"programme"`
	Round     int       `json:"round"`
	Begins    Day       `json:"begins"`
	Answer    Answer    `json:"said,omitempty"`
	Place     Place     `json:"became,omitempty"`
	Outcome   Outcome   `json:"conversations,omitempty"`
	Asked     time.Time `json:"asked,omitzero"`
	Answered  time.Time `json:"answered,omitzero"`
}

// Export is what the programmes know of a member, for their download.
func (s *Programmes) Export(ctx context.Context, memberID string) (any, error) {
	list, err := programmes(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	ms, err := membershipsOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	out := exported{Programmes: []exportedPart{}, Rounds: []exportedEntry{}}
	title := map[string]string{}
	for _, p := range list {
		title[p.ID] = p.Title
		if m, ok := ms[p.ID]; ok {
			out.Programmes = append(out.Programmes, exportedPart{p.Title, string(m.State), m.Every, m.Third, m.Owed, m.ChangedAt})
		}
	}
	es, err := entriesOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	for _, e := range es {
		r, err := roundByID(ctx, s.DB, e.RoundID)
		if err != nil {
			return nil, err
		}
		out.Rounds = append(out.Rounds, exportedEntry{title[r.ProgrammeID], r.Number, r.Day, e.Answer, e.Place, e.Outcome, e.AskedAt, e.AnsweredAt})
	}
	return out, nil
}
