package bench

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// network is a made-up network of people with rounds behind it, and a weight for
// every two of them. It is a function of its kind alone.
type network struct {
	kind
	people []somebody
	met    []int32 // met[p*rounds+r] is whom p met in round r, −1 for nobody
}

// kind says what a network is like.
type kind struct {
	n      int
	rounds int
	// hard: most are of one organisation and one region, and languages and free
	// hours are scarce.
	hard bool
	// jitter is how much chance adds to a weight at most; without, very many
	// pairs weigh the same.
	jitter uint32
}

// somebody has an organisation, a region and a seniority, and sets of languages,
// free hours and interests.
type somebody struct {
	organisation, region, seniority int32
	languages, hours, interests     uint64
	unmet                           int32 // 1 if nobody met them last time
}

const (
	allLanguages = 8
	allHours     = 40
	allInterests = 64
	regions      = 12
	seniorities  = 5
)

// newNetwork makes the people and their past.
func newNetwork(k kind) *network {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], 1)
	chance := rand.New(rand.NewChaCha8(seed))
	w := &network{kind: k, people: make([]somebody, k.n), met: make([]int32, k.n*k.rounds)}
	for i := range w.people {
		w.people[i] = diverse(chance, max(4, k.n/25))
		if k.hard {
			w.people[i].narrow(chance)
		}
	}
	for i := range w.met {
		w.met[i] = -1
	}
	order := make([]int32, k.n)
	for i := range order {
		order[i] = int32(i)
	}
	for r := range k.rounds {
		chance.Shuffle(k.n, func(i, j int) { order[i], order[j] = order[j], order[i] })
		for i := 0; i+1 < k.n; i += 2 {
			a, b := order[i], order[i+1]
			w.met[int(a)*k.rounds+r], w.met[int(b)*k.rounds+r] = b, a
		}
	}
	return w
}

// diverse makes somebody of a network in which no organisation prevails.
func diverse(chance *rand.Rand, organisations int) somebody {
	few := func(most int) int32 { // small numbers are more frequent
		f := chance.Float64()
		return int32(f * f * float64(most))
	}
	p := somebody{organisation: few(organisations), region: few(regions), seniority: chance.Int32N(seniorities)}
	p.languages = 1 << chance.IntN(allLanguages)
	if chance.IntN(10) < 8 {
		p.languages |= 1
	}
	p.hours = several(chance, 6, allHours)
	if chance.IntN(20) == 0 {
		p.unmet = 1
	}
	return p
}

// narrow makes somebody one of a network that one organisation dominates.
func (p *somebody) narrow(chance *rand.Rand) {
	if chance.IntN(10) < 6 {
		p.organisation = 0
	}
	if chance.IntN(10) < 7 {
		p.region = 0
	}
	switch spoken := chance.IntN(20); {
	case spoken < 10:
		p.languages = 1
	case spoken < 15:
		p.languages = 2
	case spoken < 18:
		p.languages = 4
	default:
		p.languages = 8
	}
	if chance.IntN(10) < 3 {
		p.languages |= 16
	}
	p.hours = several(chance, 3, allHours)
	p.interests = several(chance, 8, allInterests)
}

// several is a set of at most so many things out of all.
func several(chance *rand.Rand, most, all int) (set uint64) {
	for range most {
		set |= 1 << chance.IntN(all)
	}
	return set
}

// What a pair is worth. One that has met is worth next to nothing.
const (
	worthRepeat       = 10
	worthPair         = 1000
	worthOrganisation = 300
	worthRegion       = 200
	worthSeniority    = 100
	worthLanguage     = 250
	worthHour         = 150
	worthUnmet        = 50
	worthInterest     = 40
)

// weight is what a pair is worth.
func (w *network) weight(a, b int32) int64 {
	if slices.Contains(w.metBy(a), b) {
		return worthRepeat
	}
	return w.fresh(a, b)
}

// weigh says what a person's pairs with all others are worth. It is written to take
// little beside what a solver takes: without calls, and without branches that cannot
// be foretold.
func (w *network) weigh(a int32, weights []int64) {
	p := w.people[a]
	base := int64(worthPair + worthUnmet*p.unmet)
	for b := range weights {
		q := &w.people[b]
		var organisation, region, seniority, language, hour int64
		if p.organisation != q.organisation {
			organisation = 1
		}
		if p.region != q.region {
			region = 1
		}
		if p.seniority != q.seniority {
			seniority = 1
		}
		if p.languages&q.languages != 0 {
			language = 1
		}
		if p.hours&q.hours != 0 {
			hour = 1
		}
		weights[b] = base + worthUnmet*int64(q.unmet) + worthOrganisation*organisation + worthRegion*region +
			worthSeniority*seniority + worthLanguage*language + worthHour*hour + worthInterest*int64(bits.OnesCount64(p.interests&q.interests))
	}
	if w.jitter > 0 {
		w.addChance(a, weights)
	}
	for _, b := range w.metBy(a) {
		if b >= 0 {
			weights[b] = worthRepeat
		}
	}
}

func (w *network) addChance(a int32, weights []int64) {
	for b := range a {
		weights[b] += mixed(b, a, w.jitter)
	}
	for b := a; int(b) < len(weights); b++ {
		weights[b] += mixed(a, b, w.jitter)
	}
}

func (w *network) metBy(a int32) []int32 { return w.met[int(a)*w.rounds : (int(a)+1)*w.rounds] }

// fresh is what a pair is worth that has not met.
func (w *network) fresh(a, b int32) int64 {
	p, q := &w.people[a], &w.people[b]
	sum := worthPair + worthUnmet*(p.unmet+q.unmet)
	if p.organisation != q.organisation {
		sum += worthOrganisation
	}
	if p.region != q.region {
		sum += worthRegion
	}
	if p.seniority != q.seniority {
		sum += worthSeniority
	}
	if p.languages&q.languages != 0 {
		sum += worthLanguage
	}
	if p.hours&q.hours != 0 {
		sum += worthHour
	}
	sum += worthInterest * int32(bits.OnesCount64(p.interests&q.interests))
	return int64(sum) + w.chance(min(a, b), max(a, b))
}

// chance is a number below jitter that depends on the pair alone.
func (w *network) chance(a, b int32) int64 {
	if w.jitter == 0 {
		return 0
	}
	return mixed(a, b, w.jitter)
}

// mixed mixes two numbers as SplitMix64 does (Steele, Lea and Flood 2014), to one below
// a limit.
func mixed(a, b int32, below uint32) int64 {
	x := uint64(a)<<32 | uint64(b)
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return int64((x ^ x>>31) >> 32 * uint64(below) >> 32)
}
