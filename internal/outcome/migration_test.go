package outcome_test

import (
	"strings"
	"testing"

	"cuppa.example/internal/outcome"
)

// The tables are made anew to make room for posts; nothing that stands in them
// is lost, and they still hold together.
func TestMakingRoomForPostsLosesNothing(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	before := s.outcome(ann)
	file, err := outcome.Files.ReadFile("migrations/0092_posts.sql")
	if err != nil {
		t.Fatal(err)
	}
	up, _, _ := strings.Cut(string(file), "-- +goose Down")
	tx, err := s.DB.Writer().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(t.Context(), up); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	after := s.outcome(bob)
	if after.Texts != before.Texts || after.Version != before.Version || !after.PublishedAt.Equal(before.PublishedAt) || len(after.People) != 2 {
		t.Errorf("before %+v, after %+v", before, after)
	}
	s.everywhere("Publish the backlog", true)
	s.write(bob, "shared", "Other words.").Is(200, "What came of it") // rows can still be written
	for name, statement := range map[string]string{
		"somebody of an outcome that is not there": "INSERT INTO outcome_people (outcome_id, member_id, position, named, answer) VALUES ('none', '" + ann.ID + "', 9, false, '')",
		"an outcome of no conversation there is":   "UPDATE outcomes SET id = id || 'x', conversation_id = 'none'",
		"outcomes without their people":            "DELETE FROM outcomes",
	} {
		if _, err := s.DB.Writer().ExecContext(t.Context(), statement); err == nil {
			t.Errorf("the database takes %s", name)
		}
	}
}
