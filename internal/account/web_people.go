package account

import (
	"net/http"
	"net/url"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// peopleView is a part of the directory.
type peopleView struct {
	page   member.Page
	filter member.Filter
}

// href is the address of the directory with another order or another part.
func (v peopleView) href(sort, after string) string {
	q := url.Values{}
	if v.filter.Search != "" {
		q.Set("q", v.filter.Search)
	}
	if sort != "" {
		q.Set("sort", sort)
	}
	if after != "" {
		q.Set("after", after)
	}
	if len(q) == 0 {
		return "/people"
	}
	return "/people?" + q.Encode()
}

func (s *Accounts) peoplePage(w http.ResponseWriter, r *http.Request) error {
	q := form.Query(r)
	v := peopleView{filter: member.Filter{Search: q.Line("q"), After: q.Value("after"), Brief: true}}
	if runes := []rune(v.filter.Search); len(runes) > 100 {
		v.filter.Search = string(runes[:100])
	}
	if q.Value("sort") == "joined" {
		v.filter.Sort = "joined"
	}
	var err error
	if v.page, err = s.members.List(r.Context(), v.filter); err != nil {
		return err
	}
	return web.OK(w, r, peoplePage(v))
}

// personView is what everybody in the network sees of somebody.
type personView struct {
	member.Member
	fields []member.Field
	values map[string]string
	todo   []member.Link
	me     bool
}

func (s *Accounts) personPage(w http.ResponseWriter, r *http.Request) error {
	m, err := s.readable(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := personView{Member: m, me: m.ID == member.Must(r.Context()).ID}
	if v.fields, err = s.members.Fields(r.Context(), s.DB); err != nil {
		return err
	}
	if v.values, err = s.members.FieldValues(r.Context(), s.DB, m.ID); err != nil {
		return err
	}
	if s.ToDo != nil && !v.me {
		if v.todo, err = s.ToDo(r.Context(), m); err != nil {
			return err
		}
	}
	return web.OK(w, r, personPage(v))
}
