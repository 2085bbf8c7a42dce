// Package faults has no code: its tests start the real program as a process,
// use it over HTTP, and kill it at random moments with SIGKILL: while letters
// are sent, while a round is drawn and published, while a fresh database is
// migrated, and between an answer and the next. What was answered must be
// there afterwards; what was begun must be finished once.
package faults
