import { whenThereIsABody } from "./document.js";
import { Panel } from "./panel.js";
import { choices, includes } from "./settings.js";
import { newID, warn } from "./shared.js";

const agentID = "USER_ada@agents.example";
const answers = ["I see. Let me look that up.", "That should be fixed now.", "Is there anything else?"];

// A Widget is the visitor's contact with one service, and the steps of a visit. It posts the events. A step is ignored
// where a visitor could not do it.
export class Widget {
  panel = null; // what it shows, null while it is hidden
  wasShown = false;
  form = ""; // what was activated, while its form is open
  contact = null; // { chatID, type, state, service, joinsAt, lines } while there is one; see start

  constructor(service, page) {
    this.service = service;
    this.page = page;
    this.members = { elementID: service.elementID, widgetID: service.widgetID, userID: page.userID };
  }

  show(posts = true) {
    if (this.panel) return;
    this.panel = new Panel(this);
    this.wasShown = true;
    if (posts) this.page.post("WidgetShown", this.members);
  }

  hide() {
    if (!this.panel) return;
    this.end();
    if (!this.panel) return; // restart_chat is false
    if (this.contact) this.setContact(null);
    this.remove();
    this.page.post("WidgetHidden", this.members);
  }

  // remove takes the widget off the page. The hidden frame keeps its contact.
  remove() {
    this.panel?.remove();
    this.panel = null;
    this.form = "";
    this.contact = null;
  }

  open() {
    this.panel?.open();
  }

  close() {
    this.panel?.close();
  }

  back() {
    if (!this.panel || this.form || (this.contact && this.contact.type !== "CallbackNow")) return;
    if (this.contact) this.setContact(null);
    this.panel.viewChoices();
  }

  click(type) {
    if (!Object.hasOwn(choices, type)) {
      warn(`"${type}" is nothing that a widget offers; there are ${Object.keys(choices).join(", ")}`);
      return;
    }
    if (!this.panel || !includes(this.service.channels, type)) return;
    if (this.contact?.type === "CallbackNow") this.back();
    if (this.form || this.contact || this.viewBusy()) return;
    this.page.post("WidgetClicked", { ...this.members, type });
    if (!includes(this.service.dataCollection, type)) {
      this.start(type);
      return;
    }
    this.form = type;
    this.panel.viewForm(type);
    this.page.post("DatacollectionStarted", { ...this.members, type });
  }

  // viewBusy says that one can be in one contact only (inferred), if another widget of the page is in one.
  viewBusy() {
    const busy = this.page.widgets.some((other) => other !== this && other.contact);
    if (busy) this.panel.viewDone("One contact at a time", "Please end the one in the other widget first.");
    return busy;
  }

  submit() {
    const { chatID, state } = this.contact ?? {};
    if (state === "survey") {
      this.page.post("SurveySubmitted", { chatID, userID: this.page.userID });
      this.finish("Thank you", "Your answer helps us.");
      return;
    }
    const type = this.form;
    if (!type) return;
    this.form = "";
    if (this.viewBusy()) return;
    this.page.post("DatacollectionSubmitted", { ...this.members, type });
    this.start(type);
  }

  // start begins a contact. Its state is "waiting", then "online" for a chat, "calling" for a call or a call-back,
  // and "survey" at the end. A call-back for later is none: it is noted down.
  start(type) {
    const { service } = this, chatID = newID("CHAT_DEMO_");
    if (type === "CallbackLater") {
      this.panel.viewDone("Thank you", "We will call you then.");
    } else if (type === "Chat") {
      const joinsAt = service.agentDelay === "never" ? null : Date.now() + Number(service.agentDelay);
      const lines = [["Demo", "An agent will be with you in a moment."]];
      this.setContact({ chatID, type, state: "waiting", service, joinsAt, lines });
      this.panel.viewChat(lines);
      this.page.post("ChatStarted", { chatID, userID: this.page.userID });
      this.waitForAgent();
    } else {
      this.setContact({ chatID, type, state: "calling", service });
      if (type === "CallbackNow") this.panel.viewDone("Thank you", "We are calling you now.");
      else this.panel.viewCall();
    }
  }

  setContact(contact) {
    this.contact = contact;
    this.page.frame.tell(contact ? "contactChanged" : "contactRemoved", contact);
  }

  waitForAgent() {
    const { contact } = this;
    if (contact?.state !== "waiting" || contact.joinsAt === null) return;
    this.page.later(Math.max(0, contact.joinsAt - Date.now()), () => {
      if (this.contact?.chatID === contact.chatID) this.join();
    });
  }

  join() {
    if (this.contact?.state !== "waiting") return;
    this.setContact({ ...this.contact, state: "online" });
    this.say("Ada", "Hello, I am Ada. What can I do for you?");
    this.page.post("ChatOnline", { chatID: this.contact.chatID, users: [this.page.userID, agentID] });
  }

  say(who, text) {
    this.setContact({ ...this.contact, lines: [...this.contact.lines, [who, text]] });
    this.panel.addLine([who, text]);
  }

  write(text) {
    const { chatID, type, state } = this.contact ?? {};
    if (type !== "Chat" || state === "survey" || !text.trim()) return;
    const written = this.contact.lines.filter(([who]) => who === "You").length;
    this.say("You", text);
    if (state === "online") {
      this.page.later(400, () => {
        const goesOn = this.contact?.chatID === chatID && this.contact.state === "online";
        if (goesOn) this.say("Ada", answers[written % answers.length]);
      });
    }
  }

  end() {
    if (!this.contact || this.contact.state === "survey") return;
    const { chatID, type, state } = this.contact, { userID } = this.page;
    const survey = state !== "waiting" && includes(this.service.survey, type);
    if (type === "Chat") this.page.post("ChatFinished", { chatID, userID, isSurveyConfigured: survey });
    if (survey) {
      this.setContact({ ...this.contact, state: "survey" });
      this.panel.viewSurvey();
      this.page.post("SurveyStarted", { chatID, userID }); // after a call too, which has had no ChatStarted (inferred)
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
      this.panel.viewDone(title, text, this.panel.channels());
      this.page.post("WidgetShown", this.members);
    } else {
      this.panel.viewDone(title, text);
    }
  }

  // recover goes on with the contact of the page before.
  recover(contact) {
    const again = (type) => includes(this.service.resumed, type);
    const { chatID, state } = contact, { userID } = this.page;
    this.contact = contact;
    if (again("Loaded")) this.page.post("Loaded", this.members);
    whenThereIsABody(() => {
      this.show(again("WidgetShown"));
      if (state === "survey") {
        this.panel.viewSurvey();
        if (again("SurveyStarted")) this.page.post("SurveyStarted", { chatID, userID });
        return;
      }
      this.panel.viewChat(contact.lines);
      if (again("ChatStarted")) this.page.post("ChatStarted", { chatID, userID });
      if (state === "online" && again("ChatOnline")) this.page.post("ChatOnline", { chatID, users: [userID, agentID] });
      this.waitForAgent();
    });
  }
}
