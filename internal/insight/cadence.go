package insight

import (
	"context"
	"time"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

const (
	// busy is the share of "no time" among the reasons from which on a
	// programme asks too much of people.
	busy = 0.4
	// recent is how many rounds are looked at, and current how long after the
	// last of them closed a proposal is made.
	recent  = 3
	current = 60 * 24 * time.Hour
)

// tooOften reports whether people have too little time for a programme: of the
// last five answers or more, over 40 % say so. given is by round, the newest first.
func tooOften(given []Given) bool {
	sum := Given{}
	for _, g := range given {
		for reason, n := range g {
			sum[reason] += n
		}
		if all := sum.Total(); all >= few {
			return float64(sum[conversation.NoTime]) > busy*float64(all)
		}
	}
	return false
}

// Slower is a programme that should have fewer rounds.
type Slower struct {
	Programme Programme
	Last      Round // that the proposal follows from
}

// slower finds the programmes that should have fewer rounds, unless somebody has
// changed them since the last round closed.
func (s *Insight) slower(ctx context.Context) ([]Slower, error) {
	programmes, err := s.source.Programmes(ctx)
	if err != nil {
		return nil, err
	}
	rounds, err := s.source.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var list []Slower
	for _, p := range programmes {
		last := newestClosed(rounds, p.ID, recent)
		if !p.Running || p.Slower == "" || len(last) == 0 || p.ChangedAt.After(last[0].ClosedAt) || s.Now().Sub(last[0].ClosedAt) > current {
			continue
		}
		var given []Given
		for _, r := range last {
			f, err := s.roundFacts(ctx, r, settledSoon)
			if err != nil {
				return nil, err
			}
			given = append(given, f.Reasons)
		}
		if tooOften(given) {
			list = append(list, Slower{p, last[0]})
		}
	}
	return list, nil
}

// newestClosed are the last n rounds of a programme that are over, the newest first.
func newestClosed(rounds []Round, programmeID string, n int) []Round {
	var list []Round
	for i := len(rounds) - 1; i >= 0 && len(list) < n; i-- {
		if rounds[i].ProgrammeID == programmeID && rounds[i].Closed() {
			list = append(list, rounds[i])
		}
	}
	return list
}

// ForOrganisers proposes a slower cadence where people have no time.
func (s *Insight) ForOrganisers(ctx context.Context) ([]member.Task, error) {
	list, err := s.slower(ctx)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	for _, p := range list {
		tasks = append(tasks, member.Task{
			Text: slowerText(ctx, p.Programme), Href: "/organise/programmes/" + p.Programme.ID + "/settings",
		})
	}
	return tasks, nil
}

func slowerText(ctx context.Context, p Programme) string {
	return locale.T(ctx, "insight.slower", "title", p.Title, "now", locale.T(ctx, p.Cadence), "slower", locale.T(ctx, p.Slower))
}
