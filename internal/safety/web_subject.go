package safety

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// mostReports is how many reports a member may send in a day through the pages
// of things: each is a letter to every organiser.
const mostReports = 20

// ReportPath is the page on which a thing is reported.
func ReportPath(kind, subjectID string) string {
	return "/report/" + url.PathEscape(kind) + "/" + url.PathEscape(subjectID)
}

func (s *Safety) subjectPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.look(r.Context(), r.PathValue("kind"), r.PathValue("subject"), member.Must(r.Context()).ID)
	if err != nil {
		return err
	}
	return web.OK(w, r, subjectPage(v, form.With()))
}

func (s *Safety) reportSubject(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	me := member.Must(ctx).ID
	v, err := s.look(ctx, r.PathValue("kind"), r.PathValue("subject"), me)
	if err != nil {
		return err
	}
	text := f.Text("text", form.Max(MaxText))
	if !f.OK() {
		return web.Unprocessable(w, r, subjectPage(v, f))
	}
	receipt, err := s.reportSeen(ctx, v, me, text, f.Ticked("block"))
	if errors.Is(err, fault.TooMany) {
		key, args, _ := fault.Sentence(err)
		f.Fail("text", key, args...)
		return web.Unprocessable(w, r, subjectPage(v, f))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, receipt.Path, "")
}

// reportSeen sends the report and, where the reporter wants it, blocks whoever
// it is about.
func (s *Safety) reportSeen(ctx context.Context, v seen, by, text string, block bool) (receipt Receipt, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.notTooMany(ctx, tx, by); err != nil {
			return err
		}
		receipt, err = s.Report(ctx, tx, Report{
			By: by, About: v.about, SubjectKind: v.kind, SubjectID: v.id, Text: text, Copy: v.copy, Nameless: v.nameless,
		})
		if err != nil || !block || v.nameless || v.about == "" {
			return err
		}
		return s.Block(ctx, tx, by, v.about)
	})
	return receipt, err
}

func (s *Safety) notTooMany(ctx context.Context, tx bun.Tx, by string) error {
	n, err := reportsSince(ctx, tx, by, s.Now().Add(-day))
	if err != nil || n < mostReports {
		return err
	}
	return fault.Because(fault.TooMany, "safety.subject.many", "max", mostReports)
}

// linkOf names the thing for those who hear the link alone.
func linkOf(of []string) string {
	if len(of) == 0 {
		return ""
	}
	return ": " + strings.Join(of, ", ")
}
