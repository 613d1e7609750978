package main

import (
	"slices"
	"time"
)

// spread says how long something took, in seconds: the percentiles are times that were seen, and so many in a
// hundred took no longer.
type spread struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50"`
	P90   float64 `json:"p90"`
	P99   float64 `json:"p99"`
	Max   float64 `json:"max"`
}

func spreadOf(times []time.Duration) spread {
	if len(times) == 0 {
		return spread{}
	}
	slices.Sort(times)
	percentile := func(p int) float64 { return times[(len(times)*p+99)/100-1].Seconds() }
	return spread{Count: len(times), P50: percentile(50), P90: percentile(90), P99: percentile(99), Max: percentile(100)}
}
