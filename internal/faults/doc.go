// Package faults has no code: its tests start the real program as a process,
// use it over HTTP, and kill it with SIGKILL: at random moments while letters
// are sent, while a round is drawn, while a database is migrated or restored,
// and between an answer and the next; and inside the transactions that draw,
// publish, ask and import. What was answered must be there afterwards; what was
// begun must be finished once. They run on both engines.
package faults
