import { action, element, field, form, place } from "./document.js";
import { choices, includes } from "./settings.js";

// A Panel is what a widget shows: a button, and a panel that it opens, with one step of the visit. What a visitor does
// there calls the widget's steps.
export class Panel {
  constructor(widget) {
    this.widget = widget;
    const { elementID, label } = widget.service;
    const toggle = () => (this.panel.hidden ? this.open() : this.close());
    this.button = action(label, toggle, "ctlive-demo-button");
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-controls", elementID + "-panel");
    this.panel = element("section", { id: elementID + "-panel", className: "ctlive-demo-panel", hidden: true });
    this.panel.setAttribute("role", "dialog");
    this.panel.setAttribute("aria-labelledby", elementID + "-title");
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    this.holder = element("div", { id: elementID }, this.panel, this.button);
    place().append(this.holder);
  }

  remove() {
    this.holder.remove();
  }

  open() {
    if (this.panel.childElementCount === 0) this.viewChoices();
    this.unfold();
    this.panel.querySelector("h2").focus();
  }

  close() {
    if (this.panel.hidden) return;
    this.fold();
    this.button.focus();
  }

  unfold() {
    for (const other of this.widget.page.widgets) other.panel?.fold(); // there is room for one
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
  }

  fold() {
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  // view shows one step. If the visitor is in the widget, the heading takes the focus, so that a screen reader says
  // what has changed; a script that drives the widget moves no focus.
  view(title, ...content) {
    const focused = this.holder.contains(document.activeElement);
    const heading = element("h2", { id: this.panel.getAttribute("aria-labelledby"), tabIndex: -1 }, title);
    const close = action("Close", () => this.close(), "ctlive-demo-close");
    this.panel.replaceChildren(element("div", { className: "ctlive-demo-head" }, heading, close), ...content);
    this.unfold();
    if (focused) heading.focus();
  }

  channels() {
    return Object.entries(choices)
      .filter(([type]) => includes(this.widget.service.channels, type))
      .map(([type, label]) => action(label, () => this.widget.click(type)));
  }

  hider() {
    return action("Hide this widget", () => this.widget.hide(), "ctlive-demo-quiet");
  }

  viewChoices() {
    this.view("How can we help?", ...this.channels(), this.hider());
  }

  viewForm(type) {
    const reach = type === "Chat" ? field("Email", "email") : field("Telephone", "tel");
    const fields = [field("Name", "name", "text"), reach];
    if (type === "CallbackLater") fields.push(field("When", "when", "time", "off"));
    this.view(choices[type], form("Send", () => this.widget.submit(), ...fields));
  }

  viewChat(lines) {
    this.log = element("div", { className: "ctlive-demo-log", tabIndex: 0 });
    this.log.setAttribute("role", "log");
    this.log.setAttribute("aria-label", "Conversation");
    const input = element("input", { name: "message", autocomplete: "off" });
    const write = form("Send", () => {
      this.widget.write(input.value);
      input.value = "";
    }, element("label", {}, "Message", input));
    this.view("Chat", this.log, write, action("End the chat", () => this.widget.end()));
    for (const line of lines) this.addLine(line);
  }

  addLine([who, text]) {
    this.log.append(element("p", {}, element("b", {}, who + ": "), text));
    this.log.scrollTop = this.log.scrollHeight;
  }

  viewCall() {
    const end = action("End the call", () => this.widget.end());
    this.view("Calling", element("p", {}, "You are talking to Ada. (No real call is made.)"), end);
  }

  viewSurvey() {
    const ratings = Object.entries({ Good: 3, Fair: 2, Poor: 1 }).map(([label, value]) =>
      element("label", {}, element("input", { type: "radio", name: "rating", value, required: true }), label));
    const fieldset = element("fieldset", {}, element("legend", {}, "Your rating"), ...ratings);
    this.view("How did we do?", form("Send", () => this.widget.submit(), fieldset));
  }

  viewDone(title, text, actions = [action("Back to the start", () => this.widget.back())]) {
    this.view(title, element("p", {}, text), ...actions, this.hider());
  }
}
