package account

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"cuppa.example/internal/locale"
)

// node is a value of a download as a page shows it: a text, or named parts, or
// a list of them.
type node struct {
	Name  string
	Text  string
	Parts []node
}

// leaf reports whether there is nothing below.
func (n node) leaf() bool { return len(n.Parts) == 0 }

// sections are the parts of a download in the order of their names.
func (d download) sections(ctx context.Context) ([]node, error) {
	names := make([]string, 0, len(d.Data))
	for name := range d.Data {
		names = append(names, name)
	}
	slices.Sort(names)
	var list []node
	for _, name := range names {
		n, err := tree(ctx, name, d.Data[name])
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// tree reads what a package gave, in the order in which it says it.
func tree(ctx context.Context, name string, value any) (node, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return node{}, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	n, err := read(ctx, d, word(ctx, "section", name))
	if err == io.EOF { //nolint:errorlint // the decoder gives that very value
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func read(ctx context.Context, d *json.Decoder, name string) (node, error) {
	n := node{Name: name}
	token, err := d.Token()
	if err != nil {
		return n, err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		n.Text = plain(ctx, token)
		return n, nil
	}
	for d.More() {
		part := ""
		if delim == '{' {
			key, err := d.Token()
			if err != nil {
				return n, err
			}
			part = word(ctx, "key", fmt.Sprint(key))
		}
		child, err := read(ctx, d, part)
		if err != nil {
			return n, err
		}
		n.Parts = append(n.Parts, child)
	}
	_, err = d.Token() // the end of it
	return n, err
}

// plain is a value in the reader's language: a time as people write it, and the
// words that stand for a state.
func plain(ctx context.Context, token json.Token) string {
	switch v := token.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return locale.T(ctx, "account.data.value.yes")
		}
		return locale.T(ctx, "account.data.value.no")
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return locale.DateTime(ctx, at)
		}
		if key := "account.data.value." + v; locale.Has(ctx, key) {
			return locale.T(ctx, key)
		}
		if key := v + ".kind"; locale.Has(ctx, key) { // a kind of letter or question
			return locale.T(ctx, key)
		}
	}
	return fmt.Sprint(token)
}

// word is what a package calls something, in the reader's language. What the
// catalogue does not know is made readable as it is.
func word(ctx context.Context, kind, name string) string {
	key := "account.data." + kind + "." + strings.Map(func(r rune) rune {
		if r == ' ' || r == ',' || r == '-' {
			return '_'
		}
		return r
	}, name)
	if locale.Has(ctx, key) {
		return locale.T(ctx, key)
	}
	text := strings.ReplaceAll(name, "_", " ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
