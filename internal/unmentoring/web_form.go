package unmentoring

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// The bounds of what an organiser may set.
const (
	maxTitle   = 80
	maxPurpose = 500
	maxLines   = 2000
	maxDays    = 120
	maxDiffer  = 3
	maxCommon  = 2
)

// settings is the form of a programme.
type settings struct {
	form   *form.Form
	fields []member.Field
	isNew  bool
	action string
	back   string
	open   bool // the part with good defaults is unfolded
}

// starting fills the form of a new programme with what suits most networks.
func starting(ctx context.Context, now time.Time) *form.Form {
	f := form.With(
		"title", locale.T(ctx, "unmentoring.default.title"), "purpose", locale.T(ctx, "unmentoring.default.purpose"),
		"cadence", string(Monthly), "prompts", locale.T(ctx, "unmentoring.default.prompts"),
		"minutes", "30", "size", "2", "differ-1", DifferOrganisation, "differ-2", DifferRegion,
		"sign_up", "out", "review", string(ReviewFirst), "begin", "now", "decides", string(BySpread),
	)
	f.SetDate("first", firstDay(now, locale.Zone(ctx)).At(0, locale.Zone(ctx)).In(locale.Zone(ctx)))
	return f
}

// firstDay is the Monday on which the first conversations can begin, when
// people are asked today and somebody looks at the draw.
func firstDay(now time.Time, zone *time.Location) Day {
	w := DefaultWindows(Monthly, ReviewFirst)
	d := DayOf(now, zone).Plus(w.SignUp + w.Review)
	for d.Weekday() != time.Monday {
		d = d.Plus(1)
	}
	return d
}

// filled is the form of a programme as it is.
func filled(p Programme) *form.Form {
	f := form.With(
		"title", p.Title, "purpose", p.Purpose, "cadence", string(p.Cadence), "dates", strings.Join(p.Dates, "\n"),
		"prompts", strings.Join(p.Prompts, "\n"), "rules", strings.Join(p.Rules, "\n"),
		"minutes", strconv.Itoa(p.Minutes), "size", strconv.Itoa(p.Size), "sign_up", "out", "review", string(p.Review),
		"organisations", strings.Join(p.Organisations, "\n"), "regions", strings.Join(p.Regions, "\n"), "decides", string(p.Decides),
	)
	f.SetDate("first", p.FirstDay.midnight())
	if p.OptIn {
		f.Set("sign_up", "in")
	}
	for i, d := range p.Differ {
		f.Set("differ-"+strconv.Itoa(i+1), d)
	}
	for i, d := range p.Common {
		f.Set("common-"+strconv.Itoa(i+1), d)
	}
	if w := p.Windows(); w != DefaultWindows(p.Cadence, p.Review) {
		f.Set("sign_up_days", strconv.Itoa(w.SignUp))
		f.Set("review_days", strconv.Itoa(w.Review))
		f.Set("talk_days", strconv.Itoa(w.Talk))
		f.Set("closing_days", strconv.Itoa(w.Closing))
	}
	return f
}

// read puts what an organiser typed into the programme, and says what is wrong
// with it. number is that of the programme's next round.
func (s *Programmes) read(ctx context.Context, f *form.Form, p Programme, number int, fields []member.Field) Programme {
	zone := locale.Zone(ctx)
	p.Title = f.Line("title", form.Required("unmentoring.form.title.missing"), form.Max(maxTitle))
	p.Purpose = f.Text("purpose", form.Required("unmentoring.form.purpose.missing"), form.Max(maxPurpose))
	p.Cadence = Cadence(f.Choice("cadence", "unmentoring.form.cadence.missing", texts(Cadences)...))
	p.Dates = nil
	if p.Cadence == OnDates {
		p.Dates, p.FirstDay = readDates(f, DayOf(s.Now(), zone))
	} else if first := f.Date("first", zone); !first.IsZero() {
		p.FirstDay = DayOf(first, zone)
		if p.FirstDay.Weekend() {
			f.Fail("first", "unmentoring.form.first.weekend")
		}
	} else if f.Error(ctx, "first") == "" {
		f.Fail("first", "unmentoring.form.first.missing")
	}
	readTalks(f, &p, fields)
	p.OptIn = f.Choice("sign_up", "unmentoring.form.sign_up.missing", "out", "in") == "in"
	p.Organisations = SplitLines(f.Text("organisations", form.Max(maxLines)))
	p.Regions = SplitLines(f.Text("regions", form.Max(maxLines)))
	p.Review = Review(f.Choice("review", "unmentoring.form.review.missing", texts(Reviews)...))
	p.SetWindows(readWindows(f, DefaultWindows(p.Cadence, p.Review)))
	if f.OK() {
		s.checkCalendar(ctx, f, p, number)
	}
	return p
}

// readTalks reads what the conversations are like.
func readTalks(f *form.Form, p *Programme, fields []member.Field) {
	p.Size = f.Int("size", MinSize, MaxSize)
	p.Minutes = f.Int("minutes", 5, 240)
	p.Prompts = SplitLines(f.Text("prompts", form.Max(maxLines)))
	p.Rules = SplitLines(f.Text("rules", form.Max(maxLines)))
	p.Decides = Decides(f.Choice("decides", "unmentoring.form.decides.missing", texts(AllDecides)...))
	p.Differ = readWishes(f, "differ-", maxDiffer, differs(fields))
	p.Common = slices.DeleteFunc(readWishes(f, "common-", maxCommon, commons(fields)), func(c string) bool {
		return slices.Contains(p.Differ, c) // to differ in comes first
	})
}

func readWishes(f *form.Form, prefix string, most int, offered []string) (list Lines) {
	for i := range most {
		w := f.Line(prefix + strconv.Itoa(i+1))
		if slices.Contains(offered, w) && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

// differs are the things that people may be wished to differ in.
func differs(fields []member.Field) []string {
	return withFields(fields, DifferOrganisation, DifferRegion, DifferRole)
}

// commons are the things that people may be wished to have in common.
func commons(fields []member.Field) []string {
	return withFields(fields, WishTopics, DifferRegion, DifferRole)
}

func withFields(fields []member.Field, list ...string) []string {
	for _, field := range fields {
		list = append(list, fieldPrefix+field.ID)
	}
	return list
}

// readWindows reads the lengths of a round's parts; empty is what suits.
func readWindows(f *form.Form, w Windows) Windows {
	for _, part := range []struct {
		name  string
		days  *int
		least int
	}{{"sign_up_days", &w.SignUp, 1}, {"review_days", &w.Review, 1}, {"talk_days", &w.Talk, 2}, {"closing_days", &w.Closing, 1}} {
		if f.Line(part.name) != "" {
			*part.days = f.Int(part.name, part.least, maxDays)
		}
	}
	return w
}

// readDates reads days, one a line. The first of them is given too.
func readDates(f *form.Form, today Day) (Lines, Day) {
	var list Lines
	for _, line := range SplitLines(f.Text("dates", form.Required("unmentoring.form.dates.missing"), form.Max(maxLines))) {
		d, ok := readDay(line)
		switch {
		case !ok:
			f.Fail("dates", "unmentoring.form.dates.wrong", "line", line)
		case d.Weekend():
			f.Fail("dates", "unmentoring.form.dates.weekend", "line", line)
		default:
			list = append(list, string(d))
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) == 0 {
		return nil, today
	}
	return list, Day(list[0])
}

// readDay reads "27 March 2027", "27/3/2027" or "2027-03-27".
func readDay(text string) (Day, bool) {
	for _, layout := range []string{dayForm, "2 January 2006", "2 Jan 2006", "2/1/2006", "Monday 2 January 2006"} {
		if t, err := time.Parse(layout, strings.Join(strings.Fields(text), " ")); err == nil && t.Year() > 2000 && t.Year() < 2200 {
			return Day(t.Format(dayForm)), true
		}
	}
	return "", false
}

// checkCalendar looks at the rounds that the settings give: the next must
// begin in time, and none may run into the one after it.
func (s *Programmes) checkCalendar(ctx context.Context, f *form.Form, p Programme, number int) {
	zone := s.where(ctx)
	field := "first"
	if p.Cadence == OnDates {
		field = "dates"
	}
	if p.LastDay == "" {
		list := p.Calendar("", number, 1, zone)
		if len(list) > 0 && list[0].Draw.Sub(s.Now()) < lateStart {
			f.Fail(field, "unmentoring.form.first.soon", "count", p.ReviewDays)
		}
	} else if _, ok := s.next(p, number, zone); !ok && p.Cadence == OnDates {
		f.Fail(field, "unmentoring.form.dates.past")
	}
	if days := p.overlap(p.LastDay, number, zone.zone); days > 0 {
		f.Fail("talk_days", "unmentoring.form.overlap", "count", days)
	}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// options are choices whose texts and hints are messages.
func options[T ~string](ctx context.Context, prefix string, values []T) []govuk.Option {
	list := make([]govuk.Option, len(values))
	for i, v := range values {
		list[i] = govuk.Option{Value: string(v), Text: locale.T(ctx, prefix+string(v))}
		if hint := prefix + string(v) + ".hint"; locale.Has(ctx, hint) {
			list[i].Hint = locale.T(ctx, hint)
		}
	}
	return list
}

// wishOptions offers what can be wished for, and nothing.
func (v settings) wishOptions(ctx context.Context, offered []string) []govuk.Option {
	list := []govuk.Option{{Value: "", Text: locale.T(ctx, "unmentoring.form.differ.none")}}
	labels := map[string]string{}
	for _, field := range v.fields {
		labels[fieldPrefix+field.ID] = field.Label
	}
	for _, d := range offered {
		list = append(list, govuk.Option{Value: d, Text: capital(traitLabel(ctx, d, labels))})
	}
	return list
}

func sizeOptions(ctx context.Context) []govuk.Option {
	var list []govuk.Option
	for n := MinSize; n <= MaxSize; n++ {
		list = append(list, govuk.Option{Value: strconv.Itoa(n), Text: locale.T(ctx, "unmentoring.form.size.of", "count", n)})
	}
	return list
}
