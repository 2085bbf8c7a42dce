// Package site is one running installation: the parts of the platform that
// every feature stands on, built once by app and handed to each feature.
package site

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"cuppa.example/internal/db"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/meeting"
	"cuppa.example/internal/network"
	"cuppa.example/internal/seal"
)

// Site is passed by value; everything in it is shared.
type Site struct {
	DB       *db.DB
	Keys     *seal.Keys
	Post     *mail.Post
	Words    *locale.Catalogue
	Networks *network.Networks
	Meetings *meeting.Meetings
	Log      *slog.Logger
	// Now is the clock. It is UTC and is moved by tests and the simulator.
	Now func() time.Time
	// NewID makes a UUIDv7.
	NewID func() string
	// Base is the address of the site without a slash at its end.
	Base string
	// Demo is a network of made-up people, whose mail stays here.
	Demo bool
}

// NewID is a UUIDv7 of the wall clock.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// URL is the full address of a path, for letters.
func (s Site) URL(path string) string { return s.Base + path }

// Meeting is the service that the links of calls come from.
func (s Site) Meeting(ctx context.Context) (meeting.Service, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, err
	}
	return s.Meetings.By(n.Meeting(), n.MeetingBase), nil
}

// Speak is a context in the given language, or the network's where it is
// empty, and in the network's zone: for letters, which have no request.
func (s Site) Speak(ctx context.Context, lang string) (context.Context, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, err
	}
	if lang == "" {
		lang = n.Language
	}
	return s.Words.In(ctx, lang, n.Zone()), nil
}
