package member_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

func TestContactIsKeptSealedAndOpensForTheRightPersonOnly(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee", func(d *member.Details) { d.Phone, d.CallName = "01632 960 001", "https://meet.example/ann" })
	bob := k.Member("Bob Bell")
	if c, err := k.Members.Contact(t.Context(), ann.ID); err != nil || c.Phone != "01632 960 001" || c.CallName != "https://meet.example/ann" {
		t.Errorf("got %+v, %v", c, err)
	}
	if c, err := k.Members.Contact(t.Context(), bob.ID); err != nil || c != (member.Contact{}) {
		t.Errorf("nothing given: got %+v, %v", c, err)
	}
	if _, err := k.Members.Contact(t.Context(), "nobody"); !errors.Is(err, fault.NotFound) {
		t.Errorf("nobody: %v", err)
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("UPDATE members SET phone = (SELECT phone FROM members WHERE id = ?) WHERE id = ?", ann.ID, bob.ID).Exec(ctx)
		return err
	})
	if _, err := k.Members.Contact(t.Context(), bob.ID); err == nil {
		t.Error("a number that was copied to somebody else opens")
	}
}

func TestAlterChangesAPartAndLeavesTheRest(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	said := member.Details{
		Name: "Ann Lee", Phone: "01632 960 001", CallName: "ann", Organisation: "Ashby Council", Job: "Designer", Region: "North",
		About: "Bins", Topics: member.Topics{"bins", "maps"}, Blog: "https://ann.example", Language: "en", Pictured: true,
	}
	ann := k.Member("Ann Lee", func(d *member.Details) { *d = said })
	said.Job, said.Fields = "Manager", nil
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := k.Members.Alter(ctx, tx, ann.ID, func(d *member.Details) { d.Job = "Manager" })
		return err
	})
	got, err := k.Members.Described(t.Context(), k.DB, ann.ID)
	if diff := cmp.Diff(said, got); err != nil || diff != "" {
		t.Errorf("%v, %s", err, diff)
	}
}

func TestPhoneNumbersAreTakenAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"": true, "01632 960001": true, "+44 (0)1632 960-001": true, "01632.960.001 ext 12": true, "020 7946 0000 x9": true,
		"1234": false, "call me": false, "01632 960 001; DROP TABLE": false, "tel:01632960001": false, "123456789012345678901": false,
		"+": false, "٠١٦٣٢٩٦٠٠٠١": false,
	} {
		f := form.With("phone", text)
		var d member.Details
		d.ReadContact(f)
		if f.OK() != ok {
			t.Errorf("%q: taken is %t", text, f.OK())
		}
	}
}

func TestOwnFieldsTakeOnlyTheirChoices(t *testing.T) {
	t.Parallel()
	fields := []member.Field{{ID: "1", Label: "Grade", Choices: member.Topics{"A", "B"}}, {ID: "2", Label: "Team"}}
	for _, c := range []struct {
		grade, team string
		ok          bool
	}{{"A", "x", true}, {"", "", true}, {"C", "", false}, {"A", strings.Repeat("x", 201), false}} {
		f := form.With("field-1", c.grade, "field-2", c.team, "field-3", "somebody else's")
		var d member.Details
		d.ReadFields(f, fields)
		if f.OK() != c.ok {
			t.Errorf("%+.20v: taken is %t", c, f.OK())
		}
		if len(d.Fields) != 2 {
			t.Errorf("read %v", d.Fields)
		}
	}
}
