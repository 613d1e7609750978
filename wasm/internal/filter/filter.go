// Package filter carries the WebAssembly module that checks messages before they enter Go. filter.wat is its
// source, and says what it does; make filter builds Module from it. It is no embedded file, as package embed
// would add 1.5 KB to a page's download.
package filter

// Values is the JSON of the object from which the module imports, with all that is the same for every listener. In each
// place with null, package wasm puts a value of the listener. To make it value by value would take 2 KB more of Go's
// code, brotli.
const Values = `{"ctlive":{"data":"data","name":"name","origin":"origin","timeStamp":"timeStamp",` +
	`"eventPhase":"eventPhase","value":"value","length":"length","written":"written","timeOrigin":"timeOrigin",` +
	`"left":"left","encodeInto":"encodeInto","envelopeName":"CTLiveEvent",` +
	`"kinds":{"[object String]":1,"[object BigInt]":2,"[object BigInt64Array]":2,"[object BigUint64Array]":2,` +
	`"[object DataView]":3},"allowed":{},"reported":{},"spent":{},"resuming":{"eventPhase":1},"none":[],` +
	`"encoding":[null,null],"maxBytes":null,"anyOrigin":null,"buffer":null,"tag":null,"deliver":null,"tooLong":null,` +
	`"unreadable":null,"refused":null,"admit":null,"resume":null,"threw":null}}`
