package conversation

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/web"
)

// Routes are the list of one's conversations and the pages of one of them,
// which are the same for who signed in and for who holds its link.
func (s *Conversations) Routes(m *web.Mux) {
	m.Handle(web.Member, "GET /conversations", s.listPage)
	for _, door := range []struct {
		access web.Access
		prefix string
	}{{web.Link, "/c/{token}"}, {web.Member, "/conversations/{id}"}} {
		handle := func(method, sub string, h func(http.ResponseWriter, *http.Request, *visit) error) {
			m.Handle(door.access, method+" "+door.prefix+sub, s.visiting(h))
		}
		handle("GET", "", s.page)
		handle("GET", "/call", s.call)
		handle("POST", "/contact", s.contact)

		handle("GET", "/time", s.timePage)
		handle("GET", "/times", s.timesPage)
		handle("POST", "/times", s.propose)
		handle("POST", "/suits", s.suits)
		handle("GET", "/change", s.changePage)
		handle("POST", "/cancel-time", s.cancelTime)

		handle("GET", "/met", s.metPage)
		handle("POST", "/met", s.met)
		handle("GET", "/thanks", s.thanksPage)
		handle("POST", "/again", s.sayAgain)
		handle("GET", "/not-met", s.notMetPage)
		handle("POST", "/not-met", s.notMet)

		handle("GET", "/no-reply", s.noReplyPage)
		handle("POST", "/no-reply", s.noReply)
		handle("GET", "/cannot", s.cannotPage)
		handle("POST", "/cannot", s.cannot)
		handle("POST", "/another", s.another)
		handle("POST", "/not-now", s.notNow)

		handle("GET", "/report", s.reportPage)
		handle("POST", "/report", s.report)
		handle("GET", "/block", s.blockPage)
		handle("POST", "/block", s.block)
	}
}

// visit is somebody looking at one of their conversations.
type visit struct {
	*scene
	c    Conversation
	me   Person
	base string // the path of the conversation's page, as this visitor came
	now  time.Time

	agreed    schedule.Appointment // zero when no time stands
	proposals []schedule.Proposal
	again     wishes
	aside     templ.Component // what another package asks here, or nil
}

// Identify says whose page of which conversation a request is for: by the
// signed link in {token}, or by the id in {id} and who is signed in. Somebody
// else's conversation is not found; the link of somebody who has left is gone.
// base is the path of the page, under which other packages have pages too.
func (s *Conversations) Identify(r *http.Request) (c Conversation, p Person, base string, err error) {
	ctx := r.Context()
	id := r.PathValue("id")
	var memberID string
	if token := r.PathValue("token"); token != "" {
		if id, memberID, err = s.openLink(token); err != nil {
			return c, p, "", err
		}
		base = "/c/" + token
	} else {
		memberID, base = member.Must(ctx).ID, "/conversations/"+id
	}
	if c, err = byID(ctx, s.DB, id); err != nil {
		return c, p, "", err
	}
	p, in := c.Person(memberID)
	if !in {
		return c, p, "", fault.NotFound
	}
	m, err := s.members.ByID(ctx, memberID)
	if err != nil {
		return c, p, "", err
	}
	if m.State != member.Active && m.State != member.Paused {
		return c, p, "", fault.Gone
	}
	return c, p, base, nil
}

func (s *Conversations) visiting(h func(http.ResponseWriter, *http.Request, *visit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, me, base, err := s.Identify(r)
		if err != nil {
			return err
		}
		ctx := r.Context()
		v := &visit{c: c, me: me, base: base, now: s.Now()}
		if v.scene, err = s.scene(ctx, s.DB, c); err != nil {
			return err
		}
		if err := v.look(ctx, s.DB); err != nil {
			return err
		}
		return h(w, web.In(r, v.people[me.MemberID].Language), v)
	}
}

func (v *visit) look(ctx context.Context, tx bun.IDB) (err error) {
	v.agreed, err = v.s.schedule.Appointment(ctx, tx, v.c.ID)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	if v.proposals, err = v.s.schedule.Proposals(ctx, tx, v.c.ID); err != nil {
		return err
	}
	return v.lookAgain(ctx, tx)
}

func (v *visit) stage() stage { return v.c.stage(v.me, v.agreed.StartsAt, v.now) }

// others are the people to talk to; once it is over, everybody who was there.
func (v *visit) others() []Person {
	if list := v.c.Others(v.me.MemberID); len(list) > 0 {
		return list
	}
	var list []Person
	for _, p := range v.c.People {
		if p.MemberID != v.me.MemberID {
			list = append(list, p)
		}
	}
	return list
}

func (v *visit) withNames(ctx context.Context) string { return v.firstsOrName(ctx, v.others()) }

// size chooses between the words for two people and for more.
func (v *visit) size() string { return kind(len(v.others()) == 1, "pair", "group") }

// reaching reports whether the visitor may see how to reach the others.
func (v *visit) reaching() bool { return v.c.Running(v.now) && !v.me.Out() }

// running reports whether the visitor can still arrange to talk here.
func (v *visit) running() bool { return v.reaching() && v.c.State == Open }

// answerable reports whether the visitor may say or change whether they met.
func (v *visit) answerable() bool { return v.c.Answerable(v.now) && !v.me.Out() }
