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

// TestImportsOfTheBrowserStaySmall keeps out what would add 10 to 240 KB to the download of every page, and
// all modules but this one and the standard library.
func TestImportsOfTheBrowserStaySmall(t *testing.T) {
	for _, root := range []string{
		"./ctlive", "./ctlive/cloudevents", "./ctlive/session",
		"./wasm", "./wasm/beacon", "./wasm/datalayer", "./wasm/early", "./wasm/engagement", "./wasm/sessionstore",
		"./examples/minimal",
	} {
		for _, path := range dependencies(t, "js", root) {
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

// TestImportsAroundTheDispatcherNeedNoBrowser keeps syscall/js out of the packages for programs around ctlive, and them
// out of pages that do not ask for them.
func TestImportsAroundTheDispatcherNeedNoBrowser(t *testing.T) {
	around := []string{"cloudevents", "ctlivetest", "recording", "schema", "session", "webhook"}
	for _, name := range around {
		assert.NotContains(t, dependencies(t, "linux", "./ctlive/"+name), "syscall/js", name)
	}
	for _, root := range []string{"./wasm", "./examples/minimal"} {
		for _, name := range around {
			assert.NotContains(t, dependencies(t, "js", root), "example.com/ctlive-go/ctlive/"+name, root)
		}
	}
}

// dependencies lists the packages that a package of this project links on a system.
func dependencies(t *testing.T, system, root string) []string {
	t.Helper()
	command := exec.Command("go", "list", "-deps", root)
	command.Dir = ".."
	command.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+map[string]string{"js": "wasm", "linux": "amd64"}[system])
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	imported := strings.Fields(string(output))
	require.Contains(t, imported, "example.com/ctlive-go"+strings.TrimPrefix(root, "."))
	return imported
}
