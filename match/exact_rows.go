package match

// packedRows are the packed costs of people with each other, a row at a time, so
// that all pairs can be looked at again and again without being kept.
type packedRows struct {
	k      *packed
	who    []int32 // by position; nobody is −1
	at     []int32 // the position of a person, −1 for who is not here
	traits []packedTrait
	keys   []uint64
	times  int64 // costs are multiplied by this, so that ties are less than 1
	mask   uint64
}

// packedTrait is a trait that counts.
type packedTrait struct {
	values []int32  // by position; 0 is unknown
	sets   []uint64 // the same, for a trait with sets
	share  bool
	cost   int64 // of failing it
}

// mostTieBits is how many bits decide between equal costs, if there is room, and
// tiesMost the number of people up to which there are any: of more, who stand in an
// order that is chance too, the first found is taken, which is several times faster.
const (
	mostTieBits = 12
	tiesMost    = 5000
)

// newPackedRows lays out the costs between people. Chance decides between those
// that cost the same; without it, or with very many people, their order does.
func newPackedRows(k *packed, who []int32, chance *source) *packedRows {
	r := &packedRows{k: k, who: who, at: make([]int32, k.p.in.People), keys: make([]uint64, len(who))}
	for i := range r.at {
		r.at[i] = -1
	}
	for i, a := range who {
		if chance != nil {
			r.keys[i] = chance.stream.Uint64()
		}
		if a != nobody {
			r.at[a] = int32(i)
		}
	}
	for i := range k.p.traits {
		t := &k.p.traits[i]
		cost := min(t.weight*k.unit[t.level], k.total)
		if k.most[t.level] == 0 {
			cost = k.total // the best division has no such pair
		}
		if cost > 0 { // else it is left out
			r.traits = append(r.traits, r.trait(t, cost))
		}
	}
	bits := mostTieBits
	if chance == nil || len(who) > tiesMost {
		bits = 0
	}
	for pairs := int64(len(who) / 2); ; bits-- {
		r.mask = 1<<bits - 1
		r.times = pairs*int64(r.mask) + 1
		if bits == 0 || k.total <= packedMost/r.times {
			return r
		}
	}
}

// trait puts a trait in the order of positions.
func (r *packedRows) trait(t *trait, cost int64) packedTrait {
	own := packedTrait{share: t.share, cost: cost}
	if t.sets != nil {
		own.sets = make([]uint64, len(r.who))
	} else {
		own.values = make([]int32, len(r.who))
	}
	for i, a := range r.who {
		switch {
		case a == nobody:
		case t.sets != nil:
			own.sets[i] = t.sets[a]
		default:
			own.values[i] = t.values[a]
		}
	}
	return own
}

// add adds what i costs with everybody.
func (t *packedTrait) add(i int32, room []int64, most int64) {
	switch {
	case t.sets != nil:
		mine := t.sets[i]
		for j, set := range t.sets {
			if mine != 0 && set != 0 && (mine&set != 0) != t.share {
				room[j] = min(room[j]+t.cost, most)
			}
		}
	case t.values[i] == 0:
	case t.share:
		mine := t.values[i]
		for j, v := range t.values {
			if v != mine && v != 0 {
				room[j] = min(room[j]+t.cost, most)
			}
		}
	default:
		mine := t.values[i]
		for j, v := range t.values {
			if v == mine {
				room[j] = min(room[j]+t.cost, most)
			}
		}
	}
}

func (r *packedRows) people() int { return len(r.who) }

func (r *packedRows) looked([]weighed) error { return nil }

// tie is what decides between pairs that cost the same: 0 … mask, by chance.
func (r *packedRows) tie(key uint64, j int) int64 {
	return int64((key ^ r.keys[j]) * 0x9e3779b97f4a7c15 >> 32 & r.mask)
}

// cost is that of one pair, by positions.
func (r *packedRows) cost(i, j int32) int64 {
	return r.k.pair(r.who[i], r.who[j])*r.times + r.tie(r.keys[i], int(j))
}

func (r *packedRows) row(i int32, room []int64) ([]int32, []int64) {
	a := r.who[i]
	if a == nobody {
		for j := range r.who {
			if int32(j) != i {
				room[j] = r.cost(i, int32(j))
			}
		}
		return nil, room
	}
	clear(room)
	for t := range r.traits {
		r.traits[t].add(i, room, r.k.total)
	}
	key := r.keys[i]
	for j := range room {
		room[j] = room[j]*r.times + r.tie(key, j)
	}
	for _, l := range r.k.p.linksOf(a) {
		if j := r.at[l.other]; j >= 0 {
			room[j] = r.cost(i, j)
		}
	}
	if n := len(r.who) - 1; r.who[n] == nobody {
		room[n] = r.cost(i, int32(n))
	}
	return nil, room
}
