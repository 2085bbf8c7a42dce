// Package fault names the few kinds of error that a person can do something
// about. Everything else is an internal error. Only packages web and api turn
// a kind into a status code.
package fault

import (
	"errors"
	"fmt"
)

// The kinds. Compare with errors.Is.
var (
	NotFound  = errors.New("not found")
	Forbidden = errors.New("forbidden")
	Conflict  = errors.New("conflict")
	Invalid   = errors.New("invalid")
	// Gone is a link that was once good: expired, used, or about somebody who has left.
	Gone = errors.New("gone")
	// TooMany is a limit on how often something may be asked.
	TooMany = errors.New("too many requests")
)

// Error is a kind with a sentence for the person: a key of the message
// catalogue and its arguments (name, value, …).
type Error struct {
	Kind error
	Key  string
	Args []any
}

func (e *Error) Error() string { return fmt.Sprintf("%v (%s)", e.Kind, e.Key) }

// Unwrap gives the kind to errors.Is.
func (e *Error) Unwrap() error { return e.Kind }

// Because is an error of the given kind that is shown as the message key.
func Because(kind error, key string, args ...any) error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Sentence finds the message key and arguments of the outermost explained
// error in err's chain.
func Sentence(err error) (key string, args []any, ok bool) {
	var e *Error
	if errors.As(err, &e) {
		return e.Key, e.Args, true
	}
	return "", nil, false
}
