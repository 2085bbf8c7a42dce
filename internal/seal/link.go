package seal

import (
	"crypto/hmac"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"cuppa.example/internal/fault"
)

// Link signs a capability: whoever holds it may do one kind of thing about
// these ids until it expires. The kind and ids are readable; they are
// identifiers, never personal data. The result is safe in a path, and short,
// because it is read in plain-text letters.
func (k *Keys) Link(expires time.Time, kind string, ids ...string) string {
	parts := []string{kind, strconv.FormatInt(expires.Unix(), 36)}
	for _, id := range ids {
		parts = append(parts, short(id))
	}
	body := strings.Join(parts, "~")
	sum := base64.RawURLEncoding.EncodeToString(mac(k.link, body)[:18])
	// The kind is not repeated in the link: the page that opens it knows it.
	return strings.TrimPrefix(body, kind+"~") + "~" + sum
}

// OpenLink checks a link of the given kind and gives its ids back. A forged
// link is fault.NotFound; one that was good once is fault.Gone.
func (k *Keys) OpenLink(now time.Time, kind, link string) ([]string, error) {
	parts := strings.Split(link, "~")
	if len(parts) < 3 {
		return nil, fault.NotFound
	}
	body := kind + "~" + strings.Join(parts[:len(parts)-1], "~")
	sum, err := base64.RawURLEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || !hmac.Equal(sum, mac(k.link, body)[:18]) {
		return nil, fault.NotFound
	}
	unix, err := strconv.ParseInt(parts[0], 36, 64)
	if err != nil {
		return nil, fault.NotFound
	}
	if now.Unix() > unix {
		return nil, fault.Because(fault.Gone, "link.expired")
	}
	ids := parts[1 : len(parts)-1]
	for i, text := range ids {
		ids[i] = long(text)
	}
	return ids, nil
}

// ourIDs is the version of UUID that our identifiers are.
const ourIDs = 7

// short is an identifier of ours in 22 characters instead of 36, anything else
// as it is.
func short(id string) string {
	u, err := uuid.Parse(id)
	if err != nil || u.Version() != ourIDs || u.String() != id {
		return id
	}
	return base64.RawURLEncoding.EncodeToString(u[:])
}

// long is the identifier that short made shorter.
func long(text string) string {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return text
	}
	u, err := uuid.FromBytes(b)
	if err != nil || u.Version() != ourIDs || u.Variant() != uuid.RFC4122 {
		return text
	}
	return u.String()
}
