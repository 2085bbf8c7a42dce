package intake

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// preview is a draw as organisers look at it.
type preview struct {
	Intake
	rows    []pairRow // who has somebody, by the helper's name
	nobody  []pairRow
	free    []personRow // helpers with places left
	left    map[string]int64
	form    *form.Form
	ranked  int // learners who ranked somebody
	granted int // of these, who got one of them
}

type pairRow struct {
	Match
	learner, helper member.Member
	why             string
}

func (s *Intakes) preview(ctx context.Context, id string) (v preview, f *field, err error) {
	if v.Intake, err = s.ByID(ctx, id); err != nil {
		return v, nil, err
	}
	if v.State != Drawn && v.State != Published {
		return v, nil, fault.NotFound
	}
	if f, err = s.field(ctx, s.DB, v.Intake); err != nil {
		return v, nil, err
	}
	list, err := matches(ctx, s.DB, id)
	if err != nil {
		return v, nil, err
	}
	v.form, v.left = form.With(), map[string]int64{}
	for _, h := range f.helpers {
		v.left[h.MemberID] = h.Places
	}
	ranked := map[string]bool{}
	for w, place := range f.places {
		if w.side == Learner && place > RuledOut {
			ranked[w.by] = true
		}
	}
	for _, m := range list {
		row := pairRow{m, f.members[m.LearnerID], f.members[m.HelperID], f.explain(ctx, m)}
		if ranked[m.LearnerID] {
			v.ranked++
			if f.places[way{m.LearnerID, Learner, m.HelperID}] > RuledOut {
				v.granted++
			}
		}
		if m.HelperID == "" {
			v.nobody = append(v.nobody, row)
			continue
		}
		v.left[m.HelperID]--
		v.rows = append(v.rows, row)
	}
	for _, h := range f.rows(f.helpers) {
		if v.left[h.MemberID] > 0 {
			v.free = append(v.free, h)
		}
	}
	byName := func(a, b pairRow) int {
		return cmp.Or(cmp.Compare(a.helper.NameKey, b.helper.NameKey), cmp.Compare(a.learner.NameKey, b.learner.NameKey))
	}
	slices.SortFunc(v.rows, byName)
	slices.SortFunc(v.nobody, byName)
	return v, f, nil
}

func (s *Intakes) drawPage(w http.ResponseWriter, r *http.Request) error {
	v, _, err := s.preview(r.Context(), r.PathValue("id"))
	if errors.Is(err, fault.NotFound) && v.ID != "" {
		return web.Redirect(w, r, "/organise/intakes/"+v.ID, "")
	}
	if err != nil {
		return err
	}
	return web.OK(w, r, drawPage(v))
}

func (s *Intakes) drawAgain(w http.ResponseWriter, r *http.Request) error {
	if err := s.DrawAgain(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/intakes/"+r.PathValue("id")+"/draw", "done.intake.drawn")
}

func (s *Intakes) publishNow(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	seen, _ := strconv.ParseInt(f.Value("seen"), 10, 64)
	if err := s.Publish(r.Context(), r.PathValue("id"), seen); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/intakes/"+r.PathValue("id")+"/draw", "done.intake.published")
}

// moving is the page on which one learner is given somebody else.
type moving struct {
	preview
	row     pairRow
	choices []candidate
	form    *form.Form
}

func (s *Intakes) moving(r *http.Request) (v moving, err error) {
	ctx := r.Context()
	var f *field
	if v.preview, f, err = s.preview(ctx, r.PathValue("id")); err != nil {
		return v, err
	}
	learner := find(f.learners, r.PathValue("member"))
	if learner == nil || v.State != Drawn {
		return v, fault.NotFound
	}
	for _, row := range slices.Concat(v.rows, v.nobody) {
		if row.LearnerID == learner.MemberID {
			v.row = row
		}
	}
	for _, h := range f.helpers {
		free := v.left[h.MemberID] > 0 || h.MemberID == v.row.HelperID
		if free && f.may(learner.MemberID, h.MemberID) {
			m := Match{LearnerID: learner.MemberID, HelperID: h.MemberID}
			v.choices = append(v.choices, candidate{entrant: h, member: f.members[h.MemberID], whois: f.whois(ctx, h.MemberID) + ". " + f.explain(ctx, m)})
		}
	}
	slices.SortFunc(v.choices, func(a, b candidate) int { return cmp.Compare(a.member.NameKey, b.member.NameKey) })
	v.form = form.With("helper", cmp.Or(v.row.HelperID, nobody))
	return v, nil
}

// nobody is the choice of taking somebody out.
const nobody = "nobody"

func (s *Intakes) movePage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.moving(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, movePage(v))
}

func (s *Intakes) move(w http.ResponseWriter, r *http.Request) error {
	v, err := s.moving(r)
	if err != nil {
		return err
	}
	if v.form, err = form.Read(r); err != nil {
		return err
	}
	allowed := []string{nobody}
	for _, c := range v.choices {
		allowed = append(allowed, c.MemberID)
	}
	helper := v.form.Choice("helper", "intake.move.missing", allowed...)
	seen, _ := strconv.ParseInt(v.form.Value("seen"), 10, 64)
	if !v.form.OK() {
		return web.Unprocessable(w, r, movePage(v))
	}
	if helper == nobody {
		helper = ""
	}
	err = s.Move(r.Context(), v.ID, v.row.LearnerID, helper, seen)
	if errors.Is(err, errMoved) || errors.Is(err, errNoPlace) {
		key, args, _ := fault.Sentence(err)
		v.form.Fail("helper", key, args...)
		return web.Unprocessable(w, r, movePage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/intakes/"+v.ID+"/draw", "done.intake.moved")
}
