// Package browser visits pages the way a person's browser without JavaScript
// does: it keeps cookies, follows links and redirects, fills in and submits
// forms. The tests and the simulator drive the real program with it.
package browser

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Browser is one person's browser.
type Browser struct {
	handler http.Handler
	base    *url.URL
	jar     http.CookieJar
}

// New opens a browser without cookies. base is the address that the site
// believes it has, for example http://cuppa.test.
func New(h http.Handler, base string) *Browser {
	u, err := url.Parse(base)
	if err != nil {
		panic(err)
	}
	jar, _ := cookiejar.New(nil)
	return &Browser{handler: h, base: u, jar: jar}
}

// Cookies are what the browser sends with every request.
func (b *Browser) Cookies() []*http.Cookie { return b.jar.Cookies(b.base) }

// Page is what the browser shows.
type Page struct {
	*goquery.Document
	Status  int
	URL     *url.URL
	Header  http.Header
	Body    []byte
	browser *Browser
}

// Get opens an address: a path, or a full address of this site.
func (b *Browser) Get(address string) (*Page, error) {
	return b.Do(http.MethodGet, address, nil, "")
}

// Post submits values to an address without a form.
func (b *Browser) Post(address string, values url.Values) (*Page, error) {
	return b.Do(http.MethodPost, address, strings.NewReader(values.Encode()), "application/x-www-form-urlencoded")
}

// Do sends a request and follows its redirects.
func (b *Browser) Do(method, address string, body io.Reader, contentType string) (*Page, error) {
	for range 10 {
		u, err := b.base.Parse(address)
		if err != nil {
			return nil, fmt.Errorf("address %q: %w", address, err)
		}
		if u.Host != b.base.Host {
			return nil, fmt.Errorf("%s leads to another site", u)
		}
		asked := *u
		asked.Fragment, asked.RawFragment = "", "" // where on the page is the browser's own business
		r := httptest.NewRequest(method, asked.String(), body)
		r.RemoteAddr = "192.0.2.1:40000"
		if contentType != "" {
			r.Header.Set("Content-Type", contentType)
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		}
		for _, c := range b.jar.Cookies(u) {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, r)
		b.jar.SetCookies(u, w.Result().Cookies())
		to := w.Header().Get("Location")
		if w.Code < 300 || w.Code > 399 || to == "" {
			return b.page(w, u)
		}
		if next, err := u.Parse(to); err == nil {
			to = next.String()
		}
		method, address, body, contentType = http.MethodGet, to, nil, ""
	}
	return nil, fmt.Errorf("%s redirects without end", address)
}

func (b *Browser) page(w *httptest.ResponseRecorder, u *url.URL) (*Page, error) {
	p := &Page{Status: w.Code, URL: u, Header: w.Header(), Body: w.Body.Bytes(), browser: b}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(p.Body))
	p.Document = doc
	return p, err
}

// Heading is the page's h1.
func (p *Page) Heading() string { return text(p.Find("h1").First()) }

// Text is everything the main part of the page says.
func (p *Page) Text() string { return text(p.Find("main")) }

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// Follow opens the link with this text.
func (p *Page) Follow(link string) (*Page, error) {
	href, found := "", false
	p.Find("a[href]").EachWithBreak(func(_ int, a *goquery.Selection) bool {
		if strings.Contains(text(a), link) {
			href, found = a.AttrOr("href", ""), true
		}
		return !found
	})
	if !found {
		return nil, fmt.Errorf("%s has no link %q", p.URL.Path, link)
	}
	return p.browser.Do(http.MethodGet, p.resolve(href), nil, "")
}

func (p *Page) resolve(href string) string {
	if u, err := p.URL.Parse(href); err == nil {
		return u.String()
	}
	return href
}

// Fill is what a person types, by field name; a value is replaced, and a
// checkbox or radio with that value is chosen. Several values make several ticks.
type Fill map[string][]string

// With is a Fill of names and values in turn.
func With(pairs ...string) Fill {
	f := Fill{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f[pairs[i]] = append(f[pairs[i]], pairs[i+1])
	}
	return f
}

// Press presses the button with this text, with the form around it filled in
// as it stands on the page and then by fill. Naming a field that the form does
// not have is an error, as a person could not do it either.
func (p *Page) Press(button string, fill Fill) (*Page, error) {
	pressed, form := p.button(button)
	if form == nil {
		return nil, fmt.Errorf("%s has no button %q", p.URL.Path, button)
	}
	values := url.Values{}
	names := map[string]bool{}
	form.Find("input[name], select[name], textarea[name]").Each(func(_ int, in *goquery.Selection) {
		name := in.AttrOr("name", "")
		names[name] = true
		if value, sends := current(in); sends {
			values.Add(name, value)
		}
	})
	for name, v := range fill {
		if !names[name] {
			return nil, fmt.Errorf("%s: the form of %q has no field %q", p.URL.Path, button, name)
		}
		values[name] = v
	}
	if name := pressed.AttrOr("name", ""); name != "" {
		values.Set(name, pressed.AttrOr("value", ""))
	}
	return p.submit(form, values, nil)
}

// Upload is Press for a form with a file.
func (p *Page) Upload(button, field, fileName string, content []byte, fill Fill) (*Page, error) {
	_, form := p.button(button)
	if form == nil {
		return nil, fmt.Errorf("%s has no button %q", p.URL.Path, button)
	}
	values := url.Values{}
	form.Find("input[type=hidden][name]").Each(func(_ int, in *goquery.Selection) {
		values.Add(in.AttrOr("name", ""), in.AttrOr("value", ""))
	})
	for name, v := range fill {
		values[name] = v
	}
	return p.submit(form, values, &file{field, fileName, content})
}

type file struct {
	field, name string
	content     []byte
}

func (p *Page) submit(form *goquery.Selection, values url.Values, f *file) (*Page, error) {
	action := p.resolve(form.AttrOr("action", p.URL.String()))
	if strings.EqualFold(form.AttrOr("method", "get"), "get") {
		before, _, _ := strings.Cut(action, "?")
		return p.browser.Do(http.MethodGet, before+"?"+values.Encode(), nil, "")
	}
	if f == nil && form.AttrOr("enctype", "") != "multipart/form-data" {
		return p.browser.Post(action, values)
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, vs := range values {
		for _, v := range vs {
			_ = m.WriteField(name, v)
		}
	}
	if f != nil {
		part, _ := m.CreateFormFile(f.field, f.name)
		_, _ = part.Write(f.content)
	}
	_ = m.Close()
	return p.browser.Do(http.MethodPost, action, &body, m.FormDataContentType())
}

// HasButton reports whether a button with this text is there to be pressed.
func (p *Page) HasButton(label string) bool { return p.Button(label) != nil }

// Button is the form around the button with this text, or nil.
func (p *Page) Button(label string) *goquery.Selection {
	_, form := p.button(label)
	return form
}

func (p *Page) button(label string) (pressed, form *goquery.Selection) {
	p.Find("button").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if strings.Contains(text(s), label) {
			if f := s.Closest("form"); f.Length() > 0 {
				pressed, form = s, f
			}
		}
		return form == nil
	})
	return pressed, form
}

// current is the value that a field sends as it stands.
func current(in *goquery.Selection) (string, bool) {
	switch goquery.NodeName(in) {
	case "textarea":
		return in.Text(), true
	case "select":
		chosen := in.Find("option[selected]").First()
		if chosen.Length() == 0 {
			chosen = in.Find("option").First()
		}
		return chosen.AttrOr("value", chosen.Text()), chosen.Length() > 0
	}
	switch in.AttrOr("type", "text") {
	case "checkbox", "radio":
		_, checked := in.Attr("checked")
		return in.AttrOr("value", "on"), checked
	case "submit", "button", "file", "image":
		return "", false
	}
	return in.AttrOr("value", ""), true
}
