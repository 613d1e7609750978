//go:build js && wasm

package wasm_test

import (
	"runtime"
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/wasm"
)

// memory is what the test program holds, as far as a leak of the listener's would show.
type memory struct {
	goroutines int
	funcs      int64
	heap       uint64 // live bytes of the Go heap
	wasm       uint64 // bytes of wasm memory taken for the heap and the stacks; they are never given back
	jsValues   int    // entries in use in wasm_exec.js's table of JavaScript values
}

func measureMemory() memory {
	var stats runtime.MemStats
	for range 2 { // the first lets finalizers release JavaScript values, the second frees what held them
		runtime.GC()
		settle()
	}
	runtime.ReadMemStats(&stats)
	return memory{runtime.NumGoroutine(), wasm.LiveFuncs(), stats.HeapAlloc, stats.HeapSys + stats.StackSys, jsValues()}
}

// assertNoGrowth allows for the noise of the allocator: half of what 1,000 js.Funcs come to that are not released.
func assertNoGrowth(t *testing.T, before, after memory) {
	t.Helper()
	const noise = 512 << 10
	assert.LessOrEqual(t, after.goroutines, before.goroutines, "goroutines")
	assert.Equal(t, before.funcs, after.funcs, "js.Funcs")
	assert.Less(t, after.heap, before.heap+noise, "live Go heap")
	assert.Less(t, after.wasm, before.wasm+noise, "wasm memory")
	assert.Less(t, after.jsValues, before.jsValues+100, "JavaScript values")
}

// jsValues asks the instance of wasm_exec.js's class Go that runs this program. It shows itself when a js.Func is made.
func jsValues() int {
	goClass := window.Get("Go").Get("prototype")
	original := goClass.Get("_makeFuncWrapper")
	eval(`(prototype, original) => {
		prototype._makeFuncWrapper = function (id) { prototype.running = this; return original.call(this, id) };
	}`).Invoke(goClass, original)
	js.FuncOf(func(js.Value, []js.Value) any { return nil }).Release()
	goClass.Set("_makeFuncWrapper", original)
	return eval("(go) => go._values.length - go._idPool.length").Invoke(goClass.Get("running")).Int()
}
