//go:build !js

package ctlive_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatTheBrowserLinksStaysSmall keeps out what would add 10 to 240 KB to the download of every page, and all modules
// but this one and the standard library.
func TestWhatTheBrowserLinksStaysSmall(t *testing.T) {
	for _, root := range []string{"./ctlive", "./wasm", "./wasm/early", "./examples/minimal"} {
		command := exec.Command("go", "list", "-deps", root)
		command.Dir = ".."
		command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		output, err := command.CombinedOutput()
		require.NoError(t, err, "%s", output)
		imported := strings.Fields(string(output))
		require.Contains(t, imported, "example.com/ctlive-go"+strings.TrimPrefix(root, "."))
		for _, path := range imported {
			switch path {
			case "fmt", "encoding/json", "reflect", "log", "log/slog":
				assert.Fail(t, root+" links "+path)
			}
			first, _, _ := strings.Cut(path, "/")
			if strings.Contains(first, ".") && !strings.HasPrefix(path, "example.com/ctlive-go/") {
				assert.Fail(t, root+" links "+path+", which is not of the standard library")
			}
		}
	}
}
