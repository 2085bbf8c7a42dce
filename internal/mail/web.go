package mail

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

const pageSize = 50

// Routes are the organisers' record of mail, and the outbox of the demo.
func (p *Post) Routes(m *web.Mux) {
	m.Handle(web.Organiser, "GET /organise/mail", p.recordsPage)
	m.Handle(web.Organiser, "POST /organise/mail/{id}/resend", p.resend)
	if p.c.Demo {
		m.Handle(web.Public, "GET /outbox", p.outboxPage)
		m.Handle(web.Public, "GET /outbox/{id}", p.letterPage)
		m.Handle(web.Public, "GET /outbox/{id}/letter.html", p.letterAsSent)
		m.Handle(web.Public, "GET /outbox/{id}/invite.ics", p.invite)
	}
}

func (p *Post) recordsPage(w http.ResponseWriter, r *http.Request) error {
	counts, err := p.Counts(r.Context())
	if err != nil {
		return err
	}
	after := r.URL.Query().Get("after")
	list, more, err := p.Troubled(r.Context(), after, pageSize)
	if err != nil {
		return err
	}
	var pages govuk.PaginationProps
	if after != "" {
		pages.Previous = govuk.PageLink{Href: "/organise/mail", Text: locale.T(r.Context(), "mail.records.newest")}
	}
	if more {
		pages.Next.Href = "/organise/mail?after=" + url.QueryEscape(list[len(list)-1].ID)
	}
	return web.OK(w, r, recordsTempl(counts, p.now(), list, pages))
}

func (p *Post) resend(w http.ResponseWriter, r *http.Request) error {
	err := p.db.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		return p.Resend(ctx, tx, r.PathValue("id"))
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/mail", "done.mail.resent")
}

func (p *Post) outboxPage(w http.ResponseWriter, r *http.Request) error {
	person := r.URL.Query().Get("person")
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page = min(max(page, 1), 100_000)
	list, more, err := p.Outbox(r.Context(), person, page-1, pageSize)
	if err != nil {
		return err
	}
	people, err := p.People(r.Context())
	if err != nil {
		return err
	}
	address := func(page int) string {
		return "/outbox?" + url.Values{"person": {person}, "page": {strconv.Itoa(page)}}.Encode()
	}
	var pages govuk.PaginationProps
	if page > 1 {
		pages.Previous.Href = address(page - 1)
	}
	if more {
		pages.Next.Href = address(page + 1)
	}
	return web.OK(w, r, outboxTempl(person, people, list, pages))
}

func (p *Post) letterPage(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Kept(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	from, address := p.Sender(r.Context())
	if address != "" {
		from += " <" + address + ">"
	}
	plain := plainText(c.Letter, p.frame(r.Context(), c.To.Lang))
	return web.OK(w, r, letterTempl(c, from, plain, p.here))
}

// letterAsSent is the letter as mail programs get it. Its styles are inline, as
// they want them, which no other page of ours may have.
func (p *Post) letterAsSent(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Kept(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	return web.OK(w, r, page(c.Letter, p.frame(r.Context(), c.To.Lang)))
}

func (p *Post) invite(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Kept(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if c.Letter.Calendar == nil {
		return fault.NotFound
	}
	web.Attachment(w, "text/calendar; charset=utf-8", "invite.ics")
	_, err = w.Write([]byte(c.Letter.Calendar.ICS))
	return err
}

// here makes a link of a letter one within this site, by whatever name it is
// visited; others stay as they are.
func (p *Post) here(href string) string {
	if rest, ok := strings.CutPrefix(href, strings.TrimSuffix(p.c.BaseURL, "/")); ok && strings.HasPrefix(rest, "/") {
		return web.LocalPath(rest)
	}
	return href
}

// whatKind is what a kind of letter is called: the feature that writes it has
// a message "<kind>.kind", or else the kind itself is shown.
func whatKind(ctx context.Context, kind string) string {
	if key := kind + ".kind"; locale.Has(ctx, key) {
		return locale.T(ctx, key)
	}
	return kind
}

// whatReason is a reason of ours in words, or what the server said.
func whatReason(ctx context.Context, reason string) string {
	if strings.HasPrefix(reason, "mail.reason.") {
		return locale.T(ctx, reason)
	}
	return reason
}

// titled is a letter's subject, which somebody may have left empty.
func titled(ctx context.Context, l Letter) string {
	if subject := oneLine(l.Subject, maxSubject); subject != "" {
		return subject
	}
	return locale.T(ctx, "mail.outbox.letter")
}
