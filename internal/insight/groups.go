package insight

import (
	"cmp"
	"slices"
)

// What people can be told apart by in the picture.
const (
	byOrganisation = "organisation"
	byRegion       = "region"
)

// looks is how many groups have a colour and a shape of their own.
const looks = 7

// Group is people of one organisation or region.
type Group struct {
	Name   string
	People int // whose points say so
	Look   int // from 1; 0 is the look of all others
}

// grouping is which point belongs to which group, as far as a reader may know.
type grouping struct {
	groups []Group  // those with a look, the largest first
	of     []string // by dot: its group's name, or empty
	look   []int    // by dot
	others int      // dots without a look
}

// group tells points apart. Somebody who has agreed to be named is shown in their
// group. Somebody who has not is only where the group has at least five such
// people, so that nobody can be told by their employer; and visitors, who see no
// names, see no group of fewer than five. What visitors see is a part of what
// members see: both are the same picture, and what is taken from one cannot be
// found in the other.
func (p *Picture) group(by string, visitor bool) grouping {
	counts := p.countGroups(by)
	var groups []Group
	for name, c := range counts {
		if c.silent < few {
			c.silent = 0
		}
		if n := c.named + c.silent; n > 0 && (!visitor || n >= few) {
			groups = append(groups, Group{Name: name, People: n})
		}
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Name, b.Name))
	})
	look := map[string]int{}
	for i := range groups {
		if i < looks {
			groups[i].Look = i + 1
		}
		look[groups[i].Name] = groups[i].Look
	}
	g := grouping{groups: groups[:min(len(groups), looks)], of: make([]string, len(p.Dots)), look: make([]int, len(p.Dots))}
	for i, d := range p.Dots {
		v := d.group(by)
		_, shown := look[v]
		if shown && (d.Name != "" || counts[v].silent > 0) {
			g.of[i], g.look[i] = v, look[v]
		}
		if g.look[i] == 0 {
			g.others++
		}
	}
	return g
}

// group is the name of what a dot belongs to, or empty.
func (d Dot) group(by string) string {
	if by == byRegion {
		return d.Region
	}
	return d.Organisation
}

// groupCount is how many people of a group have agreed to be named, and how many
// have not.
type groupCount struct{ named, silent int }

func (p *Picture) countGroups(by string) map[string]*groupCount {
	counts := map[string]*groupCount{}
	for _, d := range p.Dots {
		name := d.group(by)
		if name == "" {
			continue
		}
		if counts[name] == nil {
			counts[name] = &groupCount{}
		}
		if d.Name != "" {
			counts[name].named++
		} else {
			counts[name].silent++
		}
	}
	return counts
}
