package relationship

import (
	"context"
	"net/http"
	"slices"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Wishes tells who of a conversation would all like to talk again with a member,
// after everybody was told; false while it is not so.
type Wishes func(ctx context.Context, tx bun.IDB, conversationID, memberID string) (others []string, told bool, err error)

// TogetherPath is where two people begin who would both like to talk again.
func TogetherPath(conversationID string) string { return "/work-together/" + conversationID }

// pairing is a member and the people with whom they may begin.
type pairing struct {
	id     string
	me     string
	mine   string // the member's name
	people []member.Member
}

func (s *Relationships) findTogether(r *http.Request) (*pairing, error) {
	ctx, id := r.Context(), r.PathValue("conversation")
	v := &pairing{id: id, me: member.Must(ctx).ID, mine: member.Must(ctx).Name}
	if s.Wishes == nil {
		return nil, fault.NotFound
	}
	others, told, err := s.Wishes(ctx, s.DB, id, v.me)
	if err == nil && !told {
		err = fault.NotFound
	}
	if err != nil {
		return nil, err
	}
	people, err := s.members.Many(ctx, s.DB, others)
	for _, o := range others {
		if people[o].State == member.Active || people[o].State == member.Paused {
			v.people = append(v.people, people[o])
		}
	}
	if err == nil && len(v.people) == 0 {
		err = fault.NotFound
	}
	return v, err
}

// name is what one of them is called.
func (v *pairing) name(id string) string {
	for _, m := range v.people {
		if m.ID == id {
			return m.Name
		}
	}
	return v.mine
}

func (s *Relationships) togetherPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.findTogether(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, togetherPage(v, form.With("who", v.people[0].ID)))
}

// begin opens the relationship: that both would like to talk again is their yes
// to each other, and the agreement, which both must accept, is their yes to it.
func (s *Relationships) beginTogether(w http.ResponseWriter, r *http.Request) error {
	v, err := s.findTogether(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	how := f.Choice("how", "relationship.together.missing", hows...)
	who := f.Value("who")
	if !slices.ContainsFunc(v.people, func(m member.Member) bool { return m.ID == who }) {
		f.Fail("who", "relationship.together.who.missing")
	}
	if !f.OK() {
		return web.Unprocessable(w, r, togetherPage(v, f))
	}
	o := Opening{Kind: Mentoring, Helper: who, Learner: v.me, Source: "conversation", SourceID: v.id}
	if how == "coach_me" || how == "coach_them" {
		o.Kind = Coaching
	}
	if how == "mentor_them" || how == "coach_them" {
		o.Helper, o.Learner = o.Learner, o.Helper
	}
	o.Why = func(memberID string) []locale.Phrase {
		other := o.Helper
		if other == memberID {
			other = o.Learner
		}
		side := Relationship{HelperID: o.Helper, LearnerID: o.Learner}.side(memberID)
		return []locale.Phrase{{Key: "relationship.together.why." + string(o.Kind) + "." + side, Args: []any{"name", v.name(other)}}}
	}
	var id string
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		id, err = s.Open(ctx, tx, o)
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, s.Path(id), "done.relationship.begun")
}

// hows are who helps whom, in the order in which it is offered.
var hows = []string{"mentor_me", "coach_me", "mentor_them", "coach_them"}

func (v *pairing) options(ctx context.Context) []govuk.Option {
	name := v.people[0].FirstName()
	if len(v.people) > 1 {
		name = locale.T(ctx, "relationship.together.they")
	}
	list := make([]govuk.Option, len(hows))
	for i, how := range hows {
		list[i] = govuk.Option{Value: how, Text: locale.T(ctx, "relationship.together."+how, "name", name)}
	}
	return list
}

func (v *pairing) whom() []govuk.Option {
	list := make([]govuk.Option, len(v.people))
	for i, m := range v.people {
		list[i] = govuk.Option{Value: m.ID, Text: m.Name, Hint: m.Organisation}
	}
	return list
}
