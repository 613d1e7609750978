"use strict";
const worker = new Worker("/worker.js");
window.said = new Promise((resolve) => {
  worker.addEventListener("message", (event) => resolve(event.data), { once: true });
});
