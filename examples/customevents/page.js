// The page's own JavaScript. It knows nothing of Go: the events come as CustomEvents.
"use strict";

const status = document.getElementById("status");
addEventListener("ctlive:WidgetShown", () => { status.textContent = "You can reach us through the button below."; });
addEventListener("ctlive:ChatOnline", ({ detail }) => {
  status.textContent = `${detail.users.length} are in the chat.`;
});
addEventListener("ctlive:ChatFinished", () => { status.textContent = "The chat is over."; });

// A script that comes later asks for what it has missed, with a target of its own.
document.getElementById("ask").addEventListener("click", () => {
  const past = document.getElementById("past");
  past.replaceChildren();
  const target = new EventTarget();
  for (const type of ["WidgetShown", "ChatStarted", "ChatOnline", "ChatFinished"]) {
    target.addEventListener("ctlive:" + type, ({ detail }) => {
      const item = document.createElement("li");
      item.textContent = `${type} ${detail.chatID ?? detail.widgetID}`;
      past.append(item);
    });
  }
  dispatchEvent(new CustomEvent("ctlive-subscribe", { detail: target }));
}, { once: true });
