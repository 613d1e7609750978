//go:build !js

package ctlive_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestREADMEHasCodeThatIsCompiled looks for each snippet, line by line, in the files of its language.
func TestREADMEHasCodeThatIsCompiled(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	assert.Less(t, strings.Count(string(readme), "\n"), 150)
	snippets := regexp.MustCompile("(?s)```(go|html)\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	require.GreaterOrEqual(t, len(snippets), 3)
	for _, snippet := range snippets {
		language, code := snippet[1], snippet[2]
		assert.True(t, standsInAFile(t, "."+language, code), "no %s file has this code of the README:\n%s", language, code)
	}
}

func standsInAFile(t *testing.T, ending, code string) (found bool) {
	t.Helper()
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ending {
			return err
		}
		content, err := os.ReadFile(path)
		found = found || strings.Contains(string(content), code)
		return err
	}))
	return found
}
