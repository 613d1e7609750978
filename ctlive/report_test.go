package ctlive_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
)

var errOnPurpose = errors.New("on purpose")

func handlerThatPanics(ctlive.Message) { panic(errOnPurpose) }

func TestPanicOfAHandlerIsReportedAndTheOthersRun(t *testing.T) {
	var d ctlive.Dispatcher
	var reported []error
	d.OnError(func(err error) { reported = append(reported, err) })
	d.OnMessage(handlerThatPanics)
	handler, numbers := collect()
	d.OnMessage(handler)

	dispatchChats(&d, 2)

	assert.Equal(t, upTo(2), *numbers)
	require.Len(t, reported, 2)
	var panicError *ctlive.PanicError
	require.ErrorAs(t, reported[1], &panicError)
	assert.Equal(t, chatMessage(1).Event, panicError.Event)
	assert.Equal(t, errOnPurpose, panicError.Value)
	assert.ErrorIs(t, panicError, errOnPurpose)
	assert.Contains(t, string(panicError.Stack), "handlerThatPanics")
	assert.EqualError(t, panicError, "ctlive: a handler panicked on ChatStarted: on purpose")
}

type stringer struct{}

func (stringer) String() string { return "a stringer" }

type hostileError struct{}

func (hostileError) Error() string { panic("again") }

func TestPanicErrorHasATextForEveryValue(t *testing.T) {
	for want, value := range map[string]any{
		"text":                   "text",
		"a stringer":             stringer{},
		"String method panicked": hostileError{},
		"a value without text":   17,
	} {
		e := &ctlive.PanicError{Event: ctlive.Loaded{}, Value: value}
		assert.Contains(t, e.Error(), want)
	}
	assert.NoError(t, (&ctlive.PanicError{Value: "text"}).Unwrap())
}

func TestReport(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *ctlive.Dispatcher, *[]string){
		"error handlers run in the order of registration": func(t *testing.T, d *ctlive.Dispatcher, log *[]string) {
			d.OnError(func(err error) { *log = append(*log, "first "+err.Error()) })
			d.OnError(func(err error) { *log = append(*log, "second "+err.Error()) })
			d.Report(errOnPurpose)
			assert.Equal(t, []string{"first on purpose", "second on purpose"}, *log)
		},
		"a Fallback runs only while there is no OnError handler": func(t *testing.T, d *ctlive.Dispatcher, log *[]string) {
			d.Fallback(func(error) { *log = append(*log, "fallback") })
			d.Report(errOnPurpose)
			stop := d.OnError(func(error) { *log = append(*log, "handler") })
			d.Report(errOnPurpose)
			stop()
			d.Report(errOnPurpose)
			assert.Equal(t, []string{"fallback", "handler", "fallback"}, *log)
		},
		"a panic in an error handler is swallowed, and the " +
			"others run": func(t *testing.T, d *ctlive.Dispatcher, log *[]string) {
			d.OnError(func(error) { panic("on purpose") })
			d.OnError(func(error) { *log = append(*log, "second") })
			d.Report(errOnPurpose)
			assert.Equal(t, []string{"second"}, *log)
		},
		"an error handler that is stopped does not run again, not even later in the same " +
			"report": func(t *testing.T, d *ctlive.Dispatcher, log *[]string) {
			stop := func() {}
			d.OnError(func(error) { stop(); stop() })
			stop = d.OnError(func(error) { *log = append(*log, "stopped") })
			d.Report(errOnPurpose)
			d.Report(errOnPurpose)
			assert.Empty(t, *log)
		},
		"without a handler, an error goes nowhere": func(t *testing.T, d *ctlive.Dispatcher, _ *[]string) {
			assert.NotPanics(t, func() { d.Report(errOnPurpose) })
		},
		"a nil error is ignored": func(t *testing.T, d *ctlive.Dispatcher, log *[]string) {
			d.OnError(func(error) { *log = append(*log, "called") })
			d.Report(nil)
			assert.Empty(t, *log)
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, &ctlive.Dispatcher{}, &[]string{}) })
	}
}

func TestReportLosesNoErrorWhileTheLastErrorHandlerStops(t *testing.T) {
	for range 2000 {
		var d ctlive.Dispatcher
		var reported atomic.Int64
		count := func(error) { reported.Add(1) }
		d.Fallback(count)
		stop := d.OnError(count)
		var group sync.WaitGroup
		group.Go(func() { d.Report(errOnPurpose) })
		stop()
		group.Wait()
		require.EqualValues(t, 1, reported.Load())
	}
}

func TestOriginErrorNamesTheOriginAndTheOption(t *testing.T) {
	assert.EqualError(t, &ctlive.OriginError{Origin: "https://evil.example"},
		`ctlive: refused a CTLive message from "https://evil.example"; if it is yours, add it to Options.Origins`)
	for _, opaque := range []string{"null", ""} {
		text := (&ctlive.OriginError{Origin: opaque}).Error()
		assert.Contains(t, text, `"`+opaque+`"`)
		assert.True(t, strings.HasSuffix(text, "only Options.AnyOrigin accepts it"))
	}
}
