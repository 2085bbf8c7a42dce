// Package meeting makes the links of video calls, by the service that the
// network has chosen.
//
// A service is one small adapter: none, a link that whoever calls gives, or a
// Jitsi server. A room's address is lasting, and nobody guesses it. Where the
// server asks for signed tokens, a person's way in is made anew each time they
// enter, in their name, and expires: it is never written down, in a letter or
// anywhere else.
package meeting

import (
	"encoding/base32"
	"strings"
	"time"

	"cuppa.example/internal/seal"
)

// Kind names a service in the settings.
type Kind string

// The services.
const (
	None  Kind = "none"
	Own   Kind = "own"
	Jitsi Kind = "jitsi"
)

// Kinds are all services, in the order in which they are offered.
var Kinds = []Kind{Own, Jitsi, None}

// Service makes the links of calls.
type Service interface {
	// Typed reports whether whoever calls gives the address.
	Typed() bool
	// Room is the lasting address of the room of the call with this id, or
	// empty when there is none. typed is what whoever calls gave.
	Room(id, typed string) string
	// Signs reports whether the room opens only to who comes through a Door.
	// Letters then lead to a page of ours and never to the room.
	Signs() bool
	// Door is where somebody goes who enters the room now.
	Door(room string, g Guest) string
}

// Guest is somebody who enters a room.
type Guest struct {
	ID   string // of the member; the service gets a pseudonym
	Name string // as the others in the room see it
	Host bool   // may mute, and let in
}

// Config is what the network's own Jitsi server shares with us to trust our
// tokens. It comes from the environment and is never in the database.
type Config struct {
	AppID  string
	Secret string
}

// Signs reports whether tokens can be made.
func (c Config) Signs() bool { return c.AppID != "" && c.Secret != "" }

// Meetings makes services.
type Meetings struct {
	keys   *seal.Keys
	now    func() time.Time
	config Config
}

// New makes the maker of services.
func New(keys *seal.Keys, now func() time.Time, c Config) *Meetings {
	return &Meetings{keys: keys, now: now, config: c}
}

// By is the service of this kind; base is the address of its server. A server
// that nobody named is no service.
func (m *Meetings) By(kind Kind, base string) Service {
	switch {
	case kind == Own:
		return own{}
	case kind == Jitsi && base != "":
		return jitsi{m, strings.TrimRight(base, "/")}
	}
	return none{}
}

// none is for networks whose people make their own arrangements.
type none struct{}

func (none) Typed() bool                   { return false }
func (none) Room(string, string) string    { return "" }
func (none) Signs() bool                   { return false }
func (none) Door(r string, _ Guest) string { return r }

// own is a link that whoever calls gives: of any service, the same for everybody.
type own struct{}

func (own) Typed() bool                   { return true }
func (own) Room(_, typed string) string   { return typed }
func (own) Signs() bool                   { return false }
func (own) Door(r string, _ Guest) string { return r }

// name is what a room is called: nobody guesses it, and it is the same every
// time. Lower case, because meeting services do not tell it from upper case.
func (m *Meetings) name(id string) string {
	code := base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(m.keys.Pseudonym("room", id)))
	return "cuppa-" + strings.ToLower(code)
}
