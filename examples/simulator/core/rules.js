// The rules of a service: on which pages it has a widget, and when that is shown.
import { sleep } from "./shared.js";

export const matches = ({ rules }) => !rules || [rules].flat().some((rule) => new RegExp(rule).test(location.href));

// engaged resolves when the rules of a service let its widget be shown. freed resolves when an agent is free.
export async function engaged(service, freed) {
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

// happens resolves at an event of one of these types on an element that a selector matches.
const happens = (types, selector) => new Promise((resolve) => {
  for (const type of types) {
    document.addEventListener(type, ({ target }) => target.closest?.(selector) && resolve(), { capture: true });
  }
});

// call resolves when the promise of the page's function does.
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
