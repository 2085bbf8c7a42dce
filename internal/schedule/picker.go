package schedule

import (
	"context"
	"strings"
	"time"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// pickerOptions are the times of a day, as checkboxes.
func pickerOptions(ctx context.Context, p PickerProps, day int) []govuk.Option {
	var options []govuk.Option
	for _, at := range p.Days[day].Times {
		options = append(options, govuk.Option{
			Value: at.UTC().Format(stamp), Text: locale.Clock(ctx, at), Hint: p.note(at),
		})
	}
	return options
}

// zoneText is a zone as people write it: "Europe/London" has no underscore to
// lose, "America/New York" has.
func zoneText(z *time.Location) string { return strings.ReplaceAll(z.String(), "_", " ") }

// suggestedZones are some that people may be in; any other may be typed.
var suggestedZones = []string{
	"Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome",
	"Europe/Amsterdam", "Europe/Stockholm", "Europe/Warsaw", "Europe/Athens", "Europe/Helsinki", "Europe/Kyiv", "Europe/Istanbul",
	"Africa/Lagos", "Africa/Nairobi", "Africa/Johannesburg", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka",
	"Asia/Singapore", "Asia/Hong Kong", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
	"America/St Johns", "America/Halifax", "America/New York", "America/Chicago", "America/Denver", "America/Los Angeles",
	"America/Sao Paulo", "UTC",
}
