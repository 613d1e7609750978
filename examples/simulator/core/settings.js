// The settings, which stand on the simulator's tag. README.md has a table of them.

// choices are what a widget can offer, with the words on its buttons.
export const choices = {
  Chat: "Chat with us",
  CallbackNow: "Call me back now",
  CallbackLater: "Call me back later",
  ClickToCall: "Call us from here",
};

// readSettings reads the data attributes of the tag: the services, and where the visitor's contact is kept.
// A dataset spells data-widget-id as widgetId.
export function readSettings({ services = "[{}]", keep = "tab", widgetId = "classic_popup", ...forAll }) {
  return {
    keep,
    services: parseServices(services).map((service, n) => ({
      elementID: "ctlive-demo-widget" + (n > 0 ? "-" + (n + 1) : ""),
      widgetID: widgetId,
      label: "Contact us",
      channels: "Chat CallbackNow CallbackLater ClickToCall",
      dataCollection: "Chat CallbackNow CallbackLater",
      survey: "Chat",
      agentDelay: 1000,
      resumed: "Loaded WidgetShown ChatOnline SurveyStarted",
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
