package safety

import (
	"context"
	"net/http"
	"net/url"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// maxFound is how many people a search offers.
const maxFound = 10

// apartView is what the page of kept-apart pairs shows.
type apartView struct {
	pairs  []Pair
	people map[string]member.Member
	where  map[Pair][]Together // where they meet nevertheless
	form   *form.Form          // the two searches, and what was chosen
	// found are who was found for each search; both are nil before it.
	found [2][]member.Member
}

// choosing reports whether there is somebody to choose on both sides.
func (v apartView) choosing() bool { return len(v.found[0]) > 0 && len(v.found[1]) > 0 }

// searched reports whether names were given.
func (v apartView) searched() bool {
	return v.form.Value("first") != "" && v.form.Value("second") != ""
}

func (s *Safety) apartPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.readApart(r.Context(), form.Query(r))
	if err != nil {
		return err
	}
	return web.OK(w, r, apartPage(v))
}

func (s *Safety) readApart(ctx context.Context, f *form.Form) (v apartView, err error) {
	v.form = f
	if v.pairs, err = s.KeptApart(ctx, s.DB); err != nil {
		return v, err
	}
	var ids []string
	for _, p := range v.pairs {
		ids = append(ids, p.A, p.B, p.OrganiserID)
	}
	if v.people, err = s.members.Many(ctx, s.DB, ids); err != nil {
		return v, err
	}
	if v.where, err = s.together(ctx, v.pairs); err != nil {
		return v, err
	}
	if !v.searched() {
		return v, nil
	}
	for i, field := range [2]string{"first", "second"} {
		page, err := s.members.List(ctx, member.Filter{Search: f.Value(field), Size: maxFound})
		if err != nil {
			return v, err
		}
		v.found[i] = page.Members
	}
	return v, nil
}

// choices are people to choose from; only one is chosen already.
func choices(found []member.Member) []govuk.Option {
	var options []govuk.Option
	for _, m := range found {
		options = append(options, govuk.Option{Value: m.ID, Text: m.Name, Hint: m.Organisation, Selected: len(found) == 1})
	}
	return options
}

func (s *Safety) keepApart(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v, err := s.readApart(ctx, f)
	if err != nil {
		return err
	}
	a := f.Choice("a", "safety.apart.choose", ids(v.found[0])...)
	b := f.Choice("b", "safety.apart.choose", ids(v.found[1])...)
	note := f.Text("note", form.Max(MaxText))
	if a != "" && a == b {
		f.Fail("b", "safety.apart.same")
	}
	if !f.OK() {
		return web.Unprocessable(w, r, apartPage(v))
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.KeepApart(ctx, tx, member.Must(ctx).ID, a, b, note)
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/apart", "done.safety.apart")
}

func ids(people []member.Member) []string {
	list := make([]string, len(people))
	for i, m := range people {
		list[i] = m.ID
	}
	return list
}

func (s *Safety) letMeet(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		return s.LetMeet(ctx, tx, f.Value("a"), f.Value("b"))
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/apart", "done.safety.together")
}

// mailto is a link that writes to an address.
func mailto(address string) string { return (&url.URL{Scheme: "mailto", Opaque: address}).String() }
