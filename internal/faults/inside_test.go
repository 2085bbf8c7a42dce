package faults_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// slow makes each row that is written into a table take about two milliseconds, so that a transaction can be killed in which many are.
func (n *network) slow(table string) (quick func()) {
	n.T.Helper()
	do, undo := []string{"CREATE TRIGGER slow AFTER INSERT ON " + table + " BEGIN SELECT length(hex(randomblob(400000))); END"}, "DROP TRIGGER slow"
	if n.DB.Postgres() {
		do = []string{
			"CREATE OR REPLACE FUNCTION slow() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(0.002); RETURN NULL; END $$ LANGUAGE plpgsql",
			"CREATE TRIGGER slow AFTER INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION slow()",
		}
		undo = "DROP TRIGGER slow ON " + table
	}
	for _, statement := range do {
		n.execute(statement)
	}
	return func() { n.execute(undo) }
}

func (n *network) execute(statement string) {
	n.T.Helper()
	if _, err := n.DB.Writer().ExecContext(n.T.Context(), statement); err != nil {
		n.T.Fatal(err)
	}
}

// inside waits until the program is in the middle of a transaction that a slow
// table makes long.
func (n *network) inside(what string) {
	n.T.Helper()
	if n.DB.Postgres() {
		within(n.T, what, func() bool {
			var asleep int
			err := n.DB.NewRaw("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'").Scan(n.T.Context(), &asleep)
			return err == nil && asleep > 0
		})
		return
	}
	lock, err := sql.Open("sqlite", "file:"+n.DB.Path()+"?_txlock=immediate&_pragma=busy_timeout(0)")
	if err != nil {
		n.T.Fatal(err)
	}
	defer lock.Close()
	held := 0
	within(n.T, what, func() bool { // nothing else holds the lock for so long
		tx, err := lock.BeginTx(n.T.Context(), nil)
		held++
		if err == nil {
			held = 0
			_ = tx.Rollback()
		}
		return held >= 60
	})
}

// settled waits until a database server has ended what a killed process began.
func (n *network) settled() {
	n.T.Helper()
	within(n.T, "what was killed is over", func() bool {
		if !n.DB.Postgres() {
			return true
		}
		var others int
		err := n.DB.NewRaw("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'").Scan(n.T.Context(), &others)
		return err == nil && others == 0
	})
}

func (n *network) count(table string) (rows int) {
	n.T.Helper()
	if err := n.DB.NewRaw("SELECT count(*) FROM "+table).Scan(n.T.Context(), &rows); err != nil {
		n.T.Fatal(err)
	}
	return rows
}

func TestKilledInsideThePublishingTransactionNothingIsHalfDone(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	addresses := n.join(500)
	n.overdue()
	for _, at := range []struct {
		table string
		state unmentoring.RoundState
	}{{"draw_people", unmentoring.SignUp}, {"conversation_people", unmentoring.InReview}, {"mail_body", unmentoring.InReview}} {
		for killedIn := unmentoring.RoundState(""); killedIn != at.state; {
			quick := n.slow(at.table)
			p := start(t, n.config)
			n.inside(at.table + " is written")
			p.kill()
			n.settled()
			quick()
			if n.count("conversation_people") > 0 {
				t.Fatalf("killed while %s was written, and the round is half out", at.table)
			}
			if killedIn = n.state(); killedIn != at.state {
				t.Logf("killed elsewhere, in %s", killedIn) // a slow machine: once more
			}
		}
	}
	p := start(t, n.config)
	within(t, "the round is out", func() bool { return n.state() == unmentoring.Talking })
	p.kill()
	n.later()
	talks, err := n.Conversations.BySource(t.Context(), n.DB, unmentoring.Source, n.rounds()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	n.oneEach(talks, len(addresses))
	report, err := n.UnMentoring.Verify(t.Context(), n.rounds()[0].ID)
	if err != nil || len(report.Attempts) != 1 {
		t.Errorf("drawn %d times, %v", len(report.Attempts), err)
	}
	onceEach(t, "match letters", n.arrived(anyLetter), addresses)
}

func TestKilledInsideATickEverybodyIsAskedOnce(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	addresses := n.join(300)
	var openings []conversation.Opening
	now := time.Now().UTC()
	n.Clock.Set(now.AddDate(0, 0, -12))
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := 0; i < len(addresses); i += 2 {
			a, err := n.Members.ByEmail(ctx, addresses[i])
			if err != nil {
				return err
			}
			b, err := n.Members.ByEmail(ctx, addresses[i+1])
			if err != nil {
				return err
			}
			openings = append(openings, conversation.Opening{
				Source: "test", SourceID: fmt.Sprint(i), Members: []string{a.ID, b.ID}, FirstWriter: a.ID, Title: "Coffee",
				Length: 30 * time.Minute, Opens: n.Clock.Now(), Halfway: now.AddDate(0, 0, -2), Ends: now.AddDate(0, 0, 10),
			})
		}
		_, err := n.Conversations.Open(ctx, tx, openings)
		return err
	})
	n.Settle() // the match letters
	n.Clock.Set(now)
	opened := len(n.SMTP.All())
	quick := n.slow("mail_body")
	for range 2 {
		p := start(t, n.config)
		n.inside("questions are asked")
		p.kill()
		n.settled()
	}
	quick()
	p := start(t, n.config)
	within(t, "questions arrive", func() bool { return len(n.SMTP.All()) > opened })
	p.kill()
	n.Settle()
	n.later()
	onceEach(t, "questions", n.arrived(func(l testkit.Letter) bool { return strings.HasPrefix(l.Subject, "Have you found a time") }), addresses)
}

func TestKilledInsideAnImportItIsConfirmedAgain(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(1)
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		m, err := n.Members.ByEmail(ctx, address(0))
		if err != nil {
			return err
		}
		return n.Members.SetOrganiser(ctx, tx, m.ID, true)
	})
	var sheet strings.Builder
	sheet.WriteString("name,email\n")
	var addresses []string
	for i := range 300 {
		addresses = append(addresses, address(i+1))
		fmt.Fprintf(&sheet, "Person %d,%s\n", i+1, address(i+1))
	}
	p := start(t, n.config)
	p.ready()
	session := p.signIn(n.links(1)[0])
	plan := p.upload(session, sheet.String())
	for range 2 {
		quick := n.slow("members")
		answered := make(chan int)
		go func() { answered <- p.post(session, plan) }()
		n.inside("members are written")
		p.kill()
		if status := <-answered; status != 0 {
			t.Errorf("it answered %d before it was done", status)
		}
		n.settled()
		quick()
		if here := n.count("members"); here != 1 {
			t.Fatalf("%d members", here)
		}
		p = start(t, n.config)
		p.ready()
	}
	if status := p.post(session, plan); status != http.StatusSeeOther {
		t.Fatalf("confirmed again: %d", status)
	}
	p.kill() // right after it was answered
	if here := n.count("members"); here != 1+len(addresses) {
		t.Errorf("%d members", here)
	}
	p = start(t, n.config)
	p.ready()
	if status := p.post(session, plan); status != http.StatusConflict {
		t.Errorf("confirmed twice: %d", status)
	}
	p.kill()
	n.Clock.Set(time.Now())
	n.later()
	onceEach(t, "letters to the imported", n.arrived(anyLetter), addresses)
}

// upload sends a sheet of people and gives the page where it is confirmed.
func (p *process) upload(session *http.Cookie, sheet string) string {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("kind", "people") // into memory: none of these fails
	file, _ := form.CreateFormFile("file", "people.csv")
	_, _ = file.Write([]byte(sheet))
	_ = form.Close()
	r, err := http.NewRequest(http.MethodPost, "http://"+p.address+"/organise/import", &body)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(session)
	a, err := client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("the sheet is answered with %s", a.Status)
	}
	return a.Header.Get("Location")
}

// post gives the status of the answer, or 0 where there was none.
func (p *process) post(session *http.Cookie, path string) int {
	r, err := http.NewRequest(http.MethodPost, "http://"+p.address+path, http.NoBody)
	if err != nil {
		return 0
	}
	r.AddCookie(session)
	a, err := client.Do(r)
	if err != nil {
		return 0
	}
	defer a.Body.Close()
	return a.StatusCode
}
