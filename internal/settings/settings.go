package settings

import (
	"context"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/site"
)

// Settings is what organisers change about their network.
type Settings struct {
	site.Site
	members *member.Members
}

// New makes the use cases.
func New(s site.Site, members *member.Members) *Settings { return &Settings{s, members} }

// maxFields bounds how much every profile asks.
const maxFields = 20

// Field is one of the network's own profile fields.
func (s *Settings) Field(ctx context.Context, id string) (member.Field, error) {
	fields, err := s.members.Fields(ctx, s.DB)
	if err != nil {
		return member.Field{}, err
	}
	i, err := find(fields, id)
	if err != nil {
		return member.Field{}, err
	}
	return fields[i], nil
}

// SetField adds a field, or changes the one with this id. Answers to it stay.
func (s *Settings) SetField(ctx context.Context, f member.Field) error {
	return s.fields(ctx, func(fields []member.Field) ([]member.Field, error) {
		if f.ID == "" {
			if len(fields) >= maxFields {
				return nil, fault.Because(fault.Conflict, "settings.fields.many", "max", maxFields)
			}
			return append(fields, f), nil
		}
		i, err := find(fields, f.ID)
		if err != nil {
			return nil, err
		}
		fields[i].Label, fields[i].Choices = f.Label, f.Choices
		return fields, nil
	})
}

// RemoveField removes a field and everybody's answers to it.
func (s *Settings) RemoveField(ctx context.Context, id string) error {
	return s.fields(ctx, func(fields []member.Field) ([]member.Field, error) {
		i, err := find(fields, id)
		if err != nil {
			return nil, err
		}
		return slices.Delete(fields, i, i+1), nil
	})
}

// RaiseField asks a field before the one that was asked before it.
func (s *Settings) RaiseField(ctx context.Context, id string) error {
	return s.fields(ctx, func(fields []member.Field) ([]member.Field, error) {
		i, err := find(fields, id)
		if err == nil && i > 0 {
			fields[i-1], fields[i] = fields[i], fields[i-1]
		}
		return fields, err
	})
}

// fields changes the list while nobody else does: a list that was read before
// somebody else's change would take that change back, and answers with it.
func (s *Settings) fields(ctx context.Context, change func([]member.Field) ([]member.Field, error)) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.Networks.Lock(ctx, tx); err != nil {
			return err
		}
		fields, err := s.members.Fields(ctx, tx)
		if err != nil {
			return err
		}
		if fields, err = change(fields); err != nil {
			return err
		}
		return s.members.SetFields(ctx, tx, fields)
	})
}

func find(fields []member.Field, id string) (int, error) {
	i := slices.IndexFunc(fields, func(f member.Field) bool { return f.ID == id })
	if i < 0 {
		return 0, fault.NotFound
	}
	return i, nil
}

// knownZone reports whether the name is a time zone of the world. The zone of
// this machine is none: it changes when the machine does.
func knownZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// cleanMeetingBase is the address of a service for calls, to which the name of
// a room is added. It must be safe to open: https, except on this machine.
func cleanMeetingBase(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery {
		return text, false
	}
	local := u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
	if u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return text, false
	}
	return strings.TrimRight(u.String(), "/"), true
}

// zones are offered; any other name of the world's time zones is taken too.
var zones = []string{
	"Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Brussels",
	"Europe/Bucharest", "Europe/Budapest", "Europe/Copenhagen", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Madrid",
	"Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn", "Europe/Vienna",
	"Europe/Warsaw", "Europe/Zurich", "Atlantic/Reykjavik", "America/Halifax", "America/Toronto", "America/New_York", "America/Chicago",
	"America/Denver", "America/Los_Angeles", "America/Vancouver", "America/Mexico_City", "America/Sao_Paulo", "Africa/Cairo",
	"Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Hong_Kong",
	"Asia/Seoul", "Asia/Tokyo", "Australia/Perth", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland", "UTC",
}
