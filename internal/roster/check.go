package roster

import (
	"strings"
	"time"
	"unicode/utf8"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
)

// problem is what is wrong with one row.
type problem struct {
	Row  int
	What locale.Phrase
}

func say(key string, args ...any) locale.Phrase { return locale.Phrase{Key: key, Args: args} }

// person is a row of a list of members that can be imported.
type person struct {
	Row     int
	Email   string
	Details member.Details
}

// checkPeople reads every row; a row with a problem is left out of the people.
func checkPeople(s sheet.Sheet, fields []member.Field) (people []person, problems []problem, ignored []string, err error) {
	m := mapColumns(s, memberColumns, fields)
	if !m.has(colEmail) {
		return nil, nil, nil, fault.Because(fault.Invalid, "roster.no_email_column", "columns", strings.Join(s.Columns, ", "))
	}
	if !m.has(colName) && !m.has(colFirst) {
		return nil, nil, nil, fault.Because(fault.Invalid, "roster.no_name_column", "columns", strings.Join(s.Columns, ", "))
	}
	seen := map[string]int{}
	for _, r := range s.Rows {
		p, wrong := m.person(r)
		if first, twice := seen[p.Email]; twice && wrong == nil {
			w := say("roster.problem.twice", "email", p.Email, "row", first)
			wrong = &w
		}
		if wrong != nil {
			problems = append(problems, problem{r.Number, *wrong})
			continue
		}
		seen[p.Email] = r.Number
		people = append(people, p)
	}
	return people, problems, m.ignored, nil
}

func (m mapping) person(r sheet.Row) (person, *locale.Phrase) {
	text := func(column string) string { return form.CleanLine(m.cell(r, column)) }
	fail := func(key string, args ...any) (person, *locale.Phrase) {
		w := say(key, args...)
		return person{}, &w
	}
	p := person{Row: r.Number}
	email, ok := form.CleanEmail(text(colEmail))
	switch {
	case text(colEmail) == "":
		return fail("roster.problem.no_email")
	case !ok:
		return fail("roster.problem.email", "email", email)
	}
	p.Email = email
	p.Details = member.Details{
		Name: text(colName), Organisation: text(colOrganisation), Job: text(colJob), Region: text(colRegion),
		Phone: text(colPhone), CallName: text(colCall), About: text(colAbout), Topics: member.SplitTopics(m.cell(r, colTopics)),
		Fields: map[string]string{},
	}
	if p.Details.Name == "" {
		p.Details.Name = strings.TrimSpace(text(colFirst) + " " + text(colLast))
	}
	if !member.Readable(p.Details.Name) {
		return fail("roster.problem.no_name")
	}
	if column, most := p.tooLong(text(colBlog)); column != "" {
		return fail("roster.problem.long", "column", column, "max", most)
	}
	if blog := text(colBlog); blog != "" {
		if p.Details.Blog, ok = form.CleanURL(blog); !ok {
			return fail("roster.problem.blog", "text", blog)
		}
	}
	for _, a := range m.fields {
		value := form.CleanLine(r.Cell(a.place))
		switch {
		case utf8.RuneCountInString(value) > member.MaxValue:
			return fail("roster.problem.long", "column", a.field.Label, "max", member.MaxValue)
		case !a.field.Takes(value):
			return fail("roster.problem.choice", "text", value, "column", a.field.Label)
		}
		p.Details.Fields[a.field.ID] = value
	}
	return p, nil
}

// tooLong names the first column with more than the form of a profile takes.
func (p person) tooLong(blog string) (column string, most int) {
	d := p.Details
	for _, c := range []struct {
		column, value string
		most          int
	}{
		{colName, d.Name, member.MaxName},
		{colOrganisation, d.Organisation, member.MaxWork},
		{colJob, d.Job, member.MaxWork},
		{colRegion, d.Region, member.MaxName},
		{colPhone, d.Phone, member.MaxPhone},
		{colCall, d.CallName, member.MaxCall},
		{colAbout, d.About, member.MaxAbout},
		{colBlog, blog, member.MaxBlog},
	} {
		if utf8.RuneCountInString(c.value) > c.most {
			return c.column, c.most
		}
	}
	return "", 0
}

// meeting is a row of a list of past meetings that can be imported.
type meeting struct {
	Row   int
	Round string
	A, B  string // addresses or names as written
	At    time.Time
	State conversation.State
}

// checkMeetings reads every row. Whether the people are known is checked later.
func checkMeetings(s sheet.Sheet, zone *time.Location, today time.Time) (meetings []meeting, problems []problem, ignored []string, err error) {
	m := mapColumns(s, meetingColumns, nil)
	if !m.has(colA) || !m.has(colB) || !m.has(colRound) {
		return nil, nil, nil, fault.Because(fault.Invalid, "roster.no_pair_columns", "columns", strings.Join(s.Columns, ", "))
	}
	for _, r := range s.Rows {
		got, wrong := m.meeting(r, zone, today)
		if wrong != nil {
			problems = append(problems, problem{r.Number, *wrong})
			continue
		}
		meetings = append(meetings, got)
	}
	return meetings, problems, m.ignored, nil
}

func (m mapping) meeting(r sheet.Row, zone *time.Location, today time.Time) (meeting, *locale.Phrase) {
	text := func(column string) string { return form.CleanLine(m.cell(r, column)) }
	got := meeting{Row: r.Number, Round: text(colRound), A: strings.ToLower(text(colA)), B: strings.ToLower(text(colB)), At: today}
	fail := func(key string, args ...any) (meeting, *locale.Phrase) {
		w := say(key, args...)
		return got, &w
	}
	switch {
	case got.Round == "":
		return fail("roster.problem.no_round")
	case utf8.RuneCountInString(got.Round) > member.MaxWork:
		return fail("roster.problem.long", "column", colRound, "max", member.MaxWork)
	case got.A == "" || got.B == "":
		return fail("roster.problem.no_pair")
	case got.A == got.B:
		return fail("roster.problem.self")
	}
	for _, written := range []string{text(colDate), got.Round} {
		day, ok := date(written, zone)
		if ok && day.After(today) {
			return fail("roster.problem.future", "text", written)
		}
		if ok {
			got.At = earlier(day.Add(12*time.Hour), today) // midday, so that no zone makes it another day
			break
		}
		if written != "" && written == text(colDate) {
			return fail("roster.problem.date", "text", written)
		}
	}
	state, known := metWords[member.Fold(text(colMet))]
	if !known {
		return fail("roster.problem.met", "text", text(colMet))
	}
	got.State = state
	return got, nil
}

// metWords are what people write about whether two met. Nothing written counts
// as met: a list of past pairs is there so that they do not meet again.
var metWords = map[string]conversation.State{
	"": conversation.Met, "yes": conversation.Met, "y": conversation.Met, "met": conversation.Met, "true": conversation.Met, "1": conversation.Met,
	"no": conversation.NotMet, "n": conversation.NotMet, "not met": conversation.NotMet, "false": conversation.NotMet, "0": conversation.NotMet,
	"unknown": conversation.Unconfirmed, "?": conversation.Unconfirmed, "unconfirmed": conversation.Unconfirmed, "don't know": conversation.Unconfirmed,
}

// dateForms are how people write days and months.
var dateForms = []string{
	"2006-01-02", "02/01/2006", "2/1/2006", "2 January 2006", "2 Jan 2006", "02.01.2006", "2006-01", "January 2006", "Jan 2006", "01/2006",
}

// date reads a day, or a month as its first day.
func date(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range dateForms {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil && t.Year() > 1990 {
			return t, true
		}
	}
	return time.Time{}, false
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
