package circle

import (
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// State is how far a circle is.
type State string

// The states, in their order. What comes before them is an Opening.
const (
	Forming State = "forming" // people are asked whether they take their place
	Running State = "running"
	Closed  State = "closed"
)

// Role is what somebody is in a circle.
type Role string

// The roles.
const (
	// Facilitator is one of the people of the circle, who also holds it together.
	Facilitator Role = "facilitator"
	Member      Role = "member"
)

// Rhythm is how often a circle has a call.
type Rhythm string

// The rhythms.
const (
	Weekly      Rhythm = "weekly"
	Fortnightly Rhythm = "fortnightly"
	Monthly     Rhythm = "monthly"
)

var rhythms = []Rhythm{Weekly, Fortnightly, Monthly}

// Days is from one call to the next.
func (r Rhythm) Days() int {
	switch r {
	case Weekly:
		return 7
	case Monthly:
		return 28
	}
	return 14
}

// Circle is some people who learn together.
type Circle struct {
	bun.BaseModel `bun:"table:circles,alias:c"`

	ID        string `bun:",pk"`
	OpeningID string `bun:",nullzero"`
	Name      string
	Purpose   string
	Rules     string
	Rhythm    Rhythm
	Minutes   int // of a call
	State     State
	// AnswerBy is when a forming circle begins, or is called off.
	AnswerBy time.Time `bun:",nullzero"`
	StartsAt time.Time
	EndsAt   time.Time
	// HeirID is who was asked to take it over: a member, or Anybody in it.
	HeirID      string    `bun:",nullzero"`
	HeirAskedAt time.Time `bun:",nullzero"`
	// LookAt is when Tick looks at it next.
	LookAt    time.Time `bun:",nullzero"`
	CreatedAt time.Time
	ClosedAt  time.Time `bun:",nullzero"`

	// People are those who are in it, and those who have been.
	People []Person `bun:"-"`
}

// Anybody of a circle is asked to take it over.
const Anybody = "anybody"

// Person is somebody's part in a circle.
type Person struct {
	bun.BaseModel `bun:"table:circle_people,alias:p"`

	CircleID   string `bun:",pk"`
	MemberID   string `bun:",pk"`
	Role       Role
	Experience string // what a facilitator brings along
	JoinedAt   time.Time
	LeftAt     time.Time `bun:",nullzero"`
	Removed    bool
}

// Here reports whether the person is in the circle now.
func (p Person) Here() bool { return p.LeftAt.IsZero() }

// Here are the ids of the members who are in the circle now, in the order in
// which they came.
func (c Circle) Here() []string {
	var ids []string
	for _, p := range c.People {
		if p.Here() {
			ids = append(ids, p.MemberID)
		}
	}
	return ids
}

// Person is the part of a member who is in the circle now.
func (c Circle) Person(memberID string) (Person, bool) {
	i := slices.IndexFunc(c.People, func(p Person) bool { return p.MemberID == memberID && p.Here() })
	if i < 0 {
		return Person{}, false
	}
	return c.People[i], true
}

// Facilitator is who holds the circle together; there may be nobody.
func (c Circle) Facilitator() (Person, bool) {
	i := slices.IndexFunc(c.People, func(p Person) bool { return p.Role == Facilitator && p.Here() })
	if i < 0 {
		return Person{}, false
	}
	return c.People[i], true
}

// Facilitates reports whether the member holds the circle together.
func (c Circle) Facilitates(memberID string) bool {
	p, in := c.Person(memberID)
	return in && p.Role == Facilitator
}

// Open reports whether people can still do something in it.
func (c Circle) Open() bool { return c.State == Running }

// Path is the circle's page.
func Path(id string) string { return "/circles/" + id }

// Path is the circle's page.
func (c Circle) Path() string { return Path(c.ID) }
