// Starts the program, and posts as the vendor's script does.
"use strict";

// An address of its own for each program: the browser would else fetch the same one for several pages one after the
// other.
async function start() {
  const go = new Go();
  const program = fetch("/page.wasm?run=" + Math.random());
  const { instance } = await WebAssembly.instantiateStreaming(program, go.importObject);
  go.run(instance); // it runs main until that blocks
  return window.program;
}
window.started = start();

window.post = async (type, object) => {
  await started;
  const arrived = new Promise((next) => addEventListener("message", next, { once: true }));
  postMessage({ name: "CTLiveEvent", type, object }, "*");
  await arrived;
  await new Promise((next) => setTimeout(next)); // the listener of the program has had it too
};

addEventListener("pageshow", (event) => { window.persisted = event.persisted; });

// In a sandboxed frame, says what came of an event.
if (location.search === "?sandboxed") {
  started.then(async (program) => {
    await post("ChatStarted", { chatID: "c" });
    parent.postMessage({ failures: program.failures, chats: program.session().Chats.map((chat) => chat.ChatID) }, "*");
  });
}
