"use strict";
window.said = new Promise((resolve) => {
  addEventListener("message", (event) => { if (event.data.failures) resolve(event.data); });
});
