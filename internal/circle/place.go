package circle

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// placeView is a circle as somebody sees it who is offered a place in it: who
// facilitates, and of the others how many they are and where they are from.
type placeView struct {
	circle     Circle
	leader     string // the name of who facilitates; empty where that is not known
	work       string
	experience string
	youLead    bool
	others     int
	from       []string
	free       Times
}

func (s *Circles) place(ctx context.Context, tx bun.IDB, a Application, o Opening) (placeView, error) {
	c, err := circleByID(ctx, tx, a.CircleID)
	if err != nil {
		return placeView{}, err
	}
	apps, err := s.applicationsOf(ctx, tx, o.ID)
	if err != nil {
		return placeView{}, err
	}
	v := placeView{circle: c, youLead: a.TeamLeads}
	free := ^uint64(0)
	if a.Free != "" {
		free = a.Free.bits()
	}
	for _, b := range apps {
		if b.CircleID != c.ID || b.State != Offered && b.State != Accepted || b.ID == a.ID {
			continue
		}
		v.others++
		if b.Organisation != "" && !slices.Contains(v.from, b.Organisation) {
			v.from = append(v.from, b.Organisation)
		}
		if b.Free != "" {
			free &= b.Free.bits()
		}
		if b.TeamLeads {
			v.leader, v.work, v.experience = b.Name, joined(b.Job, b.Organisation), b.Experience
		}
	}
	if free != ^uint64(0) {
		v.free = timesIn(free)
	}
	slices.SortFunc(v.from, func(x, y string) int { return strings.Compare(member.Fold(x), member.Fold(y)) })
	return v, nil
}

func (v placeView) rows(ctx context.Context) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, key), Value: value})
		}
	}
	add("circle.place.circle", v.circle.Name)
	switch {
	case v.youLead:
		add("circle.facilitator", locale.T(ctx, "circle.place.you_lead"))
	case v.leader != "":
		add("circle.facilitator", joined(v.leader, v.work))
		add("circle.place.experience", v.experience)
	}
	add("circle.place.others", locale.T(ctx, "circle.place.others.from", "count", v.others, "list", strings.Join(v.from, ", ")))
	add("circle.place.free", v.free.text(ctx))
	add("circle.rhythm", rhythmText(ctx, v.circle.Rhythm, v.circle.Minutes))
	add("circle.runs", locale.T(ctx, "circle.from_until", "from", locale.Date(ctx, v.circle.StartsAt), "until", locale.Date(ctx, v.circle.EndsAt)))
	return rows
}

// text says the times: "Monday mornings, Friday lunchtimes".
func (t Times) text(ctx context.Context) string {
	var list []string
	for _, c := range t.Codes() {
		list = append(list, timeText(ctx, c))
	}
	return strings.Join(list, ", ")
}

func timeText(ctx context.Context, code string) string {
	d, p, _ := strings.Cut(code, "-")
	return locale.T(ctx, "circle.time."+p, "day", locale.T(ctx, "circle.day."+d))
}
