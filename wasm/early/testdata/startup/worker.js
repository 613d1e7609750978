"use strict";
importScripts("/wasm_exec.js");
const go = new Go();
WebAssembly.instantiateStreaming(fetch("/startup.wasm"), go.importObject)
  .then(({ instance }) => go.run(instance))
  .then(() => postMessage(self.failed));
