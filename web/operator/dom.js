// Elements by name, attributes and children. Text is always a text node: nothing that somebody typed becomes markup.
//
//     h("a", { href: "session?number=47", class: "card" }, "#47")

const svg = "http://www.w3.org/2000/svg";

export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) set(element, key, value);
  add(element, children);
  return element;
}

function set(element, key, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === "function") element.addEventListener(key, value);
  else if (key === "data") Object.assign(element.dataset, value);
  else if (key === "style") Object.assign(element.style, value);
  else if (["value", "checked", "indeterminate"].includes(key)) element[key] = value;
  else element.setAttribute(key, value === true ? "" : value);
}

function add(element, children) {
  for (const child of children.flat(9)) {
    if (child !== undefined && child !== null && child !== false) element.append(child);
  }
}

// Replaces what an element holds. Whatever had the focus in it has it again, if its like is there still.
export function fill(element, ...children) {
  const focus = document.activeElement;
  const way = element.contains(focus) && focus !== element ? wayTo(focus, element) : undefined;
  element.replaceChildren();
  add(element, children);
  if (way) {
    const next = way.reduce((at, index) => at?.children[index], element);
    if (next?.tagName === focus.tagName) next.focus({ preventScroll: true });
  }
  return element;
}

function wayTo(element, root) {
  const way = [];
  for (let at = element; at !== root; at = at.parentElement) way.unshift([...at.parentElement.children].indexOf(at));
  return way;
}

const shapes = {
  sessions: "M4 6h5v5H4zM4 14h5v5H4zM12 7h8M12 10h5M12 15h8M12 18h5",
  gallery: "M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z",
  booth: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z",
  outbox: "M4 13v6h16v-6M4 13h4.5l1.5 2.5h4l1.5-2.5H20M12 11V4M8.7 7.2 12 4l3.3 3.2",
  status: "M3 12h4l2.5-6 4.5 12 2.5-6H21",
  doctor: "M12 3l7.5 3v5.5c0 4.4-3 7.7-7.5 9.5-4.5-1.8-7.5-5.1-7.5-9.5V6zM8.5 12l2.5 2.5 4.5-4.5",
  event: "M4 7h9M17 7h3M4 17h3M11 17h9M15 7m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M9 17m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
  layouts: "M5 3.5h14v17H5zM8 6.5h8v4.5H8zM8 13.5h3.5v4H8zM14 13.5h2v4h-2z",
  events: "M5 8h14v12H5zM7 5h10M9 2.5h6",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  print: "M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z",
  email: "M4 6h16v12H4zM4 7l8 6 8-6",
  sms: "M4 5h16v11H11l-4 4v-4H4z",
  download: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
  media: "M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5a4.3 4.3 0 0 1-.5 8.5zM12 16v-5M9.8 13l2.2-2.2 2.2 2.2",
  survey: "M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h3",
  ai: "M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8zM19 17v4M17 19h4",
  page: "M6 3.5h8l4 4V20.5H6zM14 3.5v4h4M9 12h6M9 16h6",
  removal: "M6 3.5h8l4 4V20.5H6zM9.5 11l5 5M14.5 11l-5 5",
  alert: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
  wait: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.5l3 2",
  fail: "M12 4l9 16H3zM12 10v4.5M12 17.3v.01",
  stuck: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9.8 9.8a2.3 2.3 0 1 1 3.2 2.1c-.7.4-1 .8-1 1.6M12 16.2v.01",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6 6 18",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  filter: "M4 6h16M7 12h10M10 18h4",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  share: "M12 15V4M8 7.5 12 3.5l4 4M6 11v9h12v-9",
  look: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  retry: "M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4",
  next: "M9 5l7 7-7 7",
  back: "M15 5l-7 7 7 7",
  up: "M12 19V5M6 11l6-6 6 6",
  start: "M8 5l11 7-11 7z",
  stop: "M7 7h10v10H7z",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z",
  disk: "M4 13h16v6H4zM4 13l3-8h10l3 8M16.5 16v.01",
  motion: "M5 6h14v12H5zM10 9.5v5l4.5-2.5z",
  star: "M12 4l2.4 5 5.6.700-4.1 3.8 1.1 5.5-5-2.7-5 2.7 1.1-5.5L4 9.7 9.6 9z",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
};

// A drawing of one line; it is hidden from screen readers, for words stand beside it.
export function icon(name) {
  const element = document.createElementNS(svg, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", "icon"], ["aria-hidden", "true"]]) element.setAttribute(key, value);
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", shapes[name] ?? shapes.more);
  element.append(path);
  return element;
}

// A button with a word, and perhaps an icon before it and something behind it.
export function button(text, act, { shape, more, ...attributes } = {}) {
  return h("button", { type: "button", click: act, ...attributes }, shape && icon(shape), h("span", {}, text), more);
}

// A button that shows an icon alone; the word is its name.
export function iconButton(text, shape, act, attributes = {}) {
  return h("button", { type: "button", class: "bare", "aria-label": text, title: text, click: act, ...attributes }, icon(shape));
}

let fields = 0;
// A control with its label, and a place for what is wrong with it.
export function field(label, control, { hint } = {}) {
  fields += 1;
  control.id ||= `field-${fields}`;
  const note = h("p", { class: "note", id: `${control.id}-note` }, hint);
  note.hidden = !hint;
  if (hint) control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, note);
}

// A switch with its label beside it.
export function tick(label, control) {
  fields += 1;
  control.id ||= `field-${fields}`;
  const note = h("p", { class: "note", id: `${control.id}-note`, hidden: true });
  return h("div", { class: "field" }, h("label", { class: "tick", for: control.id }, control, h("span", {}, label)), note);
}

// Says something at a control; `wrong` says what its value cannot be.
export function remark(control, message) {
  const note = document.getElementById(`${control.id}-note`);
  control.setAttribute("aria-describedby", note.id);
  note.hidden = false;
  note.textContent = message;
  return note;
}

export function wrong(control, message) {
  control.setAttribute("aria-invalid", "true");
  remark(control, message).classList.add("bad");
}

export function select(options, value, attributes = {}) {
  return h("select", attributes, options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
}
