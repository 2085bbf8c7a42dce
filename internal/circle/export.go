package circle

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// exportFile is everything that a circle wrote, as one text file, for each of its
// people: posts, calls, promises, and what was learnt.
func (s *Circles) exportFile(w http.ResponseWriter, r *http.Request, in *inside) error {
	text, err := s.exportText(r.Context(), in)
	if err != nil {
		return err
	}
	web.Attachment(w, "text/markdown; charset=utf-8", "circle.md")
	_, err = w.Write([]byte(text))
	return err
}

func (s *Circles) exportText(ctx context.Context, in *inside) (string, error) {
	var b strings.Builder
	head := func(level, text string) { fmt.Fprintf(&b, "%s %s\n\n", level, text) }
	head("#", in.Name)
	fmt.Fprintf(&b, "%s\n\n", in.Purpose)
	head("##", locale.T(ctx, "circle.tab.people"))
	for _, p := range in.present() {
		fmt.Fprintf(&b, "- %s\n", joined(in.name(ctx, p.MemberID), in.work(p.MemberID)))
	}
	b.WriteString("\n")
	list, err := callsOf(ctx, s.DB, in.ID)
	if err != nil {
		return "", err
	}
	head("##", locale.T(ctx, "circle.export.calls"))
	for _, k := range list {
		if k.StartsAt.IsZero() {
			continue
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n\n%s\n\n", locale.DateTime(ctx, k.StartsAt), s.open(k.About, k.purpose("about")), s.open(k.Notes, k.purpose("notes")))
	}
	head("##", locale.T(ctx, "circle.export.promises"))
	promises, err := openPromises(ctx, s.DB, in.ID)
	if err != nil {
		return "", err
	}
	for _, p := range promises {
		fmt.Fprintf(&b, "- %s: %s (%s)\n", in.name(ctx, p.MemberID), s.open(p.Text, p.purpose()), locale.Date(ctx, p.DueAt))
	}
	head("\n##", locale.T(ctx, "circle.export.posts"))
	err = s.rooms.Transcript(ctx, in.ID, func(e discussion.Entry) error {
		fmt.Fprintf(&b, "### %d. %s, %s\n\n%s\n\n", e.Number, called(ctx, e.Author), locale.DateTime(ctx, e.WrittenAt), e.Text)
		return nil
	})
	if err != nil {
		return "", err
	}
	l, err := s.learnt(ctx, s.DB, in.ID)
	if err == nil {
		head("##", locale.T(ctx, "circle.learnt.title"))
		b.WriteString(l.Text + "\n")
	}
	return b.String(), ignore(err)
}
