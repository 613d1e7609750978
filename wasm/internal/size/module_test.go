//go:build !js

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/wasm/internal/filter"
)

func TestParseCountsTheCodeOfEachPackage(t *testing.T) {
	content, err := build(t.TempDir(), "example.com/ctlive-go/wasm/internal/size/floor", "-ldflags=")
	require.NoError(t, err)
	m, err := parse(content)
	require.NoError(t, err)
	total := m.data
	for _, size := range m.code {
		total += size
	}
	assert.Greater(t, m.code["runtime"], m.code["main"])
	assert.Positive(t, m.code["main"])
	assert.Greater(t, total, len(content)*8/10) // the rest is the names themselves
	assert.Less(t, total, len(content))
}

func TestParseRefusesWhatHasNoNamesOrIsNoModule(t *testing.T) {
	for name, content := range map[string][]byte{
		"a module without names": filter.Module,
		"a text":                 []byte("This is no module, but long enough to be one."),
		"nothing":                nil,
	} {
		_, err := parse(content)
		assert.ErrorIs(t, err, errModule, name)
	}
}
