package meeting

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/seal"
)

var now = time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC)

func begin(t *testing.T, c Config) *Meetings {
	t.Helper()
	keys, err := seal.FromSecret(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	return New(keys, func() time.Time { return now }, c)
}

func TestRoomsCannotBeGuessed(t *testing.T) {
	t.Parallel()
	m := begin(t, Config{})
	s := m.By(Jitsi, "https://meet.example/")
	one, two := s.Room("1", ""), s.Room("2", "https://elsewhere.example")
	name, ok := strings.CutPrefix(one, "https://meet.example/cuppa-")
	if !ok || len(name) < 20 || strings.ToLower(name) != name || one == two || one != m.By(Jitsi, "https://meet.example").Room("1", "") {
		t.Errorf("%q %q", one, two)
	}
	if s.Signs() || s.Typed() || s.Door(one, Guest{ID: "ann"}) != one {
		t.Error("a server that asks for no token got one")
	}
}

func TestWhatOtherServicesGive(t *testing.T) {
	t.Parallel()
	m := begin(t, Config{AppID: "cuppa", Secret: "secret"})
	const link = "https://zoom.example/j/1"
	for _, c := range []struct {
		kind  Kind
		base  string
		room  string
		typed bool
	}{
		{Own, "", link, true},
		{Own, "https://meet.example", link, true},
		{None, "https://meet.example", "", false},
		{Jitsi, "", "", false},
		{"zoom", "https://meet.example", "", false},
	} {
		s := m.By(c.kind, c.base)
		if got := s.Room("1", link); got != c.room || s.Typed() != c.typed || s.Signs() || s.Door(link, Guest{}) != link {
			t.Errorf("%s %q: room %q, typed %v, signs %v", c.kind, c.base, got, s.Typed(), s.Signs())
		}
	}
}

// The token of RFC 7519's best-known example, made by others.
func TestSignaturesAreAsOthersMakeThem(t *testing.T) {
	t.Parallel()
	got := sign("your-256-bit-secret", []byte(`{"sub":"1234567890","name":"John Doe","iat":1516239022}`))
	const want = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
	if got != want {
		t.Errorf("got %s", got)
	}
}

func TestADoorIsForOneRoomOnePersonAndSomeHours(t *testing.T) {
	t.Parallel()
	m := begin(t, Config{AppID: "cuppa", Secret: "shared secret"})
	s := m.By(Jitsi, "https://meet.example:8443/rooms")
	room := s.Room("call-1", "")
	u, err := url.Parse(s.Door(room, Guest{ID: "member-1", Name: `Ann "<b>" Lee`, Host: true}))
	if err != nil || !s.Signs() {
		t.Fatal(err)
	}
	parts := strings.Split(u.Query().Get("jwt"), ".")
	if len(parts) != 3 || !signedBy("shared secret", parts) || signedBy("another", parts) {
		t.Fatalf("the signature of %v does not hold", parts)
	}
	var c map[string]any
	body, _ := base64.RawURLEncoding.DecodeString(parts[1])
	if err := json.Unmarshal(body, &c); err != nil {
		t.Fatal(err)
	}
	who := c["context"].(map[string]any)["user"].(map[string]any)
	for _, v := range []struct{ name, got, want any }{
		{"aud", c["aud"], "jitsi"},
		{"iss", c["iss"], "cuppa"},
		{"sub", c["sub"], "meet.example"},
		{"room", "https://meet.example:8443/rooms/" + c["room"].(string), room},
		{"nbf", c["nbf"], float64(now.Unix() - 60)},
		{"exp", c["exp"], float64(now.Unix() + 3*3600)},
		{"name", who["name"], `Ann "<b>" Lee`},
		{"moderator", who["moderator"], true},
		{"affiliation", who["affiliation"], "owner"},
	} {
		if v.got != v.want {
			t.Errorf("%s is %v, want %v", v.name, v.got, v.want)
		}
	}
	if strings.Contains(string(body), "member-1") {
		t.Error("the server learns the member's id")
	}
	if other := "https://old.example/cuppa-1"; s.Door(other, Guest{ID: "member-1"}) != other {
		t.Error("another server gets a token of ours")
	}
}

func signedBy(secret string, parts []string) bool {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(parts[0] + "." + parts[1]))
	sum, err := base64.RawURLEncoding.DecodeString(parts[2])
	return err == nil && hmac.Equal(sum, m.Sum(nil))
}
