// Package filter carries the WebAssembly module that checks messages before they enter Go. filter.wat is its
// source, and says what it does; make filter builds Module from it. It is no embedded file, as package embed
// would add 1.5 KB to a page's download.
package filter

// The kinds of values that the module tells apart, as in filter.wat.
const (
	IsText      = 1 // a string
	IsNoJSON    = 2 // a BigInt, or an array of them
	IsEmptyView = 3 // a DataView, which JSON writes as {}
)
