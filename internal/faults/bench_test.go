package faults_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/app"
	"cuppa.example/internal/testkit"
)

// big is a configuration whose database has 10,000 members.
func big(b *testing.B) app.Config {
	b.Helper()
	n := &network{}
	n.Kit = testkit.New(b, func(c *app.Config, _ *app.Options) { n.config = *c })
	n.join(10_000)
	if err := n.Close(); err != nil {
		b.Fatal(err)
	}
	return n.config
}

// BenchmarkStart starts the program on an existing database of 10,000 members
// until it says that it is ready. CUPPA_BINARY names the program as it is
// installed; without it the tests' own, larger binary is started.
func BenchmarkStart(b *testing.B) {
	c := big(b)
	fastest, cpu := time.Hour, time.Duration(0)
	for b.Loop() {
		began := time.Now()
		p := start(b, c)
		p.ready()
		fastest = min(fastest, time.Since(began))
		p.terminate()
		if err := p.cmd.Wait(); err != nil {
			b.Fatal(err)
		}
		cpu += p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(fastest.Milliseconds()), "fastest-ms")
	b.ReportMetric(float64(cpu.Milliseconds())/float64(b.N), "cpu-ms/start")
}

// BenchmarkIdle is the memory of the program ten seconds after it has answered.
func BenchmarkIdle(b *testing.B) {
	c := big(b)
	for b.Loop() {
		p := start(b, c)
		p.ready()
		for range 20 {
			p.answers("/")
		}
		<-time.After(10 * time.Second)
		b.ReportMetric(float64(memory(b, p.cmd.Process.Pid, "VmRSS"))/1024, "MB-resident")
		b.ReportMetric(float64(memory(b, p.cmd.Process.Pid, "RssAnon"))/1024, "MB-own")
		p.kill()
	}
}

// memory is a line of what the system says of a process, in KB.
func memory(b *testing.B, pid int, line string) (kb int) {
	b.Helper()
	text, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(pid), "status"))
	if err != nil {
		b.Fatal(err)
	}
	for l := range strings.SplitSeq(string(text), "\n") {
		if _, err := fmt.Sscanf(l, line+": %d kB", &kb); err == nil {
			return kb
		}
	}
	b.Fatalf("no %s in %s", line, text)
	return 0
}
