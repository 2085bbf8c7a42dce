package circle

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Standing is how far somebody is who applied.
type Standing string

// The standings.
const (
	Unconfirmed Standing = "unconfirmed" // the address is not confirmed
	Applied     Standing = "applied"
	Offered     Standing = "offered" // a place, and has not answered
	Accepted    Standing = "accepted"
	Declined    Standing = "declined"
	Lapsed      Standing = "lapsed"  // did not answer in time
	Waits       Standing = "waiting" // for a place that becomes free
	Withdrawn   Standing = "withdrawn"
	Refused     Standing = "refused" // there was no place to the end, or it was called off
)

// Applicant is what somebody wrote who applied. Of members only Want and
// Experience are kept here.
type Applicant struct {
	Name         string `json:"name,omitempty"`
	Email        string `json:"email,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Job          string `json:"job,omitempty"`
	Want         string `json:"want,omitempty"`
	Experience   string `json:"experience,omitempty"`
}

// Application is somebody's wish to be in a circle.
type Application struct {
	bun.BaseModel `bun:"table:circle_applications,alias:a"`

	ID          string `bun:",pk"`
	OpeningID   string
	MemberID    string `bun:",nullzero"`
	Person      string
	Sealed      []byte
	Leads       bool
	Free        Times
	State       Standing
	Team        int       // the proposed circle; 0 is none
	TeamLeads   bool      // and they facilitate it
	CircleID    string    `bun:",nullzero"`
	AnswerBy    time.Time `bun:",nullzero"`
	RemindAt    time.Time `bun:",nullzero"`
	CreatedAt   time.Time
	ConfirmedAt time.Time `bun:",nullzero"`
	AnsweredAt  time.Time `bun:",nullzero"`

	// Applicant is who it is: of members as they are now.
	Applicant `bun:"-"`
	Lang      string `bun:"-"`
	reachable bool
}

// Runs reports whether the person still wants a place and has none.
func (a Application) Runs() bool { return a.State == Applied || a.State == Waits }

// Times are parts of the week, in codes such as "mon-am", separated by commas.
type Times string

var (
	weekdays = []string{"mon", "tue", "wed", "thu", "fri"}
	parts    = []string{"am", "noon", "pm", "eve"}
)

// allTimes are the codes, in their order.
var allTimes = func() (list []string) {
	for _, d := range weekdays {
		for _, p := range parts {
			list = append(list, d+"-"+p)
		}
	}
	return list
}()

// timesOf keeps the codes that there are, in their order.
func timesOf(codes []string) Times {
	var list []string
	for _, c := range allTimes {
		if slices.Contains(codes, c) {
			list = append(list, c)
		}
	}
	return Times(strings.Join(list, ","))
}

// Codes are the parts of the week one by one.
func (t Times) Codes() []string {
	if t == "" {
		return nil
	}
	return strings.Split(string(t), ",")
}

// bits are the parts of the week as a set.
func (t Times) bits() (set uint64) {
	for i, c := range allTimes {
		if slices.Contains(t.Codes(), c) {
			set |= 1 << i
		}
	}
	return set
}

func timesIn(set uint64) Times {
	var list []string
	for i, c := range allTimes {
		if set&(1<<i) != 0 {
			list = append(list, c)
		}
	}
	return Times(strings.Join(list, ","))
}
