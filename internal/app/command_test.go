package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/db"
	"cuppa.example/internal/member"
)

// run runs a command line and gives its status and what it printed.
func run(t *testing.T, args ...string) (status int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	status = app.Main(args, &o, &e)
	return status, o.String(), e.String()
}

// network makes a data directory with one member in it.
func network(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	a, err := app.New(t.Context(), app.Config{Data: dir, Base: "http://127.0.0.1:1"}, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := a.Members.Join(ctx, tx, "ann@example.org", member.Details{Name: "Ann Lee", Phone: "07700 900123"}, true)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	from, to, file := network(t), t.TempDir(), filepath.Join(t.TempDir(), "cuppa.backup")
	status, out, errOut := run(t, "backup", "--data", from, file)
	if status != 0 || !strings.Contains(out, "secret.key") {
		t.Fatalf("backup: %d %s %s", status, out, errOut)
	}
	if status, _, errOut := run(t, "backup", "--data", from, file); status == 0 || !strings.Contains(errOut, "exists already") {
		t.Errorf("a second backup over the first: %d %s", status, errOut)
	}
	if status, out, errOut = run(t, "restore", "--data", to, file); status != 0 || !strings.Contains(out, "Now put the key file") {
		t.Fatalf("restore: %d %s %s", status, out, errOut)
	}
	key, err := os.ReadFile(filepath.Join(from, "secret.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(to, "secret.key"), key, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Config{Data: to, Base: "http://127.0.0.1:1"}, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ann, err := a.Members.ByEmail(t.Context(), "ann@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if c, err := a.Members.Contact(t.Context(), ann.ID); err != nil || c.Phone != "07700 900123" {
		t.Errorf("phone %q, %v", c.Phone, err)
	}
	if status, _, errOut := run(t, "restore", "--data", to, file); status != 2 || !strings.Contains(errOut, "members here already") {
		t.Errorf("restore over people: %d %s", status, errOut)
	}
}

func TestAMissingKeyIsNotReplaced(t *testing.T) {
	t.Parallel()
	dir := network(t)
	key := filepath.Join(dir, "secret.key")
	if err := os.Rename(key, key+".away"); err != nil {
		t.Fatal(err)
	}
	_, err := app.New(t.Context(), app.Config{Data: dir, Base: "http://127.0.0.1:1"}, app.Options{})
	if err == nil || !strings.Contains(err.Error(), "put the copy of the key there") {
		t.Errorf("it starts with a key of its own: %v", err)
	}
	if _, err := os.Stat(key); err == nil {
		t.Error("there is another key now")
	}
}

func TestAStrangeKeyIsRefused(t *testing.T) {
	t.Parallel()
	dir, other := network(t), network(t)
	key, err := os.ReadFile(filepath.Join(other, "secret.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret.key"), key, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Config{Data: dir, Base: "http://127.0.0.1:1"}, app.Options{})
	if err == nil {
		t.Error("it starts with another network's key", a.Close())
	} else if !strings.Contains(err.Error(), "another network's") {
		t.Error(err)
	}
	if _, out, _ := run(t, "doctor", "--data", dir); !strings.Contains(out, "Put the key file there that belongs to it") {
		t.Errorf("doctor: %s", out)
	}
}

func TestNobodyElseReadsTheFiles(t *testing.T) {
	t.Parallel()
	dir := network(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(filepath.Join(dir, "other.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	backup := filepath.Join(dir, "backup")
	if status, _, errOut := run(t, "backup", "--data", dir, backup); status != 0 {
		t.Fatal(errOut)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 4 {
		t.Errorf("only %v", files)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

func TestRestoreRefusesOtherFiles(t *testing.T) {
	t.Parallel()
	if status, _, errOut := run(t, "restore", "--data", t.TempDir(), "command_test.go"); status != 2 || !strings.Contains(errOut, "not a backup") {
		t.Errorf("%d %s", status, errOut)
	}
}

func TestDoctorSaysHowToMend(t *testing.T) {
	t.Parallel()
	dir := network(t)
	status, out, _ := run(t, "doctor", "--data", dir, "--base", "http://network.example.org")
	for _, want := range []string{"ok    key file", "ok    schema", "ok    database", "MEND  base URL", "not https", "MEND  mail", "CUPPA_SMTP_HOST"} {
		if !strings.Contains(out, want) {
			t.Errorf("the doctor does not say %q:\n%s", want, out)
		}
	}
	if status != 1 {
		t.Errorf("status %d", status)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret.key"), []byte(strings.Repeat("ab", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := run(t, "doctor", "--data", dir); !strings.Contains(out, "MEND  key file") {
		t.Errorf("another key is not noticed:\n%s", out)
	}
	if err := os.Remove(filepath.Join(dir, "secret.key")); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := run(t, "doctor", "--data", dir); !strings.Contains(out, "is not there") {
		t.Errorf("the missing key is not noticed:\n%s", out)
	}
	if _, err := os.Stat(filepath.Join(dir, "secret.key")); err == nil {
		t.Error("the doctor made a new key: what is encrypted with the old one would be lost")
	}
}

func TestWrongCommandLinesEndWithStatusTwo(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"nonsense"}, {"serve", "--base", "ftp://x"}, {"backup"}, {"serve", "--smtp-tls", "maybe"}} {
		if args[0] == "serve" {
			args = append(args, "--data", t.TempDir())
		}
		if status, _, errOut := run(t, args...); status != 2 || errOut == "" {
			t.Errorf("%v: %d %s", args, status, errOut)
		}
	}
}
