package mail

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"mime/quotedprintable"
	"strings"
	"time"

	"cuppa.example/internal/locale"
)

// A header is read in one line; what is longer is of no use to anybody.
const (
	maxSubject = 200
	maxPreview = 200
	maxName    = 100
)

// Boundaries of the parts. "=_" occurs in no quoted-printable and in no base64
// text, so no letter can contain them.
const (
	outer = "=_cuppa_mixed"
	inner = "=_cuppa_alternative"
)

// frame gathers what surrounds letters in a language.
func (p *Post) frame(ctx context.Context, lang string) frame {
	if lang == "" && p.c.Language != nil {
		lang = p.c.Language(ctx)
	}
	ctx = p.cat.In(ctx, lang, time.UTC)
	f := frame{lang: locale.Lang(ctx), base: p.c.BaseURL, network: "Cuppa"}
	if p.c.Network != nil {
		f.network = p.c.Network(ctx)
	}
	if p.c.Contact != nil {
		f.contact = p.c.Contact(ctx)
	}
	f.footer = locale.T(ctx, "mail.footer", "network", f.network)
	return f
}

// message writes the letter of a row as RFC 5322 wants it, into b.
func (p *Post) message(ctx context.Context, b *bytes.Buffer, r row, s sealed, f frame) error {
	p.header(b, r, s, f)
	if s.Letter.Calendar == nil {
		return alternative(ctx, b, s.Letter, f)
	}
	b.WriteString("Content-Type: multipart/mixed; boundary=\"" + outer + "\"\r\n\r\n--" + outer + "\r\n")
	if err := alternative(ctx, b, s.Letter, f); err != nil {
		return err
	}
	b.WriteString("\r\n--" + outer + "\r\nContent-Type: application/ics; name=\"invite.ics\"\r\n" +
		"Content-Disposition: attachment; filename=\"invite.ics\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	inBase64(b, s.Letter.Calendar.ICS)
	b.WriteString("--" + outer + "--\r\n")
	return nil
}

func (p *Post) header(b *bytes.Buffer, r row, s sealed, f frame) {
	line := func(name, value string) {
		b.WriteString(name)
		b.WriteString(": ")
		b.WriteString(value)
		b.WriteString("\r\n")
	}
	from := cmp.Or(p.c.FromName, f.network)
	line("Date", r.WrittenAt.UTC().Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	line("Message-ID", "<"+s.MessageID+">")
	line("From", phrase(oneLine(from, maxName))+"<"+p.c.FromAddress+">")
	line("To", phrase(oneLine(s.Name, maxName))+"<"+overSMTP(s.Email)+">")
	if to := cmp.Or(replyTo(s.Letter.ReplyTo), replyTo(f.contact)); to != "" {
		line("Reply-To", to)
	}
	line("Subject", encoded(oneLine(s.Letter.Subject, maxSubject)))
	line("List-Id", phrase(oneLine(f.network, maxName))+"<"+p.listID+">")
	if isThread(s.Letter.Thread) {
		line("References", "<"+s.Letter.Thread+"@"+p.listID+">")
		line("In-Reply-To", "<"+s.Letter.Thread+"@"+p.listID+">")
	}
	if isWebAddress(s.Letter.OneClick) {
		line("List-Unsubscribe", "<"+s.Letter.OneClick+">")
		line("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	line("Auto-Submitted", "auto-generated")
	line("Content-Language", f.lang)
	line("MIME-Version", "1.0")
}

// replyTo is one address, or several separated by commas, folded so that no
// line is too long. One that is no address is left out.
func replyTo(addresses string) string {
	var list []string
	for address := range strings.SplitSeq(addresses, ",") {
		if address = strings.TrimSpace(address); isAddress(address) && isPlain(address) {
			list = append(list, "<"+address+">")
		}
	}
	return strings.Join(list, ",\r\n ")
}

// alternative writes the letter as text, as HTML and as an invitation, the
// plainest first, with the header of the whole.
func alternative(ctx context.Context, b *bytes.Buffer, l Letter, f frame) error {
	b.WriteString("Content-Type: multipart/alternative; boundary=\"" + inner + "\"\r\n")
	part := func(contentType string) {
		b.WriteString("\r\n--" + inner + "\r\nContent-Type: " + contentType + "; charset=utf-8\r\n" +
			"Content-Transfer-Encoding: quoted-printable\r\n\r\n")
	}
	part("text/plain")
	w := quotedprintable.NewWriter(b)
	_, _ = w.Write([]byte(plainText(l, f)))
	_ = w.Close() // into memory: neither fails
	part("text/html")
	w = quotedprintable.NewWriter(b)
	if err := page(l, f).Render(ctx, w); err != nil {
		return err
	}
	_ = w.Close()
	if l.Calendar != nil {
		part("text/calendar; method=" + method(l.Calendar.Method))
		w = quotedprintable.NewWriter(b)
		_, _ = w.Write([]byte(l.Calendar.ICS))
		_ = w.Close()
	}
	b.WriteString("\r\n--" + inner + "--\r\n")
	return nil
}

// method is a parameter of Content-Type, so nothing else may get there.
func method(m string) string {
	switch m = strings.ToUpper(m); m {
	case "REQUEST", "CANCEL", "REPLY":
		return m
	}
	return "PUBLISH"
}

func inBase64(b *bytes.Buffer, text string) {
	code := base64.StdEncoding.EncodeToString([]byte(text))
	for len(code) > 0 {
		n := min(76, len(code))
		b.WriteString(code[:n])
		b.WriteString("\r\n")
		code = code[n:]
	}
}
