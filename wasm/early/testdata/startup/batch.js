// Opens the race page so many times, a few at once, and collects what went wrong.
"use strict";
async function batch(query, runs, atOnce) {
  const failures = [];
  let left = runs;
  async function worker() {
    while (left-- > 0) {
      const frame = document.createElement("iframe");
      const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      frame.src = "/race.html?" + query;
      document.documentElement.append(frame);
      await loaded;
      const outcome = await frame.contentWindow.outcome;
      if (outcome) failures.push(outcome);
      frame.remove();
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failures.join("\n");
}
