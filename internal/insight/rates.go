package insight

import "cuppa.example/internal/member"

// Range is a share as far as it is known.
type Range struct {
	Least, Most float64
	// Known is whether there is anything that it could be a share of.
	Known bool
}

// Completion is the share of conversations that took place. What nobody has told
// us may have taken place or not: of 30, when 16 met, 6 did not and 8 are
// unknown, it is 53 to 80 per cent.
func (c Counts) Completion() Range {
	all := c.Conversations()
	if all == 0 {
		return Range{}
	}
	return Range{
		Least: float64(c.Met) / float64(all),
		Most:  float64(c.Met+c.Unknown()) / float64(all),
		Known: true,
	}
}

// Across is how many pairs were put together from different organisations.
type Across struct {
	Pairs     int // of whom both have named an organisation
	Different int
	Unsaid    int // pairs of whom somebody has named none
}

// Share is the share of pairs from different organisations.
func (a Across) Share() Range {
	if a.Pairs == 0 {
		return Range{}
	}
	share := float64(a.Different) / float64(a.Pairs)
	return Range{Least: share, Most: share, Known: true}
}

// across counts pairs by the organisations that their people have today.
func across(pairs [][2]string, at map[string]member.Affiliation) Across {
	var a Across
	for _, p := range pairs {
		one, other := at[p[0]].OrganisationID, at[p[1]].OrganisationID
		switch {
		case one == "" || other == "":
			a.Unsaid++
		case one != other:
			a.Pairs++
			a.Different++
		default:
			a.Pairs++
		}
	}
	return a
}

// add puts the counts of several rounds together.
func (c Counts) add(o Counts) Counts {
	c.Asked += o.Asked
	c.Out += o.Out
	c.People += o.People
	c.Waiting += o.Waiting
	c.LeftOut += o.LeftOut
	c.Met += o.Met
	c.NotMet += o.NotMet
	c.Unconfirmed += o.Unconfirmed
	c.Open += o.Open
	c.Cancelled += o.Cancelled
	c.Repeats += o.Repeats
	return c
}
