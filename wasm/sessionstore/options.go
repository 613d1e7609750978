package sessionstore

// Options say where the session is kept. The zero value is ready.
type Options struct {
	// Key is the name in sessionStorage. Programs that share a tab need different ones. "": "ctlive.session".
	Key string
}
