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
	values []int32 // by position; 0 is unknown
	cost   int64   // of sharing it
}

// mostTieBits is how many bits decide between equal costs, if there is room.
const mostTieBits = 12

// newPackedRows lays out the costs between people. Chance decides between those
// that cost the same; without it they do.
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
	for t := range k.p.traits {
		cost := k.unit[levelTrait+t]
		if k.most[levelTrait+t] == 0 {
			cost = k.total // the best division has no such pair
		}
		if cost == 0 {
			continue // left out
		}
		values := make([]int32, len(who))
		for i, a := range who {
			if a != nobody {
				values[i] = k.p.valuesOf(a)[t]
			}
		}
		r.traits = append(r.traits, packedTrait{values, cost})
	}
	bits := mostTieBits
	if chance == nil {
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

func (r *packedRows) people() int { return len(r.who) }

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
		if mine := r.traits[t].values[i]; mine != 0 {
			cost := r.traits[t].cost
			for j, v := range r.traits[t].values {
				if v == mine {
					room[j] = min(room[j]+cost, r.k.total)
				}
			}
		}
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
