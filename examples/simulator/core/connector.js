// All that runs in the hidden frame: it keeps what the page around it tells it, apart for each origin. The page's side
// is frame.js.
import { newID, parse } from "./shared.js";

// Both throw in a browser that keeps nothing for frames of other sites. Then a contact ends with its page.
const storage = () => (location.search === "?keep=browser" ? localStorage : sessionStorage);

window.addEventListener("message", ({ source, origin, data }) => {
  if (source !== window.parent) return;
  const { command, contact } = parse(data);
  const key = "ctlive-demo of " + origin;
  let kept = { userID: newID("USER_DEMO_"), contact: null };
  try {
    kept = JSON.parse(storage().getItem(key)) ?? kept;
  } catch {}
  if (command === "contactChanged") kept.contact = contact;
  if (command === "contactRemoved") kept.contact = null;
  try {
    storage().setItem(key, JSON.stringify(kept));
  } catch {}
  if (command === "getContact") {
    const to = origin === "null" ? "*" : origin; // "null" is a page that was opened as a file
    source.postMessage(JSON.stringify({ command: "contactInfo", ...kept }), to);
  }
});
window.parent.postMessage(JSON.stringify({ command: "connectorLoaded" }), "*");
