// Starts the program, with the delay that the address says, and posts at each point of the start.
"use strict";
const query = new URLSearchParams(location.search);
const go = new Go();
const imports = go.importObject;

async function start() {
  post();
  // An address of its own for each page: the browser would fetch the same one for several pages one after the other.
  const response = await fetch(`/startup.wasm?delay=${query.get("delay")}&run=${Math.random()}`);
  post();
  const module = await WebAssembly.compileStreaming(response);
  post();
  const instantiating = WebAssembly.instantiate(module, imports);
  post();
  const instance = await instantiating;
  post();
  const running = go.run(instance); // runs main until it blocks
  post();
  queueMicrotask(post);
  await new Promise((next) => setTimeout(next));
  post();
  await new Promise((next) => setTimeout(next, 20));
  return finish();
}

window.outcome = start();
