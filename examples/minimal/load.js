// Loads and runs the Go program that the script tag names: <script defer src="load.js" data-wasm="minimal.wasm">.
const go = new Go(); // of wasm_exec.js
WebAssembly.instantiateStreaming(fetch(document.currentScript.dataset.wasm), go.importObject)
  .then(({ instance }) => go.run(instance))
  .catch((error) => console.error("The Go program did not start:", error));
