// A stand-in for the vendor's livechatsdk.js: a widget that one can click, and that posts to the window what the real one
// posts, message for message (name, type, object). It is loaded by the same kind of tag:
//
//   <script async src="/livechat/demo/lib/livechatsdk.js"></script>
//
// Loaded is posted at once, WidgetShown as soon as there is a body. An agent joins a chat after a second; set
// data-agent-delay on the tag to change that (milliseconds), or data-agent-delay="never" for a chat that nobody answers.
//
// Without a mouse, from a script or the developer tools, through the global ctliveSimulator. Each step does what a click
// does, and is ignored where the click would not be possible.
//
//   ctliveSimulator.show()            show the widget
//   ctliveSimulator.hide()            hide it, whatever it is doing; a chat that is open is finished first
//   ctliveSimulator.click("Chat")     activate it: "Chat", "CallbackNow", "CallbackLater" or "ClickToCall"
//   ctliveSimulator.submit()          submit the form, or the survey, that is open
//   ctliveSimulator.end()             end the chat or the call
//   await ctliveSimulator.visit(100)  a whole visit by chat, from WidgetShown (if it is hidden) to WidgetHidden, with so
//                                     many milliseconds (0 if not given) between two steps
(() => {
  "use strict";
  const script = document.currentScript;
  const agentDelay = script?.dataset.agentDelay ?? "1000";
  const stylesheet = script ? new URL("livechatsdk.css", script.src).href : "livechatsdk.css";

  const widget = { elementID: "ctlive-demo-widget", widgetID: "w-demo", userID: "u-" + newID() };
  const agentID = "agent-ada";
  const choices = {
    Chat: "Chat with us",
    CallbackNow: "Call me back now",
    CallbackLater: "Call me back later",
    ClickToCall: "Call us from here",
  };

  let holder = null; // the element that holds the widget, while it is shown
  let button, panel;
  let activated = ""; // what was activated, while the form is open
  let chat = null; // { chatID, online } while a chat is open
  let survey = null; // the chatID whose survey is open
  let calling = false;

  function newID() {
    return crypto.getRandomValues(new Uint32Array(1))[0].toString(16).padStart(8, "0");
  }

  function post(type, object) {
    window.postMessage({ name: "CTLiveEvent", type, object }, "/");
  }

  // --- The document. The page's Content-Security-Policy allows no inline style and no inline handler.

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function action(label, run, className = "") {
    const made = element("button", { type: "button", className }, label);
    made.addEventListener("click", run);
    return made;
  }

  function field(label, name, type, autocomplete) {
    const input = element("input", { name, type, autocomplete, required: true });
    return element("label", {}, label, input);
  }

  // view shows one step in the panel. If the visitor is in the widget, the heading takes the focus, so that a screen
  // reader says what has changed; a script that drives the widget moves no focus.
  function view(title, ...content) {
    const focused = holder.contains(document.activeElement);
    const heading = element("h2", { id: "ctlive-demo-title", tabIndex: -1 }, title);
    const close = action("Close", closePanel, "ctlive-demo-close");
    panel.replaceChildren(element("div", { className: "ctlive-demo-head" }, heading, close), ...content);
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    if (focused) heading.focus();
  }

  function form(submitLabel, onSubmit, ...content) {
    const made = element("form", {}, ...content, element("button", { type: "submit" }, submitLabel));
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      onSubmit();
    });
    return made;
  }

  function closePanel() {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  function openPanel() {
    if (panel.childElementCount === 0) viewChoices();
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    panel.querySelector("h2").focus();
  }

  function viewChoices() {
    view("How can we help?",
      ...Object.entries(choices).map(([type, label]) => action(label, () => click(type))),
      action("Hide this widget", hide, "ctlive-demo-quiet"));
  }

  function viewDone(title, text) {
    view(title, element("p", {}, text),
      action("Back to the start", viewChoices),
      action("Hide this widget", hide, "ctlive-demo-quiet"));
  }

  // --- The steps of a visit.

  function show() {
    if (holder) return;
    button = element("button", { type: "button", className: "ctlive-demo-button" }, "Contact us");
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", "ctlive-demo-panel");
    button.addEventListener("click", () => (panel.hidden ? openPanel() : closePanel()));
    panel = element("section", { id: "ctlive-demo-panel", hidden: true });
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-labelledby", "ctlive-demo-title");
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closePanel();
    });
    holder = element("div", { id: widget.elementID, className: "ctlive-demo" }, panel, button);
    document.body.append(holder);
    post("WidgetShown", widget);
  }

  function hide() {
    if (!holder) return;
    end();
    holder.remove();
    holder = null;
    activated = "";
    survey = null;
    post("WidgetHidden", widget);
  }

  function click(type) {
    if (!holder || activated || chat || survey || calling || !(type in choices)) return;
    post("WidgetClicked", { ...widget, type });
    if (type === "ClickToCall") {
      calling = true;
      view("Calling", element("p", {}, "You are talking to Ada. (No real call is made.)"), action("End the call", end));
      return;
    }
    activated = type;
    const when = type === "CallbackLater" ? [field("When", "when", "time")] : [];
    const reach = type === "Chat" ? field("Email", "email", "email", "email") : field("Telephone", "tel", "tel", "tel");
    view(choices[type], form("Send", submit, field("Name", "name", "text", "name"), reach, ...when));
    post("DatacollectionStarted", { ...widget, type });
  }

  function submit() {
    if (survey) {
      post("SurveySubmitted", { chatID: survey, userID: widget.userID });
      survey = null;
      viewDone("Thank you", "Your answer helps us.");
      return;
    }
    if (!activated) return;
    const type = activated;
    activated = "";
    post("DatacollectionSubmitted", { ...widget, type });
    if (type === "Chat") {
      startChat();
    } else {
      viewDone("Thank you", type === "CallbackNow" ? "We are calling you now." : "We will call you then.");
    }
  }

  function startChat() {
    const started = { chatID: "c-" + newID(), online: false };
    chat = started;
    const log = element("div", { className: "ctlive-demo-log" });
    log.setAttribute("role", "log");
    log.setAttribute("aria-label", "Conversation");
    log.tabIndex = 0;
    const say = (who, text) => {
      log.append(element("p", {}, element("b", {}, who + ": "), text));
      log.scrollTop = log.scrollHeight;
    };
    const input = element("input", { name: "message", autocomplete: "off" });
    const answers = ["I see. Let me look that up.", "That should be fixed now.", "Is there anything else?"];
    const write = form("Send", () => {
      if (!input.value.trim()) return;
      say("You", input.value);
      input.value = "";
      if (started.online) setTimeout(() => say("Ada", answers.length > 1 ? answers.shift() : answers[0]), 400);
    }, element("label", {}, "Message", input));
    started.join = () => {
      if (chat !== started || started.online) return;
      started.online = true;
      say("Ada", "Hello, I am Ada. What can I do for you?");
      post("ChatOnline", { chatID: started.chatID, users: [widget.userID, agentID] });
    };
    view("Chat", log, write, action("End the chat", end));
    say("Demo", "An agent will be with you in a moment.");
    post("ChatStarted", { chatID: started.chatID, userID: widget.userID });
    if (agentDelay !== "never") setTimeout(started.join, Number(agentDelay));
  }

  function end() {
    if (calling) {
      calling = false;
      viewDone("The call has ended", "Thank you for calling.");
    }
    if (!chat) return;
    const { chatID, online } = chat;
    chat = null;
    post("ChatFinished", { chatID, userID: widget.userID, isSurveyConfigured: online });
    if (!online) {
      viewDone("The chat has ended", "We are sorry that nobody was free.");
      return;
    }
    survey = chatID;
    const rating = (value, label) =>
      element("label", {}, element("input", { type: "radio", name: "rating", value, required: true }), label);
    view("How did we do?", form("Send", submit,
      element("fieldset", {}, element("legend", {}, "Your rating"),
        rating("3", "Good"), rating("2", "Fair"), rating("1", "Poor"))));
    post("SurveyStarted", { chatID, userID: widget.userID });
  }

  async function visit(pause = 0) {
    const steps = [show, () => click("Chat"), submit, () => chat?.join(), end, submit, hide];
    for (const step of steps) {
      step();
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }

  post("Loaded", widget);
  document.head.append(element("link", { rel: "stylesheet", href: stylesheet }));
  if (document.body) {
    show();
  } else {
    document.addEventListener("DOMContentLoaded", show, { once: true });
  }
  window.ctliveSimulator = { show, hide, click, submit, end, visit };
})();
