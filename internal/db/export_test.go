package db

import "time"

// Queued is how many writers wait for their turn.
func (d *DB) Queued() int { return int(d.queue.waiting.Load()) }

// Patient lets a group wait for as long as somebody comes.
func (d *DB) Patient() { d.queue.longest = time.Hour }
