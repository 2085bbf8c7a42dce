package faults_test

import (
	"bytes"
	"cmp"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
)

// TestMain can be the program itself instead of the tests.
func TestMain(m *testing.M) {
	if os.Getenv("CUPPA_FAULTS_PROGRAM") != "" {
		os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// network is a network whose program runs in another process. Kit looks into
// its database and reads its mail; the other process has the clock on the wall.
type network struct {
	*testkit.Kit
	config app.Config
}

func newNetwork(t *testing.T) *network {
	t.Helper()
	n := &network{}
	n.Kit = testkit.New(t, func(c *app.Config, _ *app.Options) { n.config = *c })
	n.Clock.Set(time.Now())
	return n
}

// process is the program while it runs.
type process struct {
	t       testing.TB
	cmd     *exec.Cmd
	address string
	said    lockedBuffer
}

// start runs the program on a configuration, and does not wait for it: this
// one, or the one that CUPPA_BINARY names.
func start(t testing.TB, c app.Config) *process {
	t.Helper()
	address := freeAddress(t)
	return command(t, c, address, "serve", "--listen", address, "--base", c.Base,
		"--smtp-host", c.SMTPHost, "--smtp-port", strconv.Itoa(c.SMTPPort), "--smtp-tls", "none", "--from", "network@cuppa.test")
}

// command runs any of the program's commands on a configuration.
func command(t testing.TB, c app.Config, address, name string, arguments ...string) *process {
	t.Helper()
	p := &process{t: t, address: address}
	arguments = append([]string{name, "--data", c.Data, "--database", c.Database}, arguments...)
	p.cmd = exec.Command(cmp.Or(os.Getenv("CUPPA_BINARY"), os.Args[0]), arguments...)
	p.cmd.Env = append(os.Environ(), "CUPPA_FAULTS_PROGRAM=1")
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.said
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.cmd.ProcessState == nil {
			p.kill()
		}
		if t.Failed() {
			t.Logf("the program said:\n%s", p.said.String())
		}
	})
	return p
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// kill is what a power cut does to the program.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// terminate asks the program to stop.
func (p *process) terminate() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
}

// ready waits until the program answers.
func (p *process) ready() {
	p.t.Helper()
	within(p.t, "the program is ready", func() bool { return p.answers("/readyz") })
}

func (p *process) answers(path string) bool {
	a, err := http.Get("http://" + p.address + path)
	if err != nil {
		return false
	}
	defer a.Body.Close()
	return a.StatusCode == http.StatusOK
}

// patience is how long anything may take before the test gives up.
const patience = time.Minute

// within waits until ok, looking again and again.
func within(t testing.TB, what string, ok func() bool) {
	t.Helper()
	again, over := time.NewTicker(2*time.Millisecond), time.NewTimer(patience)
	defer again.Stop()
	defer over.Stop()
	for !ok() {
		select {
		case <-again.C:
		case <-over.C:
			t.Fatalf("not within %s: %s", patience, what)
		}
	}
}

// lockedBuffer is what a process says while the test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// arrived is what came to each address: for every Message-ID how many copies.
func (n *network) arrived(count func(testkit.Letter) bool) map[string]map[string]int {
	got := map[string]map[string]int{}
	for _, l := range n.SMTP.All() {
		if !count(l) {
			continue
		}
		if got[l.To] == nil {
			got[l.To] = map[string]int{}
		}
		got[l.To][l.Header.Get("Message-ID")]++
	}
	return got
}

// onceEach checks that each address has one letter, of which there may be
// copies, and tells how many copies there are too many.
func onceEach(t *testing.T, what string, got map[string]map[string]int, addresses []string) (twice int) {
	t.Helper()
	for _, a := range addresses {
		if len(got[a]) != 1 {
			t.Errorf("%s: %d different letters to %s", what, len(got[a]), a)
		}
		for id, copies := range got[a] {
			if id == "" {
				t.Errorf("%s: a letter to %s has no Message-ID", what, a)
			}
			twice += copies - 1
		}
	}
	if len(got) > len(addresses) {
		t.Errorf("%s: letters to %d addresses, expected %d", what, len(got), len(addresses))
	}
	return twice
}

func address(i int) string { return fmt.Sprintf("person%d@example.org", i) }
