package unmentoring

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"cuppa.example/match"
)

// A round keeps a secret from its first letter on, and shows its seal: nobody can
// choose the secret later. The seed of every attempt at the draw follows from the
// secret, the number of the attempt, and the numbers that people gave, so that
// nobody can look for a seed that they like. The rows of all people who are in make
// one fingerprint (a tree of hashes; Merkle 1987), so that everybody can check that
// their row was in without seeing those of others. All of it is SHA-256 of short
// texts in plain lines, which can be checked without this program.

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// sealOf is what is shown of a secret before the draw goes out.
func sealOf(secret string) string { return sha("cuppa seal 1\nsecret " + secret + "\n") }

// veiled is the digest of a draw as people see it: closed with a salt that only the
// server has. The open digest has nothing secret in it, so that in a small round one
// could try who is kept apart from whom until it fits.
func (s *Programmes) veiled(d Draw) string {
	return sha("cuppa digest 1\nsalt " + s.Keys.Pseudonym("digest/"+d.RoundID, d.ID) + "\ndigest " + d.Digest + "\n")
}

// OwnNumber is a number that somebody gave, whoever they are.
type OwnNumber struct {
	Person int    `json:"person"` // counted from 1
	Number string `json:"number"`
}

// seedOf is the seed of an attempt.
func seedOf(secret string, attempt int, numbers []OwnNumber) string {
	var b strings.Builder
	fmt.Fprintf(&b, "cuppa seed 1\nsecret %s\nattempt %d\n", secret, attempt)
	for _, n := range numbers {
		fmt.Fprintf(&b, "number %d %s\n", n.Person, n.Number)
	}
	return sha(b.String())
}

func ownNumbers(people []Drawn) []OwnNumber {
	list := []OwnNumber{}
	for _, d := range people {
		if d.Own != "" {
			list = append(list, OwnNumber{d.Person + 1, d.Own})
		}
	}
	return list
}

// rows are what a draw knows of each of its people, in numbers. Whom they are kept
// apart from is not among it: that is nobody's to see.
func rows(in match.Input, attempt int, people []Drawn) []string {
	met := make([]int, in.People)
	for i, m := range in.Met { // sorted, since the input was read
		if i > 0 && in.Met[i-1].A == m.A && in.Met[i-1].B == m.B {
			continue
		}
		met[m.A]++
		met[m.B]++
	}
	list := make([]string, len(people))
	for i, d := range people {
		var b strings.Builder
		fmt.Fprintf(&b, "cuppa row 1\nattempt %d\nperson %d of %d\nsalt %s\n", attempt, i+1, len(people), d.Salt)
		for _, t := range in.Traits {
			b.WriteString("trait " + traitNumber(t, i) + "\n")
		}
		fmt.Fprintf(&b, "met %d\nfirst %d\nlarger %d\n", met[i], turn(in.Priority, i), turn(in.Larger, i))
		if d.Own != "" {
			fmt.Fprintf(&b, "number %s\n", d.Own)
		}
		list[i] = b.String()
	}
	return list
}

func traitNumber(t match.Trait, person int) string {
	if t.Sets != nil {
		return "0x" + strconv.FormatUint(t.Sets[person], 16)
	}
	return strconv.Itoa(int(t.Values[person]))
}

func turn(turns []int32, person int) int32 {
	if turns == nil {
		return 0
	}
	return turns[person]
}

// Beside is the other half of a pair on the way from a row to the fingerprint:
// one of the two is set.
type Beside struct {
	Left  string `json:"left,omitempty"`
	Right string `json:"right,omitempty"`
}

func pairOf(left, right string) string { return sha("cuppa pair 1\n" + left + "\n" + right + "\n") }

// fingerprint is what all rows give together, and the way from one of them (from 0)
// to it. One left over goes up as it is. Nobody gives an empty one.
func fingerprint(rows []string, of int) (root string, way []Beside) {
	level := make([]string, len(rows))
	for i, row := range rows {
		level[i] = sha(row)
	}
	for len(level) > 1 {
		switch {
		case of%2 == 1:
			way = append(way, Beside{Left: level[of-1]})
		case of+1 < len(level):
			way = append(way, Beside{Right: level[of+1]})
		}
		of /= 2
		var above []string
		for i := 0; i+1 < len(level); i += 2 {
			above = append(above, pairOf(level[i], level[i+1]))
		}
		if len(level)%2 == 1 {
			above = append(above, level[len(level)-1])
		}
		level = above
	}
	if len(level) == 0 {
		return "", nil
	}
	return level[0], way
}

// climb gives the fingerprint that a row leads to.
func climb(row string, way []Beside) string {
	at := sha(row)
	for _, b := range way {
		if b.Left != "" {
			at = pairOf(b.Left, at)
			continue
		}
		at = pairOf(at, b.Right)
	}
	return at
}
