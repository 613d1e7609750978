// Loads and runs the Go program that the script tag names, and says on the page what is wrong if that fails:
// <script defer src="load.js" data-wasm="minimal.wasm">. It comes after wasm_exec.js, and may be a module script.
(() => {
  "use strict";
  // A module script has no currentScript.
  const tag = document.currentScript ?? document.querySelector('script[type="module"][data-wasm]');
  const wasm = tag?.dataset.wasm;

  // step returns what run returns. If that fails, the error says what to do.
  async function step(advice, run) {
    try {
      return await run();
    } catch (error) {
      throw new Error(`${advice} The browser says: ${error.message}`, { cause: error });
    }
  }

  function check(holds, advice) {
    if (!holds) throw new Error(advice);
  }

  async function start() {
    check(wasm, 'The tag of load.js names no program, want <script defer src="load.js" data-wasm="minimal.wasm">.');
    check(globalThis.WebAssembly, "This browser has no WebAssembly, or it is switched off.");
    check(globalThis.Go, "wasm_exec.js is missing. Add it before load.js. " +
      'It is at "$(go env GOROOT)/lib/wasm/wasm_exec.js".');
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    await step("The Content-Security-Policy lets no WebAssembly start: add 'wasm-unsafe-eval' to its script-src.",
      () => new WebAssembly.Instance(new WebAssembly.Module(empty))); // WebKit refuses the instance alone
    const response = await step(`${wasm} can't be loaded: the server does not answer, ` +
      "or the connect-src of the Content-Security-Policy forbids it.", () => fetch(wasm));
    check(response.ok, `${wasm} can't be loaded: the server answers ${response.status}. ` +
      "Is it built, and at this address?");
    const type = response.headers.get("Content-Type");
    check(/^application\/wasm$/i.test(type), `${wasm} comes with the Content-Type ${type}, want application/wasm. ` +
      "If that is the type of a page, the file is missing, and the server sends a page instead.");
    const module = await step(`${wasm} is no WebAssembly program, or only a part of one.`,
      () => WebAssembly.compileStreaming(response));
    const go = new Go();
    go.exit = (code) => {
      if (code !== 0) say(`${wasm} has ended with exit code ${code}. The console says why.`);
    };
    const advice = `wasm_exec.js does not fit ${wasm}: copy it from the Go that built the program, ` +
      'at "$(go env GOROOT)/lib/wasm/wasm_exec.js".';
    const instance = await step(advice, () => WebAssembly.instantiate(module, go.importObject));
    await step(advice, () => go.run(instance)); // until the program ends
  }

  function say(text) {
    const element = document.createElement("p");
    element.setAttribute("role", "alert");
    element.textContent = `The Go program does not run. ${text}`;
    element.style.cssText = "margin: 1em; padding: 1em; border: 2px solid #b00020; background: #fff; color: #b00020";
    (document.body ?? document.documentElement).prepend(element);
  }

  start().catch((error) => {
    console.error("The Go program does not run:", error);
    say(error.message);
  });
})();
