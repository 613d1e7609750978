//go:build !js

package filter_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/wasm/internal/filter"
)

func TestModuleIsWhatItsSourceGives(t *testing.T) {
	built := filepath.Join(t.TempDir(), "filter.wasm")
	output, err := exec.Command("wat2wasm", "filter.wat", "-o", built).CombinedOutput()
	require.NoError(
		t,
		err,
		"this test needs wat2wasm: install Debian's package wabt, or run make test, which does\n%s",
		output,
	)
	want, err := os.ReadFile(built)
	require.NoError(t, err)
	assert.Equal(t, want, filter.Module, "Module is not what filter.wat gives: run make filter")
	assert.Less(t, len(filter.Module), 2400)
}
