//go:build js && wasm

package sessionstore

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// listen listens to what becomes of the page, and of what is kept.
func (s *Store) listen() {
	s.page.Add("pagehide", func(js.Value) { // for another page, or for good
		s.do(s.save)
		s.do(s.leave)
	})
	s.page.Add("visibilitychange", func(js.Value) {
		if browser.IsHidden() {
			s.do(s.save)
		}
	})
	s.page.Add("pageshow", func(event js.Value) {
		if browser.Read(event, "persisted").Equal(js.ValueOf(true)) { // from the back/forward cache
			s.do(s.comeBack)
		}
	})
	s.page.Add("prerenderingchange", func(js.Value) { s.do(s.comeBack) }) // the page is shown for the first time
	s.page.Add("storage", func(event js.Value) {
		key := browser.Text(browser.Read(event, "key"))
		if key == "" || key == s.storage.key { // "": all of a storage
			s.do(s.restoreNews)
		}
	})
}
