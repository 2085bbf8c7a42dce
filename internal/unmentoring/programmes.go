package unmentoring

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/site"
	"cuppa.example/match"
)

// Source is the name under which rounds open conversations.
const Source = "round"

// Programmes is what the network offers, and its rounds.
type Programmes struct {
	site.Site
	// Seed gives the randomness of a draw. Tests put their own here.
	Seed func() [32]byte
	// Engine draws: match.Draw. Tests hold it up here.
	Engine func(ctx context.Context, in match.Input, seed [32]byte) (match.Result, error)
	// Patience is how long a page waits for a draw before it says how far it is.
	Patience time.Duration

	room    *room
	members *member.Members
	talks   *conversation.Conversations
	safety  *safety.Safety
	totals  atomic.Pointer[totals]
}

// New makes the store of programmes, and tells the packages below what becomes
// of their people here.
func New(s site.Site, members *member.Members, talks *conversation.Conversations, keepApart *safety.Safety) *Programmes {
	p := &Programmes{
		Site: s, members: members, talks: talks, safety: keepApart,
		Seed: randomSeed, Engine: match.Draw, Patience: 3 * time.Second, room: newRoom(),
	}
	talks.Register(Source, conversation.Source{WantsPartner: p.wantsPartner, Closed: p.closed})
	members.OnErase(func(ctx context.Context, tx bun.Tx, id string) error { return eraseMember(ctx, tx, id) })
	return p
}

func randomSeed() (seed [32]byte) {
	_, _ = rand.Read(seed[:])
	return seed
}

func isNotFound(err error) bool { return errors.Is(err, fault.NotFound) }

// List is all programmes, those that have ended last.
func (s *Programmes) List(ctx context.Context) ([]Programme, error) { return programmes(ctx, s.DB) }

// Programme finds one by its id.
func (s *Programmes) Programme(ctx context.Context, id string) (Programme, error) {
	return programmeByID(ctx, s.DB, id)
}

// Round finds one by its id, and its programme.
func (s *Programmes) Round(ctx context.Context, id string) (Round, Programme, error) {
	return s.roundIn(ctx, s.DB, id)
}

func (s *Programmes) roundIn(ctx context.Context, tx bun.IDB, id string) (Round, Programme, error) {
	r, err := roundByID(ctx, tx, id)
	if err != nil {
		return r, Programme{}, err
	}
	p, err := programmeByID(ctx, tx, r.ProgrammeID)
	return r, p, err
}

// lock reads a round and its programme, and keeps both from changing until the
// transaction ends.
func (s *Programmes) lock(ctx context.Context, tx bun.Tx, id string) (Round, Programme, error) {
	var r Round
	if err := s.DB.ForUpdate(tx.NewSelect().Model(&r).Where("r.id = ?", id)).Scan(ctx); err != nil {
		return r, Programme{}, db.Found(err)
	}
	p, err := programmeByID(ctx, tx, r.ProgrammeID)
	return r, p, err
}

func (s *Programmes) lockProgramme(ctx context.Context, tx bun.Tx, id string) (Programme, error) {
	var p Programme
	err := s.DB.ForUpdate(tx.NewSelect().Model(&p).Where("p.id = ?", id)).Scan(ctx)
	return p, db.Found(err)
}

// Create begins a programme. With askNow its first round begins at once, for
// the conversations that open on its first day; otherwise when that is due.
func (s *Programmes) Create(ctx context.Context, p Programme, askNow bool) (Programme, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return p, err
	}
	now := s.Now()
	if p.Decides == "" {
		p.Decides = BySpread
	}
	p.ID, p.State, p.LastDay, p.CreatedAt, p.ChangedAt = s.NewID(), Running, "", now, now
	s.schedule(&p, 1, zone)
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := insertProgramme(ctx, tx, p); err != nil || !askNow {
			return err
		}
		var err error
		p, err = s.begin(ctx, tx, p, true)
		return err
	})
	return p, err
}

// Change writes new settings. Rounds that have begun keep their dates.
func (s *Programmes) Change(ctx context.Context, p Programme) error {
	zone, err := s.zone(ctx)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		old, err := s.lockProgramme(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		number, err := lastNumber(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		p.State, p.LastDay, p.NextAt, p.ChangedAt = old.State, old.LastDay, time.Time{}, s.Now()
		if p.State == Running {
			s.schedule(&p, number+1, zone)
		}
		return updateProgramme(ctx, tx, p)
	})
}

// SetState pauses a programme, takes it up again, or ends it. What is under way
// runs to its end; an ended programme stays ended.
func (s *Programmes) SetState(ctx context.Context, id string, to ProgrammeState) error {
	zone, err := s.zone(ctx)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		p, err := s.lockProgramme(ctx, tx, id)
		if err != nil {
			return err
		}
		if p.State == Ended || p.State == to {
			return fault.Conflict
		}
		number, err := lastNumber(ctx, tx, id)
		if err != nil {
			return err
		}
		p.State, p.NextAt, p.ChangedAt = to, time.Time{}, s.Now()
		if to == Running {
			s.schedule(&p, number+1, zone)
		}
		return updateProgramme(ctx, tx, p)
	})
}

// lateStart is how long sign-up must at least be open. A round that could not
// begin in time for it (the program was not running) is passed over.
const lateStart = 12 * time.Hour

// next is the round with this number that can still begin in time.
func (s *Programmes) next(p Programme, number int, zone place) (Dates, bool) {
	for after := p.LastDay; ; {
		list := p.Calendar(after, number, 1, zone)
		if len(list) == 0 {
			return Dates{}, false
		}
		if list[0].Draw.Sub(s.Now()) >= lateStart {
			return list[0], true
		}
		after = list[0].Day
	}
}

// schedule writes down when the round with this number begins.
func (s *Programmes) schedule(p *Programme, number int, zone place) {
	d, _ := s.next(*p, number, zone)
	p.NextAt = d.SignUp
}

// begin makes the programme's next round, in sign-up, and finds when the one
// after it begins. The programme is locked or new. Only an early beginning does
// not wait for its time.
func (s *Programmes) begin(ctx context.Context, tx bun.IDB, p Programme, early bool) (Programme, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return p, err
	}
	number, err := lastNumber(ctx, tx, p.ID)
	if err != nil {
		return p, err
	}
	number++
	now := s.Now()
	reviewed := p.Reviewed(number)
	if p.Review == ReviewFirst && !reviewed { // nobody has looked at a draw if none went out
		if reviewed, err = noDrawYet(ctx, tx, p.ID); err != nil {
			return p, err
		}
	}
	if d, ok := s.next(p, number, zone); ok && (early || !d.SignUp.After(now)) {
		r := Round{ID: s.NewID(), ProgrammeID: p.ID, Number: number, State: SignUp, Reviewed: reviewed, CreatedAt: now}
		r.setDates(d)
		r.SignUpAt, r.DueAt = now, now
		secret := s.Seed()
		r.Secret = hex.EncodeToString(secret[:])
		r.Seal = sealOf(r.Secret)
		if err := insertRound(ctx, tx, r); err != nil {
			return p, err
		}
		p.LastDay, number = d.Day, number+1
	}
	s.schedule(&p, number, zone)
	return p, updateProgramme(ctx, tx, p)
}

// zone is where the network is: its clock and its bank holidays.
func (s *Programmes) zone(ctx context.Context) (place, error) {
	n, err := s.Networks.Current(ctx)
	return place{n.Zone(), n.Calendar()}, err
}
