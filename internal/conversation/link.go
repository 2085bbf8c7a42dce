package conversation

import (
	"net/url"
	"strings"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
)

// linkKind marks the signed links of conversations.
const linkKind = "conversation"

// linkLife is how long after the end of a conversation its link opens its page:
// late answers and what they learnt have time.
const linkLife = Grace + 14*24*time.Hour

// Path is the address of a member's page of a conversation, for a letter. It
// works without signing in, opens nothing else, and expires. Pages below it,
// such as "/outcome", are found by the same link.
func (s *Conversations) Path(c Conversation, memberID string) string {
	return "/c/" + s.Keys.Link(c.EndsAt.Add(linkLife), linkKind, c.ID, memberID)
}

// openLink gives the conversation and the member of a link back.
func (s *Conversations) openLink(token string) (id, memberID string, err error) {
	ids, err := s.Keys.OpenLink(s.Now(), linkKind, token)
	if err != nil {
		return "", "", err
	}
	if len(ids) != 2 {
		return "", "", fault.NotFound
	}
	return ids[0], ids[1], nil
}

func topics(m member.Member) string { return strings.Join(m.Topics, ", ") }

// webAddress is text if it is an address that a link may lead to, and empty
// otherwise. A call name is what a person typed: a name or a link.
func webAddress(text string) string {
	if !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://") {
		return ""
	}
	clean, ok := form.CleanURL(text)
	if !ok {
		return ""
	}
	if u, err := url.Parse(clean); err != nil || u.Host == "" {
		return ""
	}
	return clean
}
