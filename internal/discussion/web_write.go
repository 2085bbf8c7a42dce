package discussion

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

func compareNames(a, b member.Member) int {
	return cmp.Or(cmp.Compare(a.NameKey, b.NameKey), cmp.Compare(a.ID, b.ID))
}

// begin is the form to post as it opens.
func (s *Discussions) begin(replyTo string) *form.Form {
	return form.With("id", s.NewID(), "reply_to", replyTo)
}

// streamPage is the room: its newest posts, or those at a place.
func (s *Discussions) streamPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := s.stream(r.Context(), v, placeOf(form.Query(r)), s.begin(""))
	if err != nil {
		return err
	}
	return web.OK(w, r, roomPage(p))
}

// postPage is one post with its answers, and the form to answer it.
func (s *Discussions) postPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := postIn(r.Context(), s.DB, v.room.ID, r.PathValue("post"))
	if err != nil {
		return err
	}
	t, err := s.thread(r, v, p, s.begin(p.ID))
	if err != nil {
		return err
	}
	return web.OK(w, r, onePage(t))
}

// maxAnswers is how many answers the page of a post shows.
const maxAnswers = 100

// thread is a post and its answers, as a page.
func (s *Discussions) thread(r *http.Request, v *visit, p Post, f *form.Form) (*stream, error) {
	ctx := r.Context()
	answers, err := posts(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.reply_to = ?", p.ID).Where("o.room_id = ?", v.room.ID).Order("o.seq").Limit(maxAnswers)
	})
	if err != nil {
		return nil, err
	}
	t := &stream{visit: v, form: f}
	if t.posts, err = s.show(ctx, v.reader, append([]Post{p}, answers...)); err != nil {
		return nil, err
	}
	t.people, err = s.others(ctx, v)
	return t, err
}

// post posts what was typed, and leads to it.
func (s *Discussions) post(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	d := Draft{
		ID: f.Value("id"), ReplyTo: f.Value("reply_to"), Mention: f.Values("mention"),
		Text: f.Text("text", form.Max(MaxText)), Seen: placeIn(f, "seen"),
		Alts: strings.Split(f.Text("alt", form.Max(MaxFiles*maxAlt)), "\n"),
	}
	if d.Files, err = uploads(r); err != nil {
		return err
	}
	if f.OK() {
		p, err := s.Write(r.Context(), v.room.ID, v.me.MemberID, d)
		if err == nil {
			return web.Redirect(w, r, Path(v.room.ID)+"#post-"+p.ID, "")
		}
		if !explained(f, err) {
			return err
		}
	}
	return s.writeAgain(w, r, v, f)
}

// explained puts what a use case refused beside the field, where it is about
// what was typed.
func explained(f *form.Form, err error) bool {
	key, args, ok := fault.Sentence(err)
	if !ok || !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.TooMany) {
		return false
	}
	field := "text"
	if strings.HasPrefix(key, "discussion.file.") {
		field = "files"
	}
	f.Fail(field, key, args...)
	return true
}

// writeAgain shows the page that the form stood on, with what was typed.
func (s *Discussions) writeAgain(w http.ResponseWriter, r *http.Request, v *visit, f *form.Form) error {
	if id := f.Value("reply_to"); id != "" {
		p, err := postIn(r.Context(), s.DB, v.room.ID, id)
		if err != nil {
			return err
		}
		t, err := s.thread(r, v, p, f)
		if err != nil {
			return err
		}
		return web.Unprocessable(w, r, onePage(t))
	}
	p, err := s.stream(r.Context(), v, place{after: -1}, f)
	if err != nil {
		return err
	}
	return web.Unprocessable(w, r, roomPage(p))
}

// read moves the mark of what the visitor has read to the newest post that
// their page showed.
func (s *Discussions) read(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if err := s.Read(r.Context(), v.room.ID, v.me.MemberID, placeIn(f, "seen")); err != nil {
		return err
	}
	return web.Redirect(w, r, Path(v.room.ID), "done.discussion.read")
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
