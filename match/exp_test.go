package match

import (
	"fmt"
	"os"
	"syscall"
	"testing"
)

func cpu() float64 {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return float64(r.Utime.Sec+r.Stime.Sec) + float64(r.Utime.Usec+r.Stime.Usec)*1e-6
}

func TestExpA(t *testing.T) {
	if os.Getenv("EXP") == "" {
		t.Skip()
	}
	in := weighedInput(10_000, 24, true)
	p := newProblem(in)
	s := newScale(p)
	chance := newSource(seed(1))
	people := everyone(10_000)
	chance.shuffle(people)
	least := s.p.leastLevels(people, Sizes(len(people), 2))
	fmt.Println(least)
	q := newPairing(s, people)
	c := cpu()
	total := 0
	for _, k := range []int{16, 16, 32, 64, 128, 256, 512} {
		q.improve(t.Context(), chance, k, least)
		total += k
		sum := q.sum()
		fmt.Println(total, sum[levelTrait], "gap%", 50*float64(sum[levelTrait]-15674)/9216300*100, "cpu", cpu()-c)
	}
}

func TestExpMillion(t *testing.T) {
	if os.Getenv("EXP") == "" {
		t.Skip()
	}
	for _, hard := range []bool{false, true} {
		in := weighedInput(1_000_000, 24, hard)
		c := cpu()
		p := newProblem(in)
		fmt.Println("problem", cpu()-c)
		c = cpu()
		s := newScale(p)
		fmt.Println("scale", cpu()-c)
		c = cpu()
		chance := newSource(seed(1))
		people := everyone(1_000_000)
		chance.shuffle(people)
		fmt.Println("shuffle", cpu()-c)
		least := s.p.leastLevels(people, Sizes(len(people), 2))
		fmt.Println("least", cpu()-c, least)
		c = cpu()
		q := newPairing(s, people)
		fmt.Println("pairing", cpu()-c)
		c = cpu()
		total := 0
		for _, k := range []int{8, 8, 16, 32, 64} {
			q.improve(t.Context(), chance, k, least)
			total += k
			fmt.Println(total, "cpu", cpu()-c)
			sum := q.sum()
			fmt.Println(total, sum[levelTrait], sum[levelRepeat], "gap%", 50*float64(sum[levelTrait]-least[levelTrait])/1e9*100, "cpu", cpu()-c)
		}
	}
}
