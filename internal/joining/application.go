package joining

import (
	"net/netip"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/site"
	"cuppa.example/internal/web"
)

// applicationLife is how long somebody may take to confirm. What they typed is
// deleted then.
const applicationLife = 7 * 24 * time.Hour

// Application is what somebody typed who wants to join.
type Application struct {
	Email   string
	Details member.Details
	// Seen are the versions of the terms and the code of conduct that they
	// accepted.
	Seen map[safety.Rules]int64
}

// row is an application that waits, or one that was confirmed and keeps
// nothing but that it was.
type row struct {
	bun.BaseModel `bun:"table:applications"`

	ID          string `bun:",pk"`
	TokenHash   string
	Person      string // stands for the address, which cannot be found from it
	Payload     []byte
	CreatedAt   time.Time
	ExpiresAt   time.Time
	ConfirmedAt time.Time `bun:",nullzero"`
}

var (
	errUsed    = fault.Because(fault.Gone, "joining.link.used")
	errExpired = fault.Because(fault.Gone, "joining.link.expired")
)

// Applications takes people in.
type Applications struct {
	site.Site
	members *member.Members
	safety  *safety.Safety
	trusted []netip.Prefix
	meet    Meet
	byEmail *web.Limiter // letters to one address
	byIP    *web.Limiter // forms from one place, which may be a whole council
	lookups *web.Limiter // suggestions to one place
}

// New makes the use cases. trusted are the proxies before us.
func New(s site.Site, members *member.Members, rules *safety.Safety, trusted []netip.Prefix) *Applications {
	a := &Applications{
		Site: s, members: members, safety: rules, trusted: trusted,
		byEmail: web.NewLimiter(3, time.Hour),
		byIP:    web.NewLimiter(60, 20*time.Second),
		lookups: web.NewLimiter(100, time.Second),
	}
	members.OnErase(a.erase)
	return a
}

// Offer says what there is to take part in, for the last step.
func (s *Applications) Offer(m Meet) { s.meet = m }
