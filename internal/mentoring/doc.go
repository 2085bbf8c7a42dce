// Package mentoring brings together people who coach or mentor and people who
// look for somebody to do so, and sees to it that no question goes unanswered.
//
// A member offers (topics, experience, when, how many people at a time) or
// seeks (what they want to get better at), or does both, several times over.
// Who seeks is shown a few people who fit, with the reasons in plain words,
// from outside their own organisation unless they choose otherwise. They ask
// one of them with a short message. A request has a date: after three days it
// is brought to mind, after ten it lapses with three other suggestions and no
// blame. It is accepted, declined or passed on to somebody better from the
// letter itself. Every open request holds one of the places of the offer, so
// that whoever accepts always can; where no place is free one may wait, and is
// told one's place. One may also ask a member who offers nothing, and invite
// somebody who is no member.
//
// Accepting opens a relationship, which another feature keeps: app hands its
// function to New.
//
// What people write to each other is encrypted. The words of an offer are for
// all members to read. The index of words holds those offers only that can be
// asked now, so that looking for somebody costs the same whatever the number
// of offers that cannot.
//
// Tables: mentoring_offers, mentoring_words, mentoring_seeks,
// mentoring_requests, mentoring_waits, mentoring_coaches, mentoring_refusals.
package mentoring

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
