package member

import (
	"regexp"
	"strings"
	"unicode"

	"cuppa.example/internal/form"
)

// How long what people say of themselves may be, in characters.
const (
	MaxName  = 100
	MaxWork  = 150
	MaxAbout = 300
	MaxBlog  = form.MaxURL
	MaxPhone = 40
	MaxCall  = 200
	MaxValue = 200
)

// ReadName reads the field "name" into d.
func (d *Details) ReadName(f *form.Form) {
	d.Name = f.Line("name", hasLetters("member.name.missing"), noAddress, form.Max(MaxName))
}

var addressPattern = regexp.MustCompile(`(?i)://|\bwww\.|@|[a-z0-9-]\.(com|net|org|info|biz|io|co|uk|ru|cn|xyz|top|site|online|link|click|shop|app|dev|eu)\b`)

// noAddress refuses a name that leads somewhere: names stand in letters to
// other people, as subjects and in greetings, where they pass for ours.
func noAddress(text string) (string, []any) {
	if addressPattern.MatchString(text) {
		return "member.name.address", nil
	}
	return "", nil
}

// ReadWork reads where somebody works and as what.
func (d *Details) ReadWork(f *form.Form) {
	d.Organisation = f.Line("organisation", form.Max(MaxWork))
	d.Job = f.Line("job", form.Max(MaxWork))
	d.Region = f.Line("region", form.Max(MaxName))
}

// ReadThoughts reads what somebody thinks about and where they write.
func (d *Details) ReadThoughts(f *form.Form) {
	d.About = f.Line("about", form.Max(MaxAbout))
	d.Topics = SplitTopics(f.Text("topics", form.Max(600)))
	d.Blog = f.URL("blog")
}

// ReadContact reads how matched people reach somebody.
func (d *Details) ReadContact(f *form.Form) {
	d.Phone = f.Line("phone", form.Max(MaxPhone), phoneNumber)
	d.CallName = f.Line("call_name", form.Max(MaxCall))
}

// ReadFields reads the answers to the organiser's own fields. An empty answer
// takes an earlier one away.
func (d *Details) ReadFields(f *form.Form, fields []Field) {
	d.Fields = make(map[string]string, len(fields))
	for _, field := range fields {
		name := field.InputName()
		value := f.Line(name, form.Max(MaxValue))
		if !field.Takes(value) {
			f.Fail(name, "member.field.choose")
		}
		d.Fields[field.ID] = value
	}
}

// Form is a form that begins with what is known already.
func (d Details) Form() *form.Form {
	f := form.With("name", d.Name, "organisation", d.Organisation, "job", d.Job, "region", d.Region,
		"about", d.About, "topics", strings.Join(d.Topics, ", "), "blog", d.Blog,
		"phone", d.Phone, "call_name", d.CallName)
	for id, value := range d.Fields {
		f.Set(Field{ID: id}.InputName(), value)
	}
	return f
}

// Takes reports whether a value may be the answer: any text, or one of the
// choices. No answer always may be.
func (f Field) Takes(value string) bool {
	return value == "" || len(f.Choices) == 0 || contains(f.Choices, value)
}

// InputName is the name of the field's input.
func (f Field) InputName() string { return "field-" + f.ID }

// hasLetters refuses what is empty or only looks so.
func hasLetters(key string) form.Rule {
	return func(text string) (string, []any) {
		if Readable(text) {
			return "", nil
		}
		return key, nil
	}
}

// Readable reports whether a name can be read: not one of invisible characters
// and signs only.
func Readable(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

var phonePattern = regexp.MustCompile(`^\+?[0-9()\-./ ]*( ?(x|ext\.?) ?[0-9]{1,6})?$`)

// phoneNumber takes any way of writing a number with six digits or more.
func phoneNumber(text string) (string, []any) {
	digits := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if text != "" && (digits < 6 || digits > 20 || !phonePattern.MatchString(strings.ToLower(text))) {
		return "member.phone.wrong", nil
	}
	return "", nil
}

func contains(list []string, text string) bool {
	for _, t := range list {
		if t == text {
			return true
		}
	}
	return false
}
