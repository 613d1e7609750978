// Posts to the parent what the parent asks for with {forge: <data>}, as this origin.
document.getElementById("origin").textContent = window.origin;
window.addEventListener("message", (event) => {
  const { source, data } = event;
  if (source === window.parent && data !== null && typeof data === "object" && "forge" in data) {
    source.postMessage(data.forge, "*");
  }
});
