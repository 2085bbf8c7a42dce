package app_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/mentoring"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// letterLinks are all links of the letters that somebody has got, and the pages
// those lead to without signing in.
func letterLinks(k *testkit.Kit, address string) []string {
	var list []string
	for _, l := range k.Inbox(address) {
		for _, link := range l.Links() {
			u, err := url.Parse(link)
			if err != nil || u.Path == "" || slices.Contains(list, u.Path) {
				continue
			}
			list = append(list, u.Path)
		}
	}
	return list
}

// state is everything in the database that people have done, as text, but for
// letters and what is kept about visits.
func state(t *testing.T, k *testkit.Kit) map[string]string {
	t.Helper()
	said := map[string]string{}
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
	if k.DB.Postgres() {
		query = "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
	}
	var tables []string
	if err := k.DB.NewRaw(query).Scan(t.Context(), &tables); err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if strings.HasPrefix(table, "mail_") || strings.HasPrefix(table, "goose") {
			continue
		}
		var rows []map[string]any
		if err := k.DB.NewRaw("SELECT * FROM ?", bun.Ident(table)).Scan(t.Context(), &rows); err != nil {
			t.Fatal(table, err)
		}
		lines := make([]string, len(rows))
		for i, r := range rows {
			lines[i] = fmt.Sprint(r)
		}
		slices.Sort(lines)
		said[table] = strings.Join(lines, "\n")
	}
	return said
}

// mid is a network in which Bob has letters of many kinds: of a round before and
// after its draw, somebody who asks him, a place he waits for.
func mid(t *testing.T) (k *testkit.Kit, bob testkit.Person) {
	t.Helper()
	k = testkit.New(t)
	k.Organiser("Oona Osei")
	bob = k.Member("Bob Ray", testkit.Works("Kent"))
	ann, kim, cat := k.Member("Ann Lee", testkit.Works("Devon")), k.Member("Kim Kent", testkit.Works("Leeds")), k.Member("Cat Coe", testkit.Works("York"))
	p := unmentoring.Programme{
		Title: "Coffee", Purpose: "Meet somebody new.", Minutes: 30, Size: 2, Prompts: unmentoring.Lines{"Think"},
		Review: unmentoring.ReviewNever, Cadence: unmentoring.Monthly, FirstDay: "2027-01-25",
	}
	p.SetWindows(unmentoring.DefaultWindows(p.Cadence, p.Review))
	if _, err := k.UnMentoring.Create(t.Context(), p, true); err != nil {
		t.Fatal(err)
	}
	for range 60 { // until the draw has been made, and a few days more
		k.Advance(24 * time.Hour)
		if strings.Contains(strings.Join(letterLinks(k, bob.Email), " "), "/c/") {
			break
		}
	}
	offer := func(by testkit.Person) string {
		id, err := k.Mentorings.Offer(t.Context(), mentoring.Offer{MemberID: by.ID, Kind: mentoring.Mentoring, Topics: member.Topics{"Design"}, Experience: "Some", Capacity: 1})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	asks := func(by testkit.Person, offerID string) string {
		id, err := k.Mentorings.Ask(t.Context(), mentoring.Asking{FromID: by.ID, OfferID: offerID, Message: "Please"})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	asks(ann, offer(bob))
	full := offer(kim)
	before := asks(cat, full)
	if _, err := k.Mentorings.Wait(t.Context(), mentoring.Asking{FromID: bob.ID, OfferID: full, Message: "Me too"}); err != nil {
		t.Fatal(err)
	}
	if err := k.Mentorings.Decline(t.Context(), before, kim.ID, "time", ""); err != nil {
		t.Fatal(err)
	}
	return k, bob
}

// Whoever is suspended or removed holds old letters: no link in them changes
// anything any more, whatever is pressed on the page it opens.
func TestOldLettersOfWhoIsKeptOutChangeNothing(t *testing.T) {
	t.Parallel()
	k, bob := mid(t)
	links := letterLinks(k, bob.Email)
	for _, part := range []string{"/r/", "/c/", "/mentoring/r/", "/mentoring/w/"} {
		if !slices.ContainsFunc(links, func(l string) bool { return strings.HasPrefix(l, part) }) {
			t.Fatalf("no letter with %s: %q", part, links)
		}
	}
	for name, bar := range map[string]func(ctx context.Context, tx bun.Tx) error{
		"suspended": func(ctx context.Context, tx bun.Tx) error {
			return k.Members.Suspend(ctx, tx, bob.ID, k.Clock.Now().AddDate(0, 1, 0))
		},
		"removed": func(ctx context.Context, tx bun.Tx) error { return k.Members.Remove(ctx, tx, bob.ID) },
	} {
		k.InTx(bar)
		before := state(t, k)
		visitor := k.Visitor()
		for _, link := range links {
			if strings.HasPrefix(link, "/appeal/") {
				continue // the one door that stays open
			}
			presses(visitor, link)
			after := state(t, k)
			for table := range before {
				if before[table] != after[table] {
					t.Errorf("%s: %s changes %s", name, strings.SplitAfterN(link, "/", 3)[1], table)
				}
			}
			before = after
		}
	}
}

// The same presses by somebody who is not kept out do change things: behind each
// kind of link.
func TestTheSameLettersWorkForWhoIsNot(t *testing.T) {
	t.Parallel()
	k, bob := mid(t)
	before := state(t, k)
	for _, part := range []string{"/mentoring/w/", "/mentoring/r/", "/c/", "/r/"} {
		changed := false
		for _, link := range letterLinks(k, bob.Email) {
			if !strings.HasPrefix(link, part) {
				continue
			}
			presses(k.Visitor(), link)
			after := state(t, k)
			for table := range before {
				changed = changed || before[table] != after[table]
			}
			before = after
		}
		if !changed {
			t.Errorf("nothing changes behind %s", part)
		}
	}
}

// presses every button on a page and on the pages that it leads to.
func presses(b *testkit.Browser, link string) {
	page := b.Get(link)
	page.Find("form").Each(func(_ int, form *goquery.Selection) {
		if !strings.EqualFold(form.AttrOr("method", "get"), "post") {
			return
		}
		action, err := page.URL.Parse(form.AttrOr("action", ""))
		if err != nil || action.Path == "" || strings.HasPrefix(action.Path, "/sign-in") {
			return
		}
		for _, button := range append(form.Find("button[name]").Nodes, nil) {
			v := url.Values{"text": {"x"}, "message": {"x"}, "reply": {"x"}, "other": {"Cat Coe"}}
			form.Find("input[name], select[name], textarea[name]").Each(func(_ int, in *goquery.Selection) {
				if value := in.AttrOr("value", in.Find("option").Last().AttrOr("value", "")); value != "" {
					v.Set(in.AttrOr("name", ""), value)
				}
			})
			if button != nil {
				pressed := goquery.NewDocumentFromNode(button)
				v.Set(pressed.AttrOr("name", ""), pressed.AttrOr("value", ""))
			}
			b.Post(action.Path, v)
		}
	})
	for _, known := range []string{"/accept", "/decline", "/refer", "/take", "/leave", "/wish", "/again"} { // where the page shows no button
		b.Post(strings.TrimSuffix(page.URL.Path, "/")+known, url.Values{"reason": {"time"}, "answer": {"yes"}, "other": {"Cat Coe"}})
	}
	b.Post(page.URL.Path, url.Values{"answer": {"yes"}, "state": {"in"}, "in": {"yes"}})
}
