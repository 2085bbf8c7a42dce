package conversation

import "time"

// Verdict is what the answers of a conversation say together.
type Verdict struct {
	State State
	// Conflict is that somebody says they met and everybody they could have met
	// says they did not. It is asked about once more.
	Conflict bool
	// Complete is that everybody who is still part of it has answered.
	Complete bool
	// MetAt is the earliest day that somebody who met names, or zero.
	MetAt time.Time
}

// Decide says what became of a conversation as far as its people have told:
// "met" is believed while somebody else of it could have been there too, silence
// contradicts nobody, and "we did not meet" is believed while no two others are
// left who say nothing and may have met without the one who answered.
func Decide(people []Person) Verdict {
	var met, not, silent int
	v := Verdict{State: Unconfirmed, Complete: true}
	for _, p := range people {
		switch {
		case p.Answer == SaidMet:
			met++
			if !p.MetOn.IsZero() && (v.MetAt.IsZero() || p.MetOn.Before(v.MetAt)) {
				v.MetAt = p.MetOn
			}
		case p.Answer == SaidNotMet:
			not++
		case p.LeftWhy == LeftNetwork:
			silent++ // they may have met before they went
		case !p.Out():
			silent++
			v.Complete = false
		}
	}
	switch {
	case met >= 2, met == 1 && silent > 0:
		v.State = Met
	case met == 1 && not > 0:
		v.Conflict = true
	case met == 1: // the others were taken out of it: nobody contradicts
		v.State = Met
	case not > 0 && silent < 2:
		v.State = NotMet
	}
	if v.State != Met {
		v.MetAt = time.Time{}
	}
	return v
}
