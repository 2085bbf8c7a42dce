package mentoring

import (
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
)

// Seek is a member who looks for a coach or a mentor.
type Seek struct {
	bun.BaseModel `bun:"table:mentoring_seeks,alias:k"`

	ID              string `bun:",pk"`
	MemberID        string
	Kind            Kind
	Topics          member.Topics
	AimBox          []byte `bun:"aim"`
	TriedBox        []byte `bun:"tried"`
	Languages       member.Topics
	Times           member.Topics
	OwnOrganisation bool
	CreatedAt       time.Time
	ChangedAt       time.Time
	EndedAt         time.Time `bun:",nullzero"`

	Aim   string `bun:"-"` // what they want to get better at
	Tried string `bun:"-"`
}

// Path is the page of the seek, with its suggestions.
func (k Seek) Path() string { return "/mentoring/seeks/" + k.ID }

func (k *Seek) read(f *form.Form) {
	k.Aim = f.Text("aim", form.Required("mentoring.aim.missing"), form.Max(maxText))
	k.Topics = member.SplitTopics(f.Line("topics", form.Max(600)))
	k.Kind = Kind(f.Choice("kind", "mentoring.help.missing", string(Coaching), string(Mentoring), string(Either)))
	k.Tried = f.Text("tried", form.Max(maxText))
	k.Times = chosen(f, "times", times)
	k.Languages = member.SplitTopics(f.Line("languages", form.Max(maxLine)))
	k.OwnOrganisation = f.Ticked("own")
}

// seal encrypts what is only for whom they ask.
func (s *Mentorings) seal(k *Seek) {
	k.AimBox = s.Keys.Encrypt(k.Aim, "mentoring_seeks.aim/"+k.ID)
	k.TriedBox = s.Keys.Encrypt(k.Tried, "mentoring_seeks.tried/"+k.ID)
}

func (s *Mentorings) unseal(k *Seek) (err error) {
	if k.Aim, err = s.Keys.Decrypt(k.AimBox, "mentoring_seeks.aim/"+k.ID); err != nil {
		return err
	}
	k.Tried, err = s.Keys.Decrypt(k.TriedBox, "mentoring_seeks.tried/"+k.ID)
	return err
}
