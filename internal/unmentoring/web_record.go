package unmentoring

import (
	"encoding/json"
	"net/http"
	"strconv"

	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// recordView is what the people of a round see of its draw: no names, and nothing
// of others but that they were in.
type recordView struct {
	round     Round
	programme Programme
	entry     Entry
	attempts  []recorded
	later     int // draws of people who came after
	form      *form.Form
}

// recorded is an attempt at a round's draw.
type recorded struct {
	attempt
	me int // the reader's number in it, counted from 1; 0: they were not in
}

func (v recordView) mayGive() bool {
	return v.round.State == SignUp && v.round.Seal != "" && v.entry.MemberID != "" && v.entry.Answer != Out
}

// record reads what a member may see of a round's draw: whoever was asked, and
// organisers.
func (s *Programmes) record(r *http.Request) (recordView, error) {
	ctx, v := r.Context(), recordView{form: form.Query(r)}
	var err error
	if v.round, v.programme, err = s.Round(ctx, r.PathValue("id")); err != nil {
		return v, err
	}
	v.entry, err = entryOf(ctx, s.DB, v.round.ID, me(r).ID)
	if err != nil && (!isNotFound(err) || !me(r).Organiser) {
		return v, err
	}
	list, err := draws(ctx, s.DB, v.round.ID)
	if err != nil {
		return v, err
	}
	for _, d := range list {
		if d.Kind != DrawRound {
			v.later++
			continue
		}
		a := recorded{attempt: attempt{Draw: d, shown: s.veiled(d)}}
		if a.changes, err = changes(ctx, s.DB, d.ID); err != nil {
			return v, err
		}
		mine, err := drawnMembers(ctx, s.DB, d.ID, []string{me(r).ID})
		if err != nil {
			return v, err
		}
		if len(mine) > 0 {
			a.me = mine[0].Person + 1
		}
		v.attempts = append(v.attempts, a)
	}
	return v, nil
}

func (s *Programmes) recordPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.record(r)
	if err != nil {
		return err
	}
	v.form.Set("number", v.entry.Own)
	return web.OK(w, r, recordPage(v))
}

func (s *Programmes) giveNumber(w http.ResponseWriter, r *http.Request) error {
	v, err := s.record(r)
	if err != nil {
		return err
	}
	if v.form, err = form.Read(r); err != nil {
		return err
	}
	number := v.form.Line("number", isNumber)
	if !v.form.OK() {
		return web.Render(w, r, http.StatusUnprocessableEntity, recordPage(v))
	}
	if err := s.GiveNumber(r.Context(), v.round.ID, me(r).ID, number); err != nil {
		return err
	}
	done := "done.unmentoring.number"
	if number == "" {
		done = "done.unmentoring.no_number"
	}
	return web.Redirect(w, r, "/rounds/"+v.round.ID+"/draw", done)
}

// isNumber takes up to 18 digits, or nothing.
func isNumber(text string) (key string, args []any) {
	if len(text) > 18 {
		return "unmentoring.record.number.error", nil
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return "unmentoring.record.number.error", nil
		}
	}
	return "", nil
}

// receipt gives a member the file that shows that their row was in.
func (s *Programmes) receipt(w http.ResponseWriter, r *http.Request) error {
	attempt := whole(r.PathValue("attempt"))
	receipt, err := s.Receipt(r.Context(), r.PathValue("id"), me(r).ID, attempt)
	if err != nil {
		return err
	}
	web.Attachment(w, "application/json", "draw-"+strconv.Itoa(attempt)+".json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(receipt)
}
