package discussion

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

// File is something that was attached to a post.
type File struct {
	bun.BaseModel `bun:"table:discussion_files,alias:f"`

	ID       string `bun:",pk"`
	PostID   string
	Position int
	Name     string // as its sender called it: text, never an address
	Type     string // of its content, as it was found, never as it was said
	Size     int64
	Width    int // of a picture; 0 for other files
	Height   int
}

// Picture reports whether browsers show it.
func (f File) Picture() bool { return f.Width > 0 }

// Upload is a file that somebody sends.
type Upload struct {
	Name    string
	Content []byte
}

// content reads what a file holds.
func content(ctx context.Context, tx bun.IDB, fileID string) ([]byte, error) {
	var b []byte
	err := tx.NewRaw("SELECT content FROM discussion_contents WHERE file_id = ?", fileID).Scan(ctx, &b)
	return b, db.Found(err)
}
