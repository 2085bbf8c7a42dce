package roster_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// A network that is exported and imported in another place has the same people,
// however they write, but for what is only for those they are matched with.
func TestANetworkMovesByItsExport(t *testing.T) {
	t.Parallel()
	from, to := testkit.New(t), testkit.New(t)
	said := map[string]member.Details{
		"ann@example.org": {Name: "Ann \"Lee\", O'Óg", Organisation: "=Ashby; Council", Job: "-", Region: "+North", About: "'=1+1 <b>", Topics: member.Topics{"@home", "data & maps"}, Blog: "https://ann.example/?a=b"},
		"bob@example.org": {Name: "@Bob", About: strings.Repeat("é", member.MaxAbout), Fields: map[string]string{}},
		"cat@example.org": {Name: "''=Cat", Organisation: "=Ashby; Council"},
	}
	fields := []member.Field{{ID: "g", Label: "=Grade, or so", Choices: member.Topics{"+A", "B"}}}
	for _, k := range []*testkit.Kit{from, to} {
		k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.SetFields(ctx, tx, fields) })
	}
	olu, other := from.Organiser("Olu Ade"), to.Organiser("Olu Ade")
	from.InTx(func(ctx context.Context, tx bun.Tx) error {
		for email, d := range said {
			d.Fields = map[string]string{"g": "+A"}
			if _, err := from.Members.Join(ctx, tx, email, d, true); err != nil {
				return err
			}
		}
		return nil
	})
	gone := from.Member("Dee Gone")
	from.InTx(func(ctx context.Context, tx bun.Tx) error { return from.Members.Erase(ctx, tx, gone.ID) })

	file := string(olu.Get("/organise/export/members.csv").Body)
	if strings.Contains(file, "Dee") {
		t.Error("somebody who was deleted is exported")
	}
	look(other, "people", file).Is(200, "What the import would do").Says("3 new members", "1 already here, unchanged", "0 rows with a problem").Press("Import", nil)
	for email, want := range said {
		m, err := to.Members.ByEmail(t.Context(), email)
		if err != nil {
			t.Errorf("%s: %v", email, err)
			continue
		}
		got, err := to.Members.Described(t.Context(), to.DB, m.ID)
		want.Fields = map[string]string{"g": "+A"}
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("%v; want -, got +:\n%s", err, d)
		}
	}
	look(olu, "people", file).Says("0 new members", "4 already here, unchanged", "There is nothing to import")
}

func TestOnlyWhatIsOfferedIsExported(t *testing.T) {
	t.Parallel()
	olu := testkit.New(t).Organiser("Olu Ade")
	for _, name := range []string{"members", "members.csv.csv", "shoes.csv", "..%2fcuppa.db", "members.CSV"} {
		olu.Get("/organise/export/"+name).Is(404, "Page not found")
	}
	links := 0
	for _, href := range olu.Get("/organise/export").Find("main a[href^='/organise/export/']").EachIter() {
		p := olu.Get(href.AttrOr("href", ""))
		if p.Status != 200 || !strings.HasPrefix(string(p.Body), "\uFEFF") || !strings.HasPrefix(p.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v", p.URL, p.Status, p.Header)
		}
		links++
	}
	if links < 3 {
		t.Errorf("%d tables", links)
	}
}

// A file's name is only shown; it may be as long and as strange as it likes.
func TestNamesOfFiles(t *testing.T) {
	t.Parallel()
	olu := testkit.New(t).Organiser("Olu Ade")
	for _, name := range []string{"a" + strings.Repeat("é", 99) + "zz.csv", "<b>list</b>.csv", "../../etc/passwd"} {
		// PostgreSQL takes no half of a letter, and a page shows it as \ufffd.
		olu.Get("/organise/import").Upload("Look at the file", "file", name, []byte(people), testkit.Fill("kind", "people")).
			Is(200, "What the import would do").SaysNot("<b>list", "zz.csv", "\ufffd")
	}
}
