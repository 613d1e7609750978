// A stand-in for the vendor's livechatsdk.js: widgets that one can click, and that post to the window what the real
// ones post. It is loaded by the same kind of tag:
//
//   <script async src="/livechat/demo/lib/livechatsdk.js"></script>
//
// Behind each statement about the vendor's script stands where it comes from: "documented" in the vendor's pages,
// "seen" in the one version of it that was read, or "inferred", so that the real one may do it in another way.
//
// The events and their members are documented, but for the members of the data collection and survey events, which are
// inferred. So are one Loaded for each widget, and the shape of the ids: it is that of the samples for servers.
//
// # What it shows
//
// A service puts one widget on the page, and several services can match a page (documented). Here there is one service,
// unless data-services on the tag, a JSON list of objects, describes others:
//
//   data-services='[{"elementID": "help"}, {"elementID": "sales", "label": "Talk to sales", "channels": "Chat"}]'
//
// A setting stands in the object of its service, or on the tag for all services: agentDelay in an object is
// data-agent-delay on the tag. The settings, with the default after the colon:
//
//   elementID           the id of the element that holds the widget: "ctlive-demo-widget", then with "-2", "-3"
//   widgetID            the widget's definition, which services may share (inferred): "classic_popup"
//   label               what the widget's button says: "Contact us"
//   rules               regular expressions; the service is for pages whose address matches one (documented): all pages
//   channels            what the widget offers: "Chat CallbackNow CallbackLater ClickToCall"
//   dataCollection      which of these begin with a form: "Chat CallbackNow CallbackLater"
//   survey              which of "Chat ClickToCall" end with a survey, a chat only if it was online: "Chat"
//   agentDelay          milliseconds until an agent joins a chat, or "never", which leaves it to join(): 1000
//   restart_chat        after a chat, true shows the widget again and posts WidgetShown, false hides it (the setting is
//                       documented, the events are inferred): neither, so that nothing is posted
//   resumed             what is posted again on a page that goes on with a chat or a survey, of "Loaded WidgetShown
//                       ChatStarted ChatOnline SurveyStarted" (inferred: nothing says what it is): all but ChatStarted
//
// These settings hold WidgetShown back (documented). A service with an engagementTimeout over 0 asks no other rule
// but checkMedia (documented). If it has several of the others, the first that is met shows the widget (inferred).
//
//   checkMedia          milliseconds until an agent is free, or "never", which leaves it to free(); then come the rules
//   engagementTimeout   milliseconds
//   engagementOnClick   a CSS selector: a click on such an element
//   engagementOnMove    a CSS selector: the mouse moves over such an element; here also: it gets the focus
//   engagementFunction  the NAME of a global function that returns a promise. The vendor's setting is the body of such
//                       a function, which takes eval to run (inferred), and a good policy forbids eval. Where it is
//                       "return window.f()", write "f" here. If the promise is rejected, nothing is shown (inferred)
//
// # A visit of several pages
//
// A hidden frame, core/liveChatConnector.html, keeps the visitor's contact and tells the next page of it. Page and
// frame post JSON strings with a command to each other: "connectorLoaded" and "contactInfo" from the frame,
// "getContact" and "contactRemoved" to it (seen), "contactChanged" to it (inferred). Before the frame answers there
// is no widget and no event, and nothing gives up waiting (seen).
//
// On a page that finds a chat, its widget is the only one (seen), whatever the rules and the address say (inferred).
// So it is with a survey (inferred). A call or a call-back that was going on is ended, and all widgets are made (seen).
// The visitor keeps the userID (inferred). data-keep on the tag says where all that is kept: "tab", the default, is for
// the pages of one tab, and "browser" for all tabs. Tabs that are open side by side do not follow each other.
//
// # Without a mouse
//
// All that a visitor can do, a script or the developer tools can do with the global ctliveSimulator. Each step does
// what the click does, and is ignored where the click would not be possible. Each takes the elementID of a widget as
// its last argument. Without it, the step is for the widget in a contact, or else that with an open form, or else the
// first.
//
//   ctliveSimulator.show()            show the widget, whatever its rules say
//   ctliveSimulator.hide()            hide it, whatever it is doing; a chat that is open is finished first
//   ctliveSimulator.open()            open its panel; close() closes it, back() goes back to the start
//   ctliveSimulator.click("Chat")     activate it: "Chat", "CallbackNow", "CallbackLater" or "ClickToCall"
//   ctliveSimulator.submit()          submit the form, or the survey, that is open, filled in or not
//   ctliveSimulator.write("Hello")    write in the chat
//   ctliveSimulator.end()             end the chat, the call or the call-back
//   await ctliveSimulator.visit(100)  a whole visit by chat, from WidgetShown (if it is hidden) to WidgetHidden, with
//                                     so many milliseconds (0 if not given) between two steps
//
// And what agents do: join() joins the chat that waits; free() makes an agent free, for all widgets that checkMedia
// holds.
(() => {
  "use strict";
  const script = document.currentScript;
  if (script?.dataset.part === "connector") {
    connect();
    return;
  }

  const { services: ownServices = "[{}]", keep: keeper = "tab", ...settings } = script?.dataset ?? {};
  const services = JSON.parse(ownServices).map((service, n) => ({
    elementID: "ctlive-demo-widget" + (n > 0 ? "-" + (n + 1) : ""),
    widgetID: "classic_popup",
    label: "Contact us",
    channels: "Chat CallbackNow CallbackLater ClickToCall",
    dataCollection: "Chat CallbackNow CallbackLater",
    survey: "Chat",
    agentDelay: 1000,
    resumed: "Loaded WidgetShown ChatOnline SurveyStarted",
    ...settings,
    ...service,
  }));
  const agentID = "USER_ada@agents.example";
  const choices = {
    Chat: "Chat with us",
    CallbackNow: "Call me back now",
    CallbackLater: "Call me back later",
    ClickToCall: "Call us from here",
  };
  const answers = ["I see. Let me look that up.", "That should be fixed now.", "Is there anything else?"];

  let userID;
  let widgets = []; // those of this page
  let away = false; // whether the visitor has left this page, which the browser may bring back as it was

  // includes tells whether a setting, names with spaces between them, has a name.
  const includes = (names, name) => names.split(" ").includes(name);

  const sleep = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

  function newID(prefix) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40; // a UUID of version 4
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return prefix + digits.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  function post(type, object) {
    window.postMessage({ name: "CTLiveEvent", type, object }, "/");
  }

  // later calls f after some time, unless the visitor is on another page then.
  const later = (milliseconds, f) => setTimeout(() => away || f(), milliseconds);

  // --- The connector: in its frame, and how the page talks to it.

  function parse(data) {
    try {
      return (typeof data === "string" && JSON.parse(data)) || {};
    } catch {
      return {}; // a string of another script
    }
  }

  // connect is all that runs in the frame. It keeps what the page around it tells it, apart for each origin.
  function connect() {
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
  }

  const base = script?.src || document.baseURI;
  const frame = element("iframe", { title: "CTLive connector" });
  frame.style.setProperty("display", "none", "important"); // whatever the page's style sheet says of frames
  frame.src = new URL("core/liveChatConnector.html?keep=" + keeper, base).href;

  function tell(command, contact) {
    frame.contentWindow?.postMessage(JSON.stringify({ command, contact }), new URL(frame.src).origin);
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

  function field(label, name, type = name, autocomplete = name) {
    const input = element("input", { name, type, autocomplete, required: true });
    return element("label", {}, label, input);
  }

  function form(submitLabel, onSubmit, ...content) {
    const made = element("form", {}, ...content, element("button", { type: "submit" }, submitLabel));
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      onSubmit();
    });
    return made;
  }

  // place is the corner of the page with all widgets.
  function place() {
    const found = document.querySelector(".ctlive-demo");
    if (found) return found;
    const made = element("div", { className: "ctlive-demo" });
    document.body.append(made);
    return made;
  }

  class Widget {
    constructor(service) {
      this.service = service;
      this.members = { elementID: service.elementID, widgetID: service.widgetID, userID };
      this.holder = null; // the element that holds the widget, while it is shown
      this.wasShown = false;
      this.form = ""; // what was activated, while its form is open
      this.contact = null; // { chatID, type, state, service, joinsAt, lines } while there is one; see start
    }

    // view shows one step in the panel. If the visitor is in the widget, the heading takes the focus, so that a
    // screen reader says what has changed; a script that drives the widget moves no focus.
    view(title, ...content) {
      const focused = this.holder.contains(document.activeElement);
      const heading = element("h2", { id: this.panel.getAttribute("aria-labelledby"), tabIndex: -1 }, title);
      const close = action("Close", () => this.close(), "ctlive-demo-close");
      this.panel.replaceChildren(element("div", { className: "ctlive-demo-head" }, heading, close), ...content);
      this.unfold();
      if (focused) heading.focus();
    }

    unfold() {
      for (const other of widgets) other.fold(); // there is room for one
      this.panel.hidden = false;
      this.button.setAttribute("aria-expanded", "true");
    }

    fold() {
      if (!this.holder) return;
      this.panel.hidden = true;
      this.button.setAttribute("aria-expanded", "false");
    }

    open() {
      if (!this.holder) return;
      if (this.panel.childElementCount === 0) this.viewChoices();
      this.unfold();
      this.panel.querySelector("h2").focus();
    }

    close() {
      if (!this.holder || this.panel.hidden) return;
      this.fold();
      this.button.focus();
    }

    channels() {
      return Object.entries(choices)
        .filter(([type]) => includes(this.service.channels, type))
        .map(([type, label]) => action(label, () => this.click(type)));
    }

    hider() {
      return action("Hide this widget", () => this.hide(), "ctlive-demo-quiet");
    }

    viewChoices() {
      this.view("How can we help?", ...this.channels(), this.hider());
    }

    viewDone(title, text, actions = [action("Back to the start", () => this.back())]) {
      this.view(title, element("p", {}, text), ...actions, this.hider());
    }

    viewChat() {
      this.log = element("div", { className: "ctlive-demo-log", tabIndex: 0 });
      this.log.setAttribute("role", "log");
      this.log.setAttribute("aria-label", "Conversation");
      const input = element("input", { name: "message", autocomplete: "off" });
      const write = form("Send", () => {
        this.write(input.value);
        input.value = "";
      }, element("label", {}, "Message", input));
      this.view("Chat", this.log, write, action("End the chat", () => this.end()));
      for (const line of this.contact.lines) this.addLine(line);
    }

    viewSurvey() {
      const ratings = Object.entries({ Good: 3, Fair: 2, Poor: 1 }).map(([label, value]) =>
        element("label", {}, element("input", { type: "radio", name: "rating", value, required: true }), label));
      const fieldset = element("fieldset", {}, element("legend", {}, "Your rating"), ...ratings);
      this.view("How did we do?", form("Send", () => this.submit(), fieldset));
    }

    addLine([who, text]) {
      this.log.append(element("p", {}, element("b", {}, who + ": "), text));
      this.log.scrollTop = this.log.scrollHeight;
    }

    // --- The steps of a visit.

    show(posts = true) {
      if (this.holder) return;
      const { elementID } = this.service;
      const toggle = () => (this.panel.hidden ? this.open() : this.close());
      this.button = action(this.service.label, toggle, "ctlive-demo-button");
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
      this.wasShown = true;
      if (posts) post("WidgetShown", this.members);
    }

    hide() {
      if (!this.holder) return;
      this.end();
      if (!this.holder) return; // restart_chat is false
      if (this.contact) this.setContact(null);
      this.remove();
      post("WidgetHidden", this.members);
    }

    remove() {
      this.holder?.remove();
      this.holder = null;
      this.form = "";
      this.contact = null;
    }

    back() {
      if (!this.holder || this.form || (this.contact && this.contact.type !== "CallbackNow")) return;
      if (this.contact) this.setContact(null);
      this.viewChoices();
    }

    click(type) {
      if (!this.holder || !Object.hasOwn(choices, type) || !includes(this.service.channels, type)) return;
      if (this.contact?.type === "CallbackNow") this.back();
      if (this.form || this.contact || this.viewBusy()) return;
      post("WidgetClicked", { ...this.members, type });
      if (!includes(this.service.dataCollection, type)) {
        this.start(type);
        return;
      }
      this.form = type;
      const reach = type === "Chat" ? field("Email", "email") : field("Telephone", "tel");
      const fields = [field("Name", "name", "text"), reach];
      if (type === "CallbackLater") fields.push(field("When", "when", "time", "off"));
      this.view(choices[type], form("Send", () => this.submit(), ...fields));
      post("DatacollectionStarted", { ...this.members, type });
    }

    // viewBusy says that one can be in one contact only (inferred), if another widget of the page is in one.
    viewBusy() {
      const busy = widgets.some((other) => other !== this && other.contact);
      if (busy) this.viewDone("One contact at a time", "Please end the one in the other widget first.");
      return busy;
    }

    submit() {
      const { chatID, state } = this.contact ?? {};
      if (state === "survey") {
        post("SurveySubmitted", { chatID, userID });
        this.finish("Thank you", "Your answer helps us.");
        return;
      }
      const type = this.form;
      if (!type) return;
      this.form = "";
      if (this.viewBusy()) return;
      post("DatacollectionSubmitted", { ...this.members, type });
      this.start(type);
    }

    // start begins a contact. Its state is "waiting", then "online" for a chat, "calling" for a call or a call-back,
    // and "survey" at the end. A call-back for later is none: it is noted down.
    start(type) {
      if (type === "CallbackLater") {
        this.viewDone("Thank you", "We will call you then.");
        return;
      }
      const { service } = this, chatID = newID("CHAT_DEMO_");
      if (type === "Chat") {
        const joinsAt = service.agentDelay === "never" ? null : Date.now() + Number(service.agentDelay);
        const lines = [["Demo", "An agent will be with you in a moment."]];
        this.setContact({ chatID, type, state: "waiting", service, joinsAt, lines });
        this.viewChat();
        post("ChatStarted", { chatID, userID });
        this.waitForAgent();
        return;
      }
      this.setContact({ chatID, type, state: "calling", service });
      if (type === "CallbackNow") {
        this.viewDone("Thank you", "We are calling you now.");
      } else {
        const end = action("End the call", () => this.end());
        this.view("Calling", element("p", {}, "You are talking to Ada. (No real call is made.)"), end);
      }
    }

    setContact(contact) {
      this.contact = contact;
      tell(contact ? "contactChanged" : "contactRemoved", contact);
    }

    waitForAgent() {
      const { contact } = this;
      if (contact?.state !== "waiting" || contact.joinsAt === null) return;
      later(Math.max(0, contact.joinsAt - Date.now()), () => {
        if (this.contact?.chatID === contact.chatID) this.join();
      });
    }

    join() {
      if (this.contact?.state !== "waiting") return;
      this.setContact({ ...this.contact, state: "online" });
      this.say("Ada", "Hello, I am Ada. What can I do for you?");
      post("ChatOnline", { chatID: this.contact.chatID, users: [userID, agentID] });
    }

    say(who, text) {
      this.setContact({ ...this.contact, lines: [...this.contact.lines, [who, text]] });
      this.addLine([who, text]);
    }

    write(text) {
      const { chatID, type, state } = this.contact ?? {};
      if (type !== "Chat" || state === "survey" || !text.trim()) return;
      const written = this.contact.lines.filter(([who]) => who === "You").length;
      this.say("You", text);
      if (state === "online") {
        later(400, () => {
          const goesOn = this.contact?.chatID === chatID && this.contact.state === "online";
          if (goesOn) this.say("Ada", answers[written % answers.length]);
        });
      }
    }

    end() {
      if (!this.contact || this.contact.state === "survey") return;
      const { chatID, type, state } = this.contact;
      const survey = state !== "waiting" && includes(this.service.survey, type);
      if (type === "Chat") post("ChatFinished", { chatID, userID, isSurveyConfigured: survey });
      if (survey) {
        this.setContact({ ...this.contact, state: "survey" });
        this.viewSurvey();
        post("SurveyStarted", { chatID, userID }); // after a call too, which has had no ChatStarted (inferred)
      } else if (type === "Chat") {
        const text = state === "online" ? "Thank you for writing." : "We are sorry that nobody was free.";
        this.finish("The chat has ended", text);
      } else {
        this.finish("The call has ended", "Thank you for calling.");
      }
    }

    // finish is the end of a contact and its survey.
    finish(title, text) {
      const restart = this.contact.type === "Chat" ? String(this.service.restart_chat) : "";
      this.setContact(null);
      if (restart === "false") {
        this.hide();
      } else if (restart === "true") {
        this.viewDone(title, text, this.channels());
        post("WidgetShown", this.members);
      } else {
        this.viewDone(title, text);
      }
    }

    // recover goes on with the contact of the page before.
    recover(contact) {
      const again = (type) => includes(this.service.resumed, type);
      const { chatID, state } = contact;
      this.contact = contact;
      if (again("Loaded")) post("Loaded", this.members);
      whenThereIsABody(() => {
        this.show(again("WidgetShown"));
        if (state === "survey") {
          this.viewSurvey();
          if (again("SurveyStarted")) post("SurveyStarted", { chatID, userID });
          return;
        }
        this.viewChat();
        if (again("ChatStarted")) post("ChatStarted", { chatID, userID });
        if (state === "online" && again("ChatOnline")) post("ChatOnline", { chatID, users: [userID, agentID] });
        this.waitForAgent();
      });
    }
  }

  // --- When a widget is shown.

  let free;
  const freed = new Promise((resolve) => (free = resolve));

  function whenThereIsABody(f) {
    if (document.body) f();
    else document.addEventListener("DOMContentLoaded", f, { once: true });
  }

  const happens = (types, selector) => new Promise((resolve) => {
    for (const type of types) {
      document.addEventListener(type, ({ target }) => target.closest?.(selector) && resolve(), { capture: true });
    }
  });

  // engaged resolves when the rules of a service let its widget be shown.
  async function engaged(service) {
    const { checkMedia = 0, engagementTimeout = 0, engagementOnClick, engagementOnMove, engagementFunction } = service;
    if (checkMedia === "never") await freed;
    else if (Number(checkMedia) > 0) await Promise.race([sleep(Number(checkMedia)), freed]);
    if (Number(engagementTimeout) > 0) {
      await sleep(Number(engagementTimeout));
      return;
    }
    const rules = [];
    if (engagementOnClick) rules.push(happens(["click"], engagementOnClick));
    if (engagementOnMove) rules.push(happens(["pointermove", "focusin"], engagementOnMove));
    if (engagementFunction) rules.push(call(engagementFunction));
    if (rules.length > 0) await Promise.race(rules);
  }

  async function call(name) {
    if (typeof window[name] !== "function") {
      throw new TypeError("livechatsdk.js: engagementFunction: window." + name + " is no function");
    }
    try {
      await window[name]();
    } catch {
      await new Promise(() => {}); // never
    }
  }

  const matches = ({ rules }) => !rules || [rules].flat().some((rule) => new RegExp(rule).test(location.href));

  // begin makes the widgets of the page, or the one of a contact that goes on.
  function begin(kept) {
    for (const widget of widgets) widget.remove();
    userID = kept.userID;
    const { contact } = kept;
    if (contact && contact.state !== "calling") {
      const sameElement = ({ elementID }) => elementID === contact.service.elementID;
      widgets = [new Widget(services.find(sameElement) ?? contact.service)];
      widgets[0].recover(contact);
      return;
    }
    if (contact) tell("contactRemoved");
    widgets = services.filter(matches).map((service) => new Widget(service));
    for (const widget of widgets) {
      post("Loaded", widget.members);
      engaged(widget.service).then(() => whenThereIsABody(() => {
        if (widgets.includes(widget) && !widget.wasShown) widget.show();
      }));
    }
  }

  // receive takes what the connector keeps, when the page has loaded and when the visitor has come back to it.
  let begun = false, setReady;
  const ready = new Promise((resolve) => (setReady = resolve));
  function receive(kept) {
    away = false;
    const widget = widgets.find(({ contact }) => contact);
    if (begun && JSON.stringify(widget?.contact ?? null) === JSON.stringify(kept.contact)) {
      widget?.waitForAgent();
      return;
    }
    begin(kept);
    begun = true;
    setReady();
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source === null || source !== frame.contentWindow) return;
    const { command, ...kept } = parse(data);
    if (command === "connectorLoaded") tell("getContact");
    if (command === "contactInfo") receive(kept);
  });
  window.addEventListener("pagehide", () => (away = true));
  window.addEventListener("pageshow", ({ persisted }) => persisted && tell("getContact"));

  document.head.append(element("link", { rel: "stylesheet", href: new URL("livechatsdk.css", base).href }));
  document.documentElement.append(frame);

  // --- The global.

  function find(elementID) {
    if (elementID !== undefined) return widgets.find(({ service }) => service.elementID === elementID);
    return widgets.find(({ contact }) => contact) ?? widgets.find(({ form }) => form) ?? widgets[0];
  }

  async function visit(pause = 0, elementID) {
    await ready;
    const widget = find(elementID);
    for (const [step, value] of [["show"], ["click", "Chat"], ["submit"], ["join"], ["end"], ["submit"], ["hide"]]) {
      widget?.[step](value);
      await sleep(pause);
    }
  }

  window.ctliveSimulator = { visit, free };
  for (const step of ["show", "hide", "open", "close", "back", "submit", "end", "join"]) {
    window.ctliveSimulator[step] = (elementID) => void find(elementID)?.[step]();
  }
  for (const step of ["click", "write"]) {
    window.ctliveSimulator[step] = (value, elementID) => void find(elementID)?.[step](value);
  }
})();
