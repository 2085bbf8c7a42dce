package intake

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// pageSize is how many people across one page shows: on a phone, each takes
// most of a screen.
const pageSize = 12

// chooser is who says whom they would like, and where.
type chooser struct {
	intake   Intake
	memberID string
	side     Side
	path     string
	signedIn bool

	form   *form.Form
	people []candidate // on this page, who shares the most topics first
	ranked []candidate // whom they ranked, in that order
	search string
	page   int
	total  int // of all that the search finds
}

// candidate is somebody across.
type candidate struct {
	entrant
	member member.Member
	whois  string
	shared []string
	place  int64 // what was said; unsaid where nothing was
}

// unsaid is the place of somebody about whom nothing was said.
const unsaid = -1

func (c chooser) pages() int { return max(1, (c.total+pageSize-1)/pageSize) }

func (s *Intakes) bySignIn(r *http.Request) (chooser, error) {
	side, err := pathSide(r)
	if err != nil {
		return chooser{}, err
	}
	i, err := s.ByID(r.Context(), r.PathValue("id"))
	return chooser{
		intake: i, memberID: member.Must(r.Context()).ID, side: side, signedIn: true,
		path: "/intakes/" + i.ID + "/" + string(side) + "/choose",
	}, err
}

func (s *Intakes) byToken(r *http.Request) (chooser, error) {
	id, memberID, side, err := s.openLink(r.PathValue("token"))
	if err != nil {
		return chooser{}, err
	}
	i, err := s.ByID(r.Context(), id)
	return chooser{intake: i, memberID: memberID, side: side, path: "/i/" + r.PathValue("token")}, err
}

func (s *Intakes) choosing(find func(*http.Request) (chooser, error), h func(http.ResponseWriter, *http.Request, chooser) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := find(r)
		if err != nil {
			return err
		}
		m, err := s.members.ByID(r.Context(), c.memberID)
		if err != nil {
			return err
		}
		if m.State == member.Erased {
			return fault.Gone
		}
		if !c.signedIn {
			r = web.In(r, m.Language)
		}
		if !c.intake.ChoosableAt(s.Now()) {
			return errShut
		}
		c.search = strings.TrimSpace(r.URL.Query().Get("q"))
		c.page, _ = strconv.Atoi(r.URL.Query().Get("page"))
		if err := s.look(r.Context(), &c); err != nil {
			return err
		}
		return h(w, r, c)
	}
}

// look finds the people across and what was said of them.
func (s *Intakes) look(ctx context.Context, c *chooser) error {
	f, err := s.field(ctx, s.DB, c.intake)
	if err != nil {
		return err
	}
	across, err := s.across(ctx, s.DB, c.intake, c.memberID, c.side)
	if err != nil {
		return err
	}
	mine := f.learners
	if c.side == Helper {
		mine = f.helpers
	}
	me := find(mine, c.memberID)
	var found []candidate
	for id, e := range across {
		place, said := f.places[way{c.memberID, c.side, id}]
		if !said {
			place = unsaid
		}
		one := candidate{e, f.members[id], f.whois(ctx, id), shared(*me, e), place}
		if place > RuledOut {
			c.ranked = append(c.ranked, one)
		}
		if one.matches(c.search) {
			found = append(found, one)
		}
	}
	slices.SortFunc(c.ranked, func(a, b candidate) int { return cmp.Compare(a.place, b.place) })
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(len(b.shared), len(a.shared)), cmp.Compare(a.member.NameKey, b.member.NameKey), cmp.Compare(a.MemberID, b.MemberID))
	})
	c.total = len(found)
	c.page = min(max(c.page, 1), c.pages())
	c.people = found[(c.page-1)*pageSize : min(c.page*pageSize, len(found))]
	c.form = form.With()
	for _, p := range c.people {
		c.form.Set("person-"+p.MemberID, strconv.FormatInt(p.place, 10))
	}
	return nil
}

// matches reports whether a search finds somebody.
func (c candidate) matches(search string) bool {
	text := member.Fold(strings.Join(append([]string{c.member.Name, c.whois, c.About}, c.Topics...), " "))
	return strings.Contains(text, member.Fold(search))
}

func (s *Intakes) choosePage(w http.ResponseWriter, r *http.Request, c chooser) error {
	return web.OK(w, r, choosePage(c))
}

func (s *Intakes) choose(w http.ResponseWriter, r *http.Request, c chooser) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	c.form = f
	said := map[string]int64{}
	for _, p := range c.people {
		place, err := strconv.ParseInt(f.Value("person-"+p.MemberID), 10, 64)
		if err == nil {
			said[p.MemberID] = place
		}
	}
	err = s.Choose(r.Context(), c.intake.ID, c.memberID, c.side, said)
	if errors.Is(err, errTwice) {
		c.failTwice(said)
		return web.Unprocessable(w, r, choosePage(c))
	}
	if err != nil {
		return err
	}
	next := c.path
	if c.page < c.pages() && f.Value("next") != "" {
		next += "?page=" + strconv.Itoa(c.page+1)
	}
	return web.Redirect(w, r, next, "done.intake.chosen")
}

// failTwice says beside whom a place was given that somebody else has.
func (c *chooser) failTwice(said map[string]int64) {
	by := map[int64]string{}
	for _, p := range c.ranked {
		if _, changed := said[p.MemberID]; !changed {
			by[p.place] = p.member.Name
		}
	}
	for _, p := range c.people {
		place := said[p.MemberID]
		if place <= RuledOut {
			continue
		}
		if name, taken := by[place]; taken {
			c.form.Fail("person-"+p.MemberID, "intake.choose.twice", "place", place, "name", name)
		}
		by[place] = p.member.Name
	}
}
