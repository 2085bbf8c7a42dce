package intake_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/intake"
	"cuppa.example/internal/testkit"
)

// story is an intake for mentoring that is open: it takes people until 25
// January, choices until 1 February, and answers by 8 February.
type story struct {
	*testkit.Kit
	organiser testkit.Person
	path      string // of the intake, for members
	id        string
}

func opened(t *testing.T) *story {
	t.Helper()
	k := testkit.New(t)
	s := &story{Kit: k, organiser: k.Organiser("Olga Orr")}
	page := s.organiser.Get("/organise/intakes").Follow("Open a matched programme").Press("Open it for signing up", testkit.Fill(
		"title", "Spring <mentoring>", "purpose", "For everybody who is new.\nNo experience needed.",
		"sign_up_until-day", "25", "sign_up_until-month", "1", "sign_up_until-year", "2027",
		"choose_until-day", "1", "choose_until-month", "2", "choose_until-year", "2027",
		"answer_by-day", "8", "answer_by-month", "2", "answer_by-year", "2027",
	)).Is(http.StatusOK, "Spring <mentoring>").Says("It is open.", "5pm on Monday 25 January 2027")
	s.id = strings.TrimPrefix(page.URL.Path, "/organise/intakes/")
	s.path = "/intakes/" + s.id
	return s
}

// sign signs somebody up, and says what they want or offer.
func (s *story) sign(name, organisation string, side intake.Side, pairs ...string) testkit.Person {
	s.T.Helper()
	p := s.Member(name, testkit.Works(organisation))
	s.signAs(p, side, pairs...)
	return p
}

func (s *story) signAs(p testkit.Person, side intake.Side, pairs ...string) {
	s.T.Helper()
	fill := append([]string{"topics", "Open data", "about", "I am " + p.Name}, pairs...)
	p.Get(s.path+"/"+string(side)).Press("Sign up", testkit.Fill(fill...)).Is(http.StatusOK, "Spring <mentoring>").Says("You are signed up.")
}

// Until moves the clock a day at a time: nothing here happens between.
func (s *story) Until(t time.Time) {
	s.T.Helper()
	for now := s.Clock.Now(); now.Before(t); {
		if now = now.Add(24 * time.Hour); now.After(t) {
			now = t
		}
		s.Clock.Set(now)
		s.Settle()
	}
}

func at(month time.Month, day int) time.Time {
	return time.Date(2027, month, day, 18, 0, 0, 0, time.UTC)
}

func TestIntakeFromOpeningToRelationships(t *testing.T) {
	t.Parallel()
	s := opened(t)
	lee := s.sign("Lee Learner", "Devon", intake.Learner)
	ray := s.sign("Ray Rookie", "Kent", intake.Learner)
	pat := s.sign("Pat Pupil", "Fife", intake.Learner)
	mia := s.sign("Mia Mentor", "Exeter", intake.Helper)
	max := s.sign("Max Mentor", "Perth", intake.Helper)

	s.Until(at(time.January, 25))
	letter := s.Mail(lee.Email, "say whom you would like")
	link := letter.Link("/i/")
	visitor := s.Visitor() // Lee, from the letter
	visitor.Get(link).Is(http.StatusOK, "Say whom you would like").Says("Mia Mentor", "Max Mentor", "You both named: Open data").SaysNot("Ray Rookie").
		Press("Save my choices", testkit.Fill("person-"+mia.ID, "1", "person-"+max.ID, "2")).Says("Your choices are saved.", "Your choices so far")
	ray.Get("/home").Follow("Spring <mentoring>: say whom you would like").
		Press("Save my choices", testkit.Fill("person-"+mia.ID, "1"))
	mia.Get(s.path+"/helper/choose").Press("Save my choices", testkit.Fill("person-"+ray.ID, "1", "person-"+pat.ID, "0"))

	max.Get(s.path+"/helper/choose").Press("Save my choices", testkit.Fill("person-"+lee.ID, "1"))
	s.Until(at(time.February, 1))
	visitor.Get(link).Is(http.StatusConflict, "That cannot be done now").Says("That is over for this programme.")
	s.Mail(s.organiser.Email, "the draw waits for you")
	draw := s.organiser.Get("/organise").Follow("Spring <mentoring>: look at the draw and send it out").Is(http.StatusOK, "Who is matched with whom")
	draw.Says("Choice number 1 of who is helped.", "Choice number 1 of who helps.", "1 person has nobody", "No two people would both rather")
	if got := s.pairs(); got[ray.ID] != mia.ID || got[lee.ID] != max.ID || got[pat.ID] != "" {
		t.Fatalf("the draw is %v", got)
	}
	for _, p := range []testkit.Person{lee, mia, pat} {
		p.Get(s.path).SaysNot("Your mentor is", "You mentor ")
	}
	draw.Press("Send it out now", nil).Says("It is sent out.")
	for _, c := range []struct {
		to         testkit.Person
		subject    string
		texts, not []string
	}{
		{ray, "You and Mia Mentor are working together", []string{"has a mentor for you: Mia Mentor", "They were your choice number 1.", "You both named: Open data."}, []string{"have said yes"}},
		{mia, "You and Ray Rookie are working together", []string{"somebody for you to mentor: Ray Rookie"}, nil},
		{pat, "nobody this time", []string{"It says nothing about you."}, []string{"ruled", "Mia"}},
	} {
		text := strings.Join(strings.Fields(s.Mail(c.to.Email, c.subject).Text), " ")
		for _, want := range c.texts {
			if !strings.Contains(text, want) {
				t.Errorf("%s is not told %q:\n%s", c.to.Name, want, text)
			}
		}
		for _, not := range c.not {
			if strings.Contains(text, not) {
				t.Errorf("%s is told %q:\n%s", c.to.Name, not, text)
			}
		}
	}
	ray.Get(s.path).Says("Your mentor is Mia Mentor").Follow("Begin with Mia Mentor").Says("Mia Mentor")
	pat.Get(s.path).Says("There was nobody for you this time.")
	letters := len(s.SMTP.All())
	s.Until(at(time.February, 10))
	s.organiser.Get("/organise/intakes/"+s.id+"/draw").SaysNot("Send it out now", "Draw again")
	for _, l := range s.SMTP.All()[letters:] {
		if strings.Contains(l.Subject, "Spring") {
			t.Errorf("%s hears of it again: %s", l.To, l.Subject)
		}
	}
}

func (s *story) pairs() map[string]string {
	s.T.Helper()
	var rows []intake.Match
	if err := s.DB.NewSelect().Model(&rows).Where("intake_id = ?", s.id).Scan(s.T.Context()); err != nil {
		s.T.Fatal(err)
	}
	got := map[string]string{}
	for _, m := range rows {
		got[m.LearnerID] = m.HelperID
	}
	return got
}

// Nobody needs to press anything: it goes out by itself.
func TestIntakeGoesOutByItself(t *testing.T) {
	t.Parallel()
	s := opened(t)
	lee, mia := s.sign("Lee Learner", "Devon", intake.Learner), s.sign("Mia Mentor", "Exeter", intake.Helper)
	s.Until(at(time.February, 7))
	lee.Get(s.path).Says("by 5pm on Monday 8 February 2027")
	s.Until(at(time.February, 8))
	s.Mail(lee.Email, "You and Mia Mentor are working together")
	mia.Get(s.path).Says("You mentor Lee Learner")
}

func TestOwnOrganisationOnlyWhenBothSaySo(t *testing.T) {
	t.Parallel()
	s := opened(t)
	lee, mia := s.sign("Lee Learner", "Devon", intake.Learner), s.sign("Mia Mentor", "Devon", intake.Helper, "anywhere", "yes")
	s.Until(at(time.January, 25))
	lee.Get(s.path + "/learner/choose").Says("There is nobody to choose from.")
	s.Until(at(time.February, 1))
	s.organiser.Get("/organise/intakes/" + s.id + "/draw").Says("There is nobody on the other side whom they could have")
	// An organiser may decide otherwise, and sees what speaks against it.
	s.organiser.Get("/organise/intakes/"+s.id+"/people/"+lee.ID).Says("Both work for the same organisation.").
		Press("Change the draw", testkit.Fill("helper", mia.ID)).Says("The draw is changed.", "Put together by hand.", "changed by hand 1 time").
		Press("Draw again", nil).Says("Put together by hand.")
	if got := s.pairs(); got[lee.ID] != mia.ID {
		t.Errorf("a new draw forgot what was done by hand: %v", got)
	}
}

// Somebody who is blocked is in no draw, also not by hand, and a block after the
// draw ends it without a word. They still choose as if nothing were.
func TestBlockedPeopleAreNeverMatched(t *testing.T) {
	t.Parallel()
	s := opened(t)
	lee, mia := s.sign("Lee Learner", "Devon", intake.Learner), s.sign("Mia Mentor", "Exeter", intake.Helper)
	ray := s.sign("Ray Rookie", "Kent", intake.Learner)
	s.block(mia, lee)
	s.Until(at(time.January, 25))
	lee.Get(s.path+"/learner/choose").Press("Save my choices", testkit.Fill("person-"+mia.ID, "1"))
	mia.Get(s.path + "/helper/choose").Says("Ray Rookie").SaysNot("Lee Learner")
	s.Until(at(time.February, 1))
	move := "/organise/intakes/" + s.id + "/people/" + lee.ID
	s.organiser.Get(move).SaysNot(mia.ID)
	if status := s.organiser.Post(move, url.Values{"helper": {mia.ID}, "seen": {"4294967296"}}).Status; status != http.StatusUnprocessableEntity {
		t.Errorf("blocked people were put together by hand: %d", status)
	}
	if got := s.pairs(); got[ray.ID] != mia.ID {
		t.Fatalf("the draw is %v", got)
	}
	s.block(ray, mia)
	s.Until(at(time.February, 8))
	if l := s.Mail(ray.Email, "nobody this time"); strings.Contains(l.Text, "Mia") {
		t.Errorf("the letter says who:\n%s", l.Text)
	}
	s.Mail(mia.Email, "nobody this time")
}

func (s *story) block(by, other testkit.Person) {
	s.T.Helper()
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, by.ID, other.ID) })
}

func TestNobodyMovesWhatSomebodyElseChanged(t *testing.T) {
	t.Parallel()
	s := opened(t)
	lee := s.sign("Lee Learner", "Devon", intake.Learner)
	mia := s.sign("Mia Mentor", "Exeter", intake.Helper)
	s.Until(at(time.February, 1))
	move := "/organise/intakes/" + s.id + "/people/" + lee.ID
	first, second, third := s.organiser.Get(move), s.organiser.Get(move), s.organiser.Get("/organise/intakes/"+s.id+"/draw")
	first.Press("Change the draw", testkit.Fill("helper", "nobody")).Says("Taken out by hand.")
	second.Press("Change the draw", testkit.Fill("helper", mia.ID)).Is(http.StatusUnprocessableEntity, "Who helps Lee Learner?").Says("The draw was changed in the meantime.")
	third.Press("Send it out now", nil).Is(http.StatusConflict, "That cannot be done now").Says("The draw was changed in the meantime. Look at it again.")
	mia.Get(s.path).Press("Withdraw", nil).Says("You are no longer signed up.")
	s.organiser.Get(move).SaysNot(mia.ID)
	s.organiser.Get("/organise/intakes/"+s.id).Follow("Call it off").Press("Call it off and tell everybody", testkit.Fill("why", "Too <few> people.")).Says("It is called off.")
	if l := s.Mail(lee.Email, "is called off"); !strings.Contains(l.Text, "Too <few> people.") {
		t.Errorf("the letter says:\n%s", l.Text)
	}
}

// Two people in one place, and a place for somebody else, are said beside whom.
func TestChoicesKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := opened(t)
	lee := s.sign("Lee Learner", "Devon", intake.Learner)
	mia, max := s.sign("Mia Mentor", "Exeter", intake.Helper), s.sign("Max Mentor", "Perth", intake.Helper)
	s.Until(at(time.January, 25))
	lee.Get(s.path+"/learner/choose").Press("Save my choices", testkit.Fill("person-"+mia.ID, "1", "person-"+max.ID, "1")).
		Is(http.StatusUnprocessableEntity, "Say whom you would like").Says("is your choice number 1 already")
	lee.Get(s.path+"/learner/choose").Press("Save my choices", testkit.Fill("person-"+mia.ID, "3", "person-"+max.ID, "0")).
		Press("Save my choices", testkit.Fill("person-"+mia.ID, "-1")).SaysNot("Your choices so far")
}

func TestIntakesOfOthersAndBadInput(t *testing.T) {
	t.Parallel()
	s := opened(t)
	lee := s.sign("Lee Learner", "Devon", intake.Learner)
	other := s.Member("Oda Other")
	s.organiser.Get("/organise/intakes/new").Press("Open it for signing up", testkit.Fill(
		"title", "", "answer_by-day", "1", "answer_by-month", "1", "answer_by-year", "2027",
	)).Is(http.StatusUnprocessableEntity, "Open a matched programme").Says("Give it a name", "The answer must come later than choosing")
	lee.Get(s.path+"/helper").Press("Sign up", testkit.Fill("topics", "", "about", "", "places", "0")).
		Is(http.StatusUnprocessableEntity, "Be a mentor").Says("Name at least one topic", "Write a sentence or two", "1 to 10")
	s.Until(at(time.January, 25))
	other.Get(s.path).Is(http.StatusNotFound, "Page not found")
	other.Get(s.path+"/learner/choose").Is(http.StatusNotFound, "Page not found")
	other.Get(s.path+"/nobody").Is(http.StatusNotFound, "Page not found")
	if page := other.Post(s.path+"/learner", url.Values{"topics": {"x"}, "about": {"late"}}); page.Status != http.StatusConflict {
		t.Errorf("signing up late answers %d", page.Status)
	}
	s.Visitor().Get("/i/forged").Is(http.StatusNotFound, "Page not found")
}

// Erasing somebody leaves nothing of them, and what they were part of goes on.
func TestErasedPeopleLeaveNothing(t *testing.T) {
	t.Parallel()
	s := opened(t)
	lee := s.sign("Lee Learner", "Devon", intake.Learner)
	mia := s.sign("Mia Mentor", "Exeter", intake.Helper)
	s.Until(at(time.January, 25))
	lee.Get(s.path+"/learner/choose").Press("Save my choices", testkit.Fill("person-"+mia.ID, "1"))
	s.Until(at(time.February, 1))
	if err := s.DB.InTx(t.Context(), eraseOf(s, mia.ID)); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"intake_people WHERE member_id", "intake_choices WHERE other_id", "intake_matches WHERE helper_id"} {
		var n int
		if err := s.DB.NewRaw("SELECT count(*) FROM "+table+" = ?", mia.ID).Scan(t.Context(), &n); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", table, n, err)
		}
	}
	s.Until(at(time.February, 8))
	s.Mail(lee.Email, "nobody this time")
}

func eraseOf(s *story, memberID string) func(ctx context.Context, tx bun.Tx) error {
	return func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, memberID) }
}
