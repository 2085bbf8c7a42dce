package circle

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
)

// talkSource is what our conversations are called in package conversation.
const talkSource = "circle"

// talkLength is how long two people of a circle are asked to talk.
const talkLength = 30 * time.Minute

// careID is under which id a facilitator's conversations with each stand.
func careID(circleID string) string { return circleID + "/care" }

// tickRotas plans the one-to-ones of circles that have no plan or another
// people than it was made for, and opens those whose slot has come.
func (s *Circles) tickRotas(ctx context.Context, now time.Time) error {
	ids, err := rotasDue(ctx, s.DB, now)
	errs := []error{err}
	for _, id := range ids {
		errs = append(errs, s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.turnRota(ctx, tx, id, now) }))
	}
	return errors.Join(errs...)
}

// turnRota brings the rota of a circle up to date, and opens what is due.
func (s *Circles) turnRota(ctx context.Context, tx bun.Tx, circleID string, now time.Time) error {
	c, err := lockCircle(ctx, s.DB, tx, circleID)
	if err != nil || !c.Open() {
		return err
	}
	pairs, err := pairsOf(ctx, tx, circleID)
	if err != nil {
		return err
	}
	people := c.Here()
	apart, err := s.safety.Apart(ctx, tx, people)
	if err != nil {
		return err
	}
	if !fits(pairs, people, apart) {
		if pairs, err = s.replan(ctx, tx, c, people, apart, pairs, now); err != nil {
			return err
		}
	}
	if err := s.openPairs(ctx, tx, c, pairs, now); err != nil {
		return err
	}
	next := time.Time{}
	for _, p := range sorted(pairs) {
		if !p.Opened && p.OpensAt.After(now) {
			next = p.OpensAt
			break
		}
	}
	return saveRota(ctx, tx, circleID, now, next)
}

// replan keeps what has been opened and plans the rest anew.
func (s *Circles) replan(ctx context.Context, tx bun.Tx, c Circle, people []string, apart [][2]string, before []Pair, now time.Time) ([]Pair, error) {
	var opened []Pair
	from := later(now, c.StartsAt)
	for _, p := range before {
		if p.Opened {
			opened = append(opened, p)
			// Who talks with one now is not asked to talk with another at once.
			if p.EndsAt.After(from) {
				from = p.EndsAt
			}
		}
	}
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, err
	}
	slots, err := plan(c, people, apart, opened, c.ID+now.String())
	if err != nil {
		return nil, err
	}
	planned := spread(slots, from, c.EndsAt, n.Zone())
	if err := replacePlan(ctx, tx, c.ID, planned); err != nil {
		return nil, err
	}
	return append(opened, planned...), nil
}

// openPairs opens the conversations of the slots that have come.
func (s *Circles) openPairs(ctx context.Context, tx bun.Tx, c Circle, pairs []Pair, now time.Time) error {
	var due []*Pair
	wrote := map[string]int{} // how often each has written first
	for i, p := range pairs {
		if p.Opened {
			wrote[p.AID]++
		} else if !p.OpensAt.After(now) && p.EndsAt.After(now) {
			due = append(due, &pairs[i])
		}
	}
	openings := make([]conversation.Opening, len(due))
	for i, p := range due {
		first, other := p.AID, p.BID
		if wrote[first] > wrote[other] {
			first, other = other, first
		}
		openings[i] = s.opening(c, c.ID, first, other, now, p.EndsAt, "circle.rota.why")
	}
	made, err := s.talk(ctx, tx, openings)
	if err != nil {
		return err
	}
	for i, p := range due {
		p.Opened, p.ConversationID = true, made[i].ID
		if err := savePair(ctx, tx, *p); err != nil {
			return err
		}
	}
	return nil
}

func (s *Circles) opening(c Circle, sourceID, first, other string, now, ends time.Time, why string) conversation.Opening {
	return conversation.Opening{
		Source: talkSource, SourceID: sourceID, Members: []string{first, other}, FirstWriter: first,
		Why: []locale.Phrase{{Key: why, Args: []any{"circle", c.Name}}}, Title: c.Name, Length: talkLength,
		Opens: now, Halfway: now.Add(ends.Sub(now) / 2), Ends: ends,
	}
}

// talk opens conversations with the questions that help two people of a circle.
func (s *Circles) talk(ctx context.Context, tx bun.Tx, openings []conversation.Opening) ([]conversation.Conversation, error) {
	words, err := s.Speak(ctx, "")
	if err != nil {
		return nil, err
	}
	for i := range openings {
		openings[i].Prompts = []string{
			locale.T(words, "circle.rota.prompt.bring"), locale.T(words, "circle.rota.prompt.stuck"), locale.T(words, "circle.rota.prompt.help"),
		}
	}
	return s.talks.Open(ctx, tx, openings)
}

// OfferTalk opens a conversation of the facilitator with somebody of the circle.
// One that runs already stays as it is. Two people who are kept apart get none,
// and the answer is the same.
func (s *Circles) OfferTalk(ctx context.Context, circleID, facilitatorID, memberID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		c, err := lockCircle(ctx, s.DB, tx, circleID)
		if err != nil {
			return err
		}
		_, in := c.Person(memberID)
		switch {
		case !c.Facilitates(facilitatorID):
			return fault.Because(fault.Forbidden, "circle.only_facilitator")
		case !c.Open():
			return errClosed
		case !in || memberID == facilitatorID:
			return fault.NotFound
		}
		running, err := s.talks.BySource(ctx, tx, talkSource, careID(circleID))
		if err != nil {
			return err
		}
		now := s.Now()
		for _, t := range running {
			if _, theirs := t.Person(memberID); theirs && t.Running(now) {
				return nil
			}
		}
		apart, err := s.safety.Separated(ctx, tx, facilitatorID, memberID)
		if err != nil || apart {
			return err
		}
		const open = 21 * 24 * time.Hour
		ends := now.Add(open)
		if c.EndsAt.After(now.Add(shortest)) && c.EndsAt.Before(ends) {
			ends = c.EndsAt
		}
		_, err = s.talk(ctx, tx, []conversation.Opening{s.opening(c, careID(circleID), facilitatorID, memberID, now, ends, "circle.care.why")})
		return err
	})
}
