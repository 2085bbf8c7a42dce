package archive_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/archive"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// A backup is of either engine; it is always read back into SQLite here, so
// that the run on PostgreSQL shows a network moving house.
func TestBackupHoldsEverythingAndOpensOnTheOtherEngine(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann O'Lee", testkit.Works("Ashby ⟦Council⟧"), func(d *member.Details) {
		d.Phone, d.About, d.Topics = "07700 900123", "Two\nlines \\ and \"quotes\"", member.Topics{"maps", "data"}
	})
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Members.Pause(ctx, tx, ann.ID, testkit.Start.Add(36*time.Hour+123*time.Millisecond))
	})
	want, err := k.Members.ByID(t.Context(), ann.ID)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup.zip")
	m, err := archive.Write(t.Context(), k.DB, file, archive.Manifest{Program: "test", Key: k.Keys.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	if m.Rows["members"] != 1 || m.Rows["networks"] != 1 {
		t.Fatalf("rows: %v", m.Rows)
	}
	if _, err := archive.Write(t.Context(), k.DB, file, archive.Manifest{}); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("a second backup over the first: %v", err)
	}

	other, err := app.New(t.Context(), app.Config{Data: t.TempDir(), Base: testkit.Base}, app.Options{Now: k.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	b, err := archive.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.Restore(t.Context(), other.DB); err != nil {
		t.Fatal(err)
	}
	got, err := other.Members.ByID(t.Context(), ann.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if session, err := other.Members.Sessions(t.Context(), ann.ID); err != nil || len(session) != 1 {
		t.Errorf("%d sessions, %v", len(session), err)
	}
	page, err := other.Members.List(t.Context(), member.Filter{Search: "ashby", States: []member.State{member.Paused}})
	if err != nil || len(page.Members) != 1 {
		t.Errorf("the restored database is not searched: %d, %v", len(page.Members), err)
	}
	// Times are still compared as times.
	if err := other.Members.Tick(t.Context(), testkit.Start.Add(37*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if m, err := other.Members.ByID(t.Context(), ann.ID); err != nil || m.State != member.Active {
		t.Errorf("the pause did not end: %s, %v", m.State, err)
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := archive.Open(filepath.Join("archive_test.go")); err == nil || !strings.Contains(err.Error(), "not a backup") {
		t.Errorf("got %v", err)
	}
}
