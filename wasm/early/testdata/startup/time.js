// Posts a first event, and notes when the program has attached its listener and when it delivers the event.
"use strict";
const times = {}; // in milliseconds since navigation began
postMessage({ name: "CTLiveEvent", type: "ChatStarted", object: { chatID: "first" } }, "/");

// The program calls post before and after Listen.
function post() {
  if (times.listening) times.attached = performance.now();
  times.listening = true;
}

// The program makes this array, and pushes to it what it receives.
Object.defineProperty(window, "received", {
  set(array) {
    array.push = () => { times.delivered = performance.now(); };
  }
});
