import { element } from "./document.js";
import { Page } from "./page.js";
import { readSettings } from "./settings.js";
import { sleep } from "./shared.js";

// start does what the simulator's tag asks for: it makes the widgets, and the global ctliveSimulator.
export function start(script) {
  const { services, keep } = readSettings(script.dataset);
  const href = new URL("../livechatsdk.css", import.meta.url).href;
  document.head.append(element("link", { rel: "stylesheet", href }));
  window.ctliveSimulator = remoteControl(new Page(services, keep));
}

// remoteControl lets a script do all that a visitor and the agents can do: see "Without a mouse" in README.md.
function remoteControl(page) {
  const steps = { visit: (pause, elementID) => visit(page, pause, elementID), free: page.free };
  for (const step of ["show", "hide", "open", "close", "back", "submit", "end", "join"]) {
    steps[step] = (elementID) => void page.find(elementID)?.[step]();
  }
  for (const step of ["click", "write"]) {
    steps[step] = (value, elementID) => void page.find(elementID)?.[step](value);
  }
  return steps;
}

// visit is a whole visit by chat.
async function visit(page, pause = 0, elementID) {
  await page.ready;
  const widget = page.find(elementID);
  for (const [step, value] of [["show"], ["click", "Chat"], ["submit"], ["join"], ["end"], ["submit"], ["hide"]]) {
    widget?.[step](value);
    await sleep(pause);
  }
}
