package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"cuppa.example/internal/db"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/network"
	"cuppa.example/internal/seal"
	"cuppa.example/internal/site"
)

// doctorCommand checks an installation and says how to mend it.
type doctorCommand struct{ Config }

// finding is what one check found: nothing wrong, or what and how to mend it.
type finding struct {
	name string
	ok   string // what is right, when mend is empty
	mend string
}

// Run prints every finding; its status is 1 when something is to be mended.
func (c doctorCommand) Run(out *console) error {
	ctx, stop := stoppable()
	defer stop()
	bad := 0
	for _, f := range c.examine(ctx) {
		if f.mend == "" {
			fmt.Fprintf(out.out, "ok    %-14s %s\n", f.name, f.ok)
			continue
		}
		bad++
		fmt.Fprintf(out.out, "MEND  %-14s %s\n", f.name, f.mend)
	}
	if bad > 0 {
		return fmt.Errorf("%d of the checks found something to mend", bad)
	}
	return nil
}

func (c doctorCommand) examine(ctx context.Context) []finding {
	d, m, err := openDatabase(&c.Config, c.existing)
	if err != nil {
		return []finding{{name: "configuration", mend: err.Error()}}
	}
	defer d.Close()
	findings := []finding{
		{name: "configuration", ok: "data in " + c.Data},
		c.key(ctx, d),
		c.schema(ctx, m),
		integrity(ctx, d),
		c.address(ctx),
		clock(ctx, d),
	}
	return append(append(findings, c.sender()...), c.mailServer(ctx, d)...)
}

func (c doctorCommand) key(ctx context.Context, d *db.DB) finding {
	f := finding{name: "key file"}
	keys, err := seal.Load(c.KeyFile())
	if os.IsNotExist(err) || err != nil && strings.Contains(err.Error(), "no such file") {
		f.mend = fmt.Sprintf("%s is not there. On a fresh installation start `cuppa serve` once; otherwise put the copy you kept there.", c.KeyFile())
		return f
	}
	if err != nil {
		f.mend = err.Error() + ". Put the copy you kept there."
		return f
	}
	if info, err := os.Stat(c.KeyFile()); err == nil && info.Mode().Perm()&0o077 != 0 {
		f.mend = fmt.Sprintf("others on this machine can read %s: chmod 600 it.", c.KeyFile())
		return f
	}
	// Where there is no table yet, the check of the schema says so.
	if err := fits(ctx, d, keys); errors.Is(err, errStrangeKey) {
		f.mend = err.Error() + ". Put the key file there that belongs to it; `cuppa backup` printed its fingerprint."
		return f
	}
	f.ok = "fingerprint " + keys.Fingerprint() + "; keep a copy in another place"
	return f
}

func (c doctorCommand) schema(ctx context.Context, m *db.Migrator) finding {
	f := finding{name: "schema"}
	newer, err := m.Newer(ctx)
	pending, err2 := m.Pending(ctx)
	switch {
	case err != nil || err2 != nil:
		f.mend = fmt.Sprintf("cannot be read (%v %v). Check CUPPA_DATABASE and that the server runs.", err, err2)
	case newer:
		f.mend = "the database was written by a newer Cuppa. Install that version again, or restore a backup made before the upgrade."
	case len(pending) > 0:
		f.mend = fmt.Sprintf("%d migrations are pending. Run `cuppa migrate`, or start `cuppa serve`, which does it.", len(pending))
	default:
		f.ok = "is the newest"
	}
	return f
}

func integrity(ctx context.Context, d *db.DB) finding {
	f := finding{name: "database", ok: "PostgreSQL answers"}
	if d.Postgres() {
		if err := d.PingContext(ctx); err != nil {
			f.mend = fmt.Sprintf("PostgreSQL does not answer (%v). Check CUPPA_DATABASE and that the server runs.", err)
		}
		return f
	}
	var result string
	if err := d.NewRaw("PRAGMA quick_check").Scan(ctx, &result); err != nil || result != "ok" {
		f.mend = fmt.Sprintf("the file is damaged (%s %v). Stop Cuppa and restore the last backup into an empty directory.", result, err)
		return f
	}
	f.ok = "SQLite file is whole"
	return f
}

func (c doctorCommand) address(ctx context.Context) finding {
	f := finding{name: "base URL"}
	u, err := url.Parse(c.Base)
	if err != nil {
		f.mend = err.Error()
		return f
	}
	if u.Scheme != "https" && u.Hostname() != "localhost" && !strings.HasPrefix(u.Hostname(), "127.") {
		f.mend = fmt.Sprintf("%s is not https. Put a reverse proxy with a certificate in front and set CUPPA_BASE_URL to its https address.", c.Base)
		return f
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+"/livez", nil)
	if err != nil {
		f.mend = err.Error()
		return f
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		f.mend = fmt.Sprintf("%s does not answer (%v). Start `cuppa serve`, and check the proxy and the name.", c.Base, err)
		return f
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		f.mend = fmt.Sprintf("%s/livez answers %s, not 200. Does the proxy pass everything to Cuppa?", c.Base, answer.Status)
		return f
	}
	f.ok = c.Base + " answers"
	return f
}

// clock compares the machine's clock with the newest thing in the database,
// and on PostgreSQL with the server's.
func clock(ctx context.Context, d *db.DB) finding {
	f := finding{name: "clock"}
	now := time.Now().UTC()
	if _, err := time.LoadLocation("Europe/London"); err != nil {
		f.mend = "time zones are unknown here. Install the package tzdata."
		return f
	}
	if now.Year() < 2026 {
		f.mend = fmt.Sprintf("it says %s. Set it, and keep it right with NTP.", now.Format(time.RFC1123))
		return f
	}
	var n int
	if err := d.NewRaw("SELECT count(*) FROM members WHERE changed_at > ?", now.Add(5*time.Minute)).Scan(ctx, &n); err == nil && n > 0 {
		f.mend = "members were changed in what this clock calls the future: it has gone backwards. Set it, and keep it right with NTP."
		return f
	}
	if d.Postgres() {
		var there time.Time
		if err := d.NewRaw("SELECT now()").Scan(ctx, &there); err == nil && there.Sub(now).Abs() > time.Minute {
			f.mend = fmt.Sprintf("it is %s away from the database server's. Keep both right with NTP.", there.Sub(now).Abs().Round(time.Second))
			return f
		}
	}
	f.ok = now.Format(time.RFC1123)
	return f
}

// sender finds an address that other mail servers refuse.
func (c doctorCommand) sender() []finding {
	if c.SMTPHost == "" || c.From != localSender {
		return nil
	}
	return []finding{{name: "sender", mend: "letters come from " + localSender + ", which other mail servers refuse. Set CUPPA_FROM to an address of your network."}}
}

func (c doctorCommand) mailServer(ctx context.Context, d *db.DB) []finding {
	f := finding{name: "mail"}
	if c.SMTPHost == "" {
		f.mend = "no mail server is set, so letters wait in the outbox. Set CUPPA_SMTP_HOST and the variables beside it."
		return []finding{f}
	}
	keys, err := seal.Load(c.KeyFile())
	words, err2 := locale.Load(files...)
	if err != nil || err2 != nil {
		f.mend = "cannot be checked before the key file is there."
		return []finding{f}
	}
	now := func() time.Time { return time.Now().UTC() }
	networks := network.New(d, now, site.NewID)
	post := mail.New(d, keys, words, now, site.NewID, nil, c.mail(false, networks))
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if err := post.Check(ctx); err != nil {
		f.mend = err.Error()
		return []finding{f}
	}
	f.ok = fmt.Sprintf("%s takes letters", c.SMTPHost)
	return []finding{f}
}
