//go:build !js

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/schema"
)

func TestTheFilesAreWhatIsGenerated(t *testing.T) {
	contents, err := files("../..")
	require.NoError(t, err)
	require.Len(t, contents, 2)
	embedded := map[string]string{"envelope.schema.json": schema.JSON, "ctlive.d.ts": schema.TypeScript}
	for name, content := range contents {
		file, err := os.ReadFile(filepath.Join("..", name))
		require.NoError(t, err)
		assert.Equal(t, string(content), string(file), "%s is not up to date: run go generate ./ctlive/schema", name)
		assert.Equal(t, string(file), embedded[name])
	}
}

func TestACommentOfTypeScriptIsNotWiderThanAPage(t *testing.T) {
	assert.Equal(t, "  /** A word. */", comment("  ", "A word."))
	long := strings.Repeat("some words ", 40)
	written := comment("  ", long)
	lines := strings.Split(written, "\n")
	for _, line := range lines {
		assert.LessOrEqual(t, len(line), 100)
	}
	assert.Equal(t, "  /**", lines[0])
	assert.Equal(t, "   */", lines[len(lines)-1])
	var words []string
	for _, line := range lines[1 : len(lines)-1] {
		words = append(words, strings.TrimPrefix(line, "   * "))
	}
	assert.Equal(t, strings.TrimSpace(long), strings.Join(words, " "))
}
