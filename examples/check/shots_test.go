//go:build unix

package main_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"example.com/ctlive-go/internal/e2e"
)

func TestShots(t *testing.T) {
	shoot := func(p page, state string, heights ...int64) {
		p.Show(t)
		for i, w := range []int64{360, 768, 1440} {
			for _, s := range []string{"light", "dark"} {
				p.SetLook(t, e2e.Look{Width: w, Height: heights[i], Scheme: s})
				p.Do(t, `scrollTo(0,0)`)
				os.WriteFile(fmt.Sprintf("/tmp/shots/%s-%d-%s.png", state, w, s), p.Screenshot(t), 0o644)
			}
		}
	}
	vendor := newVendor(t)
	p := openAt(t, e2e.Examples(t).Pages)
	p.waitFor(t, loaded, "passed", "")
	shoot(p, "simulator", 1400, 1200, 900)
	p.Do(t, `for (const details of document.querySelectorAll("details")) details.open = true`)
	p.Press(t, "Copy the report")
	p.WaitFor(t, `document.querySelector("#copied").innerText !== ""`)
	p.SetFiles(t, "#file", visitOfTheConsole(t))
	p.WaitFor(t, `document.querySelector("#state").innerText.startsWith("A recording")`)
	shoot(p, "recording", 4200, 2600, 1400)
	broken := healthyAt(t, vendor, func(html, policy string) (string, string) {
		return strings.Replace(strings.Replace(html, earlyTag, "", 1), "post=Loaded", "post=Loa"+strings.Repeat("d", 150), 1), policy
	})
	broken.waitFor(t, early, "failed", "")
	broken.waitFor(t, readable, "passed", "does not know")
	shoot(broken, "broken", 2600, 1600, 1100)
	c := e2e.Open(t, e2e.Examples(t).Pages+"/")
	c.WaitFor(t, `document.documentElement.dataset.ctlive === "listening"`)
	shoot(page{c}, "console", 740, 800, 900)
}
