package mentoring

import (
	"context"
	"net/http"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// named is whom somebody wants to ask who may offer nothing.
type named struct {
	toID    string
	chosen  bool // on their profile, so that nobody types a name
	address string
	text    string // how the page speaks of a person that another one suggested
	origin  string
	offerID string // theirs, where they have one: that is what is asked about
}

func (s *Mentorings) askNamedPage(w http.ResponseWriter, r *http.Request) error {
	n, err := s.meant(r.Context(), r.URL.Query().Get("origin"), r.URL.Query().Get("member"))
	if err != nil {
		return err
	}
	if n.offerID != "" {
		return web.Redirect(w, r, "/mentoring/offers/"+n.offerID+"/ask", "")
	}
	f, err := s.draft(r.Context(), "")
	if err != nil {
		return err
	}
	f.Set("origin", n.origin)
	f.Set("kind", string(Mentoring))
	return web.OK(w, r, askNamedTempl(n, f))
}

// meant is who is to be asked where that need not be typed: whom an answer
// suggested, or whose profile led here.
func (s *Mentorings) meant(ctx context.Context, origin, memberID string) (named, error) {
	if origin != "" || memberID == "" || memberID == member.Must(ctx).ID {
		return s.suggestedIn(ctx, origin)
	}
	return s.known(ctx, named{toID: memberID, chosen: true})
}

// suggestedIn is whom the answer to one's own request suggested.
func (s *Mentorings) suggestedIn(ctx context.Context, origin string) (n named, err error) {
	if origin == "" {
		return n, nil
	}
	o, err := requestByID(ctx, s.DB, origin)
	if err != nil {
		return n, err
	}
	if o.FromID != member.Must(ctx).ID || o.State != Referred {
		return n, fault.NotFound
	}
	address, err := s.Keys.Decrypt(o.Suggested, o.purpose("suggested"))
	if err != nil {
		return n, err
	}
	n.origin = o.ID
	if address != "" {
		return s.unseen(ctx, n, o, address)
	}
	n.toID = o.SuggestedID
	return s.known(ctx, n)
}

// unseen is somebody who was suggested by their address, as somebody who knows
// neither that nor them speaks of them, whether they are a member or not.
func (s *Mentorings) unseen(ctx context.Context, n named, o Request, address string) (named, error) {
	by, err := s.called(ctx, s.DB, o)
	if err != nil {
		return n, err
	}
	if by == "" {
		by = locale.T(ctx, "mentoring.somebody")
	}
	n.text = locale.T(ctx, "mentoring.named.via", "name", by)
	return s.addressed(ctx, n, address)
}

// addressed finds who an address belongs to, for the letter alone.
func (s *Mentorings) addressed(ctx context.Context, n named, address string) (named, error) {
	n.address = address
	m, err := s.members.ByEmail(ctx, address)
	if isNotFound(err) {
		return n, nil
	}
	n.toID = m.ID
	return n, err
}

// known looks a member up who is to be asked.
func (s *Mentorings) known(ctx context.Context, n named) (named, error) {
	m, err := s.members.ByID(ctx, n.toID)
	if err != nil {
		return n, err
	}
	if m.State != member.Active && m.State != member.Paused {
		return n, fault.NotFound
	}
	n.text = who(ctx, m)
	open, err := offers(ctx, s.DB, "member_id = ? AND ended_at IS NULL", m.ID)
	if len(open) > 0 {
		n.offerID = open[0].ID
	}
	return n, err
}

func (s *Mentorings) postAskNamed(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	n, err := s.meant(ctx, f.Value("origin"), f.Value("member"))
	if err != nil {
		return err
	}
	a := Asking{FromID: member.Must(ctx).ID, OriginID: n.origin}
	if n.origin == "" && !n.chosen {
		if n, err = s.find(ctx, f, "who"); err != nil {
			return err
		}
	}
	a.ToID, a.Address = n.toID, n.address
	a.Kind = Kind(f.Choice("kind", "mentoring.kind.missing", string(Coaching), string(Mentoring)))
	rules := []form.Rule{form.Required("mentoring.message.missing"), form.Max(maxMessage)}
	if n.address != "" {
		rules = append(rules, unlinked)
	}
	a.Message = f.Text("message", rules...)
	if a.SeekID, err = s.ownSeek(ctx, f.Value("seek")); err != nil {
		return err
	}
	if f.OK() && n.offerID != "" {
		return web.Redirect(w, r, "/mentoring/offers/"+n.offerID+"/ask", "done.mentoring.has_offer")
	}
	return s.sendNamed(w, r, f, n, a)
}

func (s *Mentorings) sendNamed(w http.ResponseWriter, r *http.Request, f *form.Form, n named, a Asking) error {
	var id string
	var err error
	if f.OK() {
		id, err = s.Ask(r.Context(), a)
		if isNotFound(err) { // whoever it is, to this member they are not here
			f.Fail("who", "mentoring.named.nobody")
			err = nil
		} else if err != nil {
			err = refusedInForm(f, "", err)
		}
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		if a.OriginID == "" && !n.chosen {
			n = named{}
		}
		return web.Unprocessable(w, r, askNamedTempl(n, f))
	}
	return web.Redirect(w, r, "/mentoring/requests/"+id, "done.mentoring.asked")
}

// find reads whom somebody means: an address, or the full name of a member as
// it stands in the network. An address is taken whoever it belongs to.
func (s *Mentorings) find(ctx context.Context, f *form.Form, field string) (n named, err error) {
	text := f.Line(field, form.Required("mentoring.named.missing"), form.Max(254))
	if text == "" {
		return n, nil
	}
	if strings.Contains(text, "@") {
		address, ok := form.CleanEmail(text)
		if !ok {
			f.Fail(field, "form.email")
			return n, nil
		}
		return s.addressed(ctx, n, address)
	}
	me := member.Must(ctx)
	ids, err := s.byName(ctx, s.DB, me.ID, text)
	if err != nil {
		return n, err
	}
	switch len(ids) {
	case 0:
		f.Fail(field, "mentoring.named.nobody")
		return n, nil
	case 1:
		n.toID = ids[0]
	default:
		f.Fail(field, "mentoring.named.several", "count", len(ids))
		return n, nil
	}
	if me.ID == n.toID {
		return n, nil
	}
	return s.known(ctx, n)
}

// byName are the members of exactly this name whom somebody can ask just now,
// and themselves; three are as good as more.
func (s *Mentorings) byName(ctx context.Context, tx bun.IDB, me, name string) ([]string, error) {
	key := member.Fold(name)
	page, err := s.members.List(ctx, member.Filter{Search: key, States: []member.State{member.Active}, Size: 200})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range page.Members {
		if member.Fold(m.Name) != key || len(ids) == 3 {
			continue
		}
		here, err := s.here(ctx, tx, me, m)
		if err != nil {
			return nil, err
		}
		if here {
			ids = append(ids, m.ID)
		}
	}
	return ids, nil
}
