// What the JavaScript of a page may do with the declarations, and what they must refuse.
import type { ChatOnline, Envelope, EventType, Events, UnknownEnvelope, WidgetType } from "./ctlive";

addEventListener("message", (message) => {
  if (message.origin !== location.origin || message.data?.name !== "CTLiveEvent") return;
  const e = message.data as Envelope;
  switch (e.type) {
    case "ChatStarted": {
      const id: string | null | undefined = e.object?.chatID;
      const added: unknown = e.object?.["new"];
      console.log(id, added, e["version"]);
      // @ts-expect-error: a member may be absent
      e.object.chatID;
      // @ts-expect-error: a typing error; a member that is not declared is read with brackets
      e.object?.chatId;
      break;
    }
    case "ChatOnline":
      for (const user of e.object?.users ?? []) console.log(user.toUpperCase());
      break;
    case "ChatFinished":
      if (e.object?.isSurveyConfigured) console.log("a survey follows");
      break;
    case "WidgetClicked":
      console.log(e.object?.type === "Chat", e.object?.type === "VideoCall");
      break;
    // @ts-expect-error: no event has this type
    case "chatstarted":
      break;
    default:
      console.log((e as UnknownEnvelope).type, (e as UnknownEnvelope).object?.["x"]);
  }
});

// Each event has its data.
function on<T extends EventType>(type: T, handler: (object: Events[T]) => void): void {
  addEventListener("ctlive:" + type, (e) => handler((e as CustomEvent<Events[T]>).detail));
}
on("SurveySubmitted", (o) => console.log(o.chatID));
// @ts-expect-error: a survey has no element
on("SurveySubmitted", (o) => console.log(o.elementID));
// @ts-expect-error: no event has this type
on("SurveyEnded", () => {});

// What one makes oneself, as a test does.
export const started: Envelope<"ChatStarted"> = { name: "CTLiveEvent", type: "ChatStarted", object: { chatID: "c", added: 1 } };
export const empty: Envelope<"ChatStarted"> = { name: "CTLiveEvent", type: "ChatStarted", object: null, version: 2 };
export const any: UnknownEnvelope = started;
export const online: ChatOnline = { users: null };
export const later: WidgetType = "VideoCall";
// @ts-expect-error: another event
export const finished: Envelope<"ChatFinished"> = started;
// @ts-expect-error: an envelope has a name
export const nameless: Envelope = { type: "ChatStarted" };
// @ts-expect-error: a name of somebody else
export const other: Envelope = { name: "Other", type: "ChatStarted" };
// @ts-expect-error: participants are strings
export const numbers: ChatOnline = { users: [1] };
