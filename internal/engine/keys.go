//go:build unix

package engine

import (
	"strings"

	"github.com/chromedp/chromedp/kb"
)

// The keys that are no characters, as WebDriver has them.
const (
	KeyTab        = "\uE004"
	KeyEnter      = "\uE007"
	KeyEscape     = "\uE00C"
	KeyPageUp     = "\uE00E"
	KeyPageDown   = "\uE00F"
	KeyEnd        = "\uE010"
	KeyHome       = "\uE011"
	KeyArrowLeft  = "\uE012"
	KeyArrowUp    = "\uE013"
	KeyArrowRight = "\uE014"
	KeyArrowDown  = "\uE015"
)

// chromiumKeys makes of them what chromedp has.
var chromiumKeys = strings.NewReplacer(
	KeyTab, kb.Tab, KeyEnter, kb.Enter, KeyEscape, kb.Escape, KeyPageUp, kb.PageUp, KeyPageDown, kb.PageDown,
	KeyEnd, kb.End, KeyHome, kb.Home, KeyArrowLeft, kb.ArrowLeft, KeyArrowUp, kb.ArrowUp,
	KeyArrowRight, kb.ArrowRight, KeyArrowDown, kb.ArrowDown,
)
