package bench

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Outcome is what came of solving an instance once.
type Outcome struct {
	CPU    float64 // seconds of all processors, while it was solved
	Wall   float64 // seconds
	Peak   float64 // the most memory, in MB, its input included
	Whole  float64 // seconds of the whole process, reading and checking included
	Weight int64   `json:",omitempty"`
	// Said is what is to be known besides: “0 repeats”.
	Said string `json:",omitempty"`
	// Proof says what was checked: “optimal”, “stable”.
	Proof   string `json:",omitempty"`
	Repeats int    `json:",omitempty"`
	// Gap is how far the weight may be from the best, in percent; −1 if unknown.
	Gap float64
}

// watch measures the part of a process in which the work is done.
type watch struct {
	begun time.Time
	cpu   float64
	out   Outcome
}

// start forgets what it took to make the input.
func (w *watch) start() {
	debug.FreeOSMemory()
	// Linux forgets the peak until now; elsewhere it stays, and is too large at most.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	w.cpu, w.begun = processorTime(), time.Now()
}

// stop has to come before anything is checked.
func (w *watch) stop() Outcome {
	w.out = Outcome{CPU: processorTime() - w.cpu, Wall: time.Since(w.begun).Seconds(), Peak: peak(), Gap: -1}
	return w.out
}

// processorTime is what this process has used.
func processorTime() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return seconds(u)
}

func seconds(u syscall.Rusage) float64 {
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// peak is the most memory that this process had resident, in MB.
func peak() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, is := strings.CutPrefix(line, "VmHWM:"); is {
				kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
				return kb / 1024
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}
