package member

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/site"
	"cuppa.example/internal/web"
)

// Members is the people of the network.
type Members struct {
	site.Site
	// SignedIn says where somebody goes who has just signed in and wanted to go
	// to next; nil is there.
	SignedIn func(ctx context.Context, memberID, next string) (string, error)

	erase  []EraseFunc
	leave  []EraseFunc
	onAway []EraseFunc
	join   []JoinFunc
	asked  *web.Limiter // sign-in links by address
	known  knownCache
	counts countsCache
}

// EraseFunc removes what a package holds about a member, or takes their name
// off it, in the transaction that erases them.
type EraseFunc func(ctx context.Context, tx bun.Tx, memberID string) error

// New makes the store of people.
func New(s site.Site) *Members {
	return &Members{Site: s, asked: web.NewLimiter(5, 10*time.Minute)}
}

// OnErase adds what another package does when somebody is erased.
func (s *Members) OnErase(f EraseFunc) { s.erase = append(s.erase, f) }

// Details is what somebody says of themselves, on joining or in their profile.
type Details struct {
	Name         string
	Phone        string
	CallName     string
	Organisation string
	Job          string
	Region       string
	About        string
	Topics       Topics
	Blog         string
	Language     string
	Pictured     bool
	Fields       map[string]string // values of the organiser's own profile fields, by field id
}

// Join makes a member of an address that was confirmed. Somebody who left
// before comes back with their history, and with what they said of themselves
// where they say nothing now; somebody who is a member already is returned as
// they are.
func (s *Members) Join(ctx context.Context, tx bun.Tx, email string, d Details, pledged bool) (Member, error) {
	now := s.Now()
	m, err := byEmail(ctx, tx, email)
	switch {
	case err == nil && m.Barred():
		return Member{}, errSuspended
	case err == nil && m.State != Left:
		return m, nil
	case err != nil && !isNotFound(err):
		return Member{}, err
	case err != nil:
		m = Member{ID: s.NewID(), Email: email, JoinedAt: now}
	default:
		before, err := s.describedBy(ctx, tx, m)
		if err != nil {
			return Member{}, err
		}
		d = d.Over(before)
		// The link to join came by mail: the address takes letters again.
		m.BouncedAt = time.Time{}
		if _, err := tx.NewUpdate().Model((*Member)(nil)).Set("bounced_at = NULL").Where("id = ?", m.ID).Exec(ctx); err != nil {
			return Member{}, err
		}
	}
	m.State = Active
	m.PausedUntil = time.Time{}
	if pledged {
		m.PledgedAt = now
	}
	if m, err = s.write(ctx, tx, m, d); err != nil || !pledged {
		return m, err
	}
	return m, s.arrive(ctx, tx, m.ID)
}

// Describe changes what a member says of themselves.
func (s *Members) Describe(ctx context.Context, tx bun.IDB, id string, d Details) (Member, error) {
	m, err := byID(ctx, tx, id)
	if err != nil {
		return Member{}, err
	}
	return s.write(ctx, tx, m, d)
}

func (s *Members) write(ctx context.Context, tx bun.IDB, m Member, d Details) (Member, error) {
	orgID, orgName, err := s.organisation(ctx, tx, d.Organisation)
	if err != nil {
		return Member{}, err
	}
	m.Name, m.OrganisationID, m.Organisation = d.Name, orgID, orgName
	m.Job, m.Region, m.About, m.Topics = d.Job, d.Region, d.About, d.Topics
	m.Blog, m.Language, m.Pictured = d.Blog, d.Language, d.Pictured
	m.NameKey = Fold(m.Name + " " + orgName)
	m.ChangedAt = s.Now()
	s.counts.Store(nil)
	if err := upsert(ctx, tx, &m); err != nil {
		return Member{}, fmt.Errorf("write member: %w", err)
	}
	phone := s.Keys.Encrypt(d.Phone, "members.phone/"+m.ID)
	call := s.Keys.Encrypt(d.CallName, "members.call_name/"+m.ID)
	if err := setContact(ctx, tx, m.ID, phone, call); err != nil {
		return Member{}, err
	}
	return m, setFields(ctx, tx, m.ID, d.Fields)
}

// organisation finds the organisation by its name, whatever its case and
// accents, or adds it. No name is no organisation.
func (s *Members) organisation(ctx context.Context, tx bun.IDB, name string) (id, known string, err error) {
	key := Fold(name)
	if key == "" {
		return "", "", nil
	}
	o, err := organisationByKey(ctx, tx, key)
	if isNotFound(err) {
		o = Organisation{ID: s.NewID(), Name: name, NameKey: key, CreatedAt: s.Now()}
		_, err = tx.NewInsert().Model(&o).Exec(ctx)
		s.known.Store(nil)
	}
	return o.ID, o.Name, err
}

// ByID finds a member, erased ones too.
func (s *Members) ByID(ctx context.Context, id string) (Member, error) { return byID(ctx, s.DB, id) }

// ByEmail finds a member who has this address.
func (s *Members) ByEmail(ctx context.Context, email string) (Member, error) {
	return byEmail(ctx, s.DB, email)
}

// InByEmail is ByEmail within a transaction.
func (s *Members) InByEmail(ctx context.Context, tx bun.IDB, email string) (Member, error) {
	return byEmail(ctx, tx, email)
}

// InMailbox are the members whose letters may arrive at the same mailbox as
// those to an address: it is theirs but for what follows a plus.
func (s *Members) InMailbox(ctx context.Context, tx bun.IDB, email string) ([]Member, error) {
	return inMailbox(ctx, tx, email)
}

// In is ByID within a transaction.
func (s *Members) In(ctx context.Context, tx bun.IDB, id string) (Member, error) {
	return byID(ctx, tx, id)
}

// Many finds several members, by id.
func (s *Members) Many(ctx context.Context, tx bun.IDB, ids []string) (map[string]Member, error) {
	return many(ctx, tx, ids)
}

// Contact opens a member's phone number and call name. Callers decide who may
// see them: only the people of a conversation, while its window is open.
func (s *Members) Contact(ctx context.Context, id string) (Contact, error) {
	return s.contactIn(ctx, s.DB, id)
}

func (s *Members) contactIn(ctx context.Context, tx bun.IDB, id string) (c Contact, err error) {
	phone, call, err := contactOf(ctx, tx, id)
	if err != nil {
		return Contact{}, err
	}
	if c.Phone, err = s.Keys.Decrypt(phone, "members.phone/"+id); err != nil {
		return Contact{}, err
	}
	c.CallName, err = s.Keys.Decrypt(call, "members.call_name/"+id)
	return c, err
}

// Organisers lists who runs the network.
func (s *Members) Organisers(ctx context.Context, tx bun.IDB) ([]Member, error) {
	return organisers(ctx, tx)
}

// Bounced marks an address that refused mail for good. A member who has
// changed the address since is left alone.
func (s *Members) Bounced(ctx context.Context, tx bun.Tx, id, email, _ string) error {
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("bounced_at = ?", s.Now()).
		Where("id = ? AND email = ?", id, email).Exec(ctx)
	return err
}

// ChangeEmail gives a member a new, confirmed address, takes the mark of a
// refused one away and ends all sessions but keep. Sign-in links that went to
// the old address stop working; letters that could not be delivered there go to
// the new one when they are sent again.
func (s *Members) ChangeEmail(ctx context.Context, tx bun.IDB, id, email, keep string) error {
	before, err := byID(ctx, tx, id)
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model((*Member)(nil)).Set("email = ?", email).Set("bounced_at = NULL").
		Set("changed_at = ?", s.Now()).Where("id = ?", id).Exec(ctx)
	if db.IsUnique(err) {
		return fault.Because(fault.Conflict, "member.email_taken")
	}
	if err != nil {
		return err
	}
	if _, err := tx.NewRaw("DELETE FROM sign_in_links WHERE member_id = ?", id).Exec(ctx); err != nil {
		return err
	}
	if s.Post != nil {
		if err := s.Post.Readdress(ctx, tx, id, before.Email, email); err != nil {
			return err
		}
	}
	return endSessions(ctx, tx, id, keep)
}

// Tick ends the pauses that are over and forgets what has expired.
func (s *Members) Tick(ctx context.Context, now time.Time) error {
	due, err := anythingDue(ctx, s.DB, now)
	if err != nil || !due {
		return err
	}
	s.counts.Store(nil)
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		back, err := backFrom(ctx, s.DB, tx, now)
		if err != nil {
			return err
		}
		if err := tick(ctx, tx, now); err != nil {
			return err
		}
		return s.tellAway(ctx, tx, back...)
	})
}

// Lock finds a member and holds them until the transaction ends, for what one
// member may do only so often.
func (s *Members) Lock(ctx context.Context, tx bun.IDB, id string) (Member, error) {
	var locked string
	err := s.DB.ForUpdate(tx.NewSelect().Table("members").Column("id")).Where("id = ?", id).Scan(ctx, &locked)
	if err != nil {
		return Member{}, db.Found(err)
	}
	return byID(ctx, tx, id)
}
