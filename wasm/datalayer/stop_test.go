//go:build js && wasm

package datalayer_test

import (
	_ "embed"
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/datalayer"
)

func TestLayerPushesOnceAndStopsAlone(t *testing.T) {
	d, first := attach(t, &datalayer.Options{Members: []string{"chatID"}})
	second := datalayer.Attach(d, &datalayer.Options{Members: []string{"chatID"}})
	chat(d, 1)
	assert.Equal(t, []string{"1", "1"}, chats(t))
	first.Stop()
	first.Stop()
	chat(d, 2)
	assert.Equal(t, []string{"1", "1", "2"}, chats(t))
	second.Stop()
	chat(d, 3)
	first.Flush()
	second.Flush()
	assert.Equal(t, []string{"1", "1", "2"}, chats(t))
}

func TestStopForgetsWhatIsHeld(t *testing.T) {
	agreed := false
	d, layer := attach(t, &datalayer.Options{Consent: func() bool { return agreed }})
	chat(d, 1)
	layer.Stop()
	agreed = true
	layer.Flush()
	chat(d, 2)
	assert.Empty(t, pushes())
}

func TestStopEndsAskingForNames(t *testing.T) {
	asked := 0
	d, layer := attach(t, &datalayer.Options{Name: func(ctlive.EventType) string { asked++; return "e" }})
	chat(d, 1)
	layer.Stop()
	chat(d, 2)
	assert.Equal(t, 1, asked)
}

func TestStopAndFlushWorkFromWherever(t *testing.T) {
	for name, c := range map[string]struct {
		stop string // where the layer is stopped: consent, name, read, before or after the push
		want []string
	}{
		"nowhere":         {"", []string{"1", "2"}},
		"in Name":         {"name", nil},
		"in Consent":      {"consent", nil},
		"in the getter":   {"read", nil},
		"before the push": {"before", []string{"1"}},
		"after the push":  {"after", []string{"1"}},
	} {
		t.Run(name, func(t *testing.T) {
			var layer *datalayer.Layer
			agreed := false
			at := func(place string) {
				if agreed && place == c.stop {
					layer.Stop()
				}
				if agreed {
					layer.Flush()
				}
			}
			d, layer := attach(t, &datalayer.Options{
				Members: []string{"chatID"},
				Name:    func(ctlive.EventType) string { at("name"); return "e" },
				Consent: func() bool { at("consent"); return agreed },
			})
			chat(d, 1)
			hook(t, at)
			agreed = true
			chat(d, 2)
			assert.Equal(t, c.want, chats(t))
		})
	}
}

// hook makes a dataLayer that calls at when it is read, and before and after each push.
func hook(t *testing.T, at func(place string)) {
	t.Helper()
	callback := js.FuncOf(func(_ js.Value, args []js.Value) any {
		at(args[0].String())
		return nil
	})
	t.Cleanup(callback.Release)
	t.Cleanup(func() { eval(`delete window.dataLayer`) })
	eval(`(at) => {
		const value = [];
		value.push = function (...values) {
			at("before");
			Array.prototype.push.apply(this, values);
			at("after");
		};
		Object.defineProperty(window, "dataLayer", {configurable: true, get() { at("read"); return value; }});
	}`).Invoke(callback)
}
