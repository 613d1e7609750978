//go:build js && wasm

package beacon_test

import (
	"fmt"
	"os"
	"syscall/js"
	"testing"
	"time"

	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm/internal/browser"
)

// TestMain fails the run if a test leaves a goroutine or a js.Func behind. A lock is given back some time after Stop.
func TestMain(m *testing.M) {
	code := testkit.Run(m)
	for deadline := time.Now().Add(10 * time.Second); browser.LiveFuncs() > 0 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if left := browser.LiveFuncs(); code == 0 && left != 0 {
		fmt.Printf("FAIL: %d js.Funcs left behind\n", left)
		code = 1
	}
	os.Exit(code)
}

// eval makes a JavaScript value.
func eval(source string) js.Value { return js.Global().Call("eval", "("+source+")") }

// stubFetch replaces the window's fetch until the test ends.
func stubFetch(t testing.TB, function string) {
	real := js.Global().Get("fetch")
	js.Global().Set("fetch", eval(function))
	t.Cleanup(func() { js.Global().Set("fetch", real) })
}
