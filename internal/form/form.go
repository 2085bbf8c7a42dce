// Package form reads what a person typed, keeps it, and collects what is wrong
// with it as values: errors are shown beside the field and in a summary.
package form

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// Form is a submitted form, or the values to begin one with.
type Form struct {
	values url.Values
	errs   []fieldError
}

type fieldError struct {
	field, key string
	args       []any
}

// Read parses the request's form. Its error is a body that is too large or
// that is no form.
func Read(r *http.Request) (*Form, error) {
	parse := r.ParseForm
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		parse = func() error { return r.ParseMultipartForm(1 << 20) }
	}
	var large *http.MaxBytesError
	switch err := parse(); {
	case errors.As(err, &large):
		return nil, err
	case err != nil: // no browser sends such a thing
		return nil, fault.Because(fault.Invalid, "form.unreadable")
	}
	for _, texts := range r.PostForm {
		for i, text := range texts {
			texts[i] = sound(text)
		}
	}
	return &Form{values: r.PostForm}, nil
}

// sound is text without what nobody can type and no database takes: zero bytes
// and broken characters.
func sound(text string) string {
	if utf8.ValidString(text) && !strings.Contains(text, "\x00") {
		return text
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

// Query is the form of a GET request: search, filters, sorting.
func Query(r *http.Request) *Form { return &Form{values: r.URL.Query()} }

// With is a form that begins with values; names and values in turn.
func With(pairs ...string) *Form {
	f := &Form{values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.values.Add(pairs[i], pairs[i+1])
	}
	return f
}

// Value is what was typed, for showing it again.
func (f *Form) Value(name string) string { return f.values.Get(name) }

// Values are all values of a field, for checkboxes.
func (f *Form) Values(name string) []string { return f.values[name] }

// Has reports whether the field holds the value: a ticked box.
func (f *Form) Has(name, value string) bool {
	for _, v := range f.values[name] {
		if v == value {
			return true
		}
	}
	return false
}

// Set replaces a field's value.
func (f *Form) Set(name, value string) { f.values.Set(name, value) }

// Fail records that a field is wrong: a message key and its arguments.
func (f *Form) Fail(name, key string, args ...any) {
	f.errs = append(f.errs, fieldError{name, key, args})
}

// OK reports whether nothing is wrong.
func (f *Form) OK() bool { return len(f.errs) == 0 }

// Error is the first thing wrong with a field, or empty.
func (f *Form) Error(ctx context.Context, name string) string {
	for _, e := range f.errs {
		if e.field == name {
			return locale.T(ctx, e.key, e.args...)
		}
	}
	return ""
}

// Problems are the lines of the error summary, one a field, in the order the
// fields were read.
func (f *Form) Problems(ctx context.Context) []govuk.FieldError {
	var list []govuk.FieldError
	seen := map[string]bool{}
	for _, e := range f.errs {
		if !seen[e.field] {
			seen[e.field] = true
			list = append(list, govuk.FieldError{Field: e.field, Text: locale.T(ctx, e.key, e.args...)})
		}
	}
	return list
}

// Rule checks a text; it returns the message key of what is wrong, or empty.
type Rule func(text string) (key string, args []any)

// Required refuses an empty field with the message key, and one in which
// there is nothing to be seen: a name of joiners alone is none.
func Required(key string) Rule {
	return func(text string) (string, []any) {
		if !strings.ContainsFunc(text, isSeen) {
			return key, nil
		}
		return "", nil
	}
}

// Max refuses more than n characters.
func Max(n int) Rule {
	return func(text string) (string, []any) {
		if c := utf8.RuneCountInString(text); c > n {
			return "form.too_long", []any{"max", n, "count", c - n}
		}
		return "", nil
	}
}

// Line reads one line of text: trimmed, in normal form C, without control
// characters and without characters that change the reading direction.
func (f *Form) Line(name string, rules ...Rule) string {
	text := CleanLine(f.values.Get(name))
	return f.check(name, text, rules)
}

// Text reads several lines.
func (f *Form) Text(name string, rules ...Rule) string {
	text := CleanText(f.values.Get(name))
	return f.check(name, text, rules)
}

func (f *Form) check(name, text string, rules []Rule) string {
	for _, rule := range rules {
		if key, args := rule(text); key != "" {
			f.Fail(name, key, args...)
			break
		}
	}
	return text
}

// Int reads a whole number between min and max.
func (f *Form) Int(name string, low, high int) int {
	n, err := strconv.Atoi(f.Line(name))
	if err != nil || n < low || n > high {
		f.Fail(name, "form.number", "low", low, "high", high)
	}
	return n
}

// Choice reads one of the allowed values.
func (f *Form) Choice(name, missing string, allowed ...string) string {
	v := f.values.Get(name)
	for _, a := range allowed {
		if v == a {
			return v
		}
	}
	f.Fail(name, missing)
	return ""
}

// Ticked reads a checkbox whose value is "yes".
func (f *Form) Ticked(name string) bool { return f.Has(name, "yes") }

func (f *Form) failed(name string) bool {
	for _, e := range f.errs {
		if e.field == name {
			return true
		}
	}
	return false
}
