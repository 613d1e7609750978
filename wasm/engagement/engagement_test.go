//go:build js && wasm

package engagement_test

import (
	"os"
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm/engagement"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

// eval makes a JavaScript value. The test page has no Content-Security-Policy; the example page has.
func eval(source string) js.Value { return js.Global().Call("eval", "("+source+")") }

// load runs engagement.js on a page that is new to it.
func load(t *testing.T) {
	t.Helper()
	js.Global().Call("eval", engagement.Script)
	t.Cleanup(func() { eval(`delete window.ctliveEngagement`) })
}

// ask calls the function that the tenant's engagementFunction calls. The result says what its promise has come to.
func ask() (state func() string) {
	asked := eval(`(() => {
		const asked = {state: "pending"};
		window.ctliveEngagement().then((value) => asked.state = "resolved with " + value, () => asked.state = "rejected");
		return asked;
	})()`)
	return func() string {
		await(js.Global().Get("Promise").Call("resolve"))
		return asked.Get("state").String()
	}
}

// await waits until what is due to run for a promise has run.
func await(promise js.Value) {
	done := make(chan struct{})
	callback := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	defer callback.Release()
	promise.Call("finally", callback)
	<-done
}

func TestDecideShowsTheWidgetWhetherAskedBeforeOrAfter(t *testing.T) {
	load(t)
	before := ask()
	assert.Equal(t, "pending", before())
	require.NoError(t, engagement.Decide(true))
	assert.Equal(t, "resolved with true", before())
	assert.Equal(t, "resolved with true", ask()(), "asked after")
}

func TestDecideWithFalseLetsTheWidgetWait(t *testing.T) {
	load(t)
	asked := ask()
	require.NoError(t, engagement.Decide(false))
	assert.Equal(t, "pending", asked())
	require.NoError(t, engagement.Decide(true))
	assert.Equal(t, "resolved with true", asked())
}

func TestFirstTrueCounts(t *testing.T) {
	load(t)
	asked := ask()
	for _, show := range []bool{true, false, true} {
		require.NoError(t, engagement.Decide(show))
		assert.Equal(t, "resolved with true", asked())
	}
	assert.Equal(t, "resolved with true", ask()())
}

func TestOnlyTrueDecides(t *testing.T) {
	load(t)
	asked := ask()
	eval(`[undefined, null, 1, "true", {}, []].forEach((value) => ctliveEngagement(value))`)
	assert.Equal(t, "pending", asked(), "what the vendor's script may hand over decides nothing")
	eval(`ctliveEngagement(true)`)
	assert.Equal(t, "resolved with true", asked(), "a script of the page may decide too")
}

func TestSecondCopyOfTheScriptDoesNothing(t *testing.T) {
	load(t)
	asked, first := ask(), js.Global().Get("ctliveEngagement")
	load(t)
	assert.True(t, first.Equal(js.Global().Get("ctliveEngagement")))
	require.NoError(t, engagement.Decide(true))
	assert.Equal(t, "resolved with true", asked())
}

func TestScriptRunsWhereAnElementHasItsName(t *testing.T) {
	element := eval(`Object.assign(document.createElement("p"), {id: "ctliveEngagement"})`)
	js.Global().Get("document").Get("body").Call("append", element)
	defer element.Call("remove")
	assert.ErrorIs(t, engagement.Decide(true), engagement.ErrNoScript)
	load(t)
	asked := ask()
	require.NoError(t, engagement.Decide(true))
	assert.Equal(t, "resolved with true", asked())
}

func TestDecideWithoutTheScriptSaysWhatToAdd(t *testing.T) {
	for what, descriptor := range map[string]string{
		"nothing":                      `null`,
		"an object":                    `{value: {}}`,
		"null":                         `{value: null}`,
		"a BigInt":                     `{value: 1n}`,
		"a getter that throws":         `{get() { throw new Error("no") }}`,
		"a function that throws":       `{value() { throw new Error("no") }}`,
		"a function without a promise": `{value() {}}`,
		"a Proxy that throws":          `{value: new Proxy(() => {}, {apply() { throw new Error("no") }})}`,
	} {
		t.Run(what, func(t *testing.T) {
			eval(`((descriptor) => {
				if (descriptor) Object.defineProperty(window, "ctliveEngagement", {...descriptor, configurable: true});
			})(` + descriptor + `)`)
			defer eval(`delete window.ctliveEngagement`)
			for _, show := range []bool{true, false} {
				err := engagement.Decide(show)
				assert.ErrorIs(t, err, engagement.ErrNoScript)
				assert.ErrorContains(
					t,
					err,
					`add <script src="engagement.js"></script> to the page's head, before the vendor's script`,
				)
			}
		})
	}
}

func TestPrototypesOfThePageMayBePolluted(t *testing.T) {
	pollutions := map[string]string{
		"a getter that throws": `{get() { throw new Error("polluted") }, configurable: true}`,
		"a setter that throws": `{get() {}, set() { throw new Error("polluted") }, configurable: true}`,
		"a read-only value":    `{value: "polluted", writable: false, configurable: true}`,
	}
	for what, descriptor := range pollutions {
		for _, name := range []string{"then", "resolve", "settle", "decision", "show", "shown", "value", "get",
			"constructor", "call"} {
			t.Run(what+" called "+name, func(t *testing.T) {
				restore := eval(`((name, descriptor) => {
					const before = Object.getOwnPropertyDescriptor(Object.prototype, name);
					Object.defineProperty(Object.prototype, name, descriptor);
					return () => before ? Object.defineProperty(Object.prototype, name, before) : delete Object.prototype[name];
				})("` + name + `", Object.assign(Object.create(null), ` + descriptor + `))`)
				js.Global().Call("eval", engagement.Script)
				err := engagement.Decide(true)
				restore.Invoke()
				defer eval(`delete window.ctliveEngagement`)
				require.NoError(t, err)
				assert.Equal(t, "resolved with true", ask()())
			})
		}
	}
}

// TestFrozenPrototypesChangeNothing is the last: what it freezes stays so.
func TestFrozenPrototypesChangeNothing(t *testing.T) {
	eval(`[Object, Function, Promise, Array, String, Error].forEach(({prototype}) => Object.freeze(prototype))`)
	TestDecideShowsTheWidgetWhetherAskedBeforeOrAfter(t)
}
