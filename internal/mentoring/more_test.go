package mentoring_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/mentoring"
	"cuppa.example/internal/sheet"
	"cuppa.example/internal/testkit"
)

func TestAPauseEndsByItself(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, kim := k.Member("Ann Lee", at("Devon", "", "Service design")), k.Member("Kim Kent")
	path := offer(kim, "2")
	kim.Get(path).Press("Pause the offer", testkit.Fill("until-day", "1", "until-month", "1", "until-year", "2020")).Is(422, "Kim Kent").Says("Give a day that is still to come")
	kim.Get(path).Press("Pause the offer", testkit.Fill("until-day", "14", "until-month", "1", "until-year", "2027")).Says("Your offer pauses")
	ann.Get(path).Says("This offer pauses until 14 January 2027")
	if got := names(t, seek(ann)); got != "" {
		t.Errorf("somebody who pauses is suggested: %s", got)
	}
	if p := ann.Post(path+"/ask", url.Values{"message": {"Please"}}); p.Status != 422 {
		t.Errorf("somebody who pauses can be asked: %d", p.Status)
	}
	k.Advance(4 * day)
	if got := names(t, seek(ann)); got != "Kim Kent" {
		t.Errorf("after the pause: %q", got)
	}
	// A member who pauses in the network is not asked either.
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		return k.Members.Pause(ctx, tx, kim.ID, testkit.Start.AddDate(1, 0, 0))
	})
	if got := names(t, ann.Get(seek(ann).URL.Path)); got != "" {
		t.Errorf("a paused member is suggested: %s", got)
	}
}

// Nobody sees or does what is another's.
func TestOthersAreHeldOff(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, kim, mal := k.Member("Ann Lee"), k.Member("Kim Kent"), k.Member("Mal Ory")
	path := offer(kim, "1")
	sought := seek(ann).URL.Path
	asked := ask(ann, path, "Please").URL.Path
	for _, page := range []string{sought, sought + "/change", asked, path + "/change"} {
		if p := mal.Get(page); p.Status != 404 {
			t.Errorf("%s answers %d", page, p.Status)
		}
	}
	for _, post := range []string{
		sought + "/change", sought + "/end", asked + "/accept", asked + "/decline", asked + "/refer", asked + "/withdraw",
		path + "/change", path + "/pause", path + "/resume", path + "/end",
	} {
		v := url.Values{
			"reason": {"time"}, "other": {"Kim Kent"}, "aim": {"x"}, "kind": {"mentoring"}, "topics": {"x"}, "experience": {"x"}, "capacity": {"1"},
		}
		if p := mal.Post(post, v); p.Status != 404 {
			t.Errorf("%s answers %d", post, p.Status)
		}
		if p := mal.Post(post, nil); p.Status != 404 {
			t.Errorf("%s answers %d to an empty form", post, p.Status)
		}
	}
	ann.Post(asked+"/withdraw", nil)
	if p := mal.Post(asked+"/withdraw", nil); p.Status != 404 {
		t.Errorf("what is over answers %d", p.Status)
	}
	if p := ann.Post(asked+"/accept", nil); p.Status != 404 {
		t.Errorf("who asks accepts: %d", p.Status)
	}
	if p := kim.Post(path+"/ask", url.Values{"message": {"Me"}}); p.Status != 404 {
		t.Errorf("one asks oneself: %d", p.Status)
	}
	if p := kim.Post("/organise/mentoring/coaches", url.Values{"member": {kim.ID}, "coach": {"yes"}}); p.Status != 403 {
		t.Errorf("one marks oneself: %d", p.Status)
	}
	if p := k.Visitor().Get("/mentoring/r/x~y~z"); p.Status != 404 {
		t.Errorf("a forged link: %d", p.Status)
	}
}

// What people write is encrypted, and gone when they are.
func TestWhatIsWrittenIsSealedAndErased(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Organiser("Oona Osei")
	ann, kim := k.Member("Ann Lee"), k.Member("Kim Kent")
	path := offer(kim, "1", "experience", "Zebras")
	seek(ann, "aim", "Giraffes", "tried", "Okapis")
	ask(ann, path, "Hippos")
	for table, column := range map[string]string{"mentoring_seeks": "aim", "mentoring_requests": "message"} {
		var box []byte
		if err := k.DB.NewRaw("SELECT ? FROM ?", bun.Ident(column), bun.Ident(table)).Scan(t.Context(), &box); err != nil {
			t.Fatal(err)
		}
		if len(box) < 20 || bytes.Contains(box, []byte("Hippos")) || bytes.Contains(box, []byte("Giraffes")) {
			t.Errorf("%s.%s is not sealed: %q", table, column, box)
		}
	}
	export := func(id string) string {
		x, err := k.Mentorings.Export(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for id, want := range map[string][]string{ann.ID: {"Giraffes", "Okapis", "Hippos"}, kim.ID: {"Zebras", "Hippos"}} {
		for _, w := range want {
			if !strings.Contains(export(id), w) {
				t.Errorf("the download does not say %s: %s", w, export(id))
			}
		}
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, kim.ID) })
	k.Mail(ann.Email, "others you could ask")
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.Erase(ctx, tx, ann.ID) })
	for _, id := range []string{ann.ID, kim.ID} {
		if text := export(id); strings.Contains(text, "Zebras") || strings.Contains(text, "Giraffes") || strings.Contains(text, "Hippos") {
			t.Errorf("left behind: %s", text)
		}
	}
	var n int
	if err := k.DB.NewRaw("SELECT count(*) FROM mentoring_requests WHERE message IS NOT NULL OR from_id IS NOT NULL OR to_id IS NOT NULL").Scan(t.Context(), &n); err != nil || n > 0 {
		t.Errorf("%d requests name somebody, %v", n, err)
	}
}

// Of many who ask for the last place at the same time one gets it.
func TestTheLastPlaceIsGivenOnce(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	kim := k.Member("Kim Kent")
	path := offer(kim, "1")
	id := path[strings.LastIndex(path, "/")+1:]
	var asking []member.Member
	for i := range 6 {
		asking = append(asking, k.Member(fmt.Sprintf("Member %c", 'A'+i)).Member)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	got := 0
	for _, m := range asking {
		wait.Go(func() {
			_, err := k.Mentorings.Ask(t.Context(), mentoring.Asking{FromID: m.ID, OfferID: id, Message: "Me"})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				got++
			case !errors.Is(err, fault.Conflict):
				t.Errorf("refused with %v", err)
			}
		})
	}
	wait.Wait()
	if got != 1 {
		t.Errorf("%d got the one place", got)
	}
	// Two processes whose clocks strike ten days at once send one letter.
	k.Clock.Set(testkit.Start.Add(11 * day))
	for range 2 {
		wait.Go(func() {
			if err := k.Mentorings.Tick(t.Context(), k.Clock.Now()); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	n := 0
	for _, m := range asking {
		n += len(k.Inbox(m.Email))
	}
	if n != 1 {
		t.Errorf("%d letters that it lapsed", n)
	}
}

func TestTheDirectoryIsSearchedSortedAndPaged(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := k.Member("Ann Lee")
	for i := range 45 {
		p := k.Member(fmt.Sprintf("Helper %02d", i))
		kind := mentoring.Mentoring
		topic := "Trees"
		if i%3 == 0 {
			kind, topic = mentoring.Coaching, "100% Ünïcode_design"
		}
		if _, err := k.Mentorings.Offer(t.Context(), mentoring.Offer{MemberID: p.ID, Kind: kind, Topics: member.Topics{topic}, Experience: "x", Capacity: int64(1 + i%4)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, sort := range []string{"free", "new", "name", "nonsense"} {
		seen := map[string]bool{}
		f := mentoring.Filter{Sort: sort, Size: 7}
		for turns := 0; turns == 0 || f.After != ""; turns++ {
			list, next, err := k.Mentorings.Directory(t.Context(), ann.Member, f)
			if err != nil || turns > 10 {
				t.Fatal(sort, turns, err)
			}
			for _, o := range list {
				if seen[o.ID] {
					t.Fatalf("%s shows %s twice", sort, o.ID)
				}
				seen[o.ID] = true
			}
			f.After = next
		}
		if len(seen) != 45 {
			t.Errorf("%s shows %d of 45", sort, len(seen))
		}
	}
	for q, want := range map[string]int{"trees": 30, "100%": 15, "unicode": 15, "%": 15, "_": 15, "helper 07": 1, "design helper 03": 1, `\`: 0, "'": 0} {
		list, _, err := k.Mentorings.Directory(t.Context(), ann.Member, mentoring.Filter{Search: q, Size: 100})
		if err != nil || len(list) != want {
			t.Errorf("%q finds %d, not %d; %v", q, len(list), want, err)
		}
	}
	for _, after := range []string{"~", "AAAA", "eB8", strings.Repeat("A", 4000)} {
		if p := ann.Get("/mentoring/directory?sort=new&after=" + url.QueryEscape(after)); p.Status != 200 {
			t.Errorf("after %q: %d", after, p.Status)
		}
	}
	ann.Get("/mentoring/directory?kind=coaching&free=yes&q=design").Says("Helper 00").SaysNot("Helper 01")
}

// Organisers see counts, never names, and none under five.
func TestOrganisersSeeNoSinglePerson(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	oona, ann, kim := k.Organiser("Oona Osei"), k.Member("Ann Lee"), k.Member("Kim Kent")
	path := offer(kim, "1", "kind", "coaching")
	ask(ann, path, "Please")
	oona.Get("/organise/mentoring").Says("Fewer than 5").SaysNot("Ann Lee", "Kim Kent", "Please")
	var table bytes.Buffer
	w, err := sheet.NewWriter(&table)
	if err == nil {
		err = errors.Join(k.Mentorings.Table(t.Context(), w), w.Close())
	}
	if err != nil || !strings.Contains(table.String(), `2027-01,"under 5",0,0,0,"under 5"`) {
		t.Errorf("%v: %s", err, table.String())
	}
	oona.Get("/organise/mentoring/coaches?q=Kim").Press("Mark as a qualified coach Kim Kent", nil).Says("Marked as a qualified coach")
	ann.Get(path).Says("Qualified coach")
	oona.Get("/organise/mentoring/coaches").Press("Take the mark away Kim Kent", nil).Says("The mark is taken away")
	ann.Get(path).SaysNot("Qualified coach")
}

// Names and texts that want to be something else stay text.
func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	evil := `<script>alert(1)</script>"'&{{.name}}` + "\r\nBcc: v@example.org\u202e"
	kim := k.Member("Kim <b>Kent", at("<i>Kent", "<u>Head"))
	ann := k.Member("Ann <b>Lee")
	path := offer(kim, "1", "topics", evil, "experience", evil, "rhythm", evil, "languages", evil)
	ann.Get(path).SaysNot("<script>", "<b>Kent", "\u202e")
	ask(ann, path, evil).SaysNot("<script>", "<b>Kent")
	letter := k.Mail(kim.Email, "asks you")
	if strings.Contains(letter.HTML, "<script>") || letter.Header.Get("Bcc") != "" {
		t.Errorf("the letter: %s", letter.HTML)
	}
	for _, page := range []string{path, "/mentoring", "/mentoring/directory?q=" + url.QueryEscape(evil)} {
		kim.Get(page).SaysNot("<script>", "<b>Lee")
	}
	long := strings.Repeat("é", 10_000)
	if p := ann.Post("/mentoring/seeks/new", url.Values{"aim": {long}, "kind": {"either"}}); p.Status != 422 {
		t.Errorf("10,000 characters: %d", p.Status)
	}
	if p := ann.Post("/mentoring/seeks/new", url.Values{"aim": {"x"}, "kind": {"evil"}}); p.Status != 422 {
		t.Errorf("another kind: %d", p.Status)
	}
	if p := ann.Post("/mentoring/offers/new", url.Values{"topics": {"x"}, "experience": {"x"}, "kind": {"mentoring"}, "capacity": {"9999999999"}}); p.Status != 422 {
		t.Errorf("a capacity of millions: %d", p.Status)
	}
	ann.Post("/mentoring/ask", url.Values{"who": {"x@example.org\r\nBcc: y@example.org"}, "kind": {"mentoring"}, "message": {"x"}})
}
