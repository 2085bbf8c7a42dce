package app_test

import (
	"strings"
	"testing"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
)

// TestWithoutAMailServerOrganisersAreTold: nothing would ever go out, and
// nothing else would say so.
func TestWithoutAMailServerOrganisersAreTold(t *testing.T) {
	t.Parallel()
	const said = "No mail server is set"
	k := testkit.New(t, func(c *app.Config, _ *app.Options) { c.SMTPHost = "" })
	if text := k.Organiser("Ann Lee").Get("/organise").Text(); !strings.Contains(text, said) {
		t.Errorf("the dashboard: %s", text)
	}
	k = testkit.New(t)
	if text := k.Organiser("Ann Lee").Get("/organise").Text(); strings.Contains(text, said) {
		t.Errorf("the dashboard, with one: %s", text)
	}
}
