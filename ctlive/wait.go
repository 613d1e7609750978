package ctlive

import "context"

// Wait returns the first event of type E for which match returns true; a nil match takes any. With Replay it sees past
// events first. When ctx ends before a match, Wait returns ctx.Err(). During a replay it can do so only when match
// returns. Wait panics where On does.
//
// match runs where handlers run, on the goroutine that dispatches. A handler must not Wait for a later message of the
// listener that runs it, as that message comes only after the handler has returned: start a goroutine.
func Wait[E Event](ctx context.Context, d *Dispatcher, match func(E) bool, opts ...Option) (E, error) {
	d.mustExist()
	mustArrive(is[E])
	var none E
	if err := ctx.Err(); err != nil {
		return none, err
	}
	found := make(chan E, 1)
	matches := func(event Event) bool {
		e, ok := event.(E)
		return ok && ctx.Err() == nil && (match == nil || match(e)) && ctx.Err() == nil
	}
	h := &eventHandler{accepts: matches, handleEvent: func(event Event) { found <- event.(E) }, once: true}
	stop := d.register(h, opts)
	defer stop()
	select {
	case e := <-found:
		return e, nil
	case <-ctx.Done():
	}
	if !d.stop(h) { // a match came before the end
		return <-found, nil
	}
	return none, ctx.Err()
}
