package intake

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// when says what happens next, and when.
func (i Intake) when(ctx context.Context) string {
	at := i.SettledAt
	switch i.State {
	case SigningUp:
		at = i.SignUpUntil
	case Choosing:
		at = i.ChooseUntil
	case Drawn:
		at = i.AnswerBy
	}
	return locale.T(ctx, "intake.when."+string(i.State), "date", locale.DateTime(ctx, at))
}

func (i Intake) tag(ctx context.Context) govuk.TagProps {
	colours := map[State]govuk.Colour{SigningUp: govuk.Running, Choosing: govuk.Running, Drawn: govuk.Waiting, Published: govuk.Good}
	return govuk.TagProps{Text: locale.T(ctx, "intake.state."+string(i.State)), Colour: colours[i.State]}
}

func (i Intake) dates(ctx context.Context) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	for _, d := range []struct {
		key string
		at  time.Time
	}{{"sign_up_until", i.SignUpUntil}, {"choose_until", i.ChooseUntil}, {"answer_by", i.AnswerBy}} {
		rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "intake."+d.key), Value: locale.DateTime(ctx, d.at)})
	}
	return rows
}

func (e Signup) rows(ctx context.Context) []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: locale.T(ctx, "intake.people.topics"), Value: joinTopics(e.Topics)},
		{Key: locale.T(ctx, "intake.about."+string(e.Side)), Value: e.About},
	}
	if e.Side == Helper {
		rows = append(rows, govuk.SummaryRow{Key: locale.T(ctx, "intake.people.places"), Value: locale.Number(ctx, int(e.Places))})
	}
	return rows
}

func (v signing) heading(ctx context.Context) string {
	return locale.T(ctx, "intake.want."+string(v.Kind)+"."+string(v.side))
}

// back leads to the intake, for who has signed in.
func (c chooser) back() string {
	if c.signedIn {
		return "/intakes/" + c.intake.ID
	}
	return ""
}

func (c chooser) query(page int) string {
	q := url.Values{}
	if c.search != "" {
		q.Set("q", c.search)
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (c chooser) pageHref(page int) string { return c.path + c.query(page) }

func (c chooser) action() string { return c.pageHref(c.page) }

func (c chooser) button(ctx context.Context) string {
	if c.page < c.pages() {
		return locale.T(ctx, "intake.choose.button.next")
	}
	return locale.T(ctx, "intake.choose.button")
}

func tile(ctx context.Context, key string, n int) govuk.StatTileProps {
	return govuk.StatTileProps{Number: locale.Number(ctx, n), Label: locale.T(ctx, "intake.tile."+key, "count", n)}
}

func (v overview) tiles(ctx context.Context) []govuk.StatTileProps {
	return []govuk.StatTileProps{
		tile(ctx, "learners", int(v.counts[Learner])), tile(ctx, "helpers", int(v.counts[Helper])), tile(ctx, "places", v.places),
	}
}

func (v preview) tiles(ctx context.Context) []govuk.StatTileProps {
	list := []govuk.StatTileProps{tile(ctx, "pairs", len(v.rows)), tile(ctx, "nobody", len(v.nobody))}
	if v.ranked > 0 {
		granted := tile(ctx, "granted", v.granted)
		granted.Detail = locale.T(ctx, "intake.tile.granted.of", "count", v.ranked)
		list = append(list, granted)
	}
	return list
}

// verdict says how good the draw is, and no more than is known.
func (v preview) verdict(ctx context.Context) string {
	if v.Changes > 0 {
		return locale.T(ctx, "intake.verdict.changed", "count", int(v.Changes))
	}
	return locale.T(ctx, "intake.verdict.stable")
}

func (v preview) columns(ctx context.Context, pairs bool) []govuk.Column {
	list := []govuk.Column{{Text: locale.T(ctx, "intake.draw.learner")}}
	if pairs {
		list = []govuk.Column{{Text: locale.T(ctx, "intake.draw.helper")}, {Text: locale.T(ctx, "intake.draw.learner")}}
	}
	list = append(list, govuk.Column{Text: locale.T(ctx, "intake.draw.why")})
	if v.State == Drawn {
		list = append(list, govuk.Column{Text: locale.T(ctx, "intake.draw.change"), Hidden: true})
	}
	return list
}

func (v preview) cells(ctx context.Context, rows []pairRow, pairs bool) [][]govuk.Cell {
	cells := make([][]govuk.Cell, len(rows))
	for n, row := range rows {
		if pairs {
			cells[n] = append(cells[n], govuk.Cell{Text: row.helper.Name})
		}
		cells[n] = append(cells[n], govuk.Cell{Text: row.learner.Name}, govuk.Cell{Text: row.why})
		if v.State == Drawn {
			cells[n] = append(cells[n], govuk.Cell{Content: changeLink(v, row)})
		}
	}
	return cells
}

func (v moving) options(ctx context.Context) []govuk.Option {
	var list []govuk.Option
	for _, c := range v.choices {
		list = append(list, govuk.Option{Value: c.MemberID, Text: c.member.Name, Hint: c.whois})
	}
	return append(list, govuk.Option{Value: nobody, Text: locale.T(ctx, "intake.move.nobody"), Hint: locale.T(ctx, "intake.move.nobody.hint")})
}
