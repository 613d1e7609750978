//go:build !js

package schema_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/schema"
)

// checkTypes has a program checked by TypeScript's compiler, the declarations beside it as "./ctlive". A line
// behind one that says "@ts-expect-error" must be wrong.
func checkTypes(t *testing.T, program string) {
	t.Helper()
	compiler, err := filepath.Abs("testdata/npm/node_modules/typescript/bin/tsc")
	require.NoError(t, err)
	require.FileExists(t, compiler, "the packages from npm are missing: run make npm, or make test, which does")
	folder := t.TempDir()
	for name, content := range map[string]string{"ctlive.d.ts": schema.TypeScript, "program.ts": program} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
	}
	command := exec.CommandContext(
		t.Context(),
		"node",
		compiler,
		"--noEmit",
		"--strict",
		"--exactOptionalPropertyTypes",
		"--noUncheckedIndexedAccess",
		"--noPropertyAccessFromIndexSignature",
		"--skipDefaultLibCheck",
		"--lib",
		"es2022,dom",
		"program.ts",
	)
	command.Dir = folder
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
}

func TestAPageIsCheckedByTheDeclarations(t *testing.T) {
	program, err := os.ReadFile("testdata/page.ts")
	require.NoError(t, err)
	checkTypes(t, string(program))
}

func TestTheDeclarationsAcceptWhatDecodeAcceptsAndRefuseWhatItRefuses(t *testing.T) {
	var program strings.Builder
	program.WriteString("import type { Envelope, UnknownEnvelope } from \"./ctlive\";\n")
	for i, s := range samples(t) {
		fmt.Fprintf(&program, "// %s\n", s.name)
		if !s.accepted {
			program.WriteString("// @ts-expect-error\n")
		}
		declared := "UnknownEnvelope"
		if s.known {
			declared = "Envelope"
		}
		fmt.Fprintf(&program, "export const e%d: %s = %s;\n", i, declared, s.text)
	}
	checkTypes(t, program.String())
}
