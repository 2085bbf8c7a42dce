package chart

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// Mark is how a series is drawn: a colour together with a pattern where it is
// an area, and a dash and a shape where it is a line.
type Mark string

// The marks. Good, Unknown and Bad mean what they say; the others only differ.
const (
	Good    Mark = "good"    // solid
	Unknown Mark = "unknown" // dots
	Bad     Mark = "bad"     // hatched
	Plain   Mark = "plain"   // solid, of another colour
	Other   Mark = "other"   // stripes
)

// patterned reports whether areas of this mark have a pattern.
func (m Mark) patterned() bool { return m == Unknown || m == Bad || m == Other }

// Series is one row of numbers, as long as the chart's labels. math.NaN is
// where there is none.
type Series struct {
	Name   string
	Mark   Mark
	Values []float64
}

// Chart is a drawing of numbers. All its texts are already translated.
type Chart struct {
	ID    string // unique on its page
	Title string
	// Text says in a sentence what there is to see, for those who do not see it
	// as for those who do.
	Text   string
	Labels []string // along the axis
	Series []Series
	// Unit writes a number; whole numbers where it is nil.
	Unit func(float64) string
	// Max is the top of the axis, or 0 for as high as the numbers need.
	Max float64
	// Missing is said where a bar has no number.
	Missing string
}

// None is a number that is not there.
var None = math.NaN()

func (c Chart) unit(v float64) string {
	if c.Unit == nil {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return c.Unit(v)
}

func (c Chart) value(series, at int) float64 {
	if at >= len(c.Series[series].Values) {
		return None
	}
	return c.Series[series].Values[at]
}

// known is a value, and 0 where there is none.
func known(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// highest is the largest number, of all series together where they are stacked.
func (c Chart) highest(stacked bool) float64 {
	var top float64
	for at := range c.Labels {
		var sum float64
		for s := range c.Series {
			v := known(c.value(s, at))
			if sum += v; !stacked {
				sum = v
				top = max(top, v)
			}
		}
		top = max(top, sum)
	}
	return top
}

// Empty reports whether there is nothing to draw: no number but zeros.
func (c Chart) Empty() bool { return c.highest(true) == 0 }

// axis is the top of the axis and the lines across the drawing.
func (c Chart) axis(stacked bool) (top float64, ticks []float64) {
	top = c.Max
	steps := 4
	if top == 0 {
		top = roundUp(c.highest(stacked))
		steps = min(steps, int(top)) // no lines at halves of people
	}
	for i := range steps + 1 {
		ticks = append(ticks, top*float64(i)/float64(steps))
	}
	return top, ticks
}

// roundUp is the next number that divides well by four: whole numbers stay whole.
func roundUp(v float64) float64 {
	if v <= 4 {
		return max(1, math.Ceil(v))
	}
	for scale := 1.0; ; scale *= 10 {
		for _, nice := range []float64{4, 8, 12, 16, 20, 24, 32} {
			if v <= nice*scale {
				return nice * scale
			}
		}
	}
}

// The sizes of a drawing in pixels.
const (
	plotHeight = 220
	axisHeight = 30
	// fewest is for how many columns there is room at least, so that the first
	// rounds of a network are not drawn as towers.
	fewest = 6
)

func (c Chart) slots() int { return max(len(c.Labels), fewest) }

// percent is a length or a place along the drawing.
func percent(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) + "%" }

// px is a length or a place down the drawing.
func px(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

func height(v, top float64) float64 { return plotHeight * v / top }

// The least width of a drawing on a phone and on a desk, and of a letter of a label.
const (
	phone  = 230
	desk   = 690
	letter = 8
)

// labelClass says where a label is shown: as many as there is room for, counted
// from the last.
func (c Chart) labelClass(at int) string {
	long := 1
	for _, l := range c.Labels {
		long = max(long, utf8.RuneCountInString(l))
	}
	fits := func(width int) bool {
		room := max(1, width/(letter*(long+1)))
		every := (c.slots() + room - 1) / room
		return (len(c.Labels)-1-at)%every == 0
	}
	switch {
	case fits(phone):
		return "cuppa-chart__label"
	case fits(desk):
		return "cuppa-chart__label cuppa-chart__label--more"
	}
	return ""
}

func (c Chart) patternID(m Mark) string { return c.ID + "-" + string(m) }

func (c Chart) markID(m Mark) string { return c.ID + "-at-" + string(m) }

// markClass names the colours of a mark: "cuppa-mark--good".
func markClass(kind string, m Mark) string { return kind + " cuppa-mark--" + string(m) }

func (c Chart) fill(m Mark) string { return "url(#" + c.patternID(m) + ")" }

// tip is what a pointer that rests on a piece of the drawing is told.
func (c Chart) tip(series, at int) string {
	return c.Labels[at] + ": " + c.Series[series].Name + " " + c.unit(c.value(series, at))
}

// piece is a rectangle of a chart of columns or bars.
type piece struct {
	series, at int
	x, y, w, h float64 // x and w in per cent, y and h in pixels
}

// stacked puts the series of each column on top of each other.
func (c Chart) stacked(top float64) []piece {
	slot := 100 / float64(c.slots())
	var list []piece
	for at := range c.Labels {
		var below float64
		for s := range c.Series {
			v := known(c.value(s, at))
			if v == 0 {
				continue
			}
			list = append(list, piece{
				series: s, at: at, x: slot * (float64(at) + 0.15), w: slot * 0.7,
				y: plotHeight - height(below+v, top), h: height(v, top),
			})
			below += v
		}
	}
	return list
}

// grouped puts the series of each column side by side.
func (c Chart) grouped(top float64) []piece {
	slot := 100 / float64(c.slots())
	wide := slot * 0.76 / float64(len(c.Series))
	var list []piece
	for at := range c.Labels {
		for s := range c.Series {
			v := known(c.value(s, at))
			if v == 0 {
				continue
			}
			list = append(list, piece{
				series: s, at: at, x: slot*(float64(at)+0.12) + wide*float64(s), w: wide * 0.9,
				y: plotHeight - height(v, top), h: height(v, top),
			})
		}
	}
	return list
}

// middle is where a column's label and a line's points are.
func (c Chart) middle(at int) float64 { return 100 / float64(c.slots()) * (float64(at) + 0.5) }

// step is a piece of a line between two neighbours that are both known.
type step struct {
	series         int
	x1, y1, x2, y2 float64
}

func (c Chart) steps(top float64) []step {
	var list []step
	for s := range c.Series {
		for at := 1; at < len(c.Labels); at++ {
			a, b := c.value(s, at-1), c.value(s, at)
			if math.IsNaN(a) || math.IsNaN(b) {
				continue
			}
			list = append(list, step{s, c.middle(at - 1), plotHeight - height(a, top), c.middle(at), plotHeight - height(b, top)})
		}
	}
	return list
}
