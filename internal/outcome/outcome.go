package outcome

import (
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// Answer is what one person says about what is for others.
type Answer string

// The answers. Pending is none yet.
const (
	Pending Answer = ""
	Yes     Answer = "yes"
	// Unnamed agrees, but without their name.
	Unnamed Answer = "unnamed"
	No      Answer = "no"
)

// Texts is what people wrote.
type Texts struct {
	Talked string `json:"talked,omitempty"` // what they talked about
	Will   string `json:"will,omitempty"`   // what they will do
	Shared string `json:"shared,omitempty"` // what others may know
	Link   string `json:"link,omitempty"`   // to a post or a social message
}

// Outcome is what came of one conversation, or a post: what one member made
// public of their own, without a conversation.
type Outcome struct {
	bun.BaseModel `bun:"table:outcomes,alias:o"`

	ID             string `bun:",pk"`
	ConversationID string `bun:",nullzero"` // empty: a post
	Programme      string
	// Version counts what is for others; whoever agrees names the version that
	// they saw.
	Version int64
	// Edits counts every change; whoever saves names the one that they began with.
	Edits int64
	// WriterID wrote this version. NotedBy last wrote an answer that is only for
	// the people of the conversation.
	WriterID string `bun:",nullzero"`
	NotedBy  string `bun:",nullzero"`
	// WillBy wrote what they will do; Did is how it went, as only they see.
	WillBy string    `bun:",nullzero"`
	WillAt time.Time `bun:",nullzero"`
	Did    Did
	DidAt  time.Time `bun:",nullzero"`
	// Joint is that more than one of them wrote it.
	Joint bool
	// ShowTalked and ShowWill make these answers part of what is for others.
	ShowTalked, ShowWill bool
	Texts                `bun:"-"`
	Sealed               []byte
	Found                string
	// Agreed is that everybody who must has agreed to this version; Shown is
	// that it is public: agreed and not hidden.
	Agreed, Shown bool
	PublishedAt   time.Time `bun:",nullzero"` // the first time
	SettleAt      time.Time `bun:",nullzero"` // when silence means that it stays private
	HiddenAt      time.Time `bun:",nullzero"`
	HiddenBy      string    `bun:",nullzero"`
	HiddenWhy     string
	HiddenVersion int64
	CreatedAt     time.Time
	ChangedAt     time.Time

	// People are those who are asked, in the order of their conversation.
	People []Person `bun:"-"`
}

// Person is one of the people of an outcome.
type Person struct {
	bun.BaseModel `bun:"table:outcome_people,alias:p"`

	OutcomeID string `bun:",pk"`
	MemberID  string `bun:",pk"`
	Position  int
	// Named is that their name was to stand on it; it is shown once they say Yes.
	Named      bool
	Answer     Answer
	AnsweredAt time.Time `bun:",nullzero"`
	// AskedAt is when they were last written to about it, or will be.
	AskedAt time.Time `bun:",nullzero"`
}

// Agrees reports whether the person wants what is for others to be public.
func (p Person) Agrees() bool { return p.Answer == Yes || p.Answer == Unnamed }

// Standing is where an outcome stands.
type Standing string

// The standings.
const (
	Blank    Standing = "blank"    // nothing is written, or not any more
	Private  Standing = "private"  // nothing in it is for others
	Waiting  Standing = "waiting"  // somebody has not answered
	Declined Standing = "declined" // somebody would rather keep it private
	Public   Standing = "public"
	Hidden   Standing = "hidden" // agreed, but hidden by organisers
)

// Alone reports whether it is a post of one member, and of no conversation.
func (o Outcome) Alone() bool { return o.ConversationID == "" }

// Standing is where the outcome stands.
func (o Outcome) Standing() Standing {
	switch {
	case o.Texts == Texts{}:
		return Blank
	case !o.ForOthers():
		return Private
	case o.anybody(No):
		return Declined
	case !o.agreed():
		return Waiting
	case !o.HiddenAt.IsZero():
		return Hidden
	}
	return Public
}

// ForOthers reports whether any of it is meant for everybody.
func (o Outcome) ForOthers() bool {
	return o.Shared != "" || o.ShowTalked && o.Talked != "" || o.ShowWill && o.Will != ""
}

// agreed is the rule: nobody says no, everybody whose name was to stand on it
// agrees, and never one person alone, but for a post of their own.
func (o Outcome) agreed() bool {
	agree, need := 0, 2
	if o.Alone() {
		need = 1
	}
	for _, p := range o.People {
		switch {
		case p.Agrees():
			agree++
		case p.Answer == No, p.Named:
			return false
		}
	}
	return o.ForOthers() && agree >= need
}

func (o Outcome) anybody(a Answer) bool {
	return slices.ContainsFunc(o.People, func(p Person) bool { return p.Answer == a })
}

// Person is the part of one member.
func (o Outcome) Person(memberID string) (Person, bool) {
	if p := o.person(memberID); p != nil {
		return *p, true
	}
	return Person{}, false
}

func (o Outcome) person(memberID string) *Person {
	for i := range o.People {
		if o.People[i].MemberID == memberID {
			return &o.People[i]
		}
	}
	return nil
}

// with are the people who gave an answer, as member ids.
func (o Outcome) with(a Answer) []string {
	var ids []string
	for _, p := range o.People {
		if p.Answer == a {
			ids = append(ids, p.MemberID)
		}
	}
	return ids
}

// others are the ids of everybody but one.
func (o Outcome) others(memberID string) []string {
	var ids []string
	for _, p := range o.People {
		if p.MemberID != memberID {
			ids = append(ids, p.MemberID)
		}
	}
	return ids
}
