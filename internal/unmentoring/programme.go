package unmentoring

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/holiday"
	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// Review says whether an organiser looks at a draw before it goes out.
type Review string

// The ways of reviewing.
const (
	ReviewFirst  Review = "first" // the first round only: the default
	ReviewAlways Review = "always"
	ReviewNever  Review = "never"
)

// Reviews are all ways of reviewing in the order in which they are offered.
var Reviews = []Review{ReviewFirst, ReviewAlways, ReviewNever}

// Decides says what decides who talks to whom, among all ways that are allowed.
type Decides string

// The ways of deciding.
const (
	// BySpread: the fewest repeats, then what people should differ in, then
	// chance among the best.
	BySpread Decides = "best"
	// ByChance: chance alone, among all ways without avoidable repeats.
	ByChance Decides = "chance"
)

func (d Decides) mode() match.Mode {
	if d == ByChance {
		return match.Uniform
	}
	return match.Best
}

// AllDecides are all ways of deciding in the order in which they are offered.
var AllDecides = []Decides{BySpread, ByChance}

// ProgrammeState is whether a programme begins new rounds.
type ProgrammeState string

// The states of a programme.
const (
	Running ProgrammeState = "running"
	Halted  ProgrammeState = "paused"
	Ended   ProgrammeState = "ended"
)

// Sizes of groups that can be asked for.
const (
	MinSize = 2
	MaxSize = 8
)

// Lines is a list that is stored one a line.
type Lines []string

// Scan reads the stored form.
func (l *Lines) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("lines from %T", src)
	}
	*l = SplitLines(text)
	return nil
}

// Value gives the stored form.
func (l Lines) Value() (driver.Value, error) { return strings.Join(l, "\n"), nil }

// SplitLines gives the lines of a text that are not empty.
func SplitLines(text string) Lines {
	var list Lines
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// What people who are put together may be wished to differ in. A profile field
// of the organiser's own is fieldPrefix and its id.
const (
	DifferOrganisation = "organisation"
	DifferRegion       = "region"
	DifferRole         = "role"
	// WishTopics are the topics on members' profiles: to have in common.
	WishTopics   = "topics"
	fieldPrefix  = "field:"
	commonPrefix = "common:" // before what is wished to be in common
)

// Programme is a standing offer to be put together with somebody.
type Programme struct {
	bun.BaseModel `bun:"table:programmes,alias:p"`

	ID      string `bun:",pk"`
	Title   string
	Purpose string
	Rules   Lines
	Prompts Lines
	Minutes int // how long a conversation takes
	Size    int // people in a conversation
	// Differ is what people in a conversation should not share, the most
	// important first.
	Differ Lines
	// Common is what they should have in common, after all that.
	Common Lines
	// Decides is what decides who talks to whom.
	Decides Decides
	// OptIn asks people to say that they are in. Otherwise everybody is in who
	// does not say "not this time".
	OptIn bool
	// Organisations and Regions say who may join; both empty is everybody.
	Organisations Lines
	Regions       Lines
	Review        Review

	Cadence     Cadence
	FirstDay    Day
	Dates       Lines // the days of the cadence OnDates
	SignUpDays  int
	ReviewDays  int
	TalkDays    int
	ClosingDays int

	State ProgrammeState
	// LastDay is the day of the newest round, and NextAt when the next begins.
	LastDay   Day       `bun:",nullzero"`
	NextAt    time.Time `bun:",nullzero"`
	CreatedBy string    `bun:",nullzero"`
	CreatedAt time.Time
	ChangedAt time.Time
}

// Wishes are what a draw looks at, the most important first.
func (p Programme) Wishes() Lines {
	list := slices.Clone(p.Differ)
	for _, c := range p.Common {
		list = append(list, commonPrefix+c)
	}
	return list
}

// Rhythm is when the programme's conversations begin.
func (p Programme) Rhythm() Rhythm {
	r := Rhythm{Cadence: p.Cadence, First: p.FirstDay}
	for _, d := range p.Dates {
		r.Dates = append(r.Dates, Day(d))
	}
	return r
}

// Windows are the lengths of a round's parts.
func (p Programme) Windows() Windows {
	return Windows{SignUp: p.SignUpDays, Review: p.ReviewDays, Talk: p.TalkDays, Closing: p.ClosingDays}
}

// SetWindows changes the lengths of a round's parts.
func (p *Programme) SetWindows(w Windows) {
	p.SignUpDays, p.ReviewDays, p.TalkDays, p.ClosingDays = w.SignUp, w.Review, w.Talk, w.Closing
}

// Reviewed reports whether a person looks at the draw of the round with this
// number before it goes out.
func (p Programme) Reviewed(number int) bool {
	return p.Review == ReviewAlways || p.Review == ReviewFirst && number == 1
}

// Calendar is the dates of the next n rounds that begin after a day, the first
// of which has this number.
func (p Programme) Calendar(after Day, number, n int, at place) []Dates {
	var list []Dates
	for i := range n {
		day, ok := p.Rhythm().After(after)
		if !ok {
			break
		}
		list = append(list, p.Windows().Dates(day, p.Reviewed(number+i), at.zone).around(at))
		after = day
	}
	return list
}

// Open reports whether a member may join the programme: somebody whose address
// refuses mail would only let others down.
func (p Programme) Open(m member.Member) bool {
	if m.State != member.Active || !m.Reachable() {
		return false
	}
	if len(p.Organisations) == 0 && len(p.Regions) == 0 {
		return true
	}
	return folded(p.Organisations, m.Organisation) || folded(p.Regions, m.Region)
}

func folded(list Lines, name string) bool {
	key := member.Fold(name)
	return key != "" && slices.ContainsFunc(list, func(l string) bool { return member.Fold(l) == key })
}

// DefaultWindows are lengths that fit a cadence: a round is closed before the
// next is drawn, so that who was let down is known by then.
func DefaultWindows(c Cadence, review Review) Windows {
	w := map[Cadence]Windows{
		Weekly:      {SignUp: 3, Review: 1, Talk: 4, Closing: 2},
		Fortnightly: {SignUp: 4, Review: 2, Talk: 11, Closing: 2},
		Monthly:     {SignUp: 7, Review: 3, Talk: 21, Closing: 3},
		TwoMonthly:  {SignUp: 7, Review: 3, Talk: 42, Closing: 5},
		Quarterly:   {SignUp: 10, Review: 3, Talk: 60, Closing: 7},
		OnDates:     {SignUp: 7, Review: 3, Talk: 21, Closing: 3},
	}[c]
	if review == ReviewAlways {
		switch c {
		case Weekly:
			w.Talk, w.Closing = 2, 1
		case Fortnightly:
			w.Talk, w.Closing = 8, 1
		case Monthly:
			w.Talk, w.Closing = 20, 2
		}
	}
	return w
}

// overlap reports how many days too long the rounds of the calendar are: each
// is to be closed before the next is drawn. A bank holiday may bring two of them
// nearer than that; it is no fault of the settings.
func (p Programme) overlap(after Day, number int, zone *time.Location) int {
	longest := 0
	list := p.Calendar(after, number, 14, place{zone, holiday.None})
	for i := range max(0, len(list)-1) {
		if late := list[i].Close.Sub(list[i+1].Draw); late > 0 {
			longest = max(longest, int(late/(24*time.Hour))+1)
		}
	}
	return longest
}
