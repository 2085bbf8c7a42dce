package discussion

import (
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
)

// MaxText is how many characters a post may have.
const MaxText = 10_000

// Post is something that somebody wrote in a room.
type Post struct {
	bun.BaseModel `bun:"table:discussion_posts,alias:o"`

	ID        string `bun:",pk"`
	RoomID    string
	Seq       int64  // its place in the room
	ChangeSeq int64  // the room's changes when it last changed
	AuthorID  string `bun:",nullzero"` // empty: erased
	ReplyTo   string `bun:",nullzero"` // the post that it answers
	Body      string // Markdown; empty once it is deleted
	Found     string // its words, folded, for searching
	Versions  int64  // how many stood there before
	WrittenAt time.Time
	EditedAt  time.Time `bun:",nullzero"`
	DeletedAt time.Time `bun:",nullzero"`
	RemovedAt time.Time `bun:",nullzero"` // by organisers; what it says waits for an appeal

	Files    []File   `bun:"-"`
	Mentions []string `bun:"-"` // member ids
}

// Path is the address of the post's own page.
func (p Post) Path() string { return Path(p.RoomID) + "/posts/" + p.ID }

// Deleted reports whether its author took it away.
func (p Post) Deleted() bool { return !p.DeletedAt.IsZero() }

// Removed reports whether organisers took it down.
func (p Post) Removed() bool { return !p.RemovedAt.IsZero() }

// Gone reports whether only its place is left for those who read the room.
func (p Post) Gone() bool { return p.Deleted() || p.Removed() }

// hush takes from a post what nobody may read of it any more.
func (p *Post) hush() {
	if p.Removed() {
		p.Body, p.Files, p.Mentions = "", nil, nil
	}
}

// Version is what stood in a post before it was edited.
type Version struct {
	bun.BaseModel `bun:"table:discussion_versions"`

	PostID    string `bun:",pk"`
	Number    int64  `bun:",pk"` // from 1, the oldest
	Body      string
	WrittenAt time.Time
}

// Draft is what somebody is about to post.
type Draft struct {
	// ID is made with the form, so that sending it twice posts once.
	ID      string
	ReplyTo string // a post of the room, or empty
	Text    string
	// Mention are people of the room whom the post is for, besides those
	// whose names stand in it after an @.
	Mention []string
	Files   []Upload
	// Alts say what the pictures among the files show, in their order, for
	// people who do not see them.
	Alts []string
	// Seen is the place of the newest post on the author's page: they have read
	// up to there.
	Seen int64

	files int // how many the post has already
}

// maxWord is how much of a long word counts: an index takes no longer ones.
const maxWord = 60

// words is text for searching: its words in lower case, without accents and
// punctuation, each with a space before it.
func words(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		for _, word := range strings.FieldsFunc(member.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			b.WriteByte(' ')
			if runes := []rune(word); len(runes) > maxWord {
				word = string(runes[:maxWord])
			}
			b.WriteString(word)
		}
	}
	return b.String()
}
