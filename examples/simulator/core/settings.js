// The settings, which stand on the simulator's tag. README.md has a table of them.

// choices are what a widget can offer, with the words on its buttons.
export const choices = {
  Chat: "Chat with us",
  CallbackNow: "Call me back now",
  CallbackLater: "Call me back later",
  ClickToCall: "Call us from here",
};

const defaults = {
  widgetID: "classic_popup",
  label: "Contact us",
  channels: "Chat CallbackNow CallbackLater ClickToCall",
  dataCollection: "Chat CallbackNow CallbackLater",
  survey: "Chat",
  agentDelay: 1000,
  resumed: "Loaded WidgetShown ChatOnline SurveyStarted",
};

const names = [
  ...Object.keys(defaults), "elementID", "rules", "restart_chat",
  "checkMedia", "engagementTimeout", "engagementOnClick", "engagementOnMove", "engagementFunction",
];

// readSettings reads the data attributes of the tag: the services, and where the visitor's contact is kept.
export function readSettings({ services = "[{}]", keep = "tab", ...onTag }) {
  // a dataset spells data-widget-id as widgetId
  const forAll = Object.fromEntries(Object.entries(onTag).map(([name, value]) => [name.replace(/Id$/, "ID"), value]));
  const ofEach = parseServices(services);
  for (const name of new Set([forAll, ...ofEach].flatMap(Object.keys))) {
    if (!names.includes(name)) console.warn("livechatsdk.js: " + name + " is no setting; there are " + names.join(", "));
  }
  return {
    keep,
    services: ofEach.map((service, n) => ({
      ...defaults,
      elementID: "ctlive-demo-widget" + (n > 0 ? "-" + (n + 1) : ""),
      ...forAll,
      ...service,
    })),
  };
}

function parseServices(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError("livechatsdk.js: data-services is no JSON: " + error.message, { cause: error });
  }
}

// includes tells whether a setting, names with spaces between them, has a name.
export const includes = (names, name) => names.split(" ").includes(name);
