package unmentoring

import (
	"time"

	"github.com/uptrace/bun"
)

// MembershipState is where somebody stands with a programme.
type MembershipState string

// The states of a membership.
const (
	TakesPart MembershipState = "in"
	LeftIt    MembershipState = "left"
	// Resting is left in peace after two silent rounds, until they come back.
	Resting MembershipState = "resting"
)

// What somebody has said about a third person joining their conversation.
const (
	ThirdYes = "yes"
	ThirdNo  = "no"
)

// MaxEvery is the rarest that a member takes part: every third round.
const MaxEvery = 3

// silentRounds in a row bring a rest.
const silentRounds = 2

// Membership is what somebody has said about a programme, and what the
// programme owes them.
type Membership struct {
	bun.BaseModel `bun:"table:programme_members,alias:pm"`

	ProgrammeID string `bun:",pk"`
	MemberID    string `bun:",pk"`
	State       MembershipState
	// Every is how often they take part: in every 1st, 2nd or 3rd round.
	Every int
	// Third is ThirdYes, ThirdNo, or empty.
	Third string
	// LastNumber is the number of the round they were last placed in.
	LastNumber int
	// Owed is how often they were let down or left out since they last met
	// somebody; they are served first.
	Owed int
	// Larger is how often they were in a group larger than the others.
	Larger int
	// Firsts is how often they were the one to write first.
	Firsts int
	// Silent is how many rounds in a row they answered nothing.
	Silent    int
	RestedAt  time.Time `bun:",nullzero"`
	ChangedAt time.Time
}

func newMembership(programmeID, memberID string) Membership {
	return Membership{ProgrammeID: programmeID, MemberID: memberID, State: TakesPart, Every: 1}
}

// Due reports whether the member's own rhythm has them in the round with this
// number. Somebody who takes part in every second round is never in two that
// follow each other.
func (m Membership) Due(number int) bool {
	return m.LastNumber == 0 || number-m.LastNumber >= m.Every
}

// NextNumber is the first round from number on that the member is due in.
func (m Membership) NextNumber(number int) int {
	if m.LastNumber == 0 {
		return number
	}
	return max(number, m.LastNumber+m.Every)
}

// Willing reports whether a third person may be asked to join them. Those who
// have met are asked unless they said no, others only if they said yes.
func (m Membership) Willing(met bool) bool {
	return m.Third == ThirdYes || met && m.Third != ThirdNo
}
