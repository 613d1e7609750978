//go:build unix

package main_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

var update = flag.Bool("update", false, "write the pictures of the README")

// TestPicturesOfTheREADME takes them of the running console, after a visit and a forged event. With -update, as in make
// picture, it writes them.
func TestPicturesOfTheREADME(t *testing.T) {
	const width, height = 1280, 800
	p := openConsoleWithBeacon(t, e2e.NewCollector(t))
	p.Show(t) // there is no picture of a page that is not seen
	p.SetLook(t, e2e.Look{Width: width, Scheme: "light"})
	p.Do(t, `ctliveSimulator.visit(900)`)
	p.waitForTypes(t, e2e.WholeVisit...)
	p.Press(t, "Forge an event")
	p.WaitFor(t, counter("Rejected")+` === "1"`)
	p.Press(t, "Dismiss")
	p.KeysIn(t, e2e.CSS("#messages"), e2e.Home)
	for range 6 {
		p.Keys(t, e2e.ArrowDown)
	}
	p.WaitFor(t, `document.querySelector("#detail-title").innerText === "ChatOnline"`)
	p.WaitFor(t, `document.querySelector("#count").innerText.startsWith("11 so far")`)
	p.WaitFor(t, way("Beacon")+`.startsWith("11 sent, 0 held")`)
	p.Do(t, `document.activeElement.blur(); scrollTo(0, 0)`)
	for _, scheme := range []string{"light", "dark"} {
		p.SetLook(t, e2e.Look{Width: width, Height: height, Scheme: scheme})
		picture, err := png.Decode(bytes.NewReader(p.Screenshot(t)))
		require.NoError(t, err)
		assert.Equal(t, image.Rect(0, 0, width, height), picture.Bounds())
		content := small(t, picture)
		assert.Less(t, len(content), 100_000)
		if *update {
			require.NoError(t, os.WriteFile("console-"+scheme+".png", content, 0o644))
		}
	}
}

// small encodes a picture with at most 256 colours: the most frequent that differ visibly. The others, of the edges of
// letters, become the nearest of these.
func small(t *testing.T, picture image.Image) []byte {
	t.Helper()
	bounds, count := picture.Bounds(), map[color.Color]int{}
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			count[picture.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(count), func(a, b color.Color) int { return count[b] - count[a] })
	palette := color.Palette(colours[:1])
	for _, c := range colours {
		r, g, b, _ := c.RGBA()
		nr, ng, nb, _ := palette.Convert(c).RGBA()
		if len(palette) < 256 && apart(r, nr)+apart(g, ng)+apart(b, nb) > 12 {
			palette = append(palette, c)
		}
	}
	paletted := image.NewPaletted(bounds, palette)
	draw.Draw(paletted, bounds, picture, image.Point{}, draw.Src)
	var encoded bytes.Buffer
	require.NoError(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&encoded, paletted))
	return encoded.Bytes()
}

// apart is how far two values of a colour are from each other, of 255.
func apart(a, b uint32) int { return max(int(a>>8)-int(b>>8), int(b>>8)-int(a>>8)) }
