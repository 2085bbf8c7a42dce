package unmentoring

import (
	"context"

	"cuppa.example/internal/member"
)

// EntryFilter selects a page of a round's people.
type EntryFilter struct {
	Place   Place
	Answer  string // in, out, none
	Members []string
	After   string
}

// preview is a page of a draw, with the people on it.
type preview struct {
	round     Round
	programme Programme
	draw      Draw
	groups    []Group
	people    map[int32]Drawn
	members   map[string]member.Member
	labels    map[string]string
	said      map[string]Entry // of the people on the page
	unplaced  []Drawn
	takenOut  []member.Member
}

// pageSize is how many conversations a page of the preview has.
const pageSize = 50

// previewPage is one page of a draw: what there is to look at comes first.
// With search it has the conversations of the people of that name.
func (s *Programmes) previewPage(ctx context.Context, roundID, search string, page int) (preview, error) {
	v := preview{people: map[int32]Drawn{}, said: map[string]Entry{}}
	var err error
	if v.round, v.programme, err = s.Round(ctx, roundID); err != nil || v.round.DrawID == "" {
		return v, err
	}
	if v.draw, err = drawHead(ctx, s.DB, v.round.DrawID); err != nil {
		return v, err
	}
	if v.labels, err = s.fieldLabels(ctx, s.DB); err != nil {
		return v, err
	}
	if search == "" {
		v.groups, err = groupsOf(ctx, s.DB, v.draw.ID, (page-1)*pageSize, pageSize)
	} else {
		v.groups, err = s.groupsNamed(ctx, v.draw.ID, search)
	}
	if err != nil {
		return v, err
	}
	return v, s.fill(ctx, &v)
}

// groupsNamed are the conversations of people with a name.
func (s *Programmes) groupsNamed(ctx context.Context, drawID, search string) ([]Group, error) {
	found, err := s.members.List(ctx, member.Filter{Search: search, Size: pageSize})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range found.Members {
		ids = append(ids, m.ID)
	}
	people, err := drawnMembers(ctx, s.DB, drawID, ids)
	if err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	var numbers []int
	for _, d := range people {
		if d.GroupNo > 0 && !seen[d.GroupNo] {
			seen[d.GroupNo] = true
			numbers = append(numbers, d.GroupNo)
		}
	}
	return groupsNumbered(ctx, s.DB, drawID, numbers)
}

// fill reads the people of the page's conversations, and everybody who is in
// none.
func (s *Programmes) fill(ctx context.Context, v *preview) error {
	numbers := []int{0}
	for _, g := range v.groups {
		numbers = append(numbers, g.GroupNo)
	}
	list, err := drawnIn(ctx, s.DB, v.draw.ID, numbers)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i, d := range list {
		v.people[int32(d.Person)] = d
		ids[i] = d.MemberID
	}
	out, err := pageOfEntries(ctx, s.DB, v.round.ID, EntryFilter{Place: TakenOut}, 1000)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, e := range out {
		taken[e.MemberID] = true
		ids = append(ids, e.MemberID)
	}
	if v.members, err = s.members.Many(ctx, s.DB, ids); err != nil || len(ids) == 0 {
		return err
	}
	for _, e := range out {
		v.takenOut = append(v.takenOut, v.members[e.MemberID])
	}
	for _, d := range list {
		if d.GroupNo == 0 && !taken[d.MemberID] {
			v.unplaced = append(v.unplaced, d)
		}
	}
	said, err := entriesAmong(ctx, s.DB, v.round.ID, ids)
	for _, e := range said {
		v.said[e.MemberID] = e
	}
	return err
}

func (v preview) member(person int32) member.Member { return v.members[v.people[person].MemberID] }

func (v preview) pages() int { return (v.draw.Groups + pageSize - 1) / pageSize }

// gone reports whether somebody cannot be in the round any more, since the
// draw was made.
func (v preview) gone(person int32) bool {
	m := v.member(person)
	return !able(m) || v.said[m.ID].Answer == Out
}
