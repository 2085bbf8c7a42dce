package conversation

import (
	"slices"
	"testing"
	"time"

	"cuppa.example/internal/schedule"
)

var (
	opens = time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC)
	hour  = time.Hour
	aday  = 24 * time.Hour
)

func pairOf(state State) Conversation {
	return Conversation{
		ID: "c", State: state, OpensAt: opens, EndsAt: opens.Add(21 * aday), Length: hour / 2,
		People: []Person{{MemberID: "a"}, {MemberID: "b", Position: 1}},
	}
}

func TestEveryStateHasOneThingToDo(t *testing.T) {
	t.Parallel()
	c := pairOf(Open)
	talk := opens.Add(5 * aday)
	for name, x := range map[string]struct {
		state  State
		me     Person
		agreed time.Time
		now    time.Time
		want   stage
	}{
		"it has begun":                {Open, Person{}, time.Time{}, opens, stageArrange},
		"a time is agreed":            {Open, Person{}, talk, opens, stageAgreed},
		"they are talking":            {Open, Person{}, talk, talk.Add(hour / 4), stageAgreed},
		"they have talked":            {Open, Person{}, talk, talk.Add(hour), stageAsk},
		"the end is near":             {Open, Person{}, time.Time{}, c.EndsAt.Add(-hour), stageAsk},
		"they talk on the last day":   {Open, Person{}, c.EndsAt.Add(-hour), c.EndsAt.Add(-2 * hour), stageAgreed},
		"it is over":                  {Open, Person{}, time.Time{}, c.EndsAt, stageAsk},
		"it is over and closed":       {Unconfirmed, Person{}, time.Time{}, c.EndsAt.Add(13 * aday), stageAsk},
		"it is too late":              {Unconfirmed, Person{}, time.Time{}, c.EndsAt.Add(Grace), stageClosed},
		"I have answered":             {Open, Person{Answer: SaidMet}, talk, opens, stageAnswered},
		"I answered, long ago":        {Met, Person{Answer: SaidMet}, talk, c.EndsAt.Add(99 * aday), stageAnswered},
		"only the other has answered": {Open, Person{}, time.Time{}, opens, stageArrange},
		"nobody is left":              {Cancelled, Person{}, time.Time{}, opens, stageAlone},
		"I am out":                    {Cancelled, Person{LeftAt: opens}, time.Time{}, opens, stageOut},
		"I am out of a group":         {Open, Person{LeftAt: opens}, talk, opens, stageOut},
	} {
		c := pairOf(x.state)
		if got := c.stage(x.me, x.agreed, x.now); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

func TestOffersMergeWhatPeopleSaid(t *testing.T) {
	t.Parallel()
	c := pairOf(Open)
	c.People = append(c.People, Person{MemberID: "c", LeftAt: opens})
	c.Suggested = []time.Time{opens.Add(aday), opens.Add(2 * aday), opens.Add(-aday)}
	says := func(who string, at time.Time) schedule.Proposal {
		return schedule.Proposal{MemberID: who, StartsAt: at}
	}
	all := []schedule.Proposal{
		says("a", opens.Add(3*aday)), says("a", opens.Add(aday)), says("b", opens.Add(aday)),
		says("c", opens.Add(aday)), says("stranger", opens.Add(4*aday)), says("b", opens.Add(-hour)),
	}
	got := c.search().Offers(all, false, opens)
	if len(got) != 3 || !slices.Equal(got[0].By, []string{"a", "b"}) || got[1].By != nil || !slices.Equal(got[2].By, []string{"a"}) {
		t.Fatalf("got %v", got)
	}
	if !c.search().Enough(got[0]) || c.search().Enough(got[1]) || c.search().Enough(got[2]) {
		t.Error("both of two, and nobody else, are enough")
	}
	if got = c.search().Offers(all, true, opens); len(got) != 2 {
		t.Errorf("once a time is agreed the suggestions go: %v", got)
	}
}

func TestPatienceAndEndingOfShortAndLongWindows(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ window, patience, ending time.Duration }{
		{21 * aday, 3 * aday, 19 * aday},
		{7 * aday, 42 * hour, 7*aday - 168*hour/5},
		{aday, 6 * hour, aday - aday/5},
	} {
		c := Conversation{OpensAt: opens, EndsAt: opens.Add(x.window)}
		if got := c.patience().Sub(opens); got != x.patience {
			t.Errorf("%s: patience %s", x.window, got)
		}
		if got := c.ending().Sub(opens); got != x.ending {
			t.Errorf("%s: ending %s", x.window, got)
		}
	}
}

func TestWhoMayAskForSomebodyElse(t *testing.T) {
	t.Parallel()
	late := opens.Add(30 * aday)
	for name, x := range map[string]struct {
		state State
		me    Person
		other Answer
		now   time.Time
		want  bool
	}{
		"left alone":              {Cancelled, Person{}, None, opens, true},
		"left alone, too late":    {Cancelled, Person{}, None, late, false},
		"asked already":           {Cancelled, Person{WantedAt: opens}, None, opens, false},
		"could not make it":       {Cancelled, Person{LeftAt: opens, LeftWhy: CannotMakeIt}, None, opens, false},
		"went on elsewhere":       {Cancelled, Person{LeftAt: opens, LeftWhy: Moved}, None, opens, false},
		"blocked the other":       {Cancelled, Person{LeftAt: opens, LeftWhy: SetApart}, None, opens, true},
		"the other called it off": {Open, Person{}, SaidNotMet, opens, true},
		"both called it off":      {NotMet, Person{Answer: SaidNotMet}, SaidNotMet, opens, true},
		"the other is silent":     {Open, Person{}, None, opens, false},
		"I say that we met":       {Open, Person{Answer: SaidMet}, SaidNotMet, opens, false},
		"the other says we met":   {Open, Person{Answer: SaidNotMet}, SaidMet, opens, false},
		"it is over, unconfirmed": {Unconfirmed, Person{}, SaidNotMet, opens, false},
	} {
		c := pairOf(x.state)
		c.People[1].Answer = x.other
		x.me.MemberID = "a"
		c.People[0] = x.me
		if got := c.mayAsk(x.me, x.now); got != x.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestLinksAreMadeOfWhatIsALinkOnly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://teams.example.org/l/1": "https://teams.example.org/l/1",
		"http://x.example.org":          "http://x.example.org",
		"ann on Teams":                  "", "javascript:alert(1)": "", "teams.example.org": "", "": "",
		"https://ann@evil.example.org/": "", "https://": "", "data:text/html,x": "",
	} {
		if got := webAddress(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	for text, want := range map[string]string{
		"01234 567890": "tel:01234567890", "+44 (0)1234-567.890": "tel:+4401234567890",
		"ask for Ann": "", "123": "", "01234 567890 ext 5": "", "javascript:1": "",
	} {
		if got := telephone(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
