// Package schema describes the envelope for programs that are not written in Go: as a JSON Schema, and as
// declarations for TypeScript. Both are here as texts, and as files to link to, envelope.schema.json and
// ctlive.d.ts beside this one.
//
// They are generated from the event structs of package ctlive, and say what ctlive.Decode accepts: members may
// be absent or null, members and event types that are not known pass, and a member that is known has the type
// that the vendor documents. Two things they can't say: that of duplicate members the last counts, and that
// nesting is limited to 64 levels.
package schema

import _ "embed"

//go:generate go run ./generate

// JSON is a JSON Schema of the envelope, draft 2020-12: the file envelope.schema.json.
//
//go:embed envelope.schema.json
var JSON string

// TypeScript has declarations of the envelope and its data, for TypeScript's compiler in its strict mode: the file
// ctlive.d.ts.
//
//go:embed ctlive.d.ts
var TypeScript string
