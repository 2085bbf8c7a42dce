package circle

import (
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/discussion"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// exportFile is everything that a circle wrote and attached, for each of its people:
// one text, and the files beside it, in a zip file that is written as it is read.
// No more than one page of posts or one file is in memory at a time.
func (s *Circles) exportFile(w http.ResponseWriter, r *http.Request, in *inside) error {
	web.Attachment(w, "application/zip", "circle.zip")
	z := zip.NewWriter(w)
	out, err := s.created(z, "circle.md", zip.Deflate)
	if err != nil {
		return err
	}
	text := bufio.NewWriter(out)
	e := exporter{Circles: s, in: in, ctx: r.Context(), w: text}
	if err := e.write(); err != nil {
		return err
	}
	if err := text.Flush(); err != nil {
		return err
	}
	for _, f := range e.files {
		content, err := f.Content()
		if err != nil {
			return fmt.Errorf("export a file: %w", err)
		}
		// Pictures and documents are compressed already.
		out, err := s.created(z, f.path, zip.Store)
		if err != nil {
			return err
		}
		if _, err := out.Write(content); err != nil {
			return err
		}
	}
	return z.Close()
}

func (s *Circles) created(z *zip.Writer, name string, method uint16) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: s.Now()})
}

// exporter writes the text of an export; the first thing that fails ends it.
type exporter struct {
	*Circles
	in    *inside
	ctx   context.Context //nolint:containedctx // it lives as long as one request
	w     *bufio.Writer
	files []exported
}

// exported is a file with its place in the export.
type exported struct {
	discussion.Attached
	path string
}

func (e *exporter) write() error {
	e.head("#", e.in.Name)
	e.para(e.in.Purpose, e.in.Rules)
	e.head("##", locale.T(e.ctx, "circle.tab.people"))
	for _, p := range e.in.present() {
		e.item(joined(e.in.name(e.ctx, p.MemberID), e.in.work(p.MemberID)))
	}
	for _, part := range []func() error{e.calls, e.promises, e.talks, e.turns, e.posts, e.learnt} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) head(level, text string) { fmt.Fprintf(e.w, "\n%s %s\n\n", level, text) }

func (e *exporter) item(text string) { fmt.Fprintf(e.w, "- %s\n", text) }

// para writes texts that are not empty, each as its own paragraph.
func (e *exporter) para(texts ...string) {
	for _, text := range texts {
		if text != "" {
			fmt.Fprintf(e.w, "%s\n\n", text)
		}
	}
}

// say is a line that begins with what it is: "What happened: …".
func (e *exporter) say(key, text string) {
	if text != "" {
		e.para("**" + locale.T(e.ctx, key) + ":** " + text)
	}
}

func (e *exporter) calls() error {
	list, err := callsOf(e.ctx, e.DB, e.in.ID)
	e.head("##", locale.T(e.ctx, "circle.export.calls"))
	for i := len(list) - 1; i >= 0; i-- { // the first comes first
		k := list[i]
		if k.State != Agreed {
			continue
		}
		e.head("###", locale.DateTime(e.ctx, k.StartsAt))
		e.para(e.open(k.About, k.purpose("about")))
		e.say("circle.call.there", namesOf(e.ctx, k.There(), e.in.name))
		e.say("circle.call.notes", e.open(k.Notes, k.purpose("notes")))
	}
	return err
}

func (e *exporter) promises() error {
	var list []Promise
	err := e.DB.NewSelect().Model(&list).Where("pr.circle_id = ?", e.in.ID).Order("pr.created_at", "pr.id").Scan(e.ctx)
	e.head("##", locale.T(e.ctx, "circle.export.promises"))
	for _, p := range list {
		e.item(locale.T(e.ctx, "circle.export.promise", "name", e.in.name(e.ctx, p.MemberID), "text", e.open(p.Text, p.purpose()),
			"date", locale.Date(e.ctx, p.DueAt), "state", locale.T(e.ctx, "circle.export.promise."+string(p.State))))
	}
	return err
}

// talks are the one-to-ones as a number: what was said in them is between two.
func (e *exporter) talks() error {
	list, err := e.Circles.talks.BySource(e.ctx, e.DB, talkSource, e.in.ID)
	met := 0
	for _, t := range list {
		if t.State == conversation.Met {
			met++
		}
	}
	e.head("##", locale.T(e.ctx, "circle.rota.title"))
	e.para(locale.T(e.ctx, "circle.export.talks", "count", met))
	return err
}

func (e *exporter) turns() error {
	all, err := turnsOf(e.ctx, e.DB, e.in.ID)
	if err != nil {
		return err
	}
	e.head("##", locale.T(e.ctx, "circle.turns.title"))
	for _, t := range all {
		text := e.read(t)
		e.head("###", e.in.name(e.ctx, t.MemberID)+", "+locale.Date(e.ctx, t.CreatedAt))
		e.para(text.problem)
		questions, err := questionsOf(e.ctx, e.DB, t.ID)
		if err != nil {
			return err
		}
		for _, q := range questions {
			e.para("> " + e.in.name(e.ctx, q.MemberID) + ": " + strings.ReplaceAll(e.open(q.Text, q.purpose()), "\n", "\n> "))
		}
		e.say("circle.turn.try", text.try)
		e.say("circle.turn.happened", text.happened)
	}
	return nil
}

func (e *exporter) posts() error {
	e.head("##", locale.T(e.ctx, "circle.export.posts"))
	return e.rooms.Transcript(e.ctx, e.in.ID, func(p discussion.Entry) error {
		e.head("###", fmt.Sprintf("%d. %s, %s", p.Number, called(e.ctx, p.Author), locale.DateTime(e.ctx, p.WrittenAt)))
		if p.ReplyTo > 0 {
			e.para(locale.T(e.ctx, "circle.export.reply", "number", p.ReplyTo))
		}
		if p.Deleted {
			e.para(locale.T(e.ctx, "circle.export.deleted"))
		}
		e.para(p.Text)
		for i, f := range p.Files {
			path := fmt.Sprintf("files/%04d-%d-%s", p.Number, i+1, fileName(f.Name))
			e.files = append(e.files, exported{f, path})
			e.item(path)
		}
		return nil
	})
}

func (e *exporter) learnt() error {
	l, err := e.Circles.learnt(e.ctx, e.DB, e.in.ID)
	if err == nil {
		e.head("##", locale.T(e.ctx, "circle.learnt.title"))
		e.para(l.Text)
	}
	return ignore(err)
}

// fileName makes a name that somebody gave a file safe in every folder.
func fileName(name string) string {
	const most = 80
	clean := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, name))
	if len(clean) > most { // the end says what kind of file it is
		clean = clean[len(clean)-most:]
	}
	return strings.TrimLeft(string(clean), ".")
}
