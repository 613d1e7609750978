// Posts numbered messages: some at once, then one in each of many tasks, until stop is called. Other scripts and the
// program post more at the points of the start-up that interest.
"use strict";
let posted = 0;
let stopped = false;

function post() {
  postMessage({ name: "CTLiveEvent", type: "ChatStarted", object: { chatID: String(posted++) } }, "/");
}

post();
post();
(function again() {
  if (stopped) return;
  if (posted < 900) post(); // early.js keeps a thousand
  setTimeout(again, 1);
})();

// finish posts a last message, and resolves when the program has received as many as were posted, or gives up.
async function finish() {
  stopped = true;
  post();
  const last = posted;
  for (let n = 0; n < 500 && !(window.received?.length >= last); n++) await new Promise((next) => setTimeout(next, 10));
  const wanted = Array.from({ length: posted }, (_, n) => String(n)).join();
  if (received.join() === wanted && !window.failed) return "";
  return `posted ${posted}, received ${received.join()}, failed: ${window.failed}`;
}
