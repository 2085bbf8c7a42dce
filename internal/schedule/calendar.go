package schedule

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cuppa.example/internal/form"
	"cuppa.example/internal/mail"
)

// Person is a name and an address in a calendar.
type Person struct{ Name, Email string }

// Event is what a calendar is told. Its texts may be anything that people typed.
type Event struct {
	UID      string // the same for all changes of one appointment
	Sequence int64  // rises with every change
	Stamp    time.Time
	Start    time.Time
	End      time.Time

	Summary     string
	Description string
	Location    string
	URL         string
	Organizer   Person // the network: its address must be the letter's sender
	// Attendee is who gets this letter, and nobody else: an invitation never
	// tells one person the address of another.
	Attendee Person
}

// Event is what a calendar must know of the appointment; its texts and people
// are the caller's.
func (a Appointment) Event() Event {
	return Event{UID: a.UID, Sequence: a.Sequence, Stamp: a.ChangedAt, Start: a.StartsAt, End: a.EndsAt()}
}

// Invitation is an event for a calendar, in the form of RFC 5545: a new one,
// or a change when the sequence has risen.
func Invitation(e Event) string { return calendar(e, "REQUEST", "CONFIRMED") }

// Cancellation takes an event out of the calendar.
func Cancellation(e Event) string { return calendar(e, "CANCEL", "CANCELLED") }

// Invite is the part of a letter that offers the event to mail programs.
func Invite(e Event) *mail.Calendar { return &mail.Calendar{Method: "REQUEST", ICS: Invitation(e)} }

// Revoke is the part of a letter that takes the event back.
func Revoke(e Event) *mail.Calendar { return &mail.Calendar{Method: "CANCEL", ICS: Cancellation(e)} }

// The library that reads calendars is not used to write them: it escapes the
// names of people in a way that RFC 5545 does not know.

func calendar(e Event, method, status string) string {
	var w lines
	w.raw("BEGIN", "VCALENDAR")
	w.raw("PRODID", "-//Cuppa//Cuppa//EN")
	w.raw("VERSION", "2.0")
	w.raw("CALSCALE", "GREGORIAN")
	w.raw("METHOD", method)
	w.raw("BEGIN", "VEVENT")
	w.text("UID", form.CleanLine(e.UID))
	w.raw("SEQUENCE", strconv.FormatInt(e.Sequence, 10))
	w.raw("DTSTAMP", utc(e.Stamp))
	w.raw("DTSTART", utc(e.Start))
	w.raw("DTEND", utc(e.End))
	w.text("SUMMARY", form.CleanLine(e.Summary))
	w.text("DESCRIPTION", form.CleanText(e.Description))
	w.text("LOCATION", form.CleanLine(e.Location))
	if link, ok := form.CleanURL(form.CleanLine(e.URL)); ok {
		w.raw("URL", link)
	}
	w.person("ORGANIZER", "", e.Organizer)
	w.person("ATTENDEE", ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE", e.Attendee)
	w.raw("STATUS", status)
	w.raw("TRANSP", "OPAQUE")
	w.raw("END", "VEVENT")
	w.raw("END", "VCALENDAR")
	return w.b.String()
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// lines writes content lines that end with CRLF and are folded at 75 octets,
// never inside a character.
type lines struct{ b strings.Builder }

const fold = 75

func (w *lines) raw(name, value string) {
	room := fold
	for rest := name + ":" + value; ; {
		n := len(rest)
		if n > room {
			for n = room; !utf8.RuneStart(rest[n]); n-- {
			}
		}
		w.b.WriteString(rest[:n] + "\r\n")
		if rest = rest[n:]; rest == "" {
			return
		}
		w.b.WriteByte(' ')
		room = fold - 1
	}
}

var escape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// text leaves out what is empty.
func (w *lines) text(name, value string) {
	if value != "" {
		w.raw(name, escape.Replace(value))
	}
}

// quoted is for the value of a quoted parameter, which cannot hold a quotation
// mark, however escaped; and some readers take a backslash for an escape.
var quoted = strings.NewReplacer(`"`, "'", `\`, "/")

// person leaves out who has no address.
func (w *lines) person(name, params string, p Person) {
	email := form.CleanLine(p.Email)
	if email == "" {
		return
	}
	if cn := quoted.Replace(form.CleanLine(p.Name)); cn != "" {
		params = `;CN="` + cn + `"` + params
	}
	w.raw(name+params, "mailto:"+url.PathEscape(email))
}
