// What the tables say, as rows of texts. A cell is a text, or {text, share}: a bar of a share from 0 to 1.

const number = new Intl.NumberFormat("en");

export const count = (n) => number.format(n);

// duration writes seconds as a person would: "8.5 s", "2 min 5 s", "1 h 20 min".
export const duration = (seconds) => {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
};

const steps = [
  ["Shown", "Widgets shown"], ["Clicked", "Clicks"], ["Collected", "Forms sent"], ["Requested", "Chats asked for"],
  ["Online", "Chats online"], ["Finished", "Chats finished"],
  ["Abandoned", "Chats given up"], ["Surveyed", "Surveys sent"],
  ["Resumed", "Chats taken up in their middle"],
];

export const funnel = ({day, funnel}) => {
  const most = Math.max(1, ...steps.map(([field]) => day.funnel[field]));
  return steps.map(([field, name]) =>
    [name, {share: day.funnel[field] / most, kind: field}, count(day.funnel[field]), count(funnel[field])]);
};

export const times = ({day}) => [
  ["Waiting until answered", day.answered], ["Waiting until given up", day.gaveUp], ["Talking", day.talked],
].map(([name, {count: chats, p50, p90, p99, max}]) =>
  [name, count(chats), ...[p50, p90, p99, max].map((seconds) => chats === 0 ? "–" : duration(seconds))]);

export const going = ({now}) => now.chats.map(({state, seconds, widget, stated}) =>
  [state === "talking" ? "Talking" : "Waiting", seconds === 0 ? "not known" : duration(seconds),
    widget === "" ? "not known" : stated ? widget : `${widget} (inferred)`]);

export const pages = ({day}) => day.pages.map(({page, visits, shown, clicked, chats}) =>
  [page.replace(/^https?:\/\//, ""), ...[visits, shown, clicked, chats].map(count)]);

export const widgets = ({day}) => day.widgets.map(({widget, chats, stated}) =>
  [widget === "" ? "not known" : widget, count(chats), count(stated)]);

export const refused = ({day}) => day.refused.map(({reason, requests}) => [reason, count(requests)]);

export const about = ({events, visits, chats, withoutVisit, behind}) =>
  `Ever: ${count(events)} events, ${count(visits)} visits, ${count(chats)} chats.` +
  (withoutVisit > 0 ? ` ${count(withoutVisit)} events name no visit.` : "") +
  (behind > 0 ? ` ${count(behind)} messages are still to be read.` : "");
