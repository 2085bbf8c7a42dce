package relationship_test

import (
	"slices"
	"strings"
	"testing"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/relationship"
)

// Who was matched and did not ask is told how they came together, each in their
// own words.
func TestFirstLetterSaysHowTheyCameTogether(t *testing.T) {
	t.Parallel()
	s := tell(t, func(o *relationship.Opening) {
		helper := o.Helper
		o.Why = func(memberID string) []locale.Phrase {
			if memberID == helper {
				return []locale.Phrase{{Key: "relationship.begun.kind"}}
			}
			return []locale.Phrase{{Key: "relationship.begun.preview"}}
		}
	})
	for _, c := range []struct{ email, says, saysNot string }{
		{s.mentor.Email, "You are working together", "First, agree how.\n"},
		{s.mentee.Email, "First, agree how.", "You are working together\n"},
	} {
		l := s.Mail(c.email, "are working together")
		body := l.Text[strings.Index(l.Text, "Hello"):]
		if !strings.Contains(body, c.says) || strings.Contains(body, c.saysNot) || strings.Contains(body, "have said yes") {
			t.Errorf("%s is told:\n%s", c.email, body)
		}
	}
}

func TestTogetherAreThosePairsThatGoOn(t *testing.T) {
	t.Parallel()
	s := tell(t)
	other := s.Member("Oda Other")
	pair := [2]string{min(s.mentor.ID, s.mentee.ID), max(s.mentor.ID, s.mentee.ID)}
	for _, c := range []struct {
		ids  []string
		want [][2]string
	}{
		{[]string{s.mentee.ID, other.ID, s.mentor.ID}, [][2]string{pair}},
		{[]string{s.mentor.ID, other.ID}, nil},
		{nil, nil},
	} {
		got, err := s.Relationships.Together(t.Context(), s.DB, c.ids)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("together are %v, %v; want %v", got, err, c.want)
		}
	}
}
