package circle_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"cuppa.example/internal/circle"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// opened is an opening that takes applications for two weeks.
func opened(t *testing.T, k *testkit.Kit, host testkit.Person, change ...func(*circle.Opening)) circle.Opening {
	t.Helper()
	now := k.Clock.Now()
	o := circle.Opening{
		HostID: host.ID, Name: "Open maps", Purpose: "Make maps that people use.", Experience: "Ten years of action learning",
		Size: 6, Weeks: 12, Rhythm: circle.Fortnightly, Minutes: 60, Listed: true,
		ApplyUntil: now.Add(14 * day), StartsAt: now.Add(35 * day),
	}
	for _, c := range change {
		c(&o)
	}
	o, err := k.Circles.OpenUp(t.Context(), o, "mon-am,tue-noon,wed-pm")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// worker is a member with an organisation and a role.
func worker(k *testkit.Kit, name, organisation, job string) testkit.Person {
	return k.Member(name, func(d *member.Details) { d.Organisation, d.Job = organisation, job })
}

// applies is a member who applies.
func applies(t *testing.T, k *testkit.Kit, o circle.Opening, p testkit.Person, free string, leads bool) circle.Application {
	t.Helper()
	a, err := k.Circles.ApplyAs(t.Context(), o.ID, p.Member, circle.Application{
		Applicant: circle.Applicant{Want: "Better maps", Experience: "Some"}, Free: circle.Times(free), Leads: leads,
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestOpeningACircleTakesOnePage(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	fay, ann := worker(k, "Fay Host", "Devon", "Coach"), worker(k, "Ann Lee", "Kent", "Designer")
	fay.Get("/circles").Follow("Open a circle").Is(http.StatusOK, "Open a circle").
		Press("Open the circle", testkit.Fill("size", "13")).Is(http.StatusUnprocessableEntity, "Open a circle").
		Says("Say what the circle is called", "Say what experience you bring along").
		Press("Open the circle", testkit.Fill("name", "New <b>managers</b>", "purpose", "Learn to lead", "experience", "Led twice", "size", "5", "free", "mon-am")).
		Is(http.StatusOK, "New <b>managers</b>").Says("The circle is open for applications.", "Nobody has applied yet")
	ann.Get("/circles").Follow("New <b>managers</b>").Is(http.StatusOK, "New <b>managers</b>").
		Says("Fay Host, Coach, Devon", "Led twice", "You can apply until Monday 1 February 2027", "Everybody gets an answer by Tuesday 9 February 2027")
	ann.Get("/openings/1/host").Is(http.StatusNotFound, "Page not found")
}

func TestOthersDoNotSeeWhoApplied(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	fay, ann, oona := worker(k, "Fay Host", "Devon", "Coach"), worker(k, "Ann Lee", "Kent", "Designer"), k.Organiser("Oona Osei")
	o := opened(t, k, fay)
	applies(t, k, o, ann, "mon-am", false)
	fay.Get(o.Path()).Is(http.StatusOK, "Open maps").Says("Ann Lee")
	for _, p := range []testkit.Person{ann, oona} {
		for _, path := range []string{"", "/change", "/send"} {
			if got := p.Get(o.Path() + path).Status; got != http.StatusNotFound {
				t.Errorf("%s%s: %s gets %d", o.Path(), path, p.Name, got)
			}
		}
		for _, path := range []string{"/change", "/close", "/off", "/arrange", "/redo", "/send"} {
			if got := p.Post(o.Path()+path, url.Values{}).Status; got != http.StatusNotFound {
				t.Errorf("POST %s: %s gets %d", path, p.Name, got)
			}
		}
		p.Get(o.PublicPath()).SaysNot("Better maps")
	}
}

// thirtyEight are 38 who apply, the host first, from 20 organisations.
func thirtyEight(t *testing.T, k *testkit.Kit) (circle.Opening, []testkit.Person) {
	t.Helper()
	jobs := []string{"Coach", "Designer", "Developer", "Manager", "Analyst"}
	var people []testkit.Person
	var o circle.Opening
	for i := range 38 {
		p := worker(k, fmt.Sprintf("Person %c%c", 'A'+i/26, 'a'+i%26), fmt.Sprintf("Council %d", i%20), jobs[i%len(jobs)])
		people = append(people, p)
		if i == 0 {
			o = opened(t, k, p)
			continue
		}
		free := []string{"mon-am,tue-noon", "tue-noon,wed-pm,thu-am", "mon-am,wed-pm,fri-pm", "tue-noon,fri-pm,mon-am"}[i%4]
		applies(t, k, o, p, free, i%5 == 3)
	}
	return o, people
}

func TestThirtyEightApplicantsBecomeFourCirclesOfSixAndTwoOfSeven(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	o, people := thirtyEight(t, k)
	host := people[0]
	block(k, people[3], people[9])
	k.Advance(15 * day)
	if l := k.Mail(testkit.Address(host.Name), "Look at your circles"); l.Link(o.Path()) == "" {
		t.Fatalf("the host is not told: %s", l.Text)
	}
	page := host.Get(o.Path()).Is(http.StatusOK, "Open maps").SaysNot("Without a place", "Nobody here has offered")
	for text, want := range map[string]int{"6 different organisations.": 4, "7 different organisations.": 2, "Everybody could do": 6, "different roles.": 6} {
		if got := strings.Count(string(page.Body), text); got != want {
			t.Errorf("%q stands there %d times, want %d", text, got, want)
		}
	}
	page.Follow("Send the emails").Is(http.StatusOK, "Send the emails?").Press("Send the emails", nil).Says("The emails are on their way.")
	together := map[string]string{}
	for _, p := range people[1:] {
		l := k.Mail(testkit.Address(p.Name), "You have a place")
		got := p.Get(path(t, l.Link("/applications/"))).Is(http.StatusOK, "You have a place").Press("Yes, I take the place", nil).Is(http.StatusOK, "You are in")
		together[p.Name] = got.Text()
	}
	sizes, circles := map[int]int{}, map[string]circle.Circle{}
	for _, p := range people {
		list, err := k.Circles.Of(t.Context(), k.DB, p.ID)
		if err != nil || len(list) != 1 {
			t.Fatalf("%s is in %d circles: %v", p.Name, len(list), err)
		}
		circles[list[0].ID] = list[0]
	}
	for _, c := range circles {
		sizes[len(c.Here())]++
		if _, ok := c.Facilitator(); !ok || c.State != circle.Running {
			t.Errorf("%s: %s, facilitator %v", c.Name, c.State, ok)
		}
		_, a := c.Person(people[3].ID)
		if _, b := c.Person(people[9].ID); a && b {
			t.Errorf("a blocked pair is in %s", c.Name)
		}
	}
	if sizes[6] != 4 || sizes[7] != 2 || len(circles) != 6 {
		t.Errorf("sizes %v of %d circles", sizes, len(circles))
	}
	k.Settle()
	k.Mail(testkit.Address(people[5].Name), "Your circle begins")
}

func TestAVisitorAppliesAndBecomesAMemberByTakingThePlace(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	fay := worker(k, "Fay Host", "Devon", "Coach")
	o := opened(t, k, fay)
	for _, p := range []testkit.Person{worker(k, "Ann Lee", "Kent", "Designer"), worker(k, "Bob Roe", "Leeds", "Developer")} {
		applies(t, k, o, p, "mon-am,tue-noon", false)
	}
	v := k.Visitor()
	v.Get(o.PublicPath()).Press("Apply", testkit.Fill("name", "Vic New")).Is(http.StatusUnprocessableEntity, "Open maps").
		Says("Give your email address", "Say whom you work for", "Tick at least one time").
		Press("Apply", testkit.Fill("email", "vic@example.org", "organisation", "York", "job", "Planner", "want", "Maps <script>", "free", "tue-noon")).
		Is(http.StatusOK, "Check your email")
	l := k.Mail("vic@example.org", "Confirm that you want to join")
	if strings.Contains(l.Text, "Vic") || strings.Contains(l.Text, "script") {
		t.Errorf("a letter to an unconfirmed address says what was typed: %s", l.Text)
	}
	link := path(t, l.Link("/applications/"))
	fay.Get(o.Path()).SaysNot("Vic New")
	v.Get(link).Is(http.StatusOK, "Confirm your application").Says("Maps <script>").Press("Confirm my application", nil).Is(http.StatusOK, "You have applied")
	fay.Get(o.Path()).Says("Vic New", "Planner, York")
	k.Mail("vic@example.org", "We have your application")
	if _, err := k.Members.ByEmail(t.Context(), "vic@example.org"); err == nil {
		t.Error("applying makes a member")
	}
	k.Advance(22 * day) // the host does nothing
	offer := path(t, k.Mail("vic@example.org", "You have a place").Link("/applications/"))
	v.Get(offer).Is(http.StatusOK, "You have a place").Says("No selling").
		Press("Yes, I take the place", nil).Is(http.StatusUnprocessableEntity, "You have a place").Says("Agree to what every member agrees to").
		Press("Yes, I take the place", testkit.Fill("agree", "yes")).Says("18").
		Press("Yes, I take the place", testkit.Fill("agree", "yes", "adult", "yes")).Is(http.StatusOK, "You are in")
	m, err := k.Members.ByEmail(t.Context(), "vic@example.org")
	if err != nil || m.PledgedAt.IsZero() || m.Organisation != "York" || m.Job != "Planner" {
		t.Fatalf("%+v %v", m, err)
	}
	v.Get("/home").Is(http.StatusOK, "Hello Vic")
	k.Advance(8 * day) // the others do not answer
	k.Mail("vic@example.org", "does not happen")
	k.Mail(testkit.Address("Ann Lee"), "Your place has gone")
}

func TestWhoWaitsFillsAPlace(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	fay := worker(k, "Fay Host", "Devon", "Coach")
	o := opened(t, k, fay, func(o *circle.Opening) { o.Size, o.One = 3, true })
	names := []string{"Ann Lee", "Bob Roe", "Cat Sol", "Dan Tor", "Eve Und"}
	people := map[string]testkit.Person{}
	for i, name := range names {
		people[name] = worker(k, name, fmt.Sprintf("Council %d", i), fmt.Sprintf("Role %d", i))
		applies(t, k, o, people[name], "mon-am", false)
	}
	fay.Get(o.Path()).Press("Stop taking applications", nil).Says("Without a place (3)", "Nobody can apply any more").
		Follow("Send the emails").Press("Send the emails", nil)
	k.Mail(testkit.Address("Eve Und"), "No place yet")
	answer := func(name, button string) {
		t.Helper()
		people[name].Get(path(t, k.Mail(testkit.Address(name), "You have a place").Link("/applications/"))).Press(button, nil)
	}
	answer("Ann Lee", "Yes, I take the place")
	answer("Bob Roe", "No, give it to somebody else")
	answer("Cat Sol", "Yes, I take the place")
	// Fay, Ann and Cat are as many as there are to be: it begins, and who waits is told.
	k.Settle()
	fay.Get("/circles").Follow("Open maps").Is(http.StatusOK, "Open maps")
	k.Mail(testkit.Address("Eve Und"), "No place this time")
	k.Mail(testkit.Address("Dan Tor"), "No place this time")
}

func TestWhoDoesNotAnswerLosesThePlace(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	fay := worker(k, "Fay Host", "Devon", "Coach")
	o := opened(t, k, fay, func(o *circle.Opening) { o.Size, o.One = 4, true })
	people := map[string]testkit.Person{}
	for i, name := range []string{"Ann Lee", "Bob Roe", "Cat Sol", "Dan Tor", "Eve Und", "Flo Vin"} {
		people[name] = worker(k, name, fmt.Sprintf("Council %d", i), fmt.Sprintf("Role %d", i))
		applies(t, k, o, people[name], "mon-am", false)
	}
	block(k, people["Flo Vin"], people["Ann Lee"])
	if err := k.Circles.CloseNow(t.Context(), o.ID, fay.ID); err != nil {
		t.Fatal(err)
	}
	if err := k.Circles.Send(t.Context(), o.ID, fay.ID); err != nil {
		t.Fatal(err)
	}
	yes := func(name string) {
		t.Helper()
		people[name].Get(path(t, k.Mail(testkit.Address(name), "You have a place").Link("/applications/"))).Press("Yes, I take the place", nil).Is(http.StatusOK, "You are in")
	}
	yes("Ann Lee")
	yes("Bob Roe")
	k.Advance(5 * day)
	k.Mail(testkit.Address("Cat Sol"), "Do you take your place?")
	k.Advance(3 * day)
	k.Mail(testkit.Address("Cat Sol"), "Your place has gone")
	k.Advance(5 * day) // Dan has got it, and does not answer either
	k.Mail(testkit.Address("Dan Tor"), "Your place has gone")
	fay.Get("/circles").Says("Forming")
	for _, l := range k.Inbox(testkit.Address("Flo Vin")) {
		if strings.Contains(l.Subject, "You have a place") {
			t.Error("somebody fills a place with whom they have blocked")
		}
	}
	yes("Eve Und")
	k.Settle()
	k.Mail(testkit.Address("Eve Und"), "Your circle begins")
	k.Mail(testkit.Address("Flo Vin"), "No place this time")
}

// Whoever applies writes to the person who opened the circle, whom they need
// not know: that counts like any message to a stranger.
func TestApplyingCountsAsAMessageToAStranger(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann := worker(k, "Ann Lee", "Kent", "Designer")
	fay := worker(k, "Fay Host", "Devon", "Coach")
	applies(t, k, opened(t, k, fay), ann, "mon-am", false)
	applies(t, k, opened(t, k, fay), ann, "mon-am", false) // the same person once
	for _, name := range []string{"Gil Host", "Hal Host"} {
		applies(t, k, opened(t, k, worker(k, name, "Devon", "Coach")), ann, "mon-am", false)
	}
	o := opened(t, k, worker(k, "Ivy Host", "Devon", "Coach"))
	_, err := k.Circles.ApplyAs(t.Context(), o.ID, ann.Member, circle.Application{Applicant: circle.Applicant{Want: "Maps"}, Free: circle.Times("mon-am")})
	if key, _, _ := fault.Sentence(err); !errors.Is(err, fault.TooMany) || key != "safety.reach.day" {
		t.Errorf("the fourth: %v", err)
	}
}
