// The settings, which stand on the simulator's tag. README.md has a table of them.

import { warn } from "./shared.js";

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
  channels: Object.keys(choices).join(" "),
  dataCollection: "Chat CallbackNow CallbackLater",
  survey: "Chat",
  agentDelay: 1000,
  resumed: "Loaded WidgetShown ChatOnline SurveyStarted",
};

const settingNames = [
  ...Object.keys(defaults), "elementID", "rules", "restart_chat",
  "checkMedia", "engagementTimeout", "engagementOnClick", "engagementOnMove", "engagementFunction",
];

// values are what the settings with several values can have.
const values = {
  channels: Object.keys(choices),
  dataCollection: Object.keys(choices),
  survey: ["Chat", "ClickToCall"],
  resumed: ["Loaded", "WidgetShown", "ChatStarted", "ChatOnline", "SurveyStarted"],
};

// readSettings reads the data attributes of the tag: the services, and where the visitor's contact is kept.
// A dataset spells data-widget-id as widgetId.
export function readSettings({ services = "[{}]", keep = "tab", widgetId = defaults.widgetID, ...forAll }) {
  check(forAll, (name) => "data-" + name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase()));
  const ofEach = parseServices(services);
  for (const service of ofEach) check(service, (name) => name + " in data-services");
  return {
    keep,
    services: ofEach.map((service, n) => ({
      ...defaults,
      elementID: "ctlive-demo-widget" + (n > 0 ? "-" + (n + 1) : ""),
      widgetID: widgetId,
      ...forAll,
      ...service,
    })),
  };
}

// check names on the console what is no setting, or no value of one.
function check(settings, asWritten) {
  for (const [name, value] of Object.entries(settings)) {
    if (!settingNames.includes(name)) {
      warn(asWritten(name) + " is no setting; see the simulator's README.md");
      continue;
    }
    for (const part of values[name] ? String(value).split(" ") : []) {
      if (part !== "" && !values[name].includes(part)) {
        warn(`"${part}" is no value of ${asWritten(name)}; there are ${values[name].join(", ")}`);
      }
    }
  }
}

function parseServices(text) {
  let services;
  try {
    services = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError("livechatsdk.js: data-services is no JSON: " + error.message, { cause: error });
  }
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (Array.isArray(services) && services.every(isObject)) return services;
  throw new TypeError("livechatsdk.js: data-services is no list of objects");
}

// includes tells whether a setting, names with spaces between them, has a name.
export const includes = (names, name) => names.split(" ").includes(name);
