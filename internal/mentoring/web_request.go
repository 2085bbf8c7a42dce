package mentoring

import (
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// visit is one of the two looking at a request.
type visit struct {
	r        Request
	path     string
	link     bool // came by the link of a letter
	receiver bool
	me       string // empty for somebody who is no member
	from     member.Member
	to       member.Member
	called   string // whom the asker asked, as they may know them
	message  string
	reply    string
	others   []Person
	after    string // where it goes on, once accepted
	referred string // whom the answer suggested, and where to ask them
}

type finder func(r *http.Request) (*visit, error)

func (s *Mentorings) requestOfMember(r *http.Request) (*visit, error) {
	me := member.Must(r.Context())
	q, err := requestByID(r.Context(), s.DB, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	v := &visit{r: q, path: q.Path(), me: me.ID, receiver: q.ToID == me.ID}
	if !v.receiver && q.FromID != me.ID || v.receiver && q.Mute {
		return nil, fault.NotFound
	}
	return v, nil
}

func (s *Mentorings) requestByLink(r *http.Request) (*visit, error) {
	token := r.PathValue("token")
	id, err := s.opened(linkRequest, token)
	if err != nil {
		return nil, err
	}
	q, err := requestByID(r.Context(), s.DB, id)
	if isNotFound(err) || err == nil && q.ToID == "" && q.Person == "" {
		err = fault.Gone
	}
	v := &visit{r: q, path: "/mentoring/r/" + token, link: true, me: q.ToID, receiver: true}
	if me, in := member.From(r.Context()); in && q.Invitation() {
		v.me = me.ID
	}
	return v, err
}

// barred holds off who came by an old letter and is kept out by now: what
// somebody wrote to them is not theirs to read any more.
func (v *visit) barred() error {
	if v.link && v.to.Barred() {
		return fault.Gone
	}
	return nil
}

func (s *Mentorings) visiting(find finder, h func(http.ResponseWriter, *http.Request, *visit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := find(r)
		if err != nil {
			return err
		}
		if err := s.look(r, v); err != nil {
			return err
		}
		lang := ""
		if v.link {
			lang = v.to.Language
		}
		return h(w, web.In(r, lang), v)
	}
}

// open reports whether the visitor can still answer.
func (v *visit) open() bool { return v.r.State == Asked && v.readable() && v.from.Name != "" }

// readable reports whether whoever is asked sees who asks, and what they wrote:
// not of somebody whom they blocked, nor of somebody who is kept out.
func (v *visit) readable() bool { return !v.r.Mute && !v.from.Barred() }

func (s *Mentorings) look(r *http.Request, v *visit) (err error) {
	ctx, q := r.Context(), v.r
	if q.FromID != "" {
		if v.from, err = s.members.ByID(ctx, q.FromID); err != nil {
			return err
		}
	}
	if q.ToID != "" {
		if v.to, err = s.members.ByID(ctx, q.ToID); err != nil {
			return err
		}
	}
	if err := v.barred(); err != nil {
		return err
	}
	if v.called, err = s.called(ctx, s.DB, q); err != nil {
		return err
	}
	if v.message, err = s.Keys.Decrypt(q.Message, q.purpose("message")); err != nil {
		return err
	}
	if v.reply, err = s.Keys.Decrypt(q.Reply, q.purpose("reply")); err != nil {
		return err
	}
	v.after = s.after(q)
	if v.receiver || q.State == Asked || q.State == Accepted {
		return nil
	}
	if q.State == Referred {
		n, err := s.suggestedIn(ctx, q.ID)
		if err != nil && !isNotFound(err) {
			return err
		}
		v.referred = n.text
	}
	v.others, err = s.instead(ctx, s.DB, q)
	return err
}

func (s *Mentorings) requestPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.receiver {
		return web.OK(w, r, answerTempl(v, form.With()))
	}
	return web.OK(w, r, requestTempl(v))
}

// receives holds off who asked from answering for who is asked.
func (v *visit) receives() error {
	if !v.receiver {
		return fault.NotFound
	}
	return nil
}

func (s *Mentorings) postAccept(w http.ResponseWriter, r *http.Request, v *visit) error {
	err := v.receives()
	if err == nil && v.r.Invitation() {
		err = s.Willing(r.Context(), v.r.ID, v.me)
	} else if err == nil {
		err = s.Accept(r.Context(), v.r.ID, v.r.ToID)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.path, "done.mentoring.accepted")
}

// kindly reads what somebody says who says no.
func kindly(f *form.Form) string { return f.Text("reply", form.Max(maxMessage)) }

func (s *Mentorings) postDecline(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err == nil {
		err = v.receives()
	}
	if err != nil {
		return err
	}
	reason := f.Choice("reason", "mentoring.reason.missing", reasons...)
	reply := kindly(f)
	if !f.OK() {
		return web.Unprocessable(w, r, answerTempl(v, f))
	}
	if v.r.Invitation() {
		err = s.Refuse(r.Context(), v.r.ID, reason, reply, false)
	} else {
		err = s.Decline(r.Context(), v.r.ID, v.r.ToID, reason, reply)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.path, "done.mentoring.declined")
}

func (s *Mentorings) postRefer(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err == nil {
		err = v.receives()
	}
	if err == nil && v.r.ToID == "" {
		err = fault.NotFound // only members suggest others
	}
	if err != nil {
		return err
	}
	n, err := s.findOther(r, v, f)
	if err != nil {
		return err
	}
	reply := kindly(f)
	if f.OK() {
		if err := s.Refer(r.Context(), v.r.ID, v.r.ToID, n.toID, n.address, reply); err != nil {
			if err := refusedInForm(f, "other", err); err != nil {
				return err
			}
		}
	}
	if !f.OK() {
		return web.Unprocessable(w, r, answerTempl(v, f))
	}
	return web.Redirect(w, r, v.path, "done.mentoring.referred")
}

// findOther reads whom somebody suggests in their place.
func (s *Mentorings) findOther(r *http.Request, v *visit, f *form.Form) (named, error) {
	n, err := s.find(member.With(r.Context(), v.to), f, "other")
	if err != nil || !f.OK() {
		return n, err
	}
	if n.toID == v.r.ToID {
		f.Fail("other", "mentoring.refer.yourself")
	}
	return n, nil
}
