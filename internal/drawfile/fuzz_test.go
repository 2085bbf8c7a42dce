package drawfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func FuzzRun(f *testing.F) {
	f.Add([]byte("id,organisation\na,x\nb,y\nc,x\n"), []byte("round,a,b\n1,a,b\n"))
	f.Add([]byte("\ufeffid\n\"a\"\nb\n"), []byte("round,a,b\n1,a,z\n"))
	f.Add([]byte("id\n=1\n\xff\n"), []byte(""))
	f.Fuzz(func(t *testing.T, people, met []byte) {
		dir := t.TempDir()
		for name, content := range map[string][]byte{"people.csv": people, "met.csv": met} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		o := Options{People: filepath.Join(dir, "people.csv"), Met: filepath.Join(dir, "met.csv"), Size: 2, Out: filepath.Join(dir, "groups.csv")}
		err := Run(t.Context(), o, io.Discard, io.Discard)
		var p *Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatalf("%v is not explained", err)
		}
		if _, there := os.Stat(o.Out); (there == nil) != (err == nil) {
			t.Fatalf("after %v, the file is there: %t", err, there == nil)
		}
	})
}
