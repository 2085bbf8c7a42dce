package match

// Sizes gives the sizes of the groups for so many people, the largest first:
// ⌊people/size⌋ groups of which some are one larger, or ⌈people/size⌉ groups as
// equal as possible where one would be larger than size+1. One person is no
// group.
func Sizes(people, size int) []int {
	if people < 2 || size < 2 {
		return nil
	}
	groups := people / size
	if groups == 0 || people-groups*size > groups {
		groups = (people + size - 1) / size
	}
	sizes := make([]int, groups)
	for i := range sizes {
		sizes[i] = people / groups
		if i < people%groups {
			sizes[i]++
		}
	}
	return sizes
}
