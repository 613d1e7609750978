package main

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

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the pictures of the README")

// TestThePicturesOfTheREADME takes them of the running console, after a visit and a forged event. With -update, as in make
// picture, it writes them.
func TestThePicturesOfTheREADME(t *testing.T) {
	const width, height = 1120, 1080
	p := openConsole(t)
	p.run(t, cdppage.BringToFront()) // there is no picture of a page that is not seen
	p.setLook(t, look{width, "light"})
	eval[any](t, p, `ctliveSimulator.visit(900)`)
	p.waitForTypes(t, wholeVisit...)
	p.press(t, "Let another origin forge an event")
	p.waitFor(t, counter("Rejected")+` === "1"`)
	p.pressKey(t, "messages", kb.Home)
	for range 6 {
		p.run(t, chromedp.KeyEvent(kb.ArrowDown))
	}
	p.waitFor(t, `document.querySelector("#detail-title").innerText === "ChatOnline"`)
	p.waitFor(t, `document.querySelector("#count").innerText.startsWith("11 so far")`)
	eval[any](t, p, `document.activeElement.blur(); scrollTo(0, 0)`)
	for _, scheme := range []string{"light", "dark"} {
		p.setLook(t, look{width, scheme})
		var screen []byte
		p.run(t, chromedp.EmulateViewport(width, height), chromedp.CaptureScreenshot(&screen))
		picture, err := png.Decode(bytes.NewReader(screen))
		require.NoError(t, err)
		assert.Equal(t, image.Rect(0, 0, width, height), picture.Bounds())
		content := small(t, picture)
		assert.Less(t, len(content), 100_000)
		if *update {
			require.NoError(t, os.WriteFile("../console/console-"+scheme+".png", content, 0o644))
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
