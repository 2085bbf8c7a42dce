package mentoring

import (
	"cmp"
	"hash/fnv"
	"slices"
)

// Wish is what somebody looks for, and what is known of them.
type Wish struct {
	ID             string // of the seek: breaks ties, for everybody differently
	MemberID       string
	OrganisationID string
	Job            string
	Region         string
	Kind           Kind
	Topics         []string
	Aim            string // what they want to get better at, in their words
	Languages      []string
	Times          []string
	// OwnOrganisation also takes people from where the seeker works.
	OwnOrganisation bool
	// Apart are the members whom they must not be put together with.
	Apart map[string]bool
}

// Candidate is an offer, and what is known of who makes it.
type Candidate struct {
	OfferID        string
	MemberID       string
	OrganisationID string
	Job            string
	Region         string
	Kind           Kind
	Topics         []string
	Experience     string
	Languages      []string
	Times          []string
	Ways           []string
	Capacity       int
	Used           int // places taken or held by an open request
	Lately         int // how often they were asked in the last four weeks
	Waiting        int // people who wait for a place
	Paused         bool
	Qualified      bool
}

// Suggestion is a candidate with the reasons for it.
type Suggestion struct {
	Candidate
	Score   float64 // from 0 to 100
	Fits    bool    // has something to do with what is sought
	Reasons []Reason
}

// How much each thing can add to a score of 100. What somebody can help with
// (topics and experience) weighs as much as all the rest; of the rest, how much
// they are asked already weighs most: well-known names fill up first, and a
// request to somebody whom everybody asks is a request that waits.
const (
	forTopics     = 40.0
	forExperience = 10.0
	forRole       = 15.0
	forTime       = 10.0
	forLoad       = 25.0
)

// Excluded reports whether a candidate must never be suggested for a wish:
// oneself, somebody kept apart, somebody paused, full or with a queue, another
// kind of help, a language that they do not share, or a colleague, where the
// seeker has not chosen to be shown those.
func Excluded(w Wish, c Candidate) bool {
	switch {
	case c.MemberID == w.MemberID, w.Apart[c.MemberID], c.Paused, c.Used >= c.Capacity, c.Waiting > 0:
		return true
	case !c.Kind.suits(w.Kind):
		return true
	case len(w.Languages) > 0 && len(c.Languages) > 0 && len(common(w.Languages, c.Languages)) == 0:
		return true
	}
	return !w.OwnOrganisation && w.OrganisationID != "" && w.OrganisationID == c.OrganisationID
}

// perOrganisation is how many people of one organisation are suggested while
// there are others: a list of five from one large council is no choice.
const perOrganisation = 2

// Rank gives the n best candidates for a wish, best first, with reasons. It
// keeps these promises, whatever the candidates:
//
//   - nobody is in it who is Excluded, and nobody twice, however many offers
//     they make;
//   - the order of the candidates does not matter;
//   - whoever names something that is sought stands before all who do not;
//   - of two who are alike in all else the one who is asked less comes first;
//   - of two who are alike in everything, half of the seekers see one first and
//     half the other: chance, but the same chance whenever the page is opened.
//
// The cost is one pass over the candidates and a sort.
func Rank(w Wish, candidates []Candidate, n int) []Suggestion {
	r := newRanker(w)
	best := map[string]Suggestion{} // by member
	for _, c := range candidates {
		if Excluded(w, c) {
			continue
		}
		s := r.judge(c)
		if b, twice := best[c.MemberID]; !twice || r.before(s, b) {
			best[c.MemberID] = s
		}
	}
	list := make([]Suggestion, 0, len(best))
	for _, s := range best {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		if r.before(a, b) {
			return -1
		}
		return 1
	})
	list = spread(list, n)
	for i := range list {
		list[i].Reasons = r.reasons(list[i])
	}
	return list
}

// spread takes the first n, at most perOrganisation of one organisation among
// those who fit as long as that leaves enough of them; the rest follows in its order.
func spread(list []Suggestion, n int) []Suggestion {
	var chosen, over []Suggestion
	from := map[string]int{}
	for _, s := range list {
		if !s.Fits && len(over) > 0 { // somebody who fits comes before whoever does not
			chosen, over = append(chosen, over...), nil
		}
		if len(chosen) >= n {
			break
		}
		if o := s.OrganisationID; o != "" && s.Fits {
			if from[o]++; from[o] > perOrganisation {
				over = append(over, s)
				continue
			}
		}
		chosen = append(chosen, s)
	}
	chosen = append(chosen, over...)
	return chosen[:min(n, len(chosen))]
}

type ranker struct {
	w    Wish
	aim  []string // its words
	job  []string
	rung int
}

func newRanker(w Wish) *ranker {
	return &ranker{w: w, aim: words(w.Aim), job: words(w.Job), rung: rung(w.Job)}
}

func (r *ranker) judge(c Candidate) Suggestion {
	topics, said := r.topics(c), r.experience(c)
	s := Suggestion{Candidate: c, Fits: topics > 0 || said > 0}
	s.Score = forTopics*topics + forExperience*said + forRole*r.role(c) + forTime*r.time(c) + forLoad*load(c)
	return s
}

// before is the order of suggestions; of two different offers one is always before the other.
func (r *ranker) before(a, b Suggestion) bool {
	if a.Fits != b.Fits {
		return a.Fits
	}
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(r.lot(a), r.lot(b)), cmp.Compare(a.OfferID, b.OfferID)) < 0
}

// lot is the chance that decides between equals.
func (r *ranker) lot(s Suggestion) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(r.w.ID + "\x00" + s.OfferID))
	x := h.Sum64() // ids made in one moment differ little: spread the difference
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return x
}

// enough topics in common are as good as all: who seeks lists what comes to mind.
const enoughTopics = 3

// topics is how much of what is sought an offer names, from 0 to 1.
func (r *ranker) topics(c Candidate) float64 {
	if len(r.w.Topics) == 0 {
		return 0
	}
	marks := make([]float64, 0, len(r.w.Topics))
	for _, want := range r.w.Topics {
		best := 0.0
		for _, has := range c.Topics {
			best = max(best, alike(want, has))
		}
		marks = append(marks, best)
	}
	slices.SortFunc(marks, func(a, b float64) int { return cmp.Compare(b, a) })
	marks = marks[:min(enoughTopics, len(marks))]
	sum := 0.0
	for _, m := range marks {
		sum += m
	}
	return sum / float64(len(marks))
}

// experience is how much of the aim's words an offer says anywhere.
func (r *ranker) experience(c Candidate) float64 {
	return float64(min(enoughTopics, len(r.said(c)))) / enoughTopics
}

func (r *ranker) said(c Candidate) []string {
	if len(r.aim) == 0 {
		return nil
	}
	return common(r.aim, words(append([]string{c.Experience}, c.Topics...)...))
}

// role judges the distance between two jobs. A mentor has been where the
// seeker wants to go: a rung or two ahead is best. A coach asks instead of
// telling, which is easier from outside the trade. What is not known is in the middle.
func (r *ranker) role(c Candidate) float64 {
	if c.Kind == Coaching {
		mark := 0.5
		if len(r.job) > 0 && c.Job != "" {
			if mark = 0.4; len(common(r.job, words(c.Job))) == 0 {
				mark = 0.8
			}
		}
		if c.Qualified {
			mark += 0.2
		}
		return mark
	}
	switch d := r.ahead(c); {
	case r.rung == 0 || rung(c.Job) == 0:
		return 0.5
	case d == 1 || d == 2:
		return 1
	case d == 0:
		return 0.6
	case d > 2:
		return 0.5
	}
	return 0.2
}

func (r *ranker) ahead(c Candidate) int { return rung(c.Job) - r.rung }

// time is whether they can talk at the same times of the day.
func (r *ranker) time(c Candidate) float64 {
	if len(r.w.Times) == 0 || len(c.Times) == 0 {
		return 0.6
	}
	switch len(common(r.w.Times, c.Times)) {
	case 0:
		return 0
	case 1:
		return 0.8
	}
	return 1
}

// load is how free somebody is: half of it the share of their places that is
// free, half how seldom they were asked lately.
func load(c Candidate) float64 {
	if c.Capacity <= 0 {
		return 0
	}
	free := float64(max(0, c.Capacity-c.Used)) / float64(c.Capacity)
	return free/2 + 0.5/float64(1+max(0, c.Lately))
}
