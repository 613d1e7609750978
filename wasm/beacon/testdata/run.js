"use strict";

// What a test asks for before the program runs stands in the address.
const asked = new URLSearchParams(location.search);

if (asked.has("nolocks")) Object.defineProperty(navigator, "locks", { value: undefined });
if (asked.has("nostorage")) {
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
  }
}
if (asked.has("full")) {
  for (let size = 1 << 22; size >= 1; size >>= 1) {
    for (let n = 0; ; n++) {
      try {
        localStorage.setItem(`filler ${size} ${n}`, "x".repeat(size));
      } catch {
        break;
      }
    }
  }
}

if (asked.has("fast")) { // Go's timers and its monotonic clock go 30 times as fast
  const later = setTimeout, time = performance.now.bind(performance), start = time();
  window.setTimeout = (f, ms, ...rest) => later(f, ms / 30, ...rest);
  performance.now = () => start + (time() - start) * 30;
}

addEventListener("pageshow", (event) => { window.cameBack = event.persisted; });
document.querySelector("button").addEventListener("click", () => { window.copy = open(location.href); });

const go = new Go();
WebAssembly.instantiateStreaming(fetch("/page.wasm"), go.importObject).then(({ instance }) => go.run(instance));
