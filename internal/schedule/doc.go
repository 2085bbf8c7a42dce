// Package schedule finds a time for something between people, and puts it into
// their calendars.
//
// Each person proposes times; another accepts one, and that is the appointment.
// Arranging another time later replaces it and raises its sequence, so that
// calendars follow; cancelling does too. The day before, the feature whose
// subject it is writes the reminder. Suggest offers good times without knowing
// anybody's calendar; Grid and the picker let people choose, in their own zone,
// through clock changes.
//
// Nothing here knows who belongs to a subject: the feature that calls decides
// who may propose, accept and be told.
//
// Tables: schedule_proposals, schedule_appointments.
package schedule

import "embed"

// Files holds the migrations and messages of this package.
//
//go:embed messages migrations
var Files embed.FS
