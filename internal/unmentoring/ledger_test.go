package unmentoring

import (
	"testing"
	"time"

	"cuppa.example/internal/conversation"
)

func TestLedger(t *testing.T) {
	t.Parallel()
	acted := time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	silent := conversation.Person{}
	willing := conversation.Person{ActedAt: acted}
	declined := conversation.Person{ActedAt: acted, Answer: conversation.SaidNotMet, Reason: conversation.NoTime}
	noReply := conversation.Person{ActedAt: acted, Answer: conversation.SaidNotMet, Reason: conversation.NoReply}
	handedBack := conversation.Person{ActedAt: acted, LeftAt: acted, LeftWhy: conversation.GotNoReply}
	cannot := conversation.Person{ActedAt: acted, LeftAt: acted, LeftWhy: conversation.CannotMakeIt}
	moved := conversation.Person{LeftAt: acted, LeftWhy: conversation.Moved}
	for name, c := range map[string]struct {
		state   conversation.State
		me      conversation.Person
		partner conversation.Person
		owed    int
		silent  int
	}{
		"met":                           {conversation.Met, willing, willing, 0, 0},
		"met, said by the other":        {conversation.Met, silent, willing, 0, 0},
		"nobody said anything":          {conversation.Unconfirmed, silent, silent, 2, 2},
		"the other said nothing":        {conversation.Unconfirmed, willing, silent, 3, 0},
		"the other did not answer me":   {conversation.NotMet, noReply, silent, 3, 0},
		"the other had no time":         {conversation.NotMet, willing, declined, 3, 0},
		"I had no time":                 {conversation.NotMet, declined, willing, 2, 0},
		"I asked for somebody else":     {conversation.Cancelled, handedBack, silent, 3, 0},
		"somebody got no reply from me": {conversation.Cancelled, silent, handedBack, 2, 2},
		"the other cannot make it":      {conversation.Cancelled, silent, cannot, 3, 1},
		"I cannot make it":              {conversation.Cancelled, cannot, willing, 2, 0},
		"we went on as three":           {conversation.Cancelled, moved, moved, 2, 1},
	} {
		before := Membership{State: TakesPart, Owed: 2, Silent: 1}
		conv := conversation.Conversation{State: c.state, People: []conversation.Person{c.me, c.partner}}
		e, m := settleLedger(Entry{Place: Placed}, before, conv, c.me, acted)
		if m.Owed != c.owed || m.Silent != c.silent {
			t.Errorf("%s: owed %d, silent %d; want %d, %d", name, m.Owed, m.Silent, c.owed, c.silent)
		}
		if rests := m.State == Resting; rests != (c.silent == 2) {
			t.Errorf("%s: is %s", name, m.State)
		}
		// Being told again changes nothing.
		e2, m2 := settleLedger(e, m, conv, c.me, acted)
		if e2 != e || m2 != m {
			t.Errorf("%s: told again gives %+v, %+v", name, e2, m2)
		}
	}
}

func TestLateAnswerEndsARest(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	quiet := conversation.Conversation{State: conversation.Unconfirmed, People: make([]conversation.Person, 2)}
	e, m := settleLedger(Entry{}, Membership{State: TakesPart, Silent: 1, Owed: 1}, quiet, quiet.People[0], now)
	if m.State != Resting || e.Outcome != OutcomeUnconfirmed {
		t.Fatalf("%+v %+v", e, m)
	}
	late := conversation.Conversation{State: conversation.Met, People: []conversation.Person{{ActedAt: now, Answer: conversation.SaidMet}, {}}}
	e, m = settleLedger(e, m, late, late.People[0], now)
	if m.State != TakesPart || m.Silent != 0 || m.Owed != 0 || e.Outcome != OutcomeMet || e.Silent {
		t.Fatalf("%+v %+v", e, m)
	}
	// What another conversation of the round comes to does not take it back.
	if e2, m2 := settleLedger(e, m, quiet, quiet.People[0], now); e2 != e || m2 != m {
		t.Errorf("%+v %+v", e2, m2)
	}
}
