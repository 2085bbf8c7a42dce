package mentoring

import (
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
)

// Limits of what is written.
const (
	maxText     = 2000 // experience, aim, what was tried
	maxLine     = 200
	maxMessage  = 1500
	maxCapacity = 20
	maxOffers   = 6 // and seeks, of one member at a time
)

// Offer is a member who coaches or mentors.
type Offer struct {
	bun.BaseModel `bun:"table:mentoring_offers,alias:o"`

	ID          string `bun:",pk"`
	MemberID    string
	Kind        Kind
	Topics      member.Topics
	Experience  string
	Languages   member.Topics
	Times       member.Topics
	Ways        member.Topics
	Rhythm      string
	Capacity    int64
	Used        int64
	Waiting     int64
	SearchKey   string
	Paused      bool
	PausedUntil time.Time `bun:",nullzero"`
	CreatedAt   time.Time
	ChangedAt   time.Time
	EndedAt     time.Time `bun:",nullzero"`
}

// Standing is whether an offer can be asked.
type Standing string

// The standings of an offer.
const (
	Free   Standing = "free"
	Full   Standing = "full" // or somebody waits for the place that is free
	Away   Standing = "away" // paused
	Closed Standing = "closed"
)

// Standing says whether it can be asked, as far as the offer itself tells: its
// member may be away, or help as many people as they can by other ways.
func (o Offer) Standing() Standing {
	switch {
	case !o.EndedAt.IsZero():
		return Closed
	case o.Paused:
		return Away
	case o.Used >= o.Capacity, o.Waiting > 0:
		return Full
	}
	return Free
}

// Path is the page of the offer.
func (o Offer) Path() string { return "/mentoring/offers/" + o.ID }

func (o Offer) key() string {
	key := member.Fold(o.Experience)
	for _, t := range o.Topics {
		key = member.Fold(t) + "\n" + key
	}
	return key
}

// read takes an offer from its form.
func (o *Offer) read(f *form.Form) {
	o.Kind = Kind(f.Choice("kind", "mentoring.kind.missing", string(Coaching), string(Mentoring)))
	o.Topics = member.SplitTopics(f.Text("topics", form.Required("mentoring.topics.missing"), form.Max(600)))
	o.Experience = f.Text("experience", form.Required("mentoring.experience.missing"), form.Max(maxText))
	o.Times = chosen(f, "times", times)
	o.Ways = chosen(f, "ways", ways)
	o.Rhythm = f.Line("rhythm", form.Max(maxLine))
	o.Languages = member.SplitTopics(f.Line("languages", form.Max(maxLine)))
	o.Capacity = int64(f.Int("capacity", 1, maxCapacity))
}

// chosen are those of the known values that are ticked.
func chosen(f *form.Form, name string, known []string) member.Topics {
	var list member.Topics
	for _, v := range known {
		if f.Has(name, v) {
			list = append(list, v)
		}
	}
	return list
}
