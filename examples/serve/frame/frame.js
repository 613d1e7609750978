// Posts to the parent what the parent asks for with {forge: <data>}, as this origin.
document.getElementById("origin").textContent = window.origin;
window.addEventListener("message", (event) => {
  if (event.source === window.parent && event.data !== null && typeof event.data === "object" && "forge" in event.data) {
    event.source.postMessage(event.data.forge, "*");
  }
});
