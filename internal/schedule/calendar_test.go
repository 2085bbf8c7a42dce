package schedule_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cuppa.example/internal/form"
	"cuppa.example/internal/schedule"
)

var update = flag.Bool("update", false, "write the golden files")

var event = schedule.Event{
	UID: "0190@cuppa.test", Sequence: 2, Stamp: time.Date(2027, 3, 1, 9, 30, 0, 0, time.UTC),
	Start: time.Date(2027, 3, 30, 9, 0, 0, 0, time.UTC), End: time.Date(2027, 3, 30, 9, 30, 0, 0, time.UTC),
	Summary:     "A cuppa with Siân ap Rhys; Tŷ'r Sir, and others",
	Description: "Think, do, share.\nYou write first.\n\nThe one rule: no selling; a backslash is \\.",
	Location:    "https://meet.example/cuppa-0a1b2c", URL: "https://cuppa.test/c/abc~def",
	Organizer: schedule.Person{Name: "The Tea Network", Email: "network@cuppa.test"},
	Attendee:  schedule.Person{Name: `Ann "Annie" Lee, of Ashby`, Email: "ann+tea@example.org"},
}

func TestCalendarFilesAreAsTheyWere(t *testing.T) {
	t.Parallel()
	for name, got := range map[string]string{"invitation.ics": schedule.Invitation(event), "cancellation.ics": schedule.Cancellation(event)} {
		file := filepath.Join("testdata", name)
		if *update {
			check(t, os.WriteFile(file, []byte(got), 0o600))
		}
		want, err := os.ReadFile(file)
		check(t, err)
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// contentLines checks the shape of RFC 5545 and gives the unfolded lines.
func contentLines(t rapid.TB, text string) []string {
	t.Helper()
	if !strings.HasSuffix(text, "\r\n") || !utf8.ValidString(text) {
		t.Fatalf("ends or is encoded badly: %q", text)
	}
	physical := strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
	var logical []string
	for _, l := range physical {
		if len(l) > 75 || strings.ContainsAny(l, "\r\n\x00") || !utf8.ValidString(l) {
			t.Fatalf("bad line of %d octets: %q", len(l), l)
		}
		if strings.HasPrefix(l, " ") {
			logical[len(logical)-1] += l[1:]
			continue
		}
		logical = append(logical, l)
	}
	return logical
}

func names(lines []string) []string {
	var list []string
	for _, l := range lines {
		name, _, _ := strings.Cut(l, ":")
		name, _, _ = strings.Cut(name, ";")
		list = append(list, name)
	}
	return list
}

func TestNobodyTypesThemselvesIntoACalendar(t *testing.T) {
	t.Parallel()
	hostile := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"x\r\nATTENDEE:mailto:eve@example.org", "x\nEND:VEVENT\nBEGIN:VEVENT", "\u202eevil", `a\nb;c,d"e:f`, "\xff\xfe",
		strings.Repeat("🫖", 3000), "a\u2028b\u2029c\u0085d\x0be", "\r", `\`,
	}))
	plain := names(contentLines(t, schedule.Invitation(event)))
	rapid.Check(t, func(t *rapid.T) {
		e := event
		e.Summary, e.Description = "S"+hostile.Draw(t, "summary"), "D"+hostile.Draw(t, "description")
		e.Location = "L" + hostile.Draw(t, "location")
		e.Attendee = schedule.Person{Name: "N" + hostile.Draw(t, "name"), Email: "a" + hostile.Draw(t, "email")}
		text := schedule.Invitation(e)
		if diff := cmp.Diff(plain, names(contentLines(t, text))); diff != "" {
			t.Fatalf("other properties: %s\n%q", diff, text)
		}
		parsed, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil || len(parsed.Events()) != 1 {
			t.Fatalf("does not parse: %v\n%q", err, text)
		}
		got := parsed.Events()[0].GetProperty(ics.ComponentPropertyDescription).Value
		if want := form.CleanText(e.Description); ics.FromText(got) != want && got != want {
			t.Fatalf("description: got %q, want %q", got, want)
		}
	})
}

func TestInvitationReadsBack(t *testing.T) {
	t.Parallel()
	parsed, err := ics.ParseCalendar(strings.NewReader(schedule.Invitation(event)))
	check(t, err)
	e := parsed.Events()[0]
	start, err := e.GetStartAt()
	check(t, err)
	end, err := e.GetEndAt()
	check(t, err)
	if !start.Equal(event.Start) || !end.Equal(event.End) || e.Id() != event.UID {
		t.Errorf("start %v, end %v, uid %v", start, end, e.Id())
	}
	people := e.Attendees()
	if len(people) != 1 || people[0].Email() != event.Attendee.Email || people[0].ParticipationStatus() != ics.ParticipationStatusAccepted {
		t.Errorf("attendees: %+v", people)
	}
	if n := e.GetProperty(ics.ComponentPropertySequence).Value; n != "2" {
		t.Errorf("sequence %s", n)
	}
}
