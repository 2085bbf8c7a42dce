package locale

import (
	"context"
	"embed"
	"fmt"
	"strconv"
	"time"
)

// Files holds the messages of this package.
//
//go:embed messages
var Files embed.FS

// Date is "22 November 2026" in the zone of ctx.
func Date(ctx context.Context, t time.Time) string {
	t = t.In(Zone(ctx))
	return T(ctx, "date.long", "day", strconv.Itoa(t.Day()), "month", month(ctx, t), "year", strconv.Itoa(t.Year()))
}

// DayDate is "Sunday 22 November 2026".
func DayDate(ctx context.Context, t time.Time) string {
	t = t.In(Zone(ctx))
	return T(ctx, "date.day", "weekday", weekday(ctx, t), "day", strconv.Itoa(t.Day()), "month", month(ctx, t), "year", strconv.Itoa(t.Year()))
}

// ShortDate is "22 Nov".
func ShortDate(ctx context.Context, t time.Time) string {
	t = t.In(Zone(ctx))
	return T(ctx, "date.short", "day", strconv.Itoa(t.Day()), "month", T(ctx, "date.mon."+strconv.Itoa(int(t.Month()))))
}

// Month is "November 2026".
func Month(ctx context.Context, t time.Time) string {
	t = t.In(Zone(ctx))
	return T(ctx, "date.monthyear", "month", month(ctx, t), "year", strconv.Itoa(t.Year()))
}

// Clock is "2:30pm", with "midday" and "midnight" by name.
func Clock(ctx context.Context, t time.Time) string {
	t = t.In(Zone(ctx))
	switch {
	case t.Hour() == 0 && t.Minute() == 0:
		return T(ctx, "time.midnight")
	case t.Hour() == 12 && t.Minute() == 0:
		return T(ctx, "time.midday")
	}
	half := T(ctx, "time.am")
	if t.Hour() >= 12 {
		half = T(ctx, "time.pm")
	}
	hour := (t.Hour()+11)%12 + 1
	if t.Minute() == 0 {
		return T(ctx, "time.hour", "hour", strconv.Itoa(hour), "half", half)
	}
	return T(ctx, "time.minute", "hour", strconv.Itoa(hour), "minute", fmt.Sprintf("%02d", t.Minute()), "half", half)
}

// DateTime is "2:30pm on Sunday 22 November 2026 (GMT)": a time always says its zone.
func DateTime(ctx context.Context, t time.Time) string {
	return T(ctx, "date.time", "clock", Clock(ctx, t), "date", DayDate(ctx, t), "zone", ZoneName(ctx, t))
}

// ZoneName is the abbreviation in force at t, for example "GMT" or "BST".
func ZoneName(ctx context.Context, t time.Time) string {
	name, _ := t.In(Zone(ctx)).Zone()
	return name
}

// Number is n with the separators of the language.
func Number(ctx context.Context, n int) string { return speaker(ctx).printer.Sprint(n) }

// Percent is "54%" of a share between 0 and 1, rounded to whole per cent.
func Percent(ctx context.Context, share float64) string {
	return T(ctx, "number.percent", "n", strconv.Itoa(int(share*100+0.5)))
}

func month(ctx context.Context, t time.Time) string {
	return T(ctx, "date.month."+strconv.Itoa(int(t.Month())))
}

func weekday(ctx context.Context, t time.Time) string {
	return T(ctx, "date.weekday."+strconv.Itoa(int(t.Weekday())))
}
