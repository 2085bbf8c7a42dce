package mail

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf8"
)

// A sealed letter is a version and then its fields in order, each text after
// its length. JSON would say the same, and would add a fifth to the time that a
// letter takes.
const codecVersion = 1

func (s sealed) encode() []byte {
	l := s.Letter
	e := encoder{make([]byte, 0, 4096)}
	e.number(codecVersion)
	e.texts(s.Name, s.Email, s.Lang, s.MessageID, l.Subject, l.Preview, l.ReplyTo, l.OneClick)
	if l.Calendar == nil {
		e.number(0)
	} else {
		e.number(1)
		e.texts(l.Calendar.Method, l.Calendar.ICS)
	}
	e.number(len(l.Blocks))
	for _, b := range l.Blocks {
		e.texts(b.Kind, b.Text, b.Href)
		e.number(len(b.Items))
		e.texts(b.Items...)
		e.number(len(b.Rows))
		for _, r := range b.Rows {
			e.texts(r.Label, r.Text, r.Href)
		}
	}
	if l.Thread != "" { // letters that were queued before there were any have none
		e.texts(l.Thread)
	}
	return e.b
}

type encoder struct{ b []byte }

func (e *encoder) number(n int) { e.b = binary.AppendUvarint(e.b, uint64(n)) }

// texts writes texts, which are UTF-8 from here on whatever they were.
func (e *encoder) texts(list ...string) {
	for _, s := range list {
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "\uFFFD")
		}
		e.number(len(s))
		e.b = append(e.b, s...)
	}
}

var errCodec = errors.New("this is no letter, or one that a newer version wrote")

func decodeSealed(text string) (s sealed, err error) {
	d := decoder{rest: text}
	if d.number() != codecVersion {
		return s, errCodec
	}
	l := &s.Letter
	d.texts(&s.Name, &s.Email, &s.Lang, &s.MessageID, &l.Subject, &l.Preview, &l.ReplyTo, &l.OneClick)
	if d.number() == 1 {
		l.Calendar = &Calendar{}
		d.texts(&l.Calendar.Method, &l.Calendar.ICS)
	}
	l.Blocks = make([]Block, d.count())
	for i := range l.Blocks {
		b := &l.Blocks[i]
		d.texts(&b.Kind, &b.Text, &b.Href)
		if n := d.count(); n > 0 {
			b.Items = make([]string, n)
		}
		for j := range b.Items {
			d.texts(&b.Items[j])
		}
		if n := d.count(); n > 0 {
			b.Rows = make([]Row, n)
		}
		for j := range b.Rows {
			d.texts(&b.Rows[j].Label, &b.Rows[j].Text, &b.Rows[j].Href)
		}
	}
	if d.rest != "" {
		d.texts(&l.Thread)
	}
	if d.broken || d.rest != "" {
		return sealed{}, errCodec
	}
	return s, nil
}

// decoder reads what encoder wrote. After a mistake it reads nothing more.
type decoder struct {
	rest   string
	broken bool
}

func (d *decoder) number() int {
	n := 0
	for i := range min(len(d.rest), 5) {
		c := d.rest[i]
		n |= int(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return n
		}
	}
	d.rest, d.broken = "", true
	return 0
}

// count is a number of things, each of which needs a byte at least.
func (d *decoder) count() int {
	n := d.number()
	if n > len(d.rest) {
		d.rest, d.broken = "", true
		return 0
	}
	return n
}

func (d *decoder) texts(list ...*string) {
	for _, s := range list {
		n := d.count()
		*s, d.rest = d.rest[:n], d.rest[n:]
	}
}
