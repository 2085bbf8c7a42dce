package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Options are the flags of cuppa bench match.
type Options struct {
	Peers string   `placeholder:"DIR" help:"Where lemon_bench and lemon_price are, if they are."`
	Only  []string `placeholder:"NAME" help:"The rows to run; --list names them."`
	Quick bool     `help:"Only what takes a moment."`
	Times int      `default:"3" help:"How often to run each; the median counts. What takes long runs once."`
	List  bool     `help:"Name the rows and stop."`
	Files string   `placeholder:"DIR" help:"Where to keep the instances between runs. By default they are made anew each time."`
	// Self is the command that [Child] is behind, without its arguments.
	Self []string `kong:"-"`
}

// ErrNoRow is wrapped by the error of [Run] where --only names none.
var ErrNoRow = errors.New("there is no row")

// longRun is how many seconds of one program are enough to run it only once.
const longRun = 20

// result is a row with what came of it: outcomes by program, the first ours.
type result struct {
	row
	ours  Outcome
	peers map[string]Outcome
}

// Run runs the rows and prints the tables. Progress goes to stderr. The error says
// which rows failed; the tables are printed all the same.
func Run(ctx context.Context, o Options, stdout, stderr io.Writer) error {
	chosen, err := o.rows()
	if err != nil {
		return err
	}
	if o.List {
		for _, r := range chosen {
			fmt.Fprintf(stdout, "%-18s %s\n", r.name, r.what)
		}
		return nil
	}
	if o.Files == "" {
		if o.Files, err = os.MkdirTemp("", "cuppa-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(o.Files)
	}
	if err := os.MkdirAll(o.Files, 0o777); err != nil {
		return err
	}
	var results []result
	var failed error
	for _, r := range chosen {
		fmt.Fprintf(stderr, "%s …\n", r.name)
		res, err := o.run(ctx, r)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failed = fmt.Errorf("%s: %w", r.name, err)
			fmt.Fprintln(stderr, failed)
			continue
		}
		results = append(results, res)
	}
	if err := print(stdout, results); err != nil {
		return err
	}
	return failed
}

// rows are those that were asked for.
func (o Options) rows() (chosen []row, err error) {
	all := rows()
	for _, name := range o.Only {
		if !slices.ContainsFunc(all, func(r row) bool { return r.name == name }) {
			return nil, fmt.Errorf("%w %q; --list names them", ErrNoRow, name)
		}
	}
	for _, r := range all {
		if len(o.Only) > 0 && !slices.Contains(o.Only, r.name) || o.Quick && !r.quick {
			continue
		}
		chosen = append(chosen, r)
	}
	return chosen, nil
}

// run runs ours and theirs in turn, and takes the median of each.
func (o Options) run(ctx context.Context, r row) (res result, err error) {
	file := filepath.Join(o.Files, r.name+".txt")
	if r.file != nil {
		defer func() {
			if err == nil && r.command != nil {
				os.Remove(file + ".groups")
			}
		}()
		if _, err := os.Stat(made(r, file)); err != nil {
			if _, err := o.self(ctx, "make", r.name, file); err != nil {
				return res, err
			}
		}
	}
	var ours []Outcome
	theirs := map[string][]Outcome{}
	for i := range max(1, o.Times) {
		if i == 0 || ours[0].CPU < longRun {
			one, err := o.ours(ctx, r, file)
			if err != nil {
				return res, err
			}
			ours = append(ours, one)
		}
		for _, p := range r.peers {
			path := filepath.Join(o.Peers, p.program)
			if _, err := os.Stat(path); o.Peers == "" || err != nil || i > 0 && theirs[p.program][0].CPU > longRun {
				continue
			}
			one, err := solveBy(ctx, path, append([]string{file}, p.args...))
			if err != nil {
				return res, err
			}
			if one.Weight != ours[0].Weight {
				return res, fmt.Errorf("we found the weight %d, %s %d", ours[0].Weight, p.program, one.Weight)
			}
			theirs[p.program] = append(theirs[p.program], one)
		}
	}
	res = result{row: r, ours: median(ours), peers: map[string]Outcome{}}
	for name, all := range theirs {
		res.peers[name] = median(all)
	}
	return res, nil
}

// ours solves a row once.
func (o Options) ours(ctx context.Context, r row, file string) (out Outcome, err error) {
	if r.command == nil {
		return o.self(ctx, "solve", r.name, file)
	}
	begun := time.Now()
	ran, err := process(ctx, o.Self[0], r.command(file))
	if err != nil {
		return out, err
	}
	cpu := seconds(ran.usage)
	out = Outcome{CPU: cpu, Whole: cpu, Wall: time.Since(begun).Seconds(), Peak: float64(ran.usage.Maxrss) / 1024, Gap: -1}
	// The last line says what came of it: “… in 2 groups, nobody meets again. Seed …”.
	said, _, _ := strings.Cut(ran.said, " Seed ")
	out.Said = said[strings.LastIndexByte(said, '\n')+1:]
	if !strings.Contains(said, "nobody meets again") {
		out.Repeats = 1
	}
	return out, nil
}

// made is a file that is there if the instance of a row was made.
func made(r row, file string) string {
	if r.command != nil {
		return file + ".met"
	}
	return file
}

// median takes the middle outcome by processor time.
func median(all []Outcome) Outcome {
	slices.SortFunc(all, func(a, b Outcome) int { return int(1e9 * (a.CPU - b.CPU)) })
	return all[len(all)/2]
}

// self has a process of our own make or solve a row.
func (o Options) self(ctx context.Context, act, name, file string) (out Outcome, err error) {
	args := append(slices.Clone(o.Self[1:]), act, name, file)
	ran, err := process(ctx, o.Self[0], args)
	if err != nil || act == "make" {
		return out, err
	}
	if err := json.Unmarshal(ran.printed, &out); err != nil {
		return out, fmt.Errorf("read what %s printed: %w", name, err)
	}
	out.Whole = seconds(ran.usage)
	return out, nil
}

// What the other programs print.
var (
	theirWeight = regexp.MustCompile(`(?m)^lemon.* weight=(-?\d+)`)
	theirCPU    = regexp.MustCompile(`(?m)^lemon.* cpu=([\d.]+)`)
)

// solveBy has another program solve a file.
func solveBy(ctx context.Context, path string, args []string) (out Outcome, err error) {
	ran, err := process(ctx, path, args)
	if err != nil {
		return out, err
	}
	weight, cpu := theirWeight.FindSubmatch(ran.printed), theirCPU.FindSubmatch(ran.printed)
	if weight == nil || cpu == nil {
		return out, fmt.Errorf("%s printed no weight= and cpu=", path)
	}
	if out.Weight, err = strconv.ParseInt(string(weight[1]), 10, 64); err != nil {
		return out, err
	}
	if out.CPU, err = strconv.ParseFloat(string(cpu[1]), 64); err != nil {
		return out, err
	}
	out.Whole, out.Peak = seconds(ran.usage), float64(ran.usage.Maxrss)/1024
	return out, nil
}

// ran is a process that came to its end.
type ran struct {
	printed []byte // to standard output
	said    string // to standard error
	usage   syscall.Rusage
}

// process runs a program to its end.
func process(ctx context.Context, path string, args []string) (ran, error) {
	var printed, said bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = &printed, &said
	if err := cmd.Run(); err != nil {
		return ran{}, fmt.Errorf("%s: %w: %s", filepath.Base(path), err, bytes.TrimSpace(said.Bytes()))
	}
	usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return ran{printed.Bytes(), said.String(), *usage}, nil
}

// Child is what [Run] has processes of its own do: make the file of a row, or solve
// a row and print its Outcome.
func Child(ctx context.Context, act, name, file string, stdout io.Writer) error {
	for _, r := range rows() {
		switch {
		case r.name != name:
		case act == "make":
			return r.file(file)
		case act == "solve":
			out, err := r.solve(ctx, &watch{}, file)
			if err != nil {
				return err
			}
			return json.NewEncoder(stdout).Encode(out)
		}
	}
	return fmt.Errorf("nothing to %s is called %q", act, name)
}
