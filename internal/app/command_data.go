package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"cuppa.example/internal/archive"
	"cuppa.example/internal/db"
	"cuppa.example/internal/seal"
)

// stoppable is a context that SIGTERM and SIGINT end.
func stoppable() (context.Context, context.CancelFunc) {
	return signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
}

// openDatabase opens what the configuration names, without migrating it,
// once the data directory is ready.
func openDatabase(c *Config, ready func() error) (*db.DB, *db.Migrator, error) {
	if err := ready(); err != nil {
		return nil, nil, exitError{2, err}
	}
	d, err := db.Open(c.database())
	if err != nil {
		return nil, nil, err
	}
	m, err := db.NewMigrator(d, files...)
	if err != nil {
		return nil, nil, errors.Join(err, d.Close())
	}
	return d, m, nil
}

// migrateCommand brings the database to the newest schema.
type migrateCommand struct{ Config }

// Run migrates and says what it ran.
func (c migrateCommand) Run(out *console) error {
	ctx, stop := stoppable()
	defer stop()
	d, m, err := openDatabase(&c.Config, c.prepare)
	if err != nil {
		return err
	}
	defer d.Close()
	pending, err := m.Pending(ctx)
	if err != nil {
		return err
	}
	if err := m.Up(ctx); err != nil {
		return err
	}
	for _, name := range pending {
		fmt.Fprintln(out.out, name)
	}
	fmt.Fprintf(out.out, "The schema is the newest; %d migrations ran.\n", len(pending))
	return nil
}

// backupCommand writes everything to one file.
type backupCommand struct {
	Config
	File string `arg:"" help:"File to write; it must not exist."`
}

// Run writes the backup and names the key that belongs to it.
func (c backupCommand) Run(out *console) error {
	ctx, stop := stoppable()
	defer stop()
	d, m, err := openDatabase(&c.Config, c.existing)
	if err != nil {
		return err
	}
	defer d.Close()
	keys, err := seal.Load(c.KeyFile())
	if err != nil {
		return err
	}
	versions, err := m.Versions(ctx)
	if err != nil {
		return err
	}
	manifest, err := archive.Write(ctx, d, c.File, archive.Manifest{
		Program: Version, Schema: versions, Written: time.Now().UTC(), Key: keys.Fingerprint(),
	})
	if err != nil {
		return err
	}
	rows := 0
	for _, n := range manifest.Rows {
		rows += n
	}
	fmt.Fprintf(out.out, "Wrote %d rows of %d tables to %s.\n", rows, len(manifest.Tables), c.File)
	fmt.Fprintf(out.out, "Phone numbers, call names and letters in it are encrypted. Keep a copy of the key file %s\n(fingerprint %s) in another place: without it they cannot be read again.\nEverything else in it, names and email addresses too, can be read by whoever has the file: only you may, and let it stay so where you copy it.\n",
		c.KeyFile(), keys.Fingerprint())
	return nil
}

// restoreCommand reads a backup into an empty place.
type restoreCommand struct {
	Config
	File string `arg:"" help:"File that cuppa backup wrote." type:"existingfile"`
}

// Run restores and says whether the key fits.
func (c restoreCommand) Run(out *console) error {
	ctx, stop := stoppable()
	defer stop()
	b, err := archive.Open(c.File)
	if err != nil {
		return exitError{2, err}
	}
	defer b.Close()
	d, m, err := openDatabase(&c.Config, c.prepare)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := refuseUsed(ctx, d, m); err != nil {
		return exitError{2, err}
	}
	if err := m.Apply(ctx, b.Manifest.Schema); err != nil {
		return fmt.Errorf("the backup was written by version %s: %w", b.Manifest.Program, err)
	}
	if err := b.Restore(ctx, d); err != nil {
		return err
	}
	if err := m.Up(ctx); err != nil {
		return err
	}
	fmt.Fprintf(out.out, "Restored the backup of %s.\n", b.Manifest.Written.Format(time.RFC1123))
	keys, err := seal.Load(c.KeyFile())
	switch {
	case errors.Is(err, os.ErrNotExist):
		fmt.Fprintf(out.out, "Now put the key file with fingerprint %s at %s before you start Cuppa.\n", b.Manifest.Key, c.KeyFile())
	case err != nil:
		return err
	case keys.Fingerprint() != b.Manifest.Key:
		return fmt.Errorf("the key file %s has fingerprint %s, but the backup needs %s: replace it before you start Cuppa, or phone numbers and call names cannot be read",
			c.KeyFile(), keys.Fingerprint(), b.Manifest.Key)
	}
	return nil
}

// membersMigration makes the table of members.
const membersMigration = 10

// inhabitants counts the members of a database, which may be empty. What
// cannot be counted is not taken for empty.
func inhabitants(ctx context.Context, d *db.DB, m *db.Migrator) (n int, err error) {
	versions, err := m.Versions(ctx)
	if err != nil || !slices.Contains(versions, membersMigration) {
		return 0, err // a schema older than the table of members holds nobody
	}
	return n, d.NewRaw("SELECT count(*) FROM members").Scan(ctx, &n)
}

// refuseUsed lets nobody restore over people.
func refuseUsed(ctx context.Context, d *db.DB, m *db.Migrator) error {
	n, err := inhabitants(ctx, d, m)
	if err != nil || n == 0 {
		return err
	}
	return fmt.Errorf("there are %d members here already; restore into an empty data directory or database", n)
}
