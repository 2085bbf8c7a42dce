package simulate

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Everything below is made up. The domain cuppa.example cannot receive mail.
var (
	firstNames = strings.Fields(`Aisha Alan Amara Anwen Beth Bilal Bronwen Callum Carys Chidi Chloe Dafydd Daniel Dev Eilidh
		Elena Emeka Fatima Femi Fiona Gareth Grace Hannah Harjit Hassan Imran Iona Isla Jamal Jess Joanna Kareem Kate Kofi
		Laila Leon Lowri Lucia Marcus Mei Mina Mohan Nadia Niall Nikhil Olga Oluwaseun Omar Owen Padma Pavel Priya Rachel
		Rhys Rosa Ruth Samira Sanjay Siân Sofia Tariq Tess Tomasz Uma Victor Wren Xanthe Yasmin Zoe Zubair`)
	lastNames = strings.Fields(`Abbott Adeyemi Ahmed Archer Baines Banerjee Barlow Begum Bevan Boateng Carter Chaudhry Clarke
		Cooper Davies Dhillon Doyle Edwards Ellis Evans Farrow Fletcher Foster Gill Grant Griffiths Hale Harding Hussain
		Iqbal Jenkins Jones Kaur Keane Khan Lamb Lewis Mahmood Marsh McBride Mensah Morgan Murray Nash Nowak O'Brien Okafor
		Osei Parry Patel Price Quinn Rahman Reid Rees Roberts Sandhu Shah Sharma Sinclair Stone Thomas Turner Vaughan Walsh
		Ward Wells Whyte Woods Yates`)
	places = strings.Fields(`Ashbourne-Vale Brackenford Calderwick Dunmere Eastholm Fenbridge Glenhaven Harrowdale Ivelchester
		Kingsmoor Larkhill Marwick Netherby Oakhampton Penwith-Moor Quarrydale Ravensea Silverdene Thornby Upperwell
		Wexcombe Yarrowdale`)
	kinds   = []string{"Borough Council", "District Council", "County Council", "City Council"}
	regions = []string{"North", "Midlands", "East", "South West", "South East", "Wales"}
	roles   = []string{"Service designer", "Developer", "Content designer", "Digital lead", "Data analyst", "Product manager", "User researcher", "Web officer"}
	themes  = []string{
		"online forms", "data sharing", "accessibility", "open source", "housing repairs", "planning", "social care", "maps",
		"user research", "chatbots", "procurement", "libraries", "low-code", "content", "performance", "waste collection",
	}
)

// People makes up n people in about a third as many organisations, the same
// for the same seed.
func People(n int, seed uint64) []Person {
	r := rand.New(rand.NewPCG(seed, 1))
	organisations := make([]string, max(2, n/3))
	for i := range organisations {
		organisations[i] = strings.ReplaceAll(places[i%len(places)], "-", " ") + " " + kinds[(i/len(places)+i)%len(kinds)]
	}
	people := make([]Person, n)
	used := map[string]int{}
	for i := range people {
		name := freeName(used, r.IntN(len(firstNames)), r.IntN(len(lastNames)))
		used[name]++
		email := strings.ToLower(strings.NewReplacer(" ", ".", "'", "", "â", "a").Replace(name))
		if used[name] > 1 {
			email += fmt.Sprint(used[name])
		}
		// Large organisations have many members and small ones few.
		org := int(float64(len(organisations)) * r.Float64() * r.Float64())
		role := roles[r.IntN(len(roles))]
		a, b := themes[r.IntN(len(themes))], themes[r.IntN(len(themes))]
		people[i] = Person{
			Name: name, Email: email + "@cuppa.example", Organisation: organisations[org], Role: role,
			Region: regions[org%len(regions)], About: fmt.Sprintf("%s who is thinking about %s.", role, a), Topics: []string{a, b},
		}
		if r.IntN(2) == 0 {
			people[i].Phone = fmt.Sprintf("01632 960%03d", r.IntN(1000)) // numbers set aside for fiction
		}
		if r.IntN(3) == 0 {
			people[i].CallName = strings.ToLower(strings.ReplaceAll(name, " ", ".")) + " on Teams"
		}
	}
	return people
}

// freeName is the name that was drawn, or the next that nobody has, so that
// nobody takes one person for another.
func freeName(used map[string]int, first, last int) string {
	all := len(firstNames) * len(lastNames)
	for i := range all {
		l := last + i
		name := firstNames[(first+l/len(lastNames))%len(firstNames)] + " " + lastNames[l%len(lastNames)]
		if used[name] == 0 {
			return name
		}
	}
	return firstNames[first] + " " + lastNames[last]
}
