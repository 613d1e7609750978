import { whenThereIsABody } from "./document.js";
import { Frame } from "./frame.js";
import { engaged, matches } from "./rules.js";
import { warn } from "./shared.js";
import { Widget } from "./widget.js";

// A Page has the widgets of one page, and what they share: who the visitor is, and how they talk to the page and to
// the hidden frame. There is no widget before the frame has told what it keeps.
export class Page {
  userID; // the visitor's
  widgets = [];
  away = false; // whether the visitor has left this page, which the browser may bring back as it was
  begun = false; // whether the frame has told what it keeps

  constructor(services, keep) {
    this.services = services;
    this.ready = new Promise((resolve) => (this.setReady = resolve));
    this.freed = new Promise((resolve) => (this.free = resolve)); // free makes an agent free
    this.frame = new Frame(keep, (kept) => this.receive(kept));
    window.addEventListener("pagehide", () => (this.away = true));
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.frame.tell("getContact"));
  }

  post(type, object) {
    window.postMessage({ name: "CTLiveEvent", type, object }, "/");
  }

  // later calls f after some time, unless the visitor is on another page then.
  later(milliseconds, f) {
    setTimeout(() => this.away || f(), milliseconds);
  }

  // find finds the widget that holds this element. Without one, it is the widget that a step is most likely meant for.
  find(elementID) {
    if (elementID !== undefined) {
      const widget = this.widgets.find(({ service }) => service.elementID === elementID);
      if (!widget) warn("no widget is in an element with the id " + elementID);
      return widget;
    }
    return this.inContact() ?? this.widgets.find(({ form }) => form) ?? this.widgets[0];
  }

  inContact() {
    return this.widgets.find(({ contact }) => contact);
  }

  // receive takes what the frame keeps, when the page has loaded and when the visitor has come back to it.
  receive(kept) {
    this.away = false;
    const widget = this.inContact();
    if (this.begun && JSON.stringify(widget?.contact ?? null) === JSON.stringify(kept.contact)) {
      widget?.waitForAgent();
      return;
    }
    this.begin(kept);
    this.begun = true;
    this.setReady();
  }

  // begin makes the widgets of the page, or the one of a contact that goes on.
  begin({ userID, contact }) {
    for (const widget of this.widgets) widget.remove();
    this.userID = userID;
    if (contact && contact.state !== "calling") {
      const sameElement = ({ elementID }) => elementID === contact.service.elementID;
      this.widgets = [new Widget(this.services.find(sameElement) ?? contact.service, this)];
      this.widgets[0].recover(contact);
      return;
    }
    if (contact) this.frame.tell("contactRemoved");
    this.widgets = this.services.filter(matches).map((service) => new Widget(service, this));
    for (const widget of this.widgets) {
      this.post("Loaded", widget.members);
      engaged(widget.service, this.freed).then(() => whenThereIsABody(() => {
        if (this.widgets.includes(widget) && !widget.wasShown) widget.show();
      }));
    }
  }
}
