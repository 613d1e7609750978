// Shows the figures that the server sends, as they change.
import * as rows from "./rows.js";

const $ = (id) => document.getElementById(id);

// setText changes a text where it differs, so that a screen reader and a selection are left alone.
const setText = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

const fillCell = (cell, content) => {
  if (typeof content === "string") return setText(cell, content);
  const bar = cell.firstElementChild ?? cell.appendChild(document.createElement("meter"));
  bar.value = content.share;
  bar.dataset.kind = content.kind;
  bar.setAttribute("aria-hidden", "true"); // the number beside it says the same
};

const fillTable = (body, contents) => {
  const none = contents.length === 0;
  const wanted = none ? [["None"]] : contents;
  while (body.rows.length > wanted.length) body.deleteRow(-1);
  wanted.forEach((contents, i) => {
    const row = body.rows[i] ?? body.insertRow();
    row.className = none ? "none" : "";
    while (row.cells.length > contents.length) row.deleteCell(-1);
    contents.forEach((content, j) => {
      if (j === row.cells.length) {
        const cell = document.createElement(j === 0 ? "th" : "td");
        if (j === 0) cell.scope = "row";
        row.append(cell);
      }
      fillCell(row.cells[j], content);
    });
    row.cells[0].colSpan = none ? body.parentElement.tHead.rows[0].cells.length : 1;
  });
};

const tables = ["going", "funnel", "times", "pages", "widgets", "refused"];

const show = (stats) => {
  setText($("visitors"), rows.count(stats.now.visitors));
  setText($("waiting"), rows.count(stats.now.waiting));
  setText($("talking"), rows.count(stats.now.talking));
  for (const table of tables) fillTable($(table), rows[table](stats));
  setText($("about"), rows.about(stats));
};

let live;

const begin = () => {
  live = new EventSource("live");
  live.onopen = () => setText($("state"), "Live");
  live.onmessage = ({data}) => show(JSON.parse(data));
  live.onerror = () => {
    setText($("state"), "No connection: these are the latest figures");
    if (live.readyState !== EventSource.CLOSED) return; // the browser tries again
    const ended = live;
    setTimeout(() => live === ended && begin(), 10_000);
  };
};

$("pause").addEventListener("click", () => {
  if (live) {
    live.close();
    live = undefined;
    setText($("state"), "Paused");
    setText($("pause"), "Go on");
  } else {
    setText($("pause"), "Pause");
    begin();
  }
});

begin();
