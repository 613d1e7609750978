// Making the elements of a widget. The page's Content-Security-Policy allows no inline style and no inline handler.

export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function action(label, run, className = "") {
  const made = element("button", { type: "button", className }, label);
  made.addEventListener("click", run);
  return made;
}

export function field(label, name, type = name, autocomplete = name) {
  const input = element("input", { name, type, autocomplete, required: true });
  return element("label", {}, label, input);
}

export function form(submitLabel, onSubmit, ...content) {
  const made = element("form", {}, ...content, element("button", { type: "submit" }, submitLabel));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    onSubmit();
  });
  return made;
}

// place is the corner of the page with all widgets.
export function place() {
  const found = document.querySelector(".ctlive-demo");
  if (found) return found;
  const made = element("div", { className: "ctlive-demo" });
  document.body.append(made);
  return made;
}

export function whenThereIsABody(f) {
  if (document.body) f();
  else document.addEventListener("DOMContentLoaded", f, { once: true });
}
