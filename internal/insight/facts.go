package insight

import (
	"context"
	"errors"
	"strconv"
	"time"

	"cuppa.example/internal/fault"
)

// Facts are everything that is known of a round.
type Facts struct {
	Round
	Counts
	Reasons Given // never shown as they are: see Batch
	Across  Across
}

// How long facts are kept: those of a settled round for good, and for the
// dashboard, which everybody who organises opens all the time, those of a closed
// one for ten minutes.
const (
	forGood     = 365 * 24 * time.Hour
	settledSoon = 10 * time.Minute
	atOnce      = 0
)

// roundFacts reads the facts of a round. Those that may change are at most so old.
func (s *Insight) roundFacts(ctx context.Context, r Round, age time.Duration) (Facts, error) {
	now := s.Now()
	key := r.ID
	if age > 0 {
		key += "/" + age.String()
	}
	return s.facts.get(key, now, func() (Facts, time.Duration, error) {
		f, err := s.readFacts(ctx, r)
		if r.Settled(now) {
			return f, forGood, err
		}
		return f, age, err
	})
}

// readFacts counts a round, unless it was counted for good.
func (s *Insight) readFacts(ctx context.Context, r Round) (Facts, error) {
	if r.Settled(s.Now()) {
		if f, err := s.settledFacts(ctx, r); !errors.Is(err, fault.NotFound) {
			return f, err
		}
	}
	return s.countFacts(ctx, r)
}

func (s *Insight) countFacts(ctx context.Context, r Round) (Facts, error) {
	f := Facts{Round: r}
	var err error
	if f.Counts, err = s.source.Counts(ctx, r.ID); err != nil {
		return f, err
	}
	given, err := s.talks.Reasons(ctx, s.DB, s.source.Name, r.ID)
	if err != nil {
		return f, err
	}
	f.Reasons = given
	f.Across, err = s.acrossOf(ctx, r, f.Counts)
	return f, err
}

// acrossOf counts the pairs of a round. That reads every one of them, so that it
// is kept while there are as many conversations.
func (s *Insight) acrossOf(ctx context.Context, r Round, c Counts) (Across, error) {
	key := r.ID + "/" + strconv.Itoa(c.Conversations()) + "/" + strconv.Itoa(c.Cancelled)
	return s.across.get(key, s.Now(), func() (Across, time.Duration, error) {
		pairs, err := s.talks.Pairs(ctx, s.DB, s.source.Name, r.ID, 0)
		if err != nil {
			return Across{}, 0, err
		}
		at, err := s.members.Affiliations(ctx, s.DB)
		if err != nil {
			return Across{}, 0, err
		}
		ids := make([][2]string, len(pairs))
		for i, p := range pairs {
			ids[i] = [2]string{p.A, p.B}
		}
		return across(ids, at), time.Hour, nil
	})
}

// begun are the rounds whose conversations have been opened, the oldest first,
// of one programme or of all.
func (s *Insight) begun(ctx context.Context, programmeID string) ([]Round, error) {
	all, err := s.source.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var list []Round
	for _, r := range all {
		if r.Begun && (programmeID == "" || r.ProgrammeID == programmeID) {
			list = append(list, r)
		}
	}
	return list, nil
}

// factsOf reads the facts of several rounds.
func (s *Insight) factsOf(ctx context.Context, rounds []Round) ([]Facts, error) {
	list := make([]Facts, len(rounds))
	for i, r := range rounds {
		var err error
		if list[i], err = s.roundFacts(ctx, r, atOnce); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// reasonsOf puts the reasons of a programme's settled rounds into batches. wait
// are the rounds that begun but are in none yet.
func (s *Insight) reasonsOf(ctx context.Context, programmeID string) (list []Batch, wait []Round, err error) {
	rounds, err := s.begun(ctx, programmeID)
	if err != nil {
		return nil, nil, err
	}
	var settled, unsettled []Round
	given := map[string]Given{}
	for _, r := range rounds {
		if !r.Settled(s.Now()) || len(unsettled) > 0 {
			unsettled = append(unsettled, r)
			continue
		}
		f, err := s.roundFacts(ctx, r, atOnce)
		if err != nil {
			return nil, nil, err
		}
		settled = append(settled, r)
		given[r.ID] = f.Reasons
	}
	list, left := batches(settled, given)
	return list, append(left, unsettled...), nil
}
