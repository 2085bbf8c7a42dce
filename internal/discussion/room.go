package discussion

import (
	"context"
	"time"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"
)

// Room is a place where people write to each other.
type Room struct {
	bun.BaseModel `bun:"table:discussion_rooms,alias:r"`

	ID        string `bun:",pk"` // may be the id of what it belongs to
	Kind      string // of what it belongs to: "circle"
	SubjectID string
	Title     string
	Number    int64     // from 1; set by Open
	Changes   int64     // how often anything was written, edited or deleted in it
	OpenedAt  time.Time // set by Open
	ClosedAt  time.Time `bun:",nullzero"` // zero while one can write
}

// Closed reports whether the room can only be read.
func (r Room) Closed() bool { return !r.ClosedAt.IsZero() }

// Path is the address of the room.
func (r Room) Path() string { return Path(r.ID) }

// Path is the address of a room, for links to it.
func Path(roomID string) string { return "/discussions/" + roomID }

// Person is somebody who is or was in a room.
type Person struct {
	bun.BaseModel `bun:"table:discussion_people,alias:p"`

	RoomID   string `bun:",pk"`
	MemberID string `bun:",pk"`
	JoinedAt time.Time
	LeftAt   time.Time `bun:",nullzero"` // zero while they are in it
	ReadSeq  int64     // of the newest post they have read
	Email    Email
	ToldSeq  int64     // of the newest post that a letter was about
	MailAt   time.Time `bun:",nullzero"` // when the next letter is due
	HereAt   time.Time `bun:",nullzero"` // when their page last listened
}

// Email is how often somebody gets letters about a room.
type Email string

// The choices. Whoever is mentioned gets a letter at once with all but None.
const (
	Each   Email = "each"
	Daily  Email = "daily" // what everybody begins with
	Weekly Email = "weekly"
	None   Email = "none"
)

// Owner is a feature that rooms belong to.
type Owner struct {
	// Around says what stands around the pages of a room, for somebody who is
	// in it. fault.NotFound keeps them out.
	Around func(ctx context.Context, r Room, memberID string) (Around, error)
}

// Around is what stands around the pages of a room.
type Around struct {
	Title string          // the heading; the room's own when empty
	Back  string          // where the back link leads; none when empty
	Nav   templ.Component // the owner's sub-navigation, or nil
}

// Register names the feature whose rooms are of this kind.
func (s *Discussions) Register(kind string, o Owner) { s.owners[kind] = o }

func (s *Discussions) around(ctx context.Context, r Room, memberID string) (Around, error) {
	a := Around{}
	if o, ok := s.owners[r.Kind]; ok {
		var err error
		if a, err = o.Around(ctx, r, memberID); err != nil {
			return Around{}, err
		}
	}
	if a.Title == "" {
		a.Title = r.Title
	}
	if a.Nav == nil {
		a.Nav = templ.NopComponent
	}
	return a, nil
}
