package unmentoring

import (
	"context"
	"strconv"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

func (v recordView) caption(ctx context.Context) string {
	return v.programme.Title + ", " + locale.T(ctx, "unmentoring.round.number", "number", roundName(v.round.Number))
}

func recordRow(ctx context.Context, key, value string) govuk.SummaryRow {
	return govuk.SummaryRow{Key: locale.T(ctx, "unmentoring.record."+key), Value: value}
}

func (v recordView) sealRows(ctx context.Context) []govuk.SummaryRow {
	secret := locale.T(ctx, "unmentoring.record.secret.later")
	if v.round.Begun() {
		secret = v.round.Secret
	}
	return []govuk.SummaryRow{recordRow(ctx, "seal", v.round.Seal), recordRow(ctx, "secret", secret)}
}

func (v recordView) attemptRows(ctx context.Context, a recorded) []govuk.SummaryRow {
	by := "unmentoring.record.by.itself"
	if a.DrawnBy != "" {
		by = "unmentoring.record.by.organiser"
	}
	rows := []govuk.SummaryRow{
		recordRow(ctx, "when", locale.T(ctx, by, "when", locale.DateTime(ctx, a.DrawnAt))),
		recordRow(ctx, "state", locale.T(ctx, "unmentoring.draws.state."+string(a.State))),
		recordRow(ctx, "decides", decidesText(ctx, a.Decides)),
		recordRow(ctx, "people", locale.Number(ctx, a.People)),
	}
	none := true
	for _, c := range a.changes {
		if c.Kind != ChangeGone {
			none = false
		}
		rows = append(rows, recordRow(ctx, "change", locale.T(ctx, "unmentoring.record.change."+string(c.Kind), "when", locale.DateTime(ctx, c.ChangedAt), "count", len(c.People))))
	}
	if none {
		rows = append(rows, recordRow(ctx, "change", locale.T(ctx, "unmentoring.record.change.none")))
	}
	if a.Root == "" {
		return rows
	}
	rows = append(rows, recordRow(ctx, "fingerprint", a.Root), recordRow(ctx, "digest", a.shown))
	if v.round.Begun() {
		rows = append(rows, recordRow(ctx, "of_seed", a.Seed))
	}
	mine := locale.T(ctx, "unmentoring.record.you.not")
	if a.me > 0 {
		mine = locale.T(ctx, "unmentoring.record.you.in", "number", strconv.Itoa(a.me), "of", strconv.Itoa(a.People))
	}
	return append(rows, recordRow(ctx, "you", mine))
}

func (v recordView) attemptActions(ctx context.Context, a recorded) []govuk.Action {
	if a.me == 0 || a.Root == "" {
		return nil
	}
	return []govuk.Action{{
		Text: locale.T(ctx, "unmentoring.record.download"),
		Href: "/rounds/" + v.round.ID + "/draw/receipt/" + strconv.Itoa(a.Attempt),
		File: true,
	}}
}

// recipe is how to check a seal by hand.
func (v recordView) recipe() []string {
	secret := "SECRET"
	if v.round.Begun() {
		secret = v.round.Secret
	}
	return []string{`printf 'cuppa seal 1\nsecret ` + secret + `\n' | sha256sum`}
}
