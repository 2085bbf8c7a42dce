package roster

import (
	"context"
	"errors"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// bounced is the state by which the list shows whose address refuses mail.
const bounced = "bounced"

// MendAddress gives a member whose address refuses mail the one that an
// organiser learnt in another way: without letters they cannot sign in to do it
// themselves. An address that works is its member's own business.
func (r *Roster) MendAddress(ctx context.Context, id, email string) error {
	return r.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		m, err := r.members.In(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mendable(m); err != nil {
			return err
		}
		if err := r.members.ChangeEmail(ctx, tx, id, email, ""); err != nil {
			return err
		}
		m.Email = email
		if m.PledgedAt.IsZero() { // whoever was imported has not read the first letter either
			return r.welcome(ctx, tx, []member.Member{m}, "/"+r.NewID())
		}
		return r.sendMended(ctx, tx, m)
	})
}

func mendable(m member.Member) error {
	if m.BouncedAt.IsZero() || (m.State != member.Active && m.State != member.Paused) {
		return fault.Because(fault.Conflict, "roster.address.works")
	}
	return nil
}

func (r *Roster) sendMended(ctx context.Context, tx bun.IDB, m member.Member) error {
	n, err := r.Networks.Current(ctx)
	if err != nil {
		return err
	}
	words, err := r.Speak(ctx, m.Language)
	if err != nil {
		return err
	}
	return r.Post.Queue(ctx, tx, mail.Envelope{
		Kind: "roster.mended", Key: "mended/" + r.NewID(), MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language,
	}, mail.Letter{
		Subject: locale.T(words, "roster.mended.subject", "network", n.Name),
		Preview: locale.T(words, "roster.mended.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
			mail.Para(locale.T(words, "roster.mended.what", "network", n.Name)),
			mail.Button(locale.T(words, "roster.mended.button"), r.URL("/sign-in")),
		},
	})
}

func (r *Roster) addressPage(w http.ResponseWriter, req *http.Request) error {
	m, err := r.members.ByID(req.Context(), req.PathValue("id"))
	if err == nil {
		err = mendable(m)
	}
	if err != nil {
		return err
	}
	return web.OK(w, req, addressPage(m, form.With()))
}

func (r *Roster) mendAddress(w http.ResponseWriter, req *http.Request) error {
	m, err := r.members.ByID(req.Context(), req.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := form.Read(req)
	if err != nil {
		return err
	}
	email := f.Email("email", "roster.address.missing")
	if f.OK() {
		err = r.MendAddress(req.Context(), m.ID, email)
		if key, _, said := fault.Sentence(err); said && errors.Is(err, fault.Conflict) && key == "member.email_taken" {
			f.Fail("email", key)
			err = nil
		}
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		return web.Unprocessable(w, req, addressPage(m, f))
	}
	return web.Redirect(w, req, "/organise/members/"+m.ID, "done.roster.mended")
}

// ForOrganisers says on the dashboard that nobody is here yet but who looks at
// it, and that mail to members comes back.
func (r *Roster) ForOrganisers(ctx context.Context) ([]member.Task, error) {
	counts, err := r.members.Counts(ctx)
	if err != nil {
		return nil, err
	}
	people := 0
	for _, n := range counts {
		people += n
	}
	if people <= 1 {
		return []member.Task{{Text: locale.T(ctx, "roster.task.empty"), Href: "/organise/import"}}, nil
	}
	n, err := r.members.Unreachable(ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	return []member.Task{{Text: locale.T(ctx, "roster.task.bounced", "count", n), Href: "/organise/members?state=" + bounced}}, nil
}
