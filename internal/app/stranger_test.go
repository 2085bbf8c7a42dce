package app_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHelpIsFound by the words that people try.
func TestHelpIsFound(t *testing.T) {
	t.Parallel()
	for _, words := range [][]string{{"help"}, {"--help"}} {
		status, out, errOut := run(t, words...)
		if status != 0 || !strings.Contains(out, "Run the network.") || errOut != "" {
			t.Errorf("%v: %d %q %q", words, status, out, errOut)
		}
	}
	if status, out, errOut := run(t, "help", "match"); status != 0 || !strings.Contains(out, "--people") {
		t.Errorf("help match: %d %q %q", status, out, errOut)
	}
	for _, words := range [][]string{{}, {"bogus"}, {"serve", "--bogus"}, {"draw"}} {
		status, out, errOut := run(t, words...)
		if status != 2 || out != "" || !strings.Contains(errOut, "--help") || strings.Count(errOut, "\n") > 2 {
			t.Errorf("%v: %d %q %q", words, status, out, errOut)
		}
	}
}

// TestLookingMakesNothing: a command that only looks leaves no folder behind,
// and says that the one it was given is not there.
func TestLookingMakesNothing(t *testing.T) {
	t.Parallel()
	for _, words := range [][]string{{"doctor"}, {"backup", "copy"}, {"draw", "verify", "1"}} {
		dir := filepath.Join(t.TempDir(), "nowhere")
		status, out, errOut := run(t, append(words, "--data", dir)...)
		if said := out + errOut; status == 0 || !strings.Contains(said, dir) || !strings.Contains(said, "cuppa serve") {
			t.Errorf("%v: %d %q", words, status, said)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%v made the folder", words)
		}
	}
}

// TestATakenAddressIsSaidAtOnce: no link is printed that nothing answers.
func TestATakenAddressIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dir := filepath.Join(t.TempDir(), "data")
	for _, command := range []string{"serve", "demo"} {
		status, out, errOut := run(t, command, "--data", dir, "--listen", l.Addr().String())
		if status != 1 || out != "" || !strings.Contains(errOut, "--listen") {
			t.Errorf("%s: %d %q %q", command, status, out, errOut)
		}
	}
	status, out, errOut := run(t, "serve", "--data", dir, "--listen", "8080")
	if status != 2 || out != "" || !strings.Contains(errOut, "127.0.0.1:8080") {
		t.Errorf("a bare port: %d %q %q", status, out, errOut)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was made for nothing")
	}
}

// TestDoctorReadsTheSender: letters from an address of this machine only are
// refused everywhere else.
func TestDoctorReadsTheSender(t *testing.T) {
	t.Parallel()
	dir := network(t)
	_, out, _ := run(t, "doctor", "--data", dir, "--smtp-host", "127.0.0.1", "--smtp-port", "1", "--smtp-tls", "none")
	if !strings.Contains(out, "CUPPA_FROM") {
		t.Errorf("letters from network@localhost: %s", out)
	}
	_, out, _ = run(t, "doctor", "--data", dir, "--smtp-host", "127.0.0.1", "--smtp-port", "1", "--smtp-tls", "none", "--from", "us@example.org")
	if strings.Contains(out, "CUPPA_FROM") {
		t.Errorf("letters from us@example.org: %s", out)
	}
}
