package mail

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain can be another process instead of the tests: a lean SMTP server, as
// an installation has one beside it, or a delivery that is killed.
func TestMain(m *testing.M) {
	if os.Getenv("CUPPA_MAIL_SINK") != "" {
		sink()
		return
	}
	if database := os.Getenv("CUPPA_MAIL_DELIVER"); database != "" {
		deliverAsChild(database, os.Getenv("CUPPA_MAIL_PORT"))
		return
	}
	os.Exit(m.Run())
}

func sink() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(l.Addr().(*net.TCPAddr).Port) //nolint:forbidigo // the parent reads it
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with the parent
		os.Exit(0)
	}()
	b := &basin{inOrder: true, last: -1}
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go swallow(c, b)
	}
}

// basin is what went down the sink.
type basin struct {
	mu      sync.Mutex
	count   int
	last    int
	inOrder bool
}

func (b *basin) take(person int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.count++
	b.inOrder = b.inOrder && person > b.last
	b.last = person
}

func (b *basin) report() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return fmt.Sprintf("250 %d %t", b.count, b.inOrder)
}

// sinkHas asks the sink what it took.
func sinkHas(t testing.TB, port int) (count int, inOrder bool) {
	t.Helper()
	raw, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	check(t, err)
	c := newConn(context.Background(), raw, time.Minute, time.Second)
	defer c.bye()
	_, err = c.read()
	check(t, err)
	a, err := c.ask("VRFY all")
	check(t, err)
	_, err = fmt.Sscan(a.text, &count, &inOrder)
	check(t, err)
	return count, inOrder
}

func swallow(c net.Conn, b *basin) {
	defer c.Close()
	r, w := bufio.NewReaderSize(c, 64<<10), bufio.NewWriter(c)
	answer := func(s string) {
		_, _ = w.WriteString(s + "\r\n")
		if r.Buffered() == 0 {
			_ = w.Flush()
		}
	}
	answer("220 sink")
	person := 0
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return
		}
		switch string(bytes.ToUpper(line[:4])) {
		case "EHLO":
			answer("250-sink\r\n250 PIPELINING")
		case "RCPT":
			_, _ = fmt.Sscanf(string(line), "RCPT TO:<person%d@", &person)
			answer("250 fine")
		case "DATA":
			_, _ = w.WriteString("354 go on\r\n")
			_ = w.Flush()
			for !bytes.Equal(line, []byte(".\r\n")) {
				if line, err = r.ReadSlice('\n'); err != nil {
					return
				}
			}
			b.take(person)
			answer("250 taken")
		case "VRFY":
			answer(b.report())
		case "QUIT":
			answer("221 bye")
			return
		default:
			answer("250 fine")
		}
	}
}

// startSink runs the lean server and returns its port.
func startSink(t testing.TB) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CUPPA_MAIL_SINK=1")
	in, err := cmd.StdinPipe()
	check(t, err)
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	check(t, err)
	port, err := strconv.Atoi(strings.TrimSpace(line))
	check(t, err)
	return port
}
