package mentoring

import (
	"net/http"
	"net/url"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// listing is a page of the directory and how it was asked for.
type listing struct {
	f    *form.Form
	list []shown
	next string
}

func (s *Mentorings) directoryPage(w http.ResponseWriter, r *http.Request) error {
	f := form.Query(r)
	asked := Filter{
		Search: f.Line("q", form.Max(100)), Kind: Kind(f.Value("kind")), Free: f.Value("free") == "yes",
		Sort: f.Value("sort"), After: f.Value("after"),
	}
	if !f.OK() { // nobody's topic is that long
		asked.Search = ""
	}
	list, next, err := s.Directory(r.Context(), member.Must(r.Context()), asked)
	if err != nil {
		return err
	}
	v := listing{f: f, list: list}
	if next != "" {
		q := url.Values{"after": {next}}
		for _, name := range []string{"q", "kind", "free", "sort"} {
			if f.Value(name) != "" {
				q.Set(name, f.Value(name))
			}
		}
		v.next = "/mentoring/directory?" + q.Encode()
	}
	return web.OK(w, r, directoryTempl(v))
}
