package locale

import "context"

// Phrase is a message that is stored now and read later, by somebody else and
// in their language: a key of the catalogue and its arguments, names and values
// in turn. Values are texts and whole numbers; a number comes back from JSON as
// a float64 and is read as the whole number it was.
type Phrase struct {
	Key  string `json:"k"`
	Args []any  `json:"a,omitempty"`
}

// In is the phrase in the language of ctx.
func (p Phrase) In(ctx context.Context) string {
	args := make([]any, len(p.Args))
	for i, a := range p.Args {
		if n, ok := a.(float64); ok {
			a = int(n)
		}
		args[i] = a
	}
	return T(ctx, p.Key, args...)
}
