package drawfile

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"
)

// files are written beside where they belong, and moved there together.
type files struct {
	written []*os.File
	names   []string
}

// write makes a file with what fill writes.
func (f *files) write(name string, fill func(io.Writer) error) error {
	if is, err := os.Stat(name); err == nil && !is.Mode().IsRegular() {
		return &Problem{File: name, Text: "this is not a file that can be written"}
	}
	beside := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+rand.Text())
	file, err := os.OpenFile(beside, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return &Problem{File: name, Text: whyNotWritten(err)}
	}
	f.written, f.names = append(f.written, file), append(f.names, name)
	if err := fill(file); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// byteOrderMark makes Excel read a CSV file as UTF-8.
const byteOrderMark = "\ufeff"

// writeSheet writes a CSV file that a person may open. Where there is a letter in these
// texts that Excel would take for others, a byte order mark comes first; other files,
// and what goes to standard output, are as scripts like them best.
func (f *files) writeSheet(name string, fill func(io.Writer) error, texts ...[]string) error {
	return f.write(name, func(w io.Writer) error {
		if slices.ContainsFunc(texts, foreign) {
			if _, err := io.WriteString(w, byteOrderMark); err != nil {
				return err
			}
		}
		return fill(w)
	})
}

// foreign says that there is a letter outside ASCII.
func foreign(texts []string) bool {
	for _, text := range texts {
		for i := range len(text) {
			if text[i] >= utf8.RuneSelf {
				return true
			}
		}
	}
	return false
}

func whyNotWritten(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such folder"
	case errors.Is(err, fs.ErrPermission):
		return "the folder may not be written to"
	}
	return "the file cannot be written"
}

// move puts the files where they belong.
func (f *files) move() error {
	for i, file := range f.written {
		if err := os.Rename(file.Name(), f.names[i]); err != nil {
			return err
		}
	}
	f.written = nil
	return nil
}

// discard removes what was not moved.
func (f *files) discard() {
	for _, file := range f.written {
		file.Close()
		os.Remove(file.Name())
	}
}
