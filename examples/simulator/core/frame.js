import { element } from "./document.js";
import { parse } from "./shared.js";

// A Frame is the hidden frame that keeps the visitor's contact, as the page sees it. What runs in it is connector.js.
export class Frame {
  // receive takes what is kept, each time the page has asked for it. keep says where it is kept: "tab" or "browser".
  constructor(keep, receive) {
    this.frame = element("iframe", { title: "CTLive connector" });
    this.frame.style.setProperty("display", "none", "important"); // whatever the page's style sheet says of frames
    this.frame.src = new URL("liveChatConnector.html?keep=" + keep, import.meta.url).href;
    window.addEventListener("message", ({ source, data }) => {
      if (source === null || source !== this.frame.contentWindow) return;
      const { command, ...kept } = parse(data);
      if (command === "connectorLoaded") this.tell("getContact");
      if (command === "contactInfo") receive(kept);
    });
    document.documentElement.append(this.frame);
  }

  tell(command, contact) {
    const origin = new URL(this.frame.src).origin;
    this.frame.contentWindow?.postMessage(JSON.stringify({ command, contact }), origin);
  }
}
