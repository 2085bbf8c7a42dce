package drawfile

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cuppa.example/match"
)

// want is a column to look at: people in a group should differ in it, or share it.
type want struct {
	column string
	share  bool
	weight int32 // against the wants beside it that have one too; 0 for none

	at    int       // of the column in people.csv
	cells *distinct // what cells there are
	split string    // what separates the values of a cell, if anything
	// things are the values in the cells of --share, numbered in their own order; single
	// says that no cell holds more than one.
	things map[string]int
	single bool
}

// wants are the columns of both flags, in the order in which they count.
func (o Inputs) wants() []*want {
	var wants []*want
	for i, column := range slices.Concat(o.Different, o.Share) {
		wants = append(wants, &want{column: strings.TrimSpace(column), share: i >= len(o.Different), cells: newDistinct()})
	}
	return wants
}

// find finds the column. “region:3” is the column region with the weight 3, unless
// there is a column of that name.
func (w *want) find(t *table) (err error) {
	name, number, weighed := cutLast(w.column, ":")
	if weighed && !slices.Contains(t.header, w.column) {
		weight, err := strconv.ParseInt(number, 10, 32)
		if err != nil || weight < 1 || weight > match.MaxWeight {
			return &Problem{File: w.flag(), Text: fmt.Sprintf("%s is not a weight; it is 1 to %d", quote(number), match.MaxWeight)}
		}
		w.column, w.weight = name, int32(weight)
	}
	w.at, err = t.column(w.column)
	return err
}

func (w *want) flag() string {
	if w.share {
		return "--share"
	}
	return "--different"
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// number gives a cell its number.
func (w *want) number(cell string) int32 { return w.cells.number(strings.TrimSpace(cell)) }

// twice says that a column is asked for twice.
func twice(wants []*want) error {
	for i, w := range wants {
		for _, other := range wants[:i] {
			if w.at == other.at {
				return &Problem{File: w.flag(), Text: fmt.Sprintf("the column %s is named twice", quote(w.column))}
			}
		}
	}
	return nil
}

// trait turns the numbers of the cells of everybody into a trait. Cells of --share
// may hold several values each.
func (w *want) trait(file string, numbers []int32) (match.Trait, error) {
	t := match.Trait{Values: numbers, Share: w.share, Weight: w.weight}
	if !w.share {
		return t, nil
	}
	w.findThings()
	if w.single {
		return t, nil
	}
	if len(w.things) > mostThings {
		return t, &Problem{File: file, Text: fmt.Sprintf("there are %d different values in the column %s; several in a cell can be at most %d", len(w.things), quote(w.column), mostThings)}
	}
	sets := make([]uint64, w.cells.len())
	for n := range sets {
		for thing := range w.cut(w.cells.at(int32(n))) {
			sets[n] |= 1 << w.things[string(thing)]
		}
	}
	of := make([]uint64, len(numbers))
	for i, n := range numbers {
		of[i] = sets[n]
	}
	t.Values, t.Sets = nil, of
	return t, nil
}

// mostThings is how many different values can be told apart where a cell holds
// several.
const mostThings = 64

// findThings finds the values in the cells. Where there are semicolons or commas, they
// separate values, and spaces are part of them; otherwise spaces separate.
func (w *want) findThings() {
	w.split = " "
	if bytes.ContainsAny(w.cells.text, ";,") {
		w.split = ";,"
	}
	w.things, w.single = map[string]int{}, true
	for n := range int32(w.cells.len()) {
		several := false
		for thing := range w.cut(w.cells.at(n)) {
			w.single = w.single && !several
			several = true
			if _, known := w.things[string(thing)]; !known {
				w.things[string(thing)] = 0
			}
		}
	}
	for i, thing := range slices.Sorted(maps.Keys(w.things)) {
		w.things[thing] = i
	}
}

// cut parts a cell into its values.
func (w *want) cut(cell []byte) iter.Seq[[]byte] {
	if w.split == " " {
		return bytes.FieldsSeq(cell)
	}
	return func(yield func([]byte) bool) {
		for thing := range bytes.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(w.split, r) }) {
			if thing = bytes.TrimSpace(thing); len(thing) > 0 && !yield(thing) {
				return
			}
		}
	}
}

// note says how the cells were read where that may not be what was meant.
func (w *want) note() string {
	if !w.share || w.split != " " || w.single {
		return ""
	}
	names := slices.Sorted(maps.Keys(w.things))
	if len(names) > 4 {
		names = append(names[:3], "…")
	}
	return fmt.Sprintf("In the column %s, spaces separate values (%s). Semicolons do, if there are any.\n", w.column, strings.Join(names, ", "))
}
