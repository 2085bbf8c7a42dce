package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// answer is what an SMTP server says to a command.
type answer struct {
	code  int
	class string // the enhanced status of RFC 3463, such as "5.1.1", or empty
	text  string
}

func (a answer) String() string { return strings.TrimSpace(strconv.Itoa(a.code) + " " + a.text) }

// refusal is an answer that is not the one we need. The connection still works.
type refusal struct {
	step string
	answer
}

func (r *refusal) Error() string {
	return "the server answered " + r.step + " with " + r.answer.String()
}

// lost is a connection that broke. When the message may have arrived, the
// server had all of it.
type lost struct {
	err        error
	mayArrived bool
}

func (l *lost) Error() string { return "the connection broke: " + l.err.Error() }
func (l *lost) Unwrap() error { return l.err }

// read reads one answer of one or more lines. An endless one is cut off.
func (c *conn) read() (answer, error) {
	var a answer
	for range 200 {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return a, &lost{err: err}
		}
		line = bytes.TrimRight(line, "\r\n")
		code := 0
		if len(line) >= 3 {
			code, _ = strconv.Atoi(string(line[:3]))
		}
		if code < 200 || code > 599 || (a.code != 0 && code != a.code) {
			return a, &lost{err: fmt.Errorf("this is no SMTP: %.40q", line)}
		}
		a.code = code
		if len(line) > 4 && len(a.text) < 2000 {
			a.text = strings.TrimSpace(a.text + "\n" + string(line[4:]))
		}
		if len(line) == 3 || line[3] != '-' {
			a.class = enhanced(a.text)
			return a, nil
		}
	}
	return a, &lost{err: errors.New("the answer does not end")}
}

// enhanced finds the status at the beginning of an answer: digits and two dots.
func enhanced(text string) string {
	first, _, _ := strings.Cut(text, " ")
	if strings.Count(first, ".") != 2 || strings.Trim(first, "0123456789.") != "" {
		return ""
	}
	return first
}
