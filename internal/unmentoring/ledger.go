package unmentoring

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
)

// closed is told what became of a conversation, possibly again after a late
// answer. It keeps what the programme owes its people: who was let down is
// served first next time, and who has been silent twice is left in peace.
func (s *Programmes) closed(ctx context.Context, tx bun.Tx, c conversation.Conversation, people []conversation.Person) error {
	r, p, err := s.roundIn(ctx, tx, c.SourceID)
	if err != nil {
		return err
	}
	ids := make([]string, len(people))
	for i, person := range people {
		ids[i] = person.MemberID
	}
	list, err := entriesAmong(ctx, tx, r.ID, ids)
	if err != nil {
		return err
	}
	c.People = people
	byMember := make(map[string]Entry, len(list))
	for _, e := range list {
		byMember[e.MemberID] = e
	}
	var es []Entry
	var ms []Membership
	var rested []string
	for _, person := range people {
		e, ok := byMember[person.MemberID]
		if !ok {
			continue
		}
		m, err := membership(ctx, tx, p.ID, person.MemberID)
		if err != nil {
			return err
		}
		before := m.State
		e, m = settleLedger(e, m, c, person, s.Now())
		if before == TakesPart && m.State == Resting {
			rested = append(rested, person.MemberID)
		}
		es, ms = append(es, e), append(ms, m)
	}
	if len(es) == 0 {
		return nil
	}
	if err := upsertEntries(ctx, tx, es...); err != nil {
		return err
	}
	if err := upsertMemberships(ctx, tx, ms, ledgerColumns); err != nil {
		return err
	}
	s.totals.Store(nil)
	return s.tellRested(ctx, tx, r, p, rested)
}

// settleLedger is what one conversation means for one of its people. It counts
// each round once, and takes back what a late answer proves wrong.
func settleLedger(e Entry, m Membership, c conversation.Conversation, person conversation.Person, now time.Time) (Entry, Membership) {
	if e.Outcome == OutcomeMet && c.State != conversation.Met {
		return e, m // they have met somebody else in the round
	}
	letDown, silent := judge(c, person)
	if c.State != conversation.Cancelled {
		e.Outcome = outcome(c.State, person)
	}
	switch {
	case silent && !e.Silent:
		m.Silent++
	case !silent && e.Silent:
		m.Silent = max(0, m.Silent-1)
	}
	if !person.Silent() || e.Outcome == OutcomeMet {
		m.Silent = 0
	}
	switch {
	case e.Outcome == OutcomeMet:
		m.Owed = 0
	case letDown && !e.LetDown:
		m.Owed++
	case !letDown && e.LetDown:
		m.Owed = max(0, m.Owed-1)
	}
	e.LetDown, e.Silent = letDown, silent
	switch {
	case m.State == TakesPart && m.Silent >= silentRounds:
		m.State, m.RestedAt = Resting, now
	case m.State == Resting && m.Silent < silentRounds:
		m.State, m.RestedAt = TakesPart, time.Time{}
	}
	m.ChangedAt = now
	return e, m
}

// judge says whether somebody was let down, and whether they were silent. Who
// declined was not let down; who went on to another conversation was neither.
func judge(c conversation.Conversation, person conversation.Person) (letDown, silent bool) {
	switch {
	case c.State == conversation.Met, person.LeftWhy == conversation.LeftNetwork,
		person.LeftWhy == conversation.CannotMakeIt, person.LeftWhy == conversation.Moved:
		return false, false
	case person.Silent() && !person.Out():
		// Who was called off before they did anything has kept nobody waiting.
		waited := slices.ContainsFunc(c.People, func(p conversation.Person) bool { return p.LeftWhy == conversation.GotNoReply })
		silent = c.State != conversation.Cancelled || waited
		return !silent, silent
	case person.LeftWhy == conversation.SetApart:
		return true, false
	}
	switch person.Reason {
	case conversation.NoTime, conversation.Away, conversation.DidNotWant:
		return false, false
	}
	return true, false
}

// outcome is what is known of one person: where most of a group has met,
// somebody may not have come.
func outcome(state conversation.State, person conversation.Person) Outcome {
	switch {
	case state == conversation.Met && person.Answer == conversation.SaidNotMet, person.Out(), state == conversation.NotMet:
		return OutcomeNotMet
	case state == conversation.Met:
		return OutcomeMet
	}
	return OutcomeUnconfirmed
}
