//go:build js && wasm

package wasm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/wasm"
)

func TestNoEarlyIsReportedOnceByTheFirstListenOnTheWindow(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func()
		opts    *wasm.Options
		says    string // "" if nothing is reported
	}{
		"early.js did not run":                  {func() {}, nil, "add <script src=\"early.js\"></script>"},
		"the page does without it":              {func() {}, &wasm.Options{NoEarly: true}, ""},
		"early.js ran":                          {func() { loadEarly() }, nil, ""},
		"an element is called as its global is": {addEarlyElement, nil, "early.js did not run"},
		"early.js kept none of an origin": {
			func() { loadEarly("https://a.example") },
			&wasm.Options{Origins: []string{"https://a.example", "https://b.example"}},
			`data-origins="https://b.example"`,
		},
		"early.js kept all of the origins": {
			func() { loadEarly("https://a.example") }, &wasm.Options{Origins: []string{"https://a.example", ownOrigin()}}, "",
		},
		"early.js kept less than AnyOrigin accepts": {func() { loadEarly() }, &wasm.Options{AnyOrigin: true}, "data-origins"},
		"AnyOrigin, without it on purpose": {
			func() { loadEarly() }, &wasm.Options{AnyOrigin: true, NoEarly: true}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			wasm.ForgetEarly()
			defer earlyHasRun()
			defer removeEarlyElement()
			c.prepare()
			v := listen(t, c.opts)
			if c.says != "" {
				err := v.err(t)
				assert.ErrorIs(t, err, wasm.ErrNoEarly)
				assert.ErrorContains(t, err, "early.js")
				assert.ErrorContains(t, err, c.says)
			}
			settle()
			assert.Empty(t, v.errors)
			require.NoError(t, v.listener.Close())
			again := listen(t, nil)
			if name == "the page does without it" { // the first without NoEarly is this one
				assert.ErrorIs(t, again.err(t), wasm.ErrNoEarly)
			}
			again.nothingMore(t)
		})
	}
}

func TestNoEarlyIsNotReportedForAnotherTarget(t *testing.T) {
	wasm.ForgetEarly()
	defer earlyHasRun()
	channel := window.Get("BroadcastChannel").New("ctlive-test")
	defer channel.Call("close")
	v := listen(t, &wasm.Options{Target: channel})
	inner := listen(t, &wasm.Options{Target: frame(t, nil)})
	settle()
	assert.Empty(t, v.errors)
	assert.Empty(t, inner.errors)
}

func addEarlyElement() {
	element := window.Get("document").Call("createElement", "p")
	element.Set("id", "ctliveEarly")
	window.Get("document").Get("body").Call("append", element)
}

func removeEarlyElement() {
	eval(`document.querySelectorAll("p#ctliveEarly").forEach((p) => p.remove())`)
}
