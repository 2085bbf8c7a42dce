package meeting

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"path"
	"time"
)

// tokenLife is how long a token opens a room: somebody whose connection breaks
// comes back by the same address.
const tokenLife = 3 * time.Hour

// jitsi is a Jitsi server, or any other that makes a room of any path.
type jitsi struct {
	m    *Meetings
	base string
}

func (jitsi) Typed() bool { return false }

func (s jitsi) Room(id, _ string) string { return s.base + "/" + s.m.name(id) }

func (s jitsi) Signs() bool { return s.m.config.Signs() }

// Door adds a token to the address, where the server is known to ask for one.
// A room of another server than the one that is set now gets none: the secret
// is not for it.
func (s jitsi) Door(room string, g Guest) string {
	u, err := url.Parse(room)
	if err != nil || !s.Signs() || room != s.base+"/"+path.Base(u.Path) {
		return room
	}
	u.RawQuery = url.Values{"jwt": {s.token(u, g)}}.Encode()
	return u.String()
}

// claims are a token as Jitsi's documentation has it (lib-jitsi-meet,
// doc/tokens.md): the audience is its word for itself, the subject its host.
type claims struct {
	Audience string  `json:"aud"`
	Issuer   string  `json:"iss"`
	Subject  string  `json:"sub"`
	Room     string  `json:"room"`
	From     int64   `json:"nbf"`
	Expires  int64   `json:"exp"`
	Context  context `json:"context"`
}

type context struct {
	User user `json:"user"`
}

type user struct {
	ID          string `json:"id"`
	Name        string `json:"name,omitempty"`
	Affiliation string `json:"affiliation"`
	Moderator   bool   `json:"moderator"`
}

// skew lets the clocks of the two machines differ a little.
const skew = time.Minute

func (s jitsi) token(room *url.URL, g Guest) string {
	now := s.m.now()
	who := user{ID: s.m.keys.Pseudonym("guest", g.ID), Name: g.Name, Affiliation: "member", Moderator: g.Host}
	if g.Host {
		who.Affiliation = "owner"
	}
	body, _ := json.Marshal(claims{ // of texts and numbers only: cannot fail
		Audience: "jitsi", Issuer: s.m.config.AppID, Subject: room.Hostname(), Room: path.Base(room.Path),
		From: now.Add(-skew).Unix(), Expires: now.Add(tokenLife).Unix(), Context: context{who},
	})
	return sign(s.m.config.Secret, body)
}

// sign makes a JSON web token with HMAC-SHA256 (RFC 7515, RFC 7518).
func sign(secret string, body []byte) string {
	text := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(body)
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}
