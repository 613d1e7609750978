// Starts the program, compressed and streamed or not as the address says.
"use strict";
const query = new URLSearchParams(location.search);
const go = new Go();

async function start() {
  const response = await fetch(`/startup.wasm?encoding=${query.get("encoding")}&run=${Math.random()}`);
  const { instance } = query.get("load") === "streamed"
    ? await WebAssembly.instantiateStreaming(response, go.importObject)
    : await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
  const started = performance.now();
  go.run(instance);
  while (!times.delivered) await new Promise((next) => setTimeout(next, 1));
  return [times.attached - started, times.delivered];
}

window.outcome = start();
