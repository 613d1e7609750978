//go:build js && wasm

package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// The measures of marks, in pixels.
const (
	markRadius = 4
	pillHeight = 14 // of the mark of several messages, which has their number in it
	digitWidth = 6
	crossSize  = 4.5 // of the mark of what was not delivered, from its middle
	crossReach = 12  // how near to it the pointer may be
)

// group is one or more messages that share a mark, because they are near to each other.
type group struct {
	x     float64 // of the first
	count int
}

// width is how wide the mark is.
func (g group) width() float64 {
	if g.count == 1 {
		return 2*markRadius + 1
	}
	return float64(8 + digitWidth*len(strconv.Itoa(g.count)))
}

// group groups the messages whose marks would cover each other.
func (t *timeline) group(times []time.Time) (groups []group) {
	for _, at := range times {
		x := t.view.x(at)
		if x < sideSpace-1 || x > t.view.width-sideSpace+1 {
			continue
		}
		if n := len(groups); n > 0 && math.Abs(x-groups[n-1].x) < groups[n-1].width() {
			groups[n-1].count++
			continue
		}
		groups = append(groups, group{x, 1})
	}
	return groups
}

// marks draws the marks of a lane: one path for all, and one text, since there may be many.
func (t *timeline) marks(groups []group, y float64) (parts []any) {
	if len(groups) == 0 {
		return nil
	}
	var path []byte
	var digits strings.Builder
	var places []string // of the digits
	for _, g := range groups {
		if g.count == 1 {
			path = appendPath(path, "M", g.x-markRadius, y, "a4 4 0 1 0 8 0a4 4 0 1 0 -8 0")
			continue
		}
		left, text := min(g.x-markRadius-1, t.view.width-g.width()-1), strconv.Itoa(g.count)
		path = appendPath(path, "M", left+pillHeight/2, y-pillHeight/2, "H", left+g.width()-pillHeight/2,
			"a7 7 0 0 1 0 14H", left+pillHeight/2, "a7 7 0 0 1 0 -14z")
		digits.WriteString(text)
		for i := range len(text) {
			places = append(places, coordinate(left+4+float64(digitWidth*i)))
		}
	}
	parts = append(parts, dom.NewSVG("path", "class", "mark", "d", string(path)))
	if len(places) > 0 {
		text := dom.NewSVG("text", "class", "number", "x", strings.Join(places, " "), "y", coordinate(y+3.5))
		text.Set("textContent", digits.String())
		parts = append(parts, text)
	}
	return parts
}

// troubles draws what was not delivered: a lane of crosses.
func (t *timeline) troubles(v *visit.Visit, y float64) []any {
	parts := []any{svgText(sideSpace, y+13, "name", fmt.Sprintf("%d not delivered: click to see why", v.Undelivered()))}
	middle := y + barTop + barHeight/2
	var path []byte
	last := -1.0
	for _, trouble := range v.Troubles() {
		x := t.view.x(trouble.Time)
		if x < sideSpace-1 || x > t.view.width-sideSpace+1 || x-last < 1 {
			continue
		}
		last = x
		path = appendPath(path, "M", x-crossSize, middle-crossSize, "L", x+crossSize, middle+crossSize,
			"M", x-crossSize, middle+crossSize, "L", x+crossSize, middle-crossSize)
	}
	return slices.Concat(parts, []any{dom.NewSVG("path", "class", "cross", "d", string(path))})
}
