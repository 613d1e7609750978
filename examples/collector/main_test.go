package main

import (
	"os"
	"sync"
	"testing"

	"example.com/ctlive-go/internal/e2e"
)

// TestMain runs the tests, or, where a test has started this binary anew, the collector: as a process of its own
// it can be killed.
func TestMain(m *testing.M) {
	if os.Getenv(asCollector) != "" {
		main()
		return
	}
	e2e.AtExit(stopShared)
	e2e.Main(m)
}

const asCollector = "CTLIVE_TEST_AS_COLLECTOR"

var (
	sharedOnce sync.Once
	sharedOne  running
	stopShared = func() {}
)

// shared is a collector that several tests use. None of them gets an event in.
func shared(t testing.TB) running {
	t.Helper()
	sharedOnce.Do(func() {
		data, err := os.MkdirTemp("", "ctlive-collector-")
		if err != nil {
			t.Fatal(err)
		}
		o := testOptions(t)
		o.data = data
		var end func() error
		sharedOne, end = startFor(t, o)
		stopShared = func() {
			end()
			os.RemoveAll(data)
		}
	})
	return sharedOne
}
