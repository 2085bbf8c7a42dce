package form

import (
	"net/mail"
	"net/url"
	"strings"
)

// Email reads an address and gives it in lower case. Display names are refused.
func (f *Form) Email(name, missing string) string {
	text := f.Line(name, Required(missing), Max(254))
	if text == "" || f.failed(name) {
		return text
	}
	address, ok := CleanEmail(text)
	if !ok {
		f.Fail(name, "form.email")
	}
	return address
}

// CleanEmail is the address in lower case, if it is one that mail can go to.
func CleanEmail(text string) (string, bool) {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || a.Name != "" {
		return text, false
	}
	_, domain, _ := strings.Cut(text, "@")
	if !strings.Contains(domain, ".") || strings.ContainsAny(text, "\"\\ ()<>,;:[]") {
		return text, false
	}
	return strings.ToLower(text), true
}

// Mailbox is the address without what may be put after a plus: letters to
// either arrive in the same place. It is for counting only.
func Mailbox(email string) string {
	local, domain, _ := strings.Cut(email, "@")
	local, _, _ = strings.Cut(local, "+")
	return local + "@" + domain
}

// MaxURL is how long a web address may be, in characters.
const MaxURL = 500

// URL reads an optional web address; a missing https:// is added.
func (f *Form) URL(name string) string {
	text := f.Line(name, Max(MaxURL))
	if text == "" || f.failed(name) {
		return text
	}
	clean, ok := CleanURL(text)
	if !ok {
		f.Fail(name, "form.url")
		return text
	}
	return clean
}

// CleanURL is an absolute http or https address.
func CleanURL(text string) (string, bool) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || !strings.Contains(u.Hostname(), ".") || u.User != nil {
		return text, false
	}
	return u.String(), true
}
