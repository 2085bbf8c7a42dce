package drawfile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// put writes files into a folder of the test.
func put(t *testing.T, files map[string][]byte) func(name string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

// explained fails unless an error is a sentence, and the output there if there is no
// error, and only then.
func explained(t *testing.T, err error, output string) {
	t.Helper()
	var p *Problem
	if err != nil && !errors.As(err, &p) {
		t.Fatalf("%v is not explained", err)
	}
	if _, there := os.Stat(output); (there == nil) != (err == nil) {
		t.Fatalf("after %v, the file is there: %t", err, there == nil)
	}
}

func FuzzRun(f *testing.F) {
	f.Add([]byte("id,organisation,speaks\na,x,cy en\nb,y,en\nc,x,\n"), []byte("round,a,b\n1,a,b\n"), []byte("a,b\nc,b\n"))
	f.Add([]byte("\ufeffid,organisation:2,speaks\n\"a\",,x;y\nb,x,x\n"), []byte("round,a,b\n1,a,z\n"), []byte("a,b\n"))
	f.Add([]byte("id\n=1\n\xff\n"), []byte(""), []byte(""))
	f.Fuzz(func(t *testing.T, people, met, apart []byte) {
		file := put(t, map[string][]byte{"people.csv": people, "met.csv": met, "apart.csv": apart})
		o := Options{Inputs: Inputs{People: file("people.csv"), Met: []string{file("met.csv")}, Apart: file("apart.csv"), Size: 2}, Out: file("groups.csv"), Explain: true}
		if bytes.Contains(people, []byte("organisation")) {
			o.Different = []string{"organisation:2"}
		}
		if bytes.Contains(people, []byte("speaks")) {
			o.Share = []string{"speaks"}
		}
		err := Run(t.Context(), o, io.Discard, io.Discard)
		explained(t, err, o.Out)
		if err != nil {
			return
		}
		c := CheckOptions{Inputs: o.Inputs, Groups: o.Out}
		if err := RunCheck(t.Context(), c, io.Discard, io.Discard); err != nil && !noGroups(err) {
			t.Fatalf("what was written cannot be read: %v", err)
		}
	})
}

// noGroups says that everybody is kept apart from everybody.
func noGroups(err error) bool {
	var p *Problem
	return errors.As(err, &p) && p.Text == "there are no groups in it"
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte("group,id\n1,a\n1,b\n2,c\n2,d\n"), []byte("cuppa draw proof \x01"))
	f.Add([]byte("round,group,id\n1,1,a\n1,1,'b\n2,1,a\n2,1,c\n"), []byte(""))
	f.Fuzz(func(t *testing.T, groups, proof []byte) {
		file := put(t, map[string][]byte{"people.csv": []byte("id,x\na,1\nb,1\nc,2\nd,\n"), "groups.csv": groups, "proof": proof})
		o := CheckOptions{Inputs: Inputs{People: file("people.csv"), Size: 2, Different: []string{"x"}}, Groups: file("groups.csv")}
		var p *Problem
		if err := RunCheck(t.Context(), o, io.Discard, io.Discard); err != nil && !errors.As(err, &p) {
			t.Fatalf("%v is not explained", err)
		}
		o.Proof = file("proof")
		if err := RunCheck(t.Context(), o, io.Discard, io.Discard); err == nil {
			t.Fatal("a proof out of nothing")
		}
	})
}

func FuzzGraph(f *testing.F) {
	f.Add([]byte("4 3\n0 1 5\n1 2 9\n2 3 1\n"), false)
	f.Add([]byte("3 2\r\n0 1 -5\r\n1 2 9223372036854775807\r\n"), true)
	f.Fuzz(func(t *testing.T, graph []byte, most bool) {
		file := put(t, map[string][]byte{"graph.txt": graph})
		if g, err := readGraph(file("graph.txt")); err == nil && g.People > 1000 {
			return // the first line alone can ask for much memory
		}
		o := GraphOptions{File: file("graph.txt"), Max: most, Out: file("pairs.txt")}
		explained(t, RunGraph(t.Context(), o, io.Discard), o.Out)
	})
}

func FuzzAssign(f *testing.F) {
	f.Add([]byte("id,prefers\na,x y\nb,x\n"), []byte("id,capacity,prefers\nx,1,b a\ny,2,\n"), false)
	f.Add([]byte("id,prefers\na,\n"), []byte("id,capacity,prefers\nx,0,a\n"), true)
	f.Fuzz(func(t *testing.T, seekers, offers []byte, total bool) {
		file := put(t, map[string][]byte{"s.csv": seekers, "o.csv": offers})
		o := AssignOptions{Seekers: file("s.csv"), Offers: file("o.csv"), Mode: "stable", Out: file("out.csv")}
		if total {
			o.Mode = "total"
		}
		explained(t, RunAssign(t.Context(), o, io.Discard, io.Discard), o.Out)
	})
}
