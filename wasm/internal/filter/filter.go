// Package filter carries the WebAssembly module that keeps foreign messages out of Go. filter.wat is its source, and says
// what it does; make filter builds Module from it. It is no embedded file, as package embed would add 1.5 KB
// to a page's download.
package filter

// What the filter says of a message whose text it does not have, in place of a length.
const (
	TooLong = -1
	NoJSON  = -2
	Refused = -3 // and the origin is news
)
