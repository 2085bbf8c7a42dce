package safety

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// rulesPage is the public page of a text, or of an older version of it.
func (s *Safety) rulesPage(kind Rules) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var number int64
		if text := r.URL.Query().Get("version"); text != "" {
			n, err := strconv.ParseInt(text, 10, 32)
			if err != nil || n < 1 {
				return fault.NotFound
			}
			number = n
		}
		v, err := s.Past(r.Context(), kind, number)
		if err != nil {
			return err
		}
		current, err := s.Current(r.Context())
		if err != nil {
			return err
		}
		return web.OK(w, r, rulesPage(v, current[kind].Number))
	}
}

func (s *Safety) safetyPage(w http.ResponseWriter, r *http.Request) error {
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, safetyPage(n))
}

// agreeView is what the page that asks shows.
type agreeView struct {
	open  Open
	next  string
	later bool // it can be put off
	form  *form.Form
}

func (s *Safety) agreeView(r *http.Request, next string, f *form.Form) (agreeView, error) {
	o, err := s.Open(r.Context(), s.DB, member.Must(r.Context()).ID)
	return agreeView{
		open: o, next: web.LocalPath(next), form: f, later: o.Binding.IsZero() || s.Now().Before(o.Binding),
	}, err
}

func (s *Safety) agreePage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.agreeView(r, r.URL.Query().Get("next"), form.With())
	if err != nil {
		return err
	}
	if v.open.Nothing() {
		return web.Redirect(w, r, v.next, "")
	}
	return web.OK(w, r, agreePage(v))
}

func (s *Safety) agree(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	v, err := s.agreeView(r, f.Value("next"), f)
	if err != nil {
		return err
	}
	if len(v.open.Rules) > 0 && !f.Ticked("agree") {
		f.Fail("agree", "safety.agree.missing")
	}
	if v.open.Adult && !f.Ticked("adult") {
		f.Fail("adult", "safety.agree.adult.missing")
	}
	if !f.OK() {
		return web.Unprocessable(w, r, agreePage(v))
	}
	seen := map[Rules]int64{}
	for _, rules := range v.open.Rules {
		n, _ := strconv.ParseInt(f.Value(string(rules.Kind)), 10, 32)
		seen[rules.Kind] = n
	}
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		return s.Accept(ctx, tx, member.Must(ctx).ID, seen)
	})
	if errors.Is(err, fault.Conflict) {
		f.Fail("agree", "safety.agree.changed")
		return web.Unprocessable(w, r, agreePage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.next, "done.safety.agreed")
}

// rulesRow is a text as organisers see it.
type rulesRow struct {
	Version

	accepted, all int64
}

func (s *Safety) organiseRules(w http.ResponseWriter, r *http.Request) error {
	current, err := s.Current(r.Context())
	if err != nil {
		return err
	}
	var list []rulesRow
	var ids []string
	for _, kind := range both {
		row := rulesRow{Version: current[kind]}
		if row.accepted, row.all, err = countAccepted(r.Context(), s.DB, kind, row.Number); err != nil {
			return err
		}
		list, ids = append(list, row), append(ids, row.By)
	}
	people, err := s.members.Many(r.Context(), s.DB, ids)
	if err != nil {
		return err
	}
	return web.OK(w, r, organiseRulesPage(list, people))
}

func (s *Safety) editPage(w http.ResponseWriter, r *http.Request) error {
	kind, err := rulesIn(r)
	if err != nil {
		return err
	}
	current, err := s.Current(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, editRulesPage(kind, form.With("words", current[kind].Words)))
}

func rulesIn(r *http.Request) (Rules, error) {
	for _, kind := range both {
		if r.PathValue("kind") == string(kind) {
			return kind, nil
		}
	}
	return "", fault.NotFound
}

func (s *Safety) edit(w http.ResponseWriter, r *http.Request) error {
	kind, err := rulesIn(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	words := f.Text("words", form.Required("safety.rules.missing"), form.Max(MaxRules))
	if !f.OK() {
		return web.Unprocessable(w, r, editRulesPage(kind, f))
	}
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		return s.Publish(ctx, tx, member.Must(ctx).ID, kind, words, f.Ticked("small"))
	})
	s.rules.Store(nil)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/rules", "done.safety.rules")
}
