// Package circle is about six people from different places who learn together,
// and one of them who holds it together.
//
// A facilitator opens circles: what for, how many people, how long, what
// happens and when. The opening has a public page, on which members and people
// who are no members yet apply; a visitor confirms their address first and
// becomes a member only when they take the place that they were given. The
// composer (package match) makes of the applicants one circle or several, with
// nobody from the same organisation, three roles at least, a facilitator and
// a free time in common; it explains itself and is changed by hand. Everybody
// gets an answer. Whoever is offered a place says yes or no by a date; somebody
// who waits fills the place of who said no.
//
// A circle is forming, then running, then closed. Nothing in it is visible
// outside it, for organisers neither: they see how many there are. At its end
// its people write what they learnt, and what all of them have approved is
// public, with the names of those who want it.
//
// A circle has calls: somebody proposes times, or its rhythm does; its people say
// which suit them, the facilitator picks one, and where nobody does, it is picked
// by itself. Afterwards they note who was there, and what each promised is asked
// about on its day.
//
// Everybody in it talks with everybody else, two at a time: a rota (package match)
// over the circle's length opens conversations, and follows who comes, goes or
// is kept apart from another. It tells what has been, and of what is to come
// only when.
//
// It has turns: somebody's problem gets the time, the others ask, it ends with
// what they will try, and before the next call they are asked what happened.
//
// Tables: circle_moves, circle_removed, circle_turns, circle_questions, circle_rotas, circle_pairs, circle_calls, circle_call_times, circle_call_people, circle_promises,
// circles, circle_people, circle_openings, circle_applications,
// circle_learnt, circle_approvals.
package circle

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
