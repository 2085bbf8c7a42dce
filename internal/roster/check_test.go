package roster

import (
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
)

func table(t *testing.T, csv string) sheet.Sheet {
	t.Helper()
	s, err := sheet.Read([]byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What a spreadsheet brings in is held to the rules of the form, so that
// nobody finds a profile that they cannot save.
func TestRowsAreHeldToTheRulesOfTheForm(t *testing.T) {
	t.Parallel()
	fields := []member.Field{{ID: "1", Label: "Grade", Choices: member.Topics{"A", "B"}}, {ID: "2", Label: "Team"}}
	long := func(n int) string { return strings.Repeat("é", n) }
	for _, c := range []struct{ column, value, problem string }{
		{"region", "North", ""},
		{"name", long(100), ""},
		{"name", long(101), "roster.problem.long"},
		{"name", "…", "roster.problem.no_name"},
		{"name", "\u200b\u2063", "roster.problem.no_name"},
		{"organisation", long(150), ""},
		{"organisation", long(151), "roster.problem.long"},
		{"role", long(151), "roster.problem.long"},
		{"region", long(101), "roster.problem.long"},
		{"phone", strings.Repeat("0", 41), "roster.problem.long"},
		{"skype", long(201), "roster.problem.long"},
		{"about", long(300), ""},
		{"about", long(301), "roster.problem.long"},
		{"blog", "example.org/ann", ""},
		{"blog", "javascript:alert(1)", "roster.problem.blog"},
		{"blog", "https://example.org/" + strings.Repeat("a", 500), "roster.problem.long"},
		{"grade", "A", ""},
		{"grade", "", ""},
		{"grade", "C", "roster.problem.choice"},
		{"team", long(200), ""},
		{"team", long(10_000), "roster.problem.long"},
		{"email", "ann", "roster.problem.email"},
		{"email", "", "roster.problem.no_email"},
	} {
		row := map[string]string{"name": "Ann", "email": "ann@example.org"}
		row[c.column] = c.value
		var titles, cells []string
		for title, value := range row {
			titles, cells = append(titles, title), append(cells, value)
		}
		people, problems, _, err := checkPeople(sheet.Sheet{Columns: titles, Rows: []sheet.Row{{Number: 2, Cells: cells}}}, fields)
		got := ""
		if len(problems) > 0 {
			got = problems[0].What.Key
		}
		if err != nil || got != c.problem || len(people)+len(problems) != 1 {
			t.Errorf("%s %.20q: %q, %v", c.column, c.value, got, err)
		}
	}
}

func TestAnswersGoToTheirOwnFields(t *testing.T) {
	t.Parallel()
	fields := []member.Field{{ID: "1", Label: "Grade"}, {ID: "2", Label: "Team Name"}}
	people, problems, ignored, err := checkPeople(table(t, "team  name,Email,NAME,grade,Shoe\n maps ,a@example.org,Ann,5,40\n"), fields)
	if err != nil || len(problems) > 0 || len(people) != 1 || len(ignored) != 1 || ignored[0] != "Shoe" {
		t.Fatalf("%v %v %v %v", people, problems, ignored, err)
	}
	if got := people[0].Details.Fields; len(got) != 2 || got["1"] != "5" || got["2"] != "maps" {
		t.Errorf("%v", got)
	}
}

func TestDatesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, 2, 3, 9, 0, 0, 0, zone)
	for written, want := range map[string]string{
		"2027-01-05": "2027-01-05", "05/01/2027": "2027-01-05", "5/1/2027": "2027-01-05", "5 January 2027": "2027-01-05",
		"5 Jan 2027": "2027-01-05", "05.01.2027": "2027-01-05", "2027-01": "2027-01-01", "January 2027": "2027-01-01", "Jan 2027": "2027-01-01", "01/2027": "2027-01-01",
		"2026-09-06": "2026-09-06", // the clocks skip its midnight
		"2027-02-03": "2027-02-03", // today, though it is not yet midday
		"":           "2027-02-03",
		"2027-02-04": "roster.problem.future", "12/31/2026": "roster.problem.date", "31/2/2026": "roster.problem.date", "1/1/0001": "roster.problem.date", "soon": "roster.problem.date",
	} {
		for _, csv := range []string{"round,a,b,date\nSpring,ann,bob," + written + "\n", "round,a,b\n" + written + ",ann,bob\n"} {
			byRound := !strings.Contains(csv, "Spring")
			if byRound && (written == "" || want == "roster.problem.date") {
				continue // the name of a round need not be a date
			}
			meetings, problems, _, err := checkMeetings(table(t, csv), zone, now)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			if len(problems) > 0 {
				got = problems[0].What.Key
			} else {
				got = meetings[0].At.In(zone).Format(time.DateOnly)
				if meetings[0].At.After(now) {
					t.Errorf("%q is in the future: %v", written, meetings[0].At)
				}
			}
			if got != want {
				t.Errorf("%q: %s", csv, got)
			}
		}
	}
}

func TestWhetherTheyMet(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]conversation.State{
		"": conversation.Met, "Yes": conversation.Met, " MET ": conversation.Met, "1": conversation.Met, "no": conversation.NotMet,
		"Not  met": conversation.NotMet, "0": conversation.NotMet, "?": conversation.Unconfirmed, "Don't know": conversation.Unconfirmed, "perhaps": "",
	} {
		meetings, problems, _, err := checkMeetings(table(t, "round,a,b,met\nSpring,ann,bob,"+written+"\n"), time.UTC, time.Now())
		if err != nil || len(meetings)+len(problems) != 1 || len(meetings) == 1 && meetings[0].State != want || (len(problems) == 1) != (want == "") {
			t.Errorf("%q: %v %v %v", written, meetings, problems, err)
		}
	}
}

func TestTheSamePersonTwiceIsSaidOnceAndOnlyTheFirstCounts(t *testing.T) {
	t.Parallel()
	people, problems, _, err := checkPeople(table(t, "name,email\nAnn,ann@example.org\nX,bad\nAnne,ANN@example.org\nAnna, ann@example.org\n"), nil)
	if err != nil || len(people) != 1 || people[0].Details.Name != "Ann" || people[0].Row != 2 || len(problems) != 3 {
		t.Fatalf("%+v %+v %v", people, problems, err)
	}
	if last := problems[2]; last.Row != 5 || last.What.Key != "roster.problem.twice" || last.What.Args[3] != 2 {
		t.Errorf("%+v", last)
	}
}
