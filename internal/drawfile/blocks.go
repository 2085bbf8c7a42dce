package drawfile

import (
	"bytes"
	"io"
	"runtime"
	"sync"
	"unicode/utf8"

	"cuppa.example/match"
)

// blockSize is how many bytes one processor reads pairs from at a time.
const blockSize = 1 << 22

// pairColumns says where in a row the pair and the round are.
type pairColumns struct {
	a, b, round int // round is −1 where there is none
	all         int
}

// block is a part of a file, from the beginning of a row to the end of another.
type block struct {
	bytes []byte
	lines int
	met   []match.Meeting
	plain bool
}

// readBlocks reads a long file of pairs on all processors, as far as every row is
// plain: no quotation marks, only people who are known, nothing to complain about. The
// table goes on where that ends. It reads nothing from what is no file on a disk.
func (p *people) readBlocks(t *table, columns pairColumns, keep func([]match.Meeting) error) error {
	size, err := t.regular()
	if err != nil || size < blockSize {
		return err
	}
	at, row := t.offset(), t.row
	blocks := make([]block, runtime.GOMAXPROCS(0))
	for i := range blocks {
		blocks[i].bytes = make([]byte, blockSize)
	}
	for plain := true; plain && at < size; {
		next := at
		n := 0
		for ; n < len(blocks) && next < size; n++ {
			if err := blocks[n].read(t, next, size); err != nil {
				return err
			}
			next += int64(len(blocks[n].bytes))
		}
		var group sync.WaitGroup
		for i := range blocks[:n] {
			group.Go(func() { blocks[i].parse(p.index, columns) })
		}
		group.Wait()
		for i := range blocks[:n] {
			b := &blocks[i]
			if plain = b.plain; !plain {
				break
			}
			if err := keep(b.met); err != nil {
				return err
			}
			at += int64(len(b.bytes))
			row += b.lines
		}
	}
	return t.resume(at, row)
}

// read takes what is at an offset up to the last end of a row.
func (b *block) read(t *table, at, size int64) error {
	b.bytes = b.bytes[:min(blockSize, size-at)]
	if _, err := t.file.ReadAt(b.bytes, at); err != nil && err != io.EOF {
		return err
	}
	if at+int64(len(b.bytes)) < size {
		b.bytes = b.bytes[:bytes.LastIndexByte(b.bytes, '\n')+1]
	}
	return nil
}

// parse fills met, or leaves plain false.
func (b *block) parse(people *index, columns pairColumns) {
	b.met, b.lines, b.plain = b.met[:0], 0, false
	rest := b.bytes
	if len(rest) == 0 || bytes.IndexByte(rest, '"') >= 0 || bytes.IndexByte(rest, 0) >= 0 || !utf8.Valid(rest) {
		return
	}
	cells := make([][]byte, columns.all)
	var together search
	for len(rest) > 0 {
		b.lines++
		line := rest
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			line, rest = rest[:end], rest[end+1:]
		} else {
			rest = nil
		}
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			continue
		}
		if !split(line, cells) {
			return
		}
		var m match.Meeting
		if columns.round >= 0 {
			var ok bool
			if m.Round, ok = whole(cells[columns.round]); !ok {
				return
			}
		}
		together.add(cells[columns.a], cells[columns.b], m)
		if together.n == searchRows {
			var ok bool
			if b.met, ok = together.find(people, b.met); !ok {
				return
			}
		}
	}
	b.met, b.plain = together.find(people, b.met)
}

// split cuts a row into so many cells.
func split(line []byte, cells [][]byte) bool {
	for i := range cells[:len(cells)-1] {
		end := bytes.IndexByte(line, ',')
		if end < 0 {
			return false
		}
		cells[i], line = line[:end], line[end+1:]
	}
	cells[len(cells)-1] = line
	return bytes.IndexByte(line, ',') < 0
}

// whole reads a number of a few digits.
func whole(cell []byte) (n int32, ok bool) {
	if len(cell) == 0 || len(cell) > 9 {
		return 0, false
	}
	for _, c := range cell {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int32(c-'0')
	}
	return n, true
}
