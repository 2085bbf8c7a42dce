package simulate

import (
	"context"
	"net/http"
	"time"
)

// World is the real program, as the model sees it: its pages, its letters and
// its clock. The application makes one around a temporary database, or around
// the demo's.
type World struct {
	Handler http.Handler
	Base    string
	// Set moves the clock, and Tick does what is due at it.
	Set  func(time.Time)
	Tick func(ctx context.Context) error
	// Letters are those written after one time and until another, in order.
	Letters func(ctx context.Context, after, until time.Time) ([]Letter, error)
	// Begin brings the people in and starts a monthly programme whose first
	// conversations open at the given time.
	Begin func(ctx context.Context, people []Person, open time.Time) error
	// Organise does what waits for an organiser, and says how many acts that took.
	Organise func(ctx context.Context) (acts int, err error)
	// Rounds are the program's own numbers of every round, the oldest first.
	Rounds func(ctx context.Context) ([]Tally, error)
}

// Letter is a letter as it was read.
type Letter struct {
	At      time.Time
	To      string // address
	Kind    string
	Subject string
	Preview string
	Links   []string // addresses, in order
	// Partners are the addresses of the others in a match letter.
	Partners []string
}

// Tally is what the program knows of a round.
type Tally struct {
	Number      int
	Open, End   time.Time
	Closed      bool
	In          int // people who were in
	Groups      int // conversations that were not called off
	Met         int
	NotMet      int
	Unconfirmed int
	Repeats     int
	LeftOut     int
}

// Person is a made-up member.
type Person struct {
	Name, Email, Organisation, Role, Region, About string
	Topics                                         []string
	Phone, CallName                                string
}
