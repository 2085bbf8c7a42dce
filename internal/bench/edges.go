package bench

import (
	"bufio"
	"math/rand/v2"
	"strconv"
)

// writeEdges writes a network as an edge list: all pairs, or a ring and so many
// pairs by chance for everybody.
func (w *network) writeEdges(b *bufio.Writer, each int) error {
	var line []byte
	number := func(v int64, end byte) { line = append(strconv.AppendInt(line, v, 10), end) }
	put := func(u, v int32) error {
		line = line[:0]
		number(int64(u), ' ')
		number(int64(v), ' ')
		number(w.weight(u, v), '\n')
		_, err := b.Write(line)
		return err
	}
	n := int32(w.n)
	if each == 0 {
		number(int64(n), ' ')
		number(int64(n)*int64(n-1)/2, '\n')
		if _, err := b.Write(line); err != nil {
			return err
		}
		for u := range n {
			for v := u + 1; v < n; v++ {
				if err := put(u, v); err != nil {
					return err
				}
			}
		}
		return nil
	}
	edges := w.some(each)
	number(int64(n), ' ')
	number(int64(len(edges)), '\n')
	if _, err := b.Write(line); err != nil {
		return err
	}
	for _, e := range edges {
		if err := put(e[0], e[1]); err != nil {
			return err
		}
	}
	return nil
}

// some are the pairs of a sparse network. The ring pairs everybody, if their
// number is even.
func (w *network) some(each int) (edges [][2]int32) {
	chance := rand.New(rand.NewPCG(1, 77))
	n := int32(w.n)
	there := make(map[[2]int32]bool, w.n*(each+1))
	add := func(u, v int32) {
		e := [2]int32{min(u, v), max(u, v)}
		if u != v && !there[e] {
			there[e] = true
			edges = append(edges, e)
		}
	}
	for u := range n {
		add(u, (u+1)%n)
		for range each {
			add(u, chance.Int32N(n))
		}
	}
	return edges
}
