//go:build unix

package early_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

// BenchmarkStartup shows what a start takes: from go.run until the listener is attached, and from navigation until the
// program has the first event, which was posted before it was there.
func BenchmarkStartup(b *testing.B) {
	e2e.UseWholeBrowser(b)
	address, err := startupSite()
	require.NoError(b, err)
	const rounds = 11
	type variant struct {
		bytesPerSecond float64
		encoding, load string
	}
	var variants []variant
	for _, bytesPerSecond := range []float64{-1, 10e6 / 8} {
		for _, encoding := range []string{"br", "identity"} {
			for _, load := range []string{"streamed", "whole"} {
				variants = append(variants, variant{bytesPerSecond, encoding, load})
			}
		}
	}
	for range b.N {
		attached, delivered := map[variant][]float64{}, map[variant][]float64{}
		for range rounds { // in turn, so that whatever else the machine does falls on all alike
			for _, v := range variants {
				times := startOnce(b, v.bytesPerSecond, address+"/time.html?encoding="+v.encoding+"&load="+v.load)
				attached[v] = append(attached[v], times[0])
				delivered[v] = append(delivered[v], times[1])
			}
		}
		for _, v := range variants {
			line := "this machine"
			if v.bytesPerSecond > 0 {
				line = "10 Mbit/s"
			}
			compression := map[string]string{"br": "brotli", "identity": "not compressed"}[v.encoding]
			fmt.Printf(
				"| %s, %s, %s | %.1f ms | %.0f ms |\n",
				line,
				compression,
				v.load,
				median(attached[v]),
				median(delivered[v]),
			)
		}
	}
}

func startOnce(b *testing.B, bytesPerSecond float64, address string) (times []float64) {
	p := e2e.Open(b, "about:blank")
	defer p.Close(b)
	p.Throttle(b, bytesPerSecond)
	p.Navigate(b, address)
	return e2e.Eval[[]float64](b, p, "outcome")
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
