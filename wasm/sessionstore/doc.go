// Package sessionstore keeps a session over the pages of a visit: it writes a [session.Tracker] into the browser's
// sessionStorage, and the next page of the tab goes on with it. It is for GOOS=js GOARCH=wasm; elsewhere Attach returns
// wasm.ErrNoBrowser.
//
//	var tracker session.Tracker
//	d.OnError(report)
//	store, err := sessionstore.Attach(&d, &tracker, nil)
//	listener, err := wasm.Listen(&d, nil)
//
// Attach before Listen, so that the events that came early are kept too, and after OnError, since Attach itself reports
// what it can't restore. Attach registers tracker.Observe: the program does not.
//
// # Personal data
//
// What is kept holds the ids of visitors, agents and chats, which are personal data or keys to it (docs/security.md).
// Any script of the page's origin can read it as long as the tab lives, and a browser that restores its tabs restores
// it too. Whether a visitor has agreed to that is for the program to know: it calls Attach when it may, and Forget when
// it may no longer. Forget ends the keeping and deletes what is kept. What the Tracker knows in memory stays, and
// other keys of sessionStorage are not deleted. A page in the back/forward cache notices it when it is shown again, and
// begins anew.
//
// # When it writes
//
// Only when the session has changed: a tenth of a second after the change, and at once while the page is hidden. When
// the page is about to be left, it writes what is not written yet: on pagehide, and when visibilitychange says that the
// page is hidden. On a phone the latter is often the last event that a page gets: the browser ends it in the background
// without another. Neither event keeps a page out of the back/forward cache, as beforeunload and unload can.
//
// # When it reads
//
// In Attach. And what another page has written meanwhile: when the page comes back from the back/forward cache, when a
// page that was prerendered is shown, and when the browser says with a storage event that something was written.
//
// Chromium 156, WebKitGTK 2.50 and Firefox ESR 153 all have that cache (seen). In Firefox, while a page of the tab is
// in it, another page can read sessionStorage as it was earlier (seen): one that comes back from the cache always
// does, and after a reload the next page can. It then goes on with the older session. Pages that are sent with
// "Cache-Control: no-store" are not put into Firefox's cache, and read what is there (seen).
//
// # Tabs and frames
//
// A tab has a sessionStorage of its own, which its frames of the same origin share. Programs on one page, or in several
// frames of it, need different keys: with one key, each would overwrite what the others wrote. A tab that is
// duplicated, or opened by window.open with an opener, begins with a copy: the session then goes on in both.
package sessionstore
