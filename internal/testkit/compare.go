package testkit

import (
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"time"
)

// Contender is one way to do something, for Compare.
type Contender struct {
	Name  string
	Begin func() (end func()) // what must be there while it runs, unmeasured; may be nil
	Run   func(n int)         // does it n times
}

// Cost is what one operation takes.
type Cost struct {
	Time   time.Duration // the median of all rounds
	Allocs float64       // allocations of Go's, over all rounds
}

// Compare measures the contenders in turn, in many short rounds, so that whatever else the machine does falls on all of
// them alike. Each figure is only worth something beside the others of its call.
func Compare(rounds, perRound int, contenders ...Contender) []Cost {
	times := make([][]time.Duration, len(contenders))
	allocs := make([]uint64, len(contenders))
	for round := range rounds + 1 {
		for i, c := range contenders {
			elapsed, count := measure(c, perRound)
			if round > 0 { // the first is for warming up
				times[i] = append(times[i], elapsed)
				allocs[i] += count
			}
		}
	}
	costs := make([]Cost, len(contenders))
	for i := range costs {
		slices.Sort(times[i])
		costs[i] = Cost{
			Time:   times[i][rounds/2] / time.Duration(perRound),
			Allocs: float64(allocs[i]) / float64(rounds*perRound),
		}
	}
	return costs
}

func measure(c Contender, n int) (elapsed time.Duration, allocs uint64) {
	if c.Begin != nil {
		defer c.Begin()()
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	c.Run(n)
	elapsed = time.Since(start)
	runtime.ReadMemStats(&after)
	return elapsed, after.Mallocs - before.Mallocs
}

// Row prints a row of the table that make bench shows: the first contender is this library, which is compared with each
// of the others. Goals may be shorter than the list, and "" where there is none.
func Row(what string, contenders []Contender, costs []Cost, goals ...string) {
	ours := costs[0]
	for i, c := range contenders[1:] {
		theirs := costs[i+1]
		goal := ""
		if i < len(goals) {
			goal = goals[i]
		}
		fmt.Printf("| %s | %s | %s | %s | %.2f | %s | %.3g / %.3g |\n", what, format(ours.Time), c.Name, format(theirs.Time),
			float64(ours.Time)/float64(theirs.Time), goal, ours.Allocs, theirs.Allocs)
	}
}

// format writes a time in µs, with as many digits as mean something.
func format(t time.Duration) string {
	return strconv.FormatFloat(float64(t)/1e3, 'g', 3, 64) + " µs"
}

// Grow prints how the cost of one part changes with the number of parts: Run(n) of the contender for a size
// deals with n parts in messages of that size. What grows linearly has the same cost at each size, or a falling
// one.
func Grow(what string, parts int, sizes []int, contender func(size int) Contender) {
	contenders := make([]Contender, len(sizes))
	for i, size := range sizes {
		contenders[i] = contender(size)
	}
	text := "| " + what + " |"
	for i, cost := range Compare(31, parts, contenders...) {
		text += fmt.Sprintf(" %d: %s ns |", sizes[i], strconv.FormatInt(cost.Time.Nanoseconds(), 10))
	}
	fmt.Println(text)
}
