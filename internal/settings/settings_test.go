package settings_test

import (
	"net/url"
	"strings"
	"testing"

	"cuppa.example/internal/holiday"
	"cuppa.example/internal/meeting"
	"cuppa.example/internal/testkit"
)

func TestOrganisersChangeTheSettings(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olga := k.Organiser("Olga Orr")
	olga.Get("/organise").Follow("Settings of the network").Is(200, "Settings of the network").Press("Save", testkit.Fill(
		"name", "Digital <people>", "purpose", "We learn.", "pledge", "I share.\r\nI listen.\r\n\r\n", "rule", "No selling.",
		"contact", "Help@Example.org", "time_zone", "Europe/Dublin", "holidays", "scotland", "meeting", "jitsi", "meeting_base", "https://meet.example.org/",
	)).Says("The settings have been saved").SaysNot("<people>")
	n, err := k.Networks.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n.Name != "Digital <people>" || n.Pledge != "I share.\nI listen." || n.Contact != "help@example.org" ||
		n.TimeZone != "Europe/Dublin" || n.Calendar() != holiday.Scotland || n.MeetingBase != "https://meet.example.org" {
		t.Errorf("got %+v", n)
	}
	k.Visitor().Get("/join").Is(200, "Join Digital <people>").Says("I listen.")
}

func TestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olga := k.Organiser("Olga Orr")
	before, err := k.Networks.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	long, service := strings.Repeat("x", 10_000), map[string]string{"meeting_base": "jitsi"}
	for _, c := range []struct{ field, value, says string }{
		{"name", "", "Enter the network's name"},
		{"name", long, "Use 80 characters or fewer"},
		{"purpose", long, "Use 300 characters or fewer"},
		{"pledge", long, "Use 2,000 characters or fewer"},
		{"pledge", " \n ", "Enter what members promise"},
		{"rule", long, "Use 500 characters or fewer"},
		{"contact", "all@example.org, me@example.org", "correct format"},
		{"time_zone", "Local", "Enter a time zone"},
		{"time_zone", "../../etc/passwd", "Enter a time zone"},
		{"time_zone", "", "Enter a time zone"},
		{"meeting_base", "http://meet.example.org", "begins with https"},
		{"meeting_base", "javascript:alert(1)//x", "begins with https"},
		{"meeting_base", "https://user:pass@meet.example.org", "begins with https"},
		{"meeting_base", "https://meet.example.org/?room=", "begins with https"},
		{"meeting_base", "", "begins with https"},
	} {
		p := olga.Get("/organise/settings").Press("Save", testkit.Fill("meeting", service[c.field], c.field, c.value)).Is(422, "Settings of the network").Says(c.says)
		if p.Find(".govuk-error-summary a[href='#"+c.field+"']").Length() != 1 {
			t.Errorf("%s: the summary does not lead to the field", c.field)
		}
	}
	olga.Post("/organise/settings", url.Values{"language": {"tlh"}}).Is(422, "Settings of the network").Says("Choose a language")
	if after, _ := k.Networks.Current(t.Context()); after.Name != before.Name || after.MeetingBase != "" || after.TimeZone != before.TimeZone {
		t.Errorf("saved %+v", after)
	}
	olga.Post("/organise/settings", url.Values{"meeting": {"zoom"}}).Is(422, "Settings of the network").Says("Choose where the links")
	olga.Get("/organise/settings").Press("Save", testkit.Fill("meeting", "jitsi", "meeting_base", "http://127.0.0.1:8443/rooms")).Says("have been saved")
	olga.Get("/organise/settings").Press("Save", testkit.Fill("meeting", "own", "meeting_base", "https://left.example.org")).Says("have been saved")
	if n, _ := k.Networks.Current(t.Context()); n.Meeting() != meeting.Own || n.MeetingBase != "" {
		t.Errorf("saved %q %q", n.Meeting(), n.MeetingBase)
	}
}

func TestProfileQuestionsAreAddedChangedOrderedAndRemoved(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olga, ann := k.Organiser("Olga Orr"), k.Member("Ann Lee")
	p := olga.Get("/organise/fields").Is(200, "Questions in every profile").Follow("Add a question")
	p.Press("Save", testkit.Fill("label", "Grade", "choices", "A\r\nB\r\n a \r\n")).Says("added to every profile", "Grade")
	olga.Get("/organise/fields/new").Press("Save", testkit.Fill("label", "Team")).Says("Team", "Whatever people type")

	fields, err := k.Members.Fields(t.Context(), k.DB)
	if err != nil || len(fields) != 2 || len(fields[0].Choices) != 2 {
		t.Fatalf("got %+v, %v", fields, err)
	}
	grade := fields[0]
	ann.Get("/profile/edit").Press("Save", testkit.Fill(grade.InputName(), "B", fields[1].InputName(), "Bins"))
	olga.Get("/organise/fields").Press("Ask earlier", nil).Says("The order has been changed")
	if fields, _ := k.Members.Fields(t.Context(), k.DB); fields[0].Label != "Team" {
		t.Errorf("the order is %+v", fields)
	}
	olga.Get("/organise/fields/"+grade.ID).Press("Save", testkit.Fill("label", "Level")).Says("Level")
	ann.Get("/profile").Says("Level", "Bins")

	olga.Get("/organise/fields/"+grade.ID+"/remove").Is(200, "Remove “Level”").Says("answers are deleted").
		Press("Remove the question", nil).SaysNot("Level")
	if values, _ := k.Members.FieldValues(t.Context(), k.DB, ann.ID); len(values) != 1 {
		t.Errorf("answers left: %v", values)
	}
}

func TestProfileQuestionsAreChecked(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olga, ann := k.Organiser("Olga Orr"), k.Member("Ann Lee")
	for _, c := range []struct{ label, choices, says string }{
		{"", "", "Enter what is asked"},
		{strings.Repeat("x", 10_000), "", "Use 60 characters or fewer"},
		{"Grade", "A", "Give at least two answers"},
		{"Grade", strings.Repeat("x", 10_000) + "\nB", "Use 60 characters or fewer for each answer"},
		{"Grade", numbers(31), "Give at most 30 answers"},
	} {
		olga.Get("/organise/fields/new").Press("Save", testkit.Fill("label", c.label, "choices", c.choices)).
			Is(422, "Add a question").Says(c.says)
	}
	for range 20 {
		olga.Post("/organise/fields/new", url.Values{"label": {"Question"}})
	}
	olga.Post("/organise/fields/new", url.Values{"label": {"Question"}}).Is(409, "That cannot be done now").Says("20 questions already")
	for _, path := range []string{"/organise/fields/nothing", "/organise/fields/nothing/remove"} {
		olga.Get(path).Is(404, "Page not found")
		olga.Post(path, url.Values{"label": {"x"}}).Is(404, "Page not found")
	}
	olga.Post("/organise/fields/nothing/up", nil).Is(404, "Page not found")
	ann.Get("/organise/settings").Is(403, "You cannot see this page")
	ann.Post("/organise/settings", url.Values{"name": {"Mine"}}).Is(403, "You cannot see this page")
}

func numbers(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("1", i+1) + "\n")
	}
	return b.String()
}

// An organiser who has an old page open takes nobody's question away.
func TestAnOldPageTakesNothingAway(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	olga := k.Organiser("Olga Orr")
	old := olga.Get("/organise/fields/new")
	olga.Post("/organise/fields/new", url.Values{"label": {"Grade"}})
	old.Press("Save", testkit.Fill("label", "Team"))
	fields, err := k.Members.Fields(t.Context(), k.DB)
	var labels []string
	for _, f := range fields {
		labels = append(labels, f.Label)
	}
	if got := strings.Join(labels, ","); err != nil || got != "Grade,Team" {
		t.Errorf("got %s, %v", got, err)
	}
}
