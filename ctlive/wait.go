package ctlive

import (
	"context"
	"slices"
	"sync/atomic"
)

// Wait returns the first event of type E for which match returns true; a nil match takes any. With Replay it sees past
// events first. When ctx ends before a match it returns ctx.Err(), during a replay as soon as match returns.
//
// match runs where handlers run, on the goroutine that dispatches. A handler must not Wait for a later message of the
// listener that runs it, as that message comes only when the handler has returned: start a goroutine.
func Wait[E Event](ctx context.Context, d *Dispatcher, match func(E) bool, opts ...Option) (E, error) {
	var none E
	if err := ctx.Err(); err != nil {
		return none, err
	}
	found := make(chan E, 1)
	var done atomic.Bool
	ended := func() bool { return done.Load() || ctx.Err() != nil }
	stop := d.on(false, func(r *registration, event Event) bool {
		e, ok := event.(E)
		if r == nil {
			return ok
		}
		if ok && !ended() && (match == nil || match(e)) && ctx.Err() == nil && done.CompareAndSwap(false, true) {
			found <- e
		}
		if ended() {
			r.end() // a replay need not go on
		}
		return ok
	}, slices.Concat(opts, []Option{notOnce}))
	defer stop()
	select {
	case e := <-found:
		return e, nil
	case <-ctx.Done():
	}
	if !done.CompareAndSwap(false, true) { // a match came before the end
		return <-found, nil
	}
	return none, ctx.Err()
}

func notOnce(r *registration) { r.once = false }
