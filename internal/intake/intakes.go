package intake

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/site"
)

// Pair is a match that becomes a relationship.
type Pair struct {
	Kind            Kind
	Helper, Learner string // member ids
	IntakeID        string
	// Goals are what the learner said.
	Goals string
	// Why is what each of the two is told of how they came together.
	Why func(memberID string) []locale.Phrase
}

// Relationships is what an intake needs of them.
type Relationships struct {
	// Open begins one in the caller's transaction, writes to both and says its id.
	Open func(ctx context.Context, tx bun.Tx, p Pair) (id string, err error)
	// Together are the pairs among these people who have one already.
	Together func(ctx context.Context, tx bun.IDB, memberIDs []string) ([][2]string, error)
	// Path is the address of one, for its two people.
	Path func(id string) string
}

// Intakes is all of them.
type Intakes struct {
	site.Site
	// Seed gives the lottery of a draw. Who wants to repeat one puts their own here.
	Seed func() [32]byte

	members       *member.Members
	safety        *safety.Safety
	relationships Relationships
}

// New makes the store of intakes.
func New(s site.Site, members *member.Members, apart *safety.Safety, relationships Relationships) *Intakes {
	i := &Intakes{Site: s, Seed: randomSeed, members: members, safety: apart, relationships: relationships}
	members.OnErase(i.erase)
	members.OnLeave(i.leave)
	return i
}

func randomSeed() (seed [32]byte) {
	_, _ = rand.Read(seed[:])
	return seed
}

// What people are told when something cannot be done.
var (
	errShut    = fault.Because(fault.Conflict, "intake.error.shut")
	errFull    = fault.Because(fault.Conflict, "intake.error.full")
	errTwice   = fault.Because(fault.Invalid, "intake.error.twice")
	errNoPlace = fault.Because(fault.Conflict, "intake.error.no_place")
	errMoved   = fault.Because(fault.Conflict, "intake.error.moved")
)

// Draft is what an organiser types.
type Draft struct {
	Kind                               Kind
	Title, Purpose                     string
	SignUpUntil, ChooseUntil, AnswerBy time.Time
}

// Create opens an intake for signing up.
func (s *Intakes) Create(ctx context.Context, organiserID string, d Draft) (Intake, error) {
	i := Intake{
		ID: s.NewID(), Kind: d.Kind, Title: d.Title, Purpose: d.Purpose, State: SigningUp,
		SignUpUntil: d.SignUpUntil, ChooseUntil: d.ChooseUntil, AnswerBy: d.AnswerBy,
		NextAt: d.SignUpUntil, CreatedBy: organiserID, CreatedAt: s.Now(),
	}
	return i, s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return insert(ctx, tx, i) })
}

// SignUp puts a member on a side, or changes what they said.
func (s *Intakes) SignUp(ctx context.Context, e Signup) error {
	return s.change(ctx, e.IntakeID, func(ctx context.Context, tx bun.Tx, i *Intake) error {
		if !i.OpenAt(s.Now()) {
			return errShut
		}
		e.SignedAt = s.Now()
		if e.Side == Learner {
			e.Places = 1
		}
		if err := put(ctx, tx, e); err != nil {
			return err
		}
		n, err := count(ctx, tx, i.ID, e.Side)
		if err == nil && n > MaxPeople {
			return errFull
		}
		return err
	})
}

// Withdraw takes a member off a side, until the draw is published.
func (s *Intakes) Withdraw(ctx context.Context, id, memberID string, side Side) error {
	return s.change(ctx, id, func(ctx context.Context, tx bun.Tx, i *Intake) error {
		if i.Over() {
			return errShut
		}
		return s.takeOut(ctx, tx, i, memberID, side)
	})
}

// takeOut removes somebody from one side. Whoever was matched with them before
// it was published is without somebody again, and organisers see it.
func (s *Intakes) takeOut(ctx context.Context, tx bun.Tx, i *Intake, memberID string, side Side) error {
	if i.State == Drawn {
		i.Changes++
	}
	return remove(ctx, tx, i.ID, memberID, side)
}

// Choose records what a member says of people across. Those whom choices does
// not name stay as they were; a negative place takes back what was said.
func (s *Intakes) Choose(ctx context.Context, id, memberID string, side Side, choices map[string]int64) error {
	return s.change(ctx, id, func(ctx context.Context, tx bun.Tx, i *Intake) error {
		if !i.ChoosableAt(s.Now()) {
			return errShut
		}
		across, err := s.across(ctx, tx, *i, memberID, side)
		if err != nil {
			return err
		}
		said, err := choicesOf(ctx, tx, id, memberID, side)
		if err != nil {
			return err
		}
		for other, place := range choices {
			if _, there := across[other]; there && place <= MaxRanks {
				said[other] = place
			}
		}
		taken := map[int64]bool{}
		for other, place := range said {
			if place < 0 {
				delete(said, other)
				continue
			}
			if place != RuledOut && taken[place] {
				return errTwice
			}
			taken[place] = true
		}
		return putChoices(ctx, tx, id, memberID, side, said)
	})
}

// across are the people whom a member may choose, by id: nobody they blocked, and
// nobody of their own organisation where that is not wanted. Who blocked them, or
// is kept apart from them by an organiser, stays, since a name that goes would tell
// it; the draw sees to it that they are not matched. A member who has not signed
// up is not found.
func (s *Intakes) across(ctx context.Context, tx bun.IDB, i Intake, memberID string, side Side) (map[string]entrant, error) {
	f, err := s.field(ctx, tx, i)
	if err != nil {
		return nil, err
	}
	mine, others := f.learners, f.helpers
	if side == Helper {
		mine, others = others, mine
	}
	me := find(mine, memberID)
	if me == nil {
		return nil, fault.NotFound
	}
	blocks, err := s.safety.Blocks(ctx, tx, memberID)
	if err != nil {
		return nil, err
	}
	hidden := map[string]bool{memberID: true}
	for _, b := range blocks {
		hidden[b.OtherID] = true
	}
	list := map[string]entrant{}
	for _, o := range others {
		if !hidden[o.MemberID] && !f.together(memberID, o.MemberID) && !f.sameHome(*me, o) {
			list[o.MemberID] = o
		}
	}
	return list, nil
}

func find(list []entrant, memberID string) *entrant {
	for n := range list {
		if list[n].MemberID == memberID {
			return &list[n]
		}
	}
	return nil
}

// field reads everybody of an intake who is still there.
func (s *Intakes) field(ctx context.Context, tx bun.IDB, i Intake) (*field, error) {
	signups, err := people(ctx, tx, i.ID)
	if err != nil {
		return nil, err
	}
	choices, err := allChoices(ctx, tx, i.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(signups))
	for _, p := range signups {
		ids = append(ids, p.MemberID)
	}
	members, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	apart, err := s.safety.Apart(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	together, err := s.relationships.Together(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	return newField(signups, choices, members, apart, together), nil
}

// change lets fn change an intake that is locked, and saves it.
func (s *Intakes) change(ctx context.Context, id string, fn func(context.Context, bun.Tx, *Intake) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		i, err := s.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		before := i
		if err := fn(ctx, tx, &i); err != nil || i == before {
			return err
		}
		return save(ctx, tx, i)
	})
}

// ByID finds an intake.
func (s *Intakes) ByID(ctx context.Context, id string) (Intake, error) { return byID(ctx, s.DB, id) }
