//go:build js && wasm

package sessionstore

import (
	"cmp"
	"errors"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/wasm/internal/browser"
)

// delay is how long a change waits for others before it is written. It is short, since the write of pagehide can come
// too late for a page that comes back from the cache: in Chromium that page is shown meanwhile.
const delay = 100 * time.Millisecond

// Store keeps a session until it is stopped. Its methods are safe for concurrent use, from handlers and from callbacks
// of JavaScript too. Those of a nil Store do nothing.
type Store struct {
	dispatcher *ctlive.Dispatcher
	tracker    *session.Tracker
	storage    storage
	page       browser.Listeners
	unregister func()
	queue      queue

	// The rest belongs to the steps of the queue.
	kept    string      // what sessionStorage holds, as far as this page knows
	current string      // the text of the tracker that kept stands for
	timer   *time.Timer // set while a change waits to be written
	left    bool        // the page is left: another one may have gone on with the session
	failing bool        // reading or writing has failed, and was reported
	stopped bool
}

// Attach restores into t what an earlier page of this tab kept, registers t.Observe with d, and keeps every change
// until Stop or Forget. Nil options are the defaults. What t knows before is kept too, and lost if there is something
// to restore.
//
// What can't be restored, as a text of another version or of somebody else's, is reported to d, and the session begins
// anew. Storage that is full or refused is reported too, once until it works again, and the session goes on in memory;
// what was kept before stays. Attach errs if d or t is nil, and in no other case.
func Attach(d *ctlive.Dispatcher, t *session.Tracker, opts *Options) (*Store, error) {
	switch {
	case d == nil:
		return nil, errors.New("sessionstore: Attach: the Dispatcher is nil, want one such as new(ctlive.Dispatcher)")
	case t == nil:
		return nil, errors.New("sessionstore: Attach: the Tracker is nil, want one such as new(session.Tracker)")
	}
	var options Options
	if opts != nil {
		options = *opts
	}
	s := &Store{dispatcher: d, tracker: t, storage: storage{cmp.Or(options.Key, "ctlive.session")}}
	s.current = textOf(new(session.Tracker))
	s.do(s.restore)
	s.unregister = d.OnMessage(s.observe)
	s.listen()
	return s, nil
}

// Stop writes what is not written yet, and ends the keeping and the calls of the tracker's Observe. What is kept stays,
// for the next page. Stop may be called any number of times, from anywhere.
func (s *Store) Stop() {
	if s != nil {
		s.do(s.save)
		s.do(s.stop)
	}
}

// Forget is Stop, but writes nothing and deletes what is kept: call it when the visitor withdraws consent, after Stop
// too. The Tracker still knows in memory what it knew.
func (s *Store) Forget() {
	if s != nil {
		s.do(s.stop)
		s.do(s.remove)
	}
}

// do runs a step, and reports its error: outside the step, since a handler of errors can do anything.
func (s *Store) do(step func() error) {
	for _, err := range s.queue.run(step) {
		s.dispatcher.Report(err)
	}
}

func (s *Store) observe(m ctlive.Message) {
	s.tracker.Observe(m)
	s.do(s.saveSoon)
}

// saveSoon saves at once while the page is hidden: a browser may end it without another event.
func (s *Store) saveSoon() error {
	switch {
	case s.stopped || s.left || s.timer != nil:
		return nil
	case browser.IsHidden():
		return s.save()
	}
	s.timer = time.AfterFunc(delay, func() { s.do(s.saveInTime) })
	return nil
}

func (s *Store) saveInTime() error {
	if s.timer == nil {
		return nil // the page was left or the store stopped meanwhile
	}
	return s.save()
}

func (s *Store) save() error {
	s.endTimer()
	if s.stopped {
		return nil
	}
	text := textOf(s.tracker)
	if text == s.current {
		return nil
	}
	if err := s.storage.write(text); err != nil {
		return s.fail("what happens now is not kept, and the session goes on in memory", err)
	}
	s.kept, s.current, s.failing = text, text, false
	return nil
}

func (s *Store) leave() error {
	s.left = true
	return nil
}

func (s *Store) comeBack() error {
	s.left = false
	return s.restoreNews()
}

// restoreNews goes on with what other pages have made of the session.
func (s *Store) restoreNews() error {
	if s.stopped || s.left {
		return nil
	}
	return s.restore()
}

// restore reads what is kept, if it is not what this page has read or written last.
func (s *Store) restore() error {
	text, err := s.storage.read()
	if err != nil {
		return s.fail("the session is not kept, and goes on in memory", err)
	}
	if text == s.kept {
		return nil
	}
	s.kept = text
	if text == "" { // another page has called Forget
		text = textOf(new(session.Tracker))
	}
	err = s.tracker.UnmarshalJSON([]byte(text))
	if text == "null" { // which UnmarshalJSON takes, as every UnmarshalJSON does
		err = errors.New("the text is null, want an object")
	}
	if err != nil {
		return errors.New(`sessionstore: the text under "` + s.storage.key + `" in sessionStorage is no session that this ` +
			"version can restore; a new one begins, and will replace it: " + err.Error())
	}
	s.current = textOf(s.tracker)
	return nil
}

func (s *Store) stop() error {
	if !s.stopped {
		s.stopped = true
		s.endTimer()
		s.unregister()
		s.page.Remove()
	}
	return nil
}

func (s *Store) remove() error {
	if err := s.storage.remove(); err != nil {
		return errors.New("sessionstore: what is kept can't be deleted: " + err.Error())
	}
	return nil
}

func (s *Store) endTimer() {
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
}

// fail returns the error to report, nil if the last attempt has failed too.
func (s *Store) fail(consequence string, err error) error {
	if s.failing {
		return nil
	}
	s.failing = true
	return errors.New("sessionstore: " + consequence + ": " + err.Error())
}

// textOf is the JSON of a tracker, whose MarshalJSON never errs.
func textOf(t *session.Tracker) string {
	text, _ := t.MarshalJSON()
	return string(text)
}
