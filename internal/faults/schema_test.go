package faults_test

import (
	"database/sql"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
)

// empty is a configuration of a program that was never started.
func empty(t *testing.T) app.Config {
	t.Helper()
	c := app.Config{Data: t.TempDir(), Base: testkit.Base, SMTPHost: "127.0.0.1", SMTPPort: 1}
	server := os.Getenv("CUPPA_TEST_POSTGRES")
	if server == "" {
		return c
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := "empty_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = admin.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		_ = admin.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	c.Database = u.String()
	return c
}

// ask reads one number from the database of a configuration, whoever writes to
// it; what cannot be read is 0.
func ask(c app.Config, query string) (n int) {
	driver, address := "pgx", c.Database
	if address == "" {
		file := filepath.Join(c.Data, "cuppa.db")
		if _, err := os.Stat(file); err != nil {
			return 0
		}
		driver, address = "sqlite", "file:"+file+"?mode=ro&_pragma=busy_timeout(1000)"
	}
	d, err := sql.Open(driver, address)
	if err != nil {
		return 0
	}
	defer d.Close()
	if d.QueryRow(query).Scan(&n) != nil {
		return 0
	}
	return n
}

// migrated is how many migrations a database has.
func migrated(c app.Config) int {
	return ask(c, "SELECT count(*) FROM goose_db_version WHERE version_id > 0")
}

// Several processes on one PostgreSQL database may start for the first time at the
// same moment: one makes the schema, the others wait for it.
func TestSeveralFirstStartsAtOnce(t *testing.T) {
	t.Parallel()
	c := empty(t)
	if !strings.HasPrefix(c.Database, "postgres") {
		t.Skip("an SQLite database belongs to one process")
	}
	var all []*process
	for range 3 {
		all = append(all, start(t, c))
	}
	for _, p := range all {
		p.ready()
	}
}

// The kills are spread over the time that a first start takes here, so that they
// come before the first migration, between any two and after the last.
func TestKilledWhileMigratingItStartsAgain(t *testing.T) {
	t.Parallel()
	began := time.Now()
	whole := start(t, empty(t))
	whole.ready()
	takes := time.Since(began)
	whole.kill()
	const kills = 10
	midway := make([]int, kills)
	for i := range kills {
		c := empty(t)
		p := start(t, c)
		<-time.After(takes * time.Duration(i) / kills)
		p.kill()
		midway[i] = migrated(c)
		p = start(t, c)
		p.ready()
		within(t, "the first organiser's link", func() bool { return strings.Contains(p.said.String(), "Become the first organiser") })
		p.terminate()
		if err := p.cmd.Wait(); err != nil {
			t.Errorf("after %d migrations: %v", midway[i], err)
		}
		a, err := app.New(t.Context(), c, app.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("killed with so many migrations done: %v", midway)
}

func TestKilledWhileRestoringItIsRestoredAgain(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	const people = 3000
	n.join(people)
	file := filepath.Join(t.TempDir(), "backup")
	if p := command(t, n.config, "", "backup", file); p.cmd.Wait() != nil {
		t.Fatal(p.said.String())
	}
	all := migrated(n.config)
	c := empty(t)
	halfway := 0
	for kill := range 6 {
		p := command(t, c, "", "restore", file)
		if kill%2 == 0 { // between two migrations
			within(t, "a migration", func() bool { return migrated(c) > kill*all/8 })
		} else {
			within(t, "the schema", func() bool { return migrated(c) == all })
			<-time.After(time.Duration(rand.IntN(40)) * time.Millisecond)
		}
		p.kill()
		switch here := ask(c, "SELECT count(*) FROM members"); here {
		case 0:
			halfway++
		case people: // it was done, and only then killed
		default:
			t.Fatalf("%d of %d members are restored", here, people)
		}
	}
	if halfway == 0 {
		t.Fatal("it was never killed in the middle")
	}
	if p := command(t, c, "", "restore", file); p.cmd.Wait() != nil && ask(c, "SELECT count(*) FROM members") != people {
		t.Fatal(p.said.String())
	}
	if here := ask(c, "SELECT count(*) FROM members"); here != people {
		t.Errorf("%d of %d members are restored", here, people)
	}
	key, err := os.ReadFile(n.config.KeyFile())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.KeyFile(), key, 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, c)
	p.ready()
	t.Logf("killed halfway %d times", halfway)
}
