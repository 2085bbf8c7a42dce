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
)

// download is everything the network holds about a member.
type download struct {
	Network  string         `json:"network"`
	Exported time.Time      `json:"exported"`
	Data     map[string]any `json:"data"`
}

// collect asks every package what it holds about the member.
func (s *Accounts) collect(ctx context.Context, memberID string) (download, error) {
	d := download{Network: s.Networks.Name(ctx), Exported: s.Now(), Data: map[string]any{}}
	for name, export := range s.exports {
		data, err := export(ctx, memberID)
		if err != nil {
			return d, fmt.Errorf("export %s: %w", name, err)
		}
		d.Data[name] = data
	}
	return d, nil
}

// Export is what this package holds about a member: addresses that wait to be
// confirmed.
func (s *Accounts) Export(ctx context.Context, memberID string) (any, error) {
	changes, err := changesOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	x := exported{Waiting: []waitingAddress{}}
	for _, c := range changes {
		email, err := s.Keys.Decrypt(c.Email, purpose(c.ID))
		if err != nil {
			return nil, err
		}
		x.Waiting = append(x.Waiting, waitingAddress{email, c.CreatedAt})
	}
	return x, nil
}

type exported struct {
	Waiting []waitingAddress `json:"addresses_to_be_confirmed"`
}

type waitingAddress struct {
	Email string    `json:"email"`
	Asked time.Time `json:"asked"`
}

// node is a value of a download as a page shows it: a text, or named parts, or
// a list of them.
type node struct {
	Name  string
	Text  string
	Parts []node
}

// leaf reports whether there is nothing below.
func (n node) leaf() bool { return len(n.Parts) == 0 }

// tree reads what an exporter gave, in the order in which it says it.
func tree(name string, value any) (node, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return node{}, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	n, err := read(d, readable(name))
	if err == io.EOF { //nolint:errorlint // the decoder gives that very value
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func read(d *json.Decoder, name string) (node, error) {
	n := node{Name: name}
	token, err := d.Token()
	if err != nil {
		return n, err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		n.Text = plain(token)
		return n, nil
	}
	for d.More() {
		part := ""
		if delim == '{' {
			key, err := d.Token()
			if err != nil {
				return n, err
			}
			part = readable(fmt.Sprint(key))
		}
		child, err := read(d, part)
		if err != nil {
			return n, err
		}
		n.Parts = append(n.Parts, child)
	}
	_, err = d.Token() // the end of it
	return n, err
}

func plain(token json.Token) string {
	switch v := token.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "yes"
		}
		return "no"
	}
	return fmt.Sprint(token)
}

// readable is a key of JSON as words.
func readable(key string) string {
	words := strings.ReplaceAll(key, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// sections are the parts of a download in the order of their names.
func (d download) sections() ([]node, error) {
	names := make([]string, 0, len(d.Data))
	for name := range d.Data {
		names = append(names, name)
	}
	slices.Sort(names)
	var list []node
	for _, name := range names {
		n, err := tree(name, d.Data[name])
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}
