// Package bench holds the matching engine against others: the command cuppa
// bench match. It makes the instances (network.go) on which the targets of the
// engine were set, solves each in a process of its own, so that the processor
// time and the memory of ours and of other people's programs are counted in the
// same way, checks that all found the same weight and that the proofs hold, and
// prints what came of it as the tables of docs/performance.md.
//
// Other programs are taken from a folder: lemon_bench and lemon_price solve an
// edge list with the LEMON library, and print weight=… and cpu=… among others.
// What is not there is left out.
package bench
