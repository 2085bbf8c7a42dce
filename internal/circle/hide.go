package circle

import (
	"context"
	"net/http"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

const maxWhy = 1000

// Hide takes what a circle learnt off the public pages; its people are told why.
func (s *Circles) Hide(ctx context.Context, circleID, why string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.hide(ctx, tx, circleID, "", why) })
}

// Unhide shows again what was hidden, as far as its people still agree.
func (s *Circles) Unhide(ctx context.Context, circleID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.unhide(ctx, tx, circleID) })
}

func (s *Circles) hide(ctx context.Context, tx bun.Tx, circleID, _, why string) error {
	return s.setHidden(ctx, tx, circleID, s.Now(), "hidden", why)
}

func (s *Circles) unhide(ctx context.Context, tx bun.Tx, circleID string) error {
	return s.setHidden(ctx, tx, circleID, time.Time{}, "shown", "")
}

func (s *Circles) setHidden(ctx context.Context, tx bun.Tx, circleID string, at time.Time, name, why string) error {
	c, err := lockCircle(ctx, s.DB, tx, circleID)
	if err != nil {
		return err
	}
	l, err := s.learnt(ctx, tx, circleID)
	if err != nil || l.HiddenAt.IsZero() == at.IsZero() {
		return err // a button that was pressed twice
	}
	l.HiddenAt = at
	if err := s.saveLearnt(ctx, tx, l); err != nil {
		return err
	}
	w, err := s.courier(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, id := range c.Here() {
		err := w.to(ctx, id, "circle."+name, s.NewID(), func(words context.Context) mail.Letter {
			l := s.note(words, name, c.Path()+"/learnt", "circle", c.Name)
			if why != "" {
				l.Blocks = append(l.Blocks[:1:1], append([]mail.Block{mail.Quote(why)}, l.Blocks[1:]...)...)
			}
			return l
		})
		if err != nil {
			return err
		}
	}
	return w.send(ctx, tx)
}

// published is what was learnt and is public, or would be if it was not hidden.
type published struct {
	CircleID    string
	Name        string
	PublishedAt time.Time
	HiddenAt    time.Time `bun:",nullzero"`
}

func publishedPages(ctx context.Context, tx bun.IDB) ([]published, error) {
	var list []published
	err := tx.NewRaw(`SELECT l.circle_id, c.name, l.published_at, l.hidden_at FROM circle_learnt AS l JOIN circles AS c ON c.id = l.circle_id
		WHERE l.published_at IS NOT NULL ORDER BY l.published_at DESC LIMIT 200`).Scan(ctx, &list)
	return list, err
}

func (v organiseView) learntRows(ctx context.Context) [][]govuk.Cell {
	rows := make([][]govuk.Cell, len(v.learnt))
	for i, l := range v.learnt {
		since, key := locale.Date(ctx, l.PublishedAt), "circle.organise.learnt.hide"
		if !l.HiddenAt.IsZero() {
			since, key = locale.T(ctx, "circle.organise.learnt.hidden", "date", locale.Date(ctx, l.HiddenAt)), "circle.organise.learnt.show"
		}
		rows[i] = govuk.Row(l.Name, since, locale.T(ctx, key))
		rows[i][2].Href = "/organise/circles/learnt/" + l.CircleID
	}
	return rows
}

// hideView is the page on which an organiser hides what a circle learnt.
type hideView struct {
	circle Circle
	learnt Learnt
	form   *form.Form
}

// hiding is a page about what a circle has made public, which organisers can read
// as everybody can; what is not public is not theirs.
func (s *Circles) hiding(h func(w http.ResponseWriter, r *http.Request, v hideView) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		l, err := s.learnt(ctx, s.DB, r.PathValue("id"))
		if err == nil && l.PublishedAt.IsZero() {
			err = fault.NotFound
		}
		if err != nil {
			return err
		}
		c, err := circleByID(ctx, s.DB, l.CircleID)
		if err != nil {
			return err
		}
		return h(w, r, hideView{c, l, form.With()})
	}
}

func (s *Circles) hidePage(w http.ResponseWriter, r *http.Request, v hideView) error {
	return web.OK(w, r, hidePage(v))
}

func (s *Circles) hideNow(w http.ResponseWriter, r *http.Request, v hideView) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	v.form = f
	why := f.Text("why", form.Required("circle.hide.why.missing"), form.Max(maxWhy))
	if !f.OK() {
		return web.Unprocessable(w, r, hidePage(v))
	}
	return did(w, r, s.Hide(r.Context(), v.circle.ID, why), "/organise/circles", "done.circle.hidden")
}

func (s *Circles) showNow(w http.ResponseWriter, r *http.Request, v hideView) error {
	return did(w, r, s.Unhide(r.Context(), v.circle.ID), "/organise/circles", "done.circle.shown")
}

// ForOrganisers is who asks for another circle, and who is in one with somebody
// they are kept apart from.
func (s *Circles) ForOrganisers(ctx context.Context) ([]member.Task, error) {
	const within = 7 * day
	var tasks []member.Task
	list, err := wishes(ctx, s.DB)
	if err == nil && len(list) > 0 {
		tasks = append(tasks, member.Task{
			Text: locale.T(ctx, "circle.task.moves", "count", len(list)), Href: "/organise/circles", Due: list[0].AskedAt.Add(within),
		})
	}
	if err != nil {
		return nil, err
	}
	apart, err := s.keptApart(ctx, s.DB)
	if len(apart) > 0 {
		tasks = append(tasks, member.Task{
			Text: locale.T(ctx, "circle.task.apart", "count", len(apart)), Href: "/organise/circles#apart", Due: apart[0].pairs[0].KeptAt.Add(within),
		})
	}
	return tasks, err
}
