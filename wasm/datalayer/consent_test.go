//go:build js && wasm

package datalayer_test

import (
	_ "embed"
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/wasm/datalayer"
)

func TestConsentThatIsMissingHoldsEventsAndThenPushesThemInOrder(t *testing.T) {
	for name, c := range map[string]struct {
		then func(*ctlive.Dispatcher, *datalayer.Layer)
		want []string
	}{
		"at Flush":          {func(_ *ctlive.Dispatcher, layer *datalayer.Layer) { layer.Flush() }, []string{"1", "2"}},
		"at the next event": {func(d *ctlive.Dispatcher, _ *datalayer.Layer) { chat(d, 3) }, []string{"1", "2", "3"}},
	} {
		t.Run(name, func(t *testing.T) {
			agreed, asked := false, 0
			d, layer := attach(
				t,
				&datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { asked++; return agreed }},
			)
			chat(d, 1)
			chat(d, 2)
			layer.Flush()
			assert.True(t, eval(`window.dataLayer`).IsUndefined(), "without consent the page is left as it is")
			agreed, asked = true, 0
			c.then(d, layer)
			assert.Equal(t, c.want, chats(t))
			assert.Equal(t, len(c.want), asked, "consent is asked for before each push")
			layer.Flush()
			assert.Equal(t, c.want, chats(t), "what was pushed is not held any more")
		})
	}
}

func TestConsentThatIsWithdrawnHoldsTheRest(t *testing.T) {
	allowed := 0
	d, layer := attach(
		t,
		&datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { allowed--; return allowed >= 0 }},
	)
	for n := range 4 {
		chat(d, n)
	}
	allowed = 2
	layer.Flush()
	assert.Equal(t, []string{"0", "1"}, chats(t))
	allowed = 5
	chat(d, 4)
	assert.Equal(t, []string{"0", "1", "2", "3", "4"}, chats(t))
}

func TestConsentThatIsMissingHoldsTheLatest256Events(t *testing.T) {
	agreed := false
	d, layer := attach(t, &datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { return agreed }})
	for n := range 300 {
		chat(d, n)
	}
	agreed = true
	layer.Flush()
	got := chats(t)
	require.Len(t, got, 256)
	assert.Equal(t, "44", got[0])
	assert.Equal(t, "299", got[255])
}

func TestConsentThatPanicsIsReportedAndMeansNo(t *testing.T) {
	fails := true
	d, layer := attach(t, &datalayer.Options{Members: []string{"chatID"}, Consent: func() bool {
		if fails {
			return js.Global().Get("theConsentTool").Get("agreed").Bool() // it is not there yet
		}
		return true
	}})
	recorder := ctlivetest.Record(d)
	chat(d, 1)
	layer.Flush()
	require.Len(t, recorder.Errors(), 2)
	assert.ErrorContains(t, recorder.Errors()[1], "datalayer: Options.Consent panicked, which means no: syscall/js: "+
		"call of Value.Get on undefined")
	fails = false
	layer.Flush()
	assert.Equal(t, []string{"1"}, chats(t))
}
