package govuk

// PageLink leads to the page before or after; Label says what is there ("Round 3").
type PageLink struct {
	Text  string // "Previous" or "Next" when empty
	Label string
	Href  string
}

// PageItem is one number of a pagination, or a gap.
type PageItem struct {
	Number  int
	Href    string
	Current bool
	Gap     bool
}

// PaginationProps describe the way through several pages.
type PaginationProps struct {
	Label    string // names this navigation, "Pagination" when empty
	Previous PageLink
	Next     PageLink
	Items    []PageItem
}

// Pages describes the way through total pages of a list, of which current (from 1) is
// shown. It shows the first, the last and the neighbours, with gaps between.
func Pages(current, total int, href func(page int) string) PaginationProps {
	var p PaginationProps
	if total < 2 {
		return p
	}
	if current > 1 {
		p.Previous.Href = href(current - 1)
	}
	if current < total {
		p.Next.Href = href(current + 1)
	}
	last := 0
	for n := 1; n <= total; n++ {
		if n != 1 && n != total && (n < current-1 || n > current+1) {
			continue
		}
		if n == last+2 { // a gap of one page is that page
			p.Items = append(p.Items, PageItem{Number: n - 1, Href: href(n - 1)})
		} else if n > last+1 {
			p.Items = append(p.Items, PageItem{Gap: true})
		}
		p.Items = append(p.Items, PageItem{Number: n, Href: href(n), Current: n == current})
		last = n
	}
	return p
}

func (p PaginationProps) block() bool { return len(p.Items) == 0 }

func (p PaginationProps) empty() bool {
	return len(p.Items) == 0 && p.Previous.Href == "" && p.Next.Href == ""
}
