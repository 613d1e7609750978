//go:build unix

package engine_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/engine"
)

const page = `<!doctype html>
<title>A page</title>
<button style="position: absolute; left: 100px; top: 100px; width: 50px; height: 50px">Press</button>
<input id="text">
<input id="file" type="file" hidden>
<a id="save" href="/file" download="saved.txt">Save</a>
<script>
document.querySelector("button").addEventListener("click", (event) => { window.clicked = [event.isTrusted, ` +
	`event.clientX, event.clientY] });
document.querySelector("#text").addEventListener("keydown", (event) => { window.keys = (window.keys ?? "") + ` +
	`event.key + "," });
addEventListener("pagehide", () => localStorage.setItem("left", location.pathname));
</script>`

func serve(t *testing.T) (address string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/file" {
			_, _ = w.Write([]byte("what is saved"))
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Security-Policy", "script-src 'unsafe-inline'; require-trusted-types-for 'script'; "+
			"trusted-types 'none'")
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// browse starts the engine that is chosen. The tests of the example pages try Chromium's headless shell.
func browse(t *testing.T) engine.Browser {
	t.Helper()
	name := engine.Chosen()
	if name == engine.Chromium {
		name = engine.WholeChromium
	}
	browser, err := engine.Start(name, "TZ=Pacific/Auckland")
	require.NoError(t, err)
	t.Cleanup(browser.Close)
	return browser
}

func visit(t *testing.T, browser engine.Browser) engine.Visitor {
	t.Helper()
	visitor, err := browser.NewVisitor()
	require.NoError(t, err)
	t.Cleanup(visitor.Close)
	return visitor
}

func openTab(t *testing.T, visitor engine.Visitor, address string) engine.Tab {
	t.Helper()
	tab, err := visitor.NewTab()
	require.NoError(t, err)
	require.NoError(t, tab.Navigate(address))
	return tab
}

func evaluate(t *testing.T, tab engine.Tab, body string) (result any) {
	t.Helper()
	text, err := tab.Evaluate(body)
	require.NoError(t, err)
	if text != nil {
		require.NoError(t, json.Unmarshal(text, &result))
	}
	return result
}

// await waits until an expression gives a value.
func await(t *testing.T, tab engine.Tab, want any, expression string) {
	t.Helper()
	assert.Eventually(t, func() bool {
		text, err := tab.Evaluate("return " + expression)
		var got any
		return err == nil && json.Unmarshal(text, &got) == nil && assert.ObjectsAreEqual(want, got)
	}, time.Minute, 20*time.Millisecond, expression)
}

func TestTab(t *testing.T) {
	address := serve(t)
	tab := openTab(t, visit(t, browse(t)), address+"/one")
	t.Run("evaluates", func(t *testing.T) {
		assert.Equal(t, map[string]any{"a": []any{1.0, nil, "ü"}}, evaluate(t, tab, `return {a: [1, null, "ü"]}`))
		assert.Equal(t, "later", evaluate(t, tab, `return new Promise((resolve) => setTimeout(() => resolve("later"), 10))`))
		assert.Equal(t, 3.0, evaluate(t, tab, `await null; return 1 + 2 // a comment`))
		assert.Nil(t, evaluate(t, tab, `window.kept = 5`))
		assert.Equal(t, 5.0, evaluate(t, tab, `return kept`))
		assert.Equal(t, -780.0, evaluate(t, tab, `return new Date("2026-01-01").getTimezoneOffset()`))
		_, err := tab.Evaluate(`throw new Error("as told")`)
		assert.ErrorContains(t, err, "as told")
	})
	t.Run("clicks", func(t *testing.T) {
		require.NoError(t, tab.Click(110, 120))
		await(t, tab, []any{true, 110.0, 120.0}, `window.clicked`)
	})
	t.Run("types", func(t *testing.T) {
		evaluate(t, tab, `document.querySelector("#text").focus()`)
		require.NoError(t, tab.Keys("Xy"+engine.KeyArrowLeft+"z"+engine.KeyHome+"!"))
		await(t, tab, "!Xzy", `document.querySelector("#text").value`)
		assert.Equal(t, "X,y,ArrowLeft,z,Home,!,", evaluate(t, tab, `return keys`))
	})
	t.Run("chooses files", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "chosen.txt")
		require.NoError(t, os.WriteFile(name, []byte("what is chosen"), 0o600))
		require.NoError(t, tab.SetFiles("#file", []string{name}))
		await(t, tab, "what is chosen", `await document.querySelector("#file").files[0].text()`)
	})
	t.Run("takes a picture", func(t *testing.T) {
		content, err := tab.Screenshot()
		require.NoError(t, err)
		picture, err := png.Decode(bytes.NewReader(content))
		require.NoError(t, err)
		assert.Equal(t, evaluate(t, tab, `return innerWidth`), float64(picture.Bounds().Dx()))
	})
	t.Run("is shown in a size and a colour scheme", func(t *testing.T) {
		if engine.Chosen() == engine.WebKit { // it can't
			return
		}
		for _, scheme := range []string{"dark", "light"} {
			require.NoError(t, tab.(engine.LookSetter).SetLook(360, 740, scheme))
			await(t, tab, []any{360.0, 740.0, true}, `[innerWidth, innerHeight, matchMedia("(prefers-color-scheme: `+scheme+
				`)").matches]`)
		}
	})
	t.Run("goes on and loads again", func(t *testing.T) {
		require.NoError(t, tab.Navigate(address+"/two"))
		assert.Equal(t, "/two", evaluate(t, tab, `return location.pathname`))
		assert.Equal(t, "/one", evaluate(t, tab, `return localStorage.getItem("left")`))
		evaluate(t, tab, `window.kept = 5`)
		require.NoError(t, tab.Reload())
		assert.Nil(t, evaluate(t, tab, `return window.kept`))
		evaluate(t, tab, `history.back()`)
		await(t, tab, "/one", `location.pathname`)
		evaluate(t, tab, `history.forward()`)
		await(t, tab, "/two", `location.pathname`)
	})
}

func TestVisitor(t *testing.T) {
	address := serve(t)
	browser := browse(t)
	visitor := visit(t, browser)
	first := openTab(t, visitor, address+"/first")
	t.Run("saves files", func(t *testing.T) {
		evaluate(t, first, `document.querySelector("#save").click()`)
		assert.Eventually(t, func() bool {
			text, err := os.ReadFile(filepath.Join(visitor.Downloads(), "saved.txt"))
			return err == nil && string(text) == "what is saved"
		}, time.Minute, 20*time.Millisecond)
	})
	t.Run("shares storage between tabs, and with nobody else", func(t *testing.T) {
		evaluate(t, first, `localStorage.setItem("shared", "yes")`)
		second := openTab(t, visitor, address+"/second")
		assert.Equal(t, "yes", evaluate(t, second, `return localStorage.getItem("shared")`))
		assert.Nil(t, evaluate(t, openTab(t, visit(t, browser), address), `return localStorage.getItem("shared")`))
		assert.Equal(t, "visible", evaluate(t, second, `return document.visibilityState`))
		if engine.Chosen() != engine.WebKit { // there each tab is a window
			await(t, first, "hidden", `document.visibilityState`)
		}
		require.NoError(t, second.Close())
		await(t, first, "/second", `localStorage.getItem("left")`)
		assert.Equal(t, "/first", evaluate(t, first, `return location.pathname`))
	})
}
