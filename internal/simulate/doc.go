// Package simulate is a model of people who use Cuppa. It drives the real
// program, in process, through its pages and the links in its letters, with a
// clock that it moves. What comes out is what such people would do, not what
// people did: every page that shows it says that it is a model.
//
// What people are like is written in habits.toml, each habit with its source
// or the word "assumed". Before anything of ours is tried, one habit (how often
// somebody writes first unasked) is set so that a plain shuffle with one email
// reaches the 54 % that was measured for such programmes. The baseline runs the
// same people through that shuffle.
//
// The demo network is such a run that was stopped in its fourth round.
package simulate
