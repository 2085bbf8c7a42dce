package roster

import (
	"slices"

	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
)

// The columns of a list of members. First and last name may be apart.
const (
	colName         = "name"
	colFirst        = "first"
	colLast         = "last"
	colEmail        = "email"
	colOrganisation = "organisation"
	colJob          = "role"
	colRegion       = "region"
	colPhone        = "phone"
	colCall         = "call"
	colAbout        = "about"
	colTopics       = "topics"
	colBlog         = "blog"

	colRound = "round"
	colA     = "a"
	colB     = "b"
	colMet   = "met"
	colDate  = "date"
)

// memberColumns are the names that people give these columns, folded.
var memberColumns = map[string][]string{
	colName:         {"name", "full name", "your name", "member"},
	colFirst:        {"first name", "firstname", "forename", "given name"},
	colLast:         {"last name", "lastname", "surname", "family name"},
	colEmail:        {"email", "e-mail", "email address", "e-mail address", "mail", "work email"},
	colOrganisation: {"organisation", "organization", "council", "employer", "company", "authority", "local authority"},
	colJob:          {"role", "job", "job title", "title", "position"},
	colRegion:       {"region", "area", "location", "place"},
	colPhone:        {"phone", "telephone", "tel", "mobile", "phone number", "mobile number"},
	colCall:         {"call name", "video call", "video", "skype", "skype id", "teams", "google id"},
	colAbout:        {"about", "about you", "bio", "biography", "description"},
	colTopics:       {"topics", "interests", "topic", "skills"},
	colBlog:         {"blog", "website", "twitter", "linkedin", "url", "web", "social"},
}

// meetingColumns are the same for a list of past meetings.
var meetingColumns = map[string][]string{
	colRound: {"round", "round name", "month"},
	colA:     {"a", "person a", "email a", "first", "person 1", "email 1", "from"},
	colB:     {"b", "person b", "email b", "second", "person 2", "email 2", "to"},
	colMet:   {"met", "did they meet", "result", "outcome"},
	colDate:  {"date", "met on", "when"},
}

// mapping says which column of the file is which of ours.
type mapping struct {
	at      map[string]int // our column → its place
	fields  []answer       // the organiser's own profile fields
	ignored []string       // columns that mean nothing to us
}

// answer is where the answers to a profile field are.
type answer struct {
	field member.Field
	place int
}

func mapColumns(s sheet.Sheet, names map[string][]string, fields []member.Field) mapping {
	m := mapping{at: map[string]int{}}
next:
	for i, title := range s.Columns {
		key := member.Fold(title)
		if key == "" {
			continue
		}
		for ours, accepted := range names {
			if _, taken := m.at[ours]; !taken && slices.Contains(accepted, key) {
				m.at[ours] = i
				continue next
			}
		}
		for _, f := range fields {
			if member.Fold(f.Label) == key {
				m.fields = append(m.fields, answer{f, i})
				continue next
			}
		}
		m.ignored = append(m.ignored, title)
	}
	return m
}

// cell is the row's text in one of our columns, or empty.
func (m mapping) cell(r sheet.Row, column string) string {
	at, ok := m.at[column]
	if !ok {
		return ""
	}
	return r.Cell(at)
}

func (m mapping) has(column string) bool {
	_, ok := m.at[column]
	return ok
}
