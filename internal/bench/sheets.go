package bench

import (
	"bufio"
	"os"
	"strconv"
)

// writeSheets writes a network as cuppa match reads it: file.people and file.met.
func writeSheets(file string, k kind) error {
	w := newNetwork(k)
	err := writeFile(file+".people", func(b *bufio.Writer) error {
		_, err := b.WriteString("id,organisation,region,seniority,languages,hours\n")
		for i := range w.people {
			p := &w.people[i]
			line := append(appendID(nil, int32(i)), ",org "...)
			line = append(strconv.AppendInt(line, int64(p.organisation), 10), ",region "...)
			line = append(strconv.AppendInt(line, int64(p.region), 10), ',')
			line = append(strconv.AppendInt(line, int64(p.seniority), 10), ',')
			line = append(appendSet(line, 'l', p.languages), ',')
			line = append(appendSet(line, 'h', p.hours), '\n')
			if _, err = b.Write(line); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return writeFile(file+".met", func(b *bufio.Writer) error {
		_, err := b.WriteString("round,a,b\n")
		var line []byte
		for r := range w.rounds {
			for a := range int32(w.n) {
				other := w.met[int(a)*w.rounds+r]
				if other < a {
					continue
				}
				line = append(strconv.AppendInt(line[:0], int64(r+1), 10), ',')
				line = append(appendID(line, a), ',')
				line = append(appendID(line, other), '\n')
				if _, err = b.Write(line); err != nil {
					return err
				}
			}
		}
		return err
	})
}

// appendID names a person.
func appendID(b []byte, person int32) []byte {
	return strconv.AppendInt(append(b, 'p'), 1_000_000+int64(person), 10)
}

// appendSet writes what is in a set, separated by spaces.
func appendSet(b []byte, letter byte, set uint64) []byte {
	for i := range 64 {
		if set>>i&1 == 1 {
			b = append(strconv.AppendInt(append(b, letter), int64(i), 10), ' ')
		}
	}
	return b
}

func writeFile(name string, fill func(b *bufio.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<20)
	if err := fill(b); err != nil {
		f.Close()
		return err
	}
	if err := b.Flush(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
