package simulate

import (
	_ "embed"
	"fmt"
	"os"
	"slices"
	"sort"

	"github.com/BurntSushi/toml"
)

//go:embed habits.toml
var published string

// Habit is one thing that people do, as a share between 0 and 1.
type Habit struct {
	Value   float64 `toml:"value" json:"value"`
	Low     float64 `toml:"low" json:"low"`
	High    float64 `toml:"high" json:"high"`
	Meaning string  `toml:"meaning" json:"meaning"`
	Source  string  `toml:"source" json:"source"`
}

// Habits are what people are like, by name.
type Habits map[string]Habit

// needed are the habits that the model uses.
var needed = []string{
	"company_rate", "answers", "named_gain", "silent", "away", "declines", "replies", "keeps", "on_site", "nudged",
	"gives_up", "says_no", "comes_back", "shares",
}

// Published are the habits that come with the program.
func Published() Habits {
	h, err := parse(published)
	if err != nil {
		panic(err) // a test reads them
	}
	return h
}

// ReadHabits reads a file in the form of habits.toml. It must name every habit
// and its source.
func ReadHabits(path string) (Habits, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the habits: %w", err)
	}
	h, err := parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return h, nil
}

func parse(text string) (Habits, error) {
	h := Habits{}
	if _, err := toml.Decode(text, &h); err != nil {
		return nil, err
	}
	for _, name := range needed {
		v, ok := h[name]
		switch {
		case !ok:
			return nil, fmt.Errorf("the habit %q is missing", name)
		case v.Source == "" || v.Meaning == "":
			return nil, fmt.Errorf("the habit %q has no source or no meaning; write \"assumed\" where nobody measured it", name)
		case v.Value < 0 || v.Value > 1 || v.Low > v.Value || v.High < v.Value:
			return nil, fmt.Errorf("the habit %q must be between 0 and 1, with low at most and high at least its value", name)
		}
	}
	for name := range h {
		if !slices.Contains(needed, name) {
			return nil, fmt.Errorf("the habit %q is unknown", name)
		}
	}
	return h, nil
}

// names lists the habits in order.
func (h Habits) names() []string {
	names := make([]string, 0, len(h))
	for n := range h {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// with is the habits with one of them changed.
func (h Habits) with(name string, value float64) Habits {
	changed := Habits{}
	for n, v := range h {
		if n == name {
			v.Value = value
		}
		changed[n] = v
	}
	return changed
}

// Calibrated are habits with the two shares that follow from them.
type Calibrated struct {
	Habits
	// Starts is the share of people who write first without being named, so
	// that a plain shuffle with one email reaches company_rate.
	Starts float64
	// Named is the share who write first when they are named.
	Named float64
}

// Calibrate finds both shares. A pair meets when both are there, at least one
// writes, the other replies, and they keep what they agreed:
//
//	rate = there² · (1 − (1−starts)²) · replies · keeps, there = 1 − silent − away
//
// and with one of the two named, (1−named)·(1−starts) stands for (1−starts)².
func Calibrate(h Habits) (Calibrated, error) {
	c := Calibrated{Habits: h}
	most := c.meets(1)
	rate := h["company_rate"].Value
	if rate > most {
		return c, fmt.Errorf("with these habits at most %.0f %% of pairs can meet, so they cannot meet in %.0f %%", 100*most, 100*rate)
	}
	low, high := 0.0, 1.0
	for range 60 {
		c.Starts = (low + high) / 2
		if c.meets(1-(1-c.Starts)*(1-c.Starts)) < rate {
			low = c.Starts
		} else {
			high = c.Starts
		}
	}
	if c.Starts == 1 {
		c.Named = 1
		return c, nil
	}
	wanted := min(rate*(1+h["named_gain"].Value)/most, 1)
	c.Named = min(max(1-(1-wanted)/(1-c.Starts), c.Starts), 1)
	return c, nil
}

// meets is the share of pairs that meet when this share has somebody who writes.
func (c Calibrated) meets(begun float64) float64 {
	there := 1 - c.Habits["silent"].Value - c.Habits["away"].Value
	return there * there * begun * c.Habits["replies"].Value * c.Habits["keeps"].Value
}

func (c Calibrated) share(name string) float64 { return c.Habits[name].Value }
