package testkit_test

import (
	"testing"

	"cuppa.example/internal/testkit"
)

func TestOrganisersMenuSaysWhatIsBehindIt(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Organiser("Oona Osei").Get("/organise").Is(200, "Organise")
}
