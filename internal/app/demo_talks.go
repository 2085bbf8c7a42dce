package app

import (
	"context"
	"errors"
	"time"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
)

// demoTalks is what the visitor of the demo does about conversations, at now: a
// time stands for one of them, and with somebody whom they have met both would
// like to talk again.
func (a *App) demoTalks(ctx context.Context, now time.Time) error {
	me, err := a.somebody(ctx)
	if err != nil {
		return err
	}
	list, _, err := a.Conversations.Of(ctx, me, "", 50)
	if err != nil {
		return err
	}
	var agreed, again bool
	for _, c := range list {
		others := c.Others(me)
		mine, _ := c.Person(me)
		if len(others) != 1 || mine.Out() {
			continue
		}
		other := others[0]
		switch {
		case !agreed && c.State == conversation.Open && c.Running(now):
			agreed, err = a.demoTime(ctx, c.ID, other.MemberID, me, now)
		case !again && mine.Answer == conversation.SaidMet && other.Answer == conversation.SaidMet:
			again, err = true, errors.Join(a.Conversations.Again(ctx, c.ID, other.MemberID, true), a.Conversations.Again(ctx, c.ID, me, true))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// demoTime lets two people agree to talk on a weekday soon, if there is still
// time for it.
func (a *App) demoTime(ctx context.Context, id, offers, agrees string, now time.Time) (agreed bool, err error) {
	at := demoDay(now, 2, 11)
	for at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
		at = at.AddDate(0, 0, 1)
	}
	for _, p := range []string{offers, agrees} {
		if agreed, err = a.Conversations.Suits(ctx, id, p, time.Time{}, at); err != nil {
			break
		}
	}
	if errors.Is(err, fault.Conflict) || errors.Is(err, fault.Invalid) { // its days are over, or they have a time
		return false, nil
	}
	return agreed, err
}
