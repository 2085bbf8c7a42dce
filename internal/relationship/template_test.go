package relationship_test

import (
	"net/http"
	"strings"
	"testing"

	"cuppa.example/internal/testkit"
)

func TestOrganisersKeepTheNetworksOwnAgendas(t *testing.T) {
	t.Parallel()
	s := agreed(t)
	olive := s.Organiser("Olive Organ")
	list := olive.Get("/organise").Follow("Agendas for coaching and mentoring").Is(http.StatusOK, "Agendas for coaching and mentoring").
		Says("The network has no agendas of its own yet.")
	form := list.Follow("Add an agenda").Press("Save the agenda", testkit.Fill("agenda", "Who are you?")).
		Is(http.StatusUnprocessableEntity, "Add an agenda").Says("Give it a name")
	if got := form.Find("#agenda").Text(); got != "Who are you?" {
		t.Errorf("what was typed is %q", got)
	}
	form.Press("Save the agenda", testkit.Fill("name", "First <session>")).Is(http.StatusOK, "Agendas for coaching and mentoring").Says("First <session>", "Saved.")
	olive.Get("/organise/agendas/new").Press("Save the agenda", testkit.Fill("name", " first  <SESSION>", "agenda", "Again")).
		Is(http.StatusUnprocessableEntity, "Add an agenda").Says("Another agenda has this name")
	olive.Get("/organise/agendas/new").Press("Save the agenda", testkit.Fill("name", strings.Repeat("x", 101), "agenda", strings.Repeat("y", 10001))).
		Is(http.StatusUnprocessableEntity, "Add an agenda")

	// Whoever prepares a session begins with it.
	agenda := s.page(s.mentee, "/sessions/1/agenda").Follow("First <session>").Is(http.StatusOK, "Agenda")
	if got := agenda.Find("#agenda").Text(); got != "Who are you?" {
		t.Errorf("the session begins with %q", got)
	}
	agenda.Press("Save the agenda", nil).Says("Who are you?")

	// Two organisers at once: the second sees what the first has saved.
	first, second := olive.Get("/organise/agendas").Follow("First <session>"), olive.Get("/organise/agendas").Follow("First <session>")
	first.Press("Save the agenda", testkit.Fill("agenda", "Who are we?")).Says("Saved.")
	late := second.Press("Save the agenda", testkit.Fill("agenda", "What now?")).Is(http.StatusUnprocessableEntity, "Change an agenda").Says("Somebody else has changed it", "Who are we?")
	late.Press("Save the agenda", nil).Says("Saved.")
	s.page(s.mentor, "/sessions/1").Says("Who are you?") // what was begun with it stays

	olive.Get("/organise/agendas").Follow("First <session>").Press("Stop offering it", nil).Says("Not offered any more")
	s.page(s.mentee, "/sessions/1/agenda").SaysNot("First <session>")
	if got := s.page(s.mentee, "/sessions/1/agenda?template="+lastPart(first.URL.Path)).Find("#agenda").Text(); got != "" {
		t.Errorf("a retired agenda still gives %q", got)
	}
	olive.Get("/organise/agendas").Follow("First <session>").Says("Not offered since 11 January 2027.").Press("Offer it again", nil).SaysNot("Not offered any more")
	s.page(s.mentee, "/sessions/1/agenda").Says("First <session>")
}

func lastPart(path string) string { return path[strings.LastIndex(path, "/")+1:] }
