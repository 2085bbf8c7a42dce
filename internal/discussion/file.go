package discussion

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// The sizes of what may be attached. Files are kept in the database: they are
// then in every backup, and every process has them.
const (
	MaxFiles = 5
	MaxFile  = 5 << 20
	maxName  = 100
	maxAlt   = 300
)

// File is something that was attached to a post.
type File struct {
	bun.BaseModel `bun:"table:discussion_files,alias:f"`

	ID       string `bun:",pk"`
	PostID   string
	Position int
	Name     string // as its sender called it, with an ending that fits: text, never an address
	Type     string // of its content, as it was found, never as it was said
	Size     int64
	Width    int // of a picture; 0 for other files
	Height   int
	Alt      string // what a picture shows, as its sender said; may be empty

	content []byte // while it is being written
}

// Picture reports whether browsers show it.
func (f File) Picture() bool { return f.Width > 0 }

// Upload is a file that somebody sends.
type Upload struct {
	Name    string
	Content []byte
}

// kinds are what may be attached, and the endings that their names may have.
var kinds = map[string][]string{
	"image/jpeg":      {".jpg", ".jpeg"},
	"image/png":       {".png"},
	"application/pdf": {".pdf"},
	"text/plain":      {".txt", ".csv", ".md"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   {".docx"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         {".xlsx"},
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": {".pptx"},
	"application/vnd.oasis.opendocument.text":                                   {".odt"},
	"application/vnd.oasis.opendocument.spreadsheet":                            {".ods"},
	"application/vnd.oasis.opendocument.presentation":                           {".odp"},
}

// attach makes files of uploads, or says what is wrong with one of them. alts
// say what the pictures among them show, in their order.
func (s *Discussions) attach(postID string, uploads []Upload, alts []string) ([]File, error) {
	if len(uploads) > MaxFiles {
		return nil, fault.Because(fault.Invalid, "discussion.file.many", "max", MaxFiles)
	}
	list := make([]File, 0, len(uploads))
	for i, u := range uploads {
		f := File{ID: s.NewID(), PostID: postID, Position: i, content: u.Content}
		switch {
		case len(u.Content) == 0:
			return nil, fault.Because(fault.Invalid, "discussion.file.empty")
		case len(u.Content) > MaxFile:
			return nil, fault.Because(fault.Invalid, "discussion.file.large", "megabytes", MaxFile>>20)
		case strings.HasPrefix(http.DetectContentType(u.Content), "image/"):
			content, kind, size, err := redraw(u.Content)
			if err != nil {
				return nil, err
			}
			f.content, f.Type, f.Width, f.Height = content, kind, size.X, size.Y
			if len(alts) > 0 {
				f.Alt, alts = excerpt(alts[0], maxAlt), alts[1:]
			}
		default:
			f.Type = kindOf(u.Content)
		}
		if f.Type == "" {
			return nil, fault.Because(fault.Invalid, "discussion.file.kind")
		}
		f.Name, f.Size = fileName(u.Name, f.Type), int64(len(f.content))
		list = append(list, f)
	}
	return list, nil
}

// kindOf looks at what a file holds; empty where it is nothing we take.
func kindOf(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return "application/pdf"
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return officeKind(content)
	case utf8.Valid(content) && bytes.IndexByte(content, 0) < 0:
		return "text/plain"
	}
	return ""
}

// officeKind finds which kind of office document a zip file is. Those that can
// hold programs are none.
func officeKind(content []byte) string {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	kind := ""
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		switch {
		case strings.HasSuffix(name, "vbaproject.bin") || strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/"):
			return ""
		case name == "word/document.xml":
			kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case name == "xl/workbook.xml":
			kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case name == "ppt/presentation.xml":
			kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
		case name == "mimetype":
			kind = openDocument(f)
		}
	}
	return kind
}

// openDocument is the kind that an OpenDocument file says, where we take it.
func openDocument(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	said, err := io.ReadAll(io.LimitReader(r, 100))
	if kind := string(said); err == nil && strings.HasPrefix(kind, "application/vnd.oasis.") && kinds[kind] != nil {
		return kind
	}
	return ""
}

// fileName is a safe name that ends as its kind does.
func fileName(name, kind string) string {
	name = form.CleanLine(path.Base(strings.ReplaceAll(name, `\`, "/")))
	endings := kinds[kind]
	if !slices.Contains(endings, strings.ToLower(path.Ext(name))) {
		name = strings.TrimLeft(name, "./") + endings[0]
	}
	if runes := []rune(name); len(runes) > maxName {
		ending := path.Ext(name)
		name = string(runes[:maxName-len(ending)]) + ending
	}
	return name
}

// insertFiles writes files and what they hold.
func insertFiles(ctx context.Context, tx bun.IDB, files []File) error {
	for _, f := range files {
		if _, err := tx.NewInsert().Model(&f).Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.NewRaw("INSERT INTO discussion_contents (file_id, content) VALUES (?, ?)", f.ID, f.content).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// fileIn finds a file of a room.
func fileIn(ctx context.Context, tx bun.IDB, roomID, id string) (File, error) {
	var f File
	err := tx.NewSelect().Model(&f).Where("f.id = ?", id).
		Where("EXISTS (SELECT 1 FROM discussion_posts AS o WHERE o.id = f.post_id AND o.room_id = ? AND o.removed_at IS NULL)", roomID).Scan(ctx)
	return f, db.Found(err)
}

// content reads what a file holds.
func content(ctx context.Context, tx bun.IDB, fileID string) ([]byte, error) {
	var b []byte
	err := tx.NewRaw("SELECT content FROM discussion_contents WHERE file_id = ?", fileID).Scan(ctx, &b)
	return b, db.Found(err)
}
