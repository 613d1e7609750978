//go:build !js

package cloudevents_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAPageThatOnlyWritesDoesNotLinkTheReader builds two programs: the reader, with what package time needs to read a
// time, adds some 30 KB of brotli to a page.
func TestAPageThatOnlyWritesDoesNotLinkTheReader(t *testing.T) {
	for program, want := range map[string]bool{"writes": false, "reads": true} {
		file := filepath.Join(t.TempDir(), program+".wasm")
		command := exec.CommandContext(t.Context(), "go", "build", "-o", file, "./testdata/"+program)
		command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		output, err := command.CombinedOutput()
		require.NoError(t, err, "%s", output)
		module, err := os.ReadFile(file)
		require.NoError(t, err)
		for function, want := range map[string]bool{
			"time.parseStrictRFC3339":     want,
			"cloudevents.(*reader).event": want,
			"cloudevents.appendMember":    !want,
			"time.Time.appendFormat":      false,
			"time.(*Location).lookup":     want,
		} {
			assert.Equal(t, want, bytes.Contains(module, []byte(function)), "%s in a program that %s", function, program)
		}
	}
}
