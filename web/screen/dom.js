// Elements of the guests' screen. Whatever somebody typed or an event is called stays text.

const drawn = "http://www.w3.org/2000/svg";

// h("button", { class: "way", data: { action: "next" }, click: act }, "Go on"); children that are nothing are left out.
export function h(name, attributes = {}, ...children) {
  return dressed(document.createElement(name), attributes, children);
}

// The same for parts of a drawing: s("circle", { r: 4 }).
export function s(name, attributes = {}, ...children) {
  return dressed(document.createElementNS(drawn, name), attributes, children);
}

function dressed(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key === "look") for (const [name, look] of Object.entries(value)) element.style.setProperty(name, look);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((one) => one !== undefined && one !== null && one !== false && one !== ""));
  return element;
}

const shapes = {
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.400z",
  up: "M12 19V6M6.5 11.5 12 6l5.5 5.5",
  on: "M5 12h13M12.5 6.5 18 12l-5.5 5.5",
  again: "M5 12a7 7 0 1 0 2.2-5.100M5 4v4h4",
  undo: "M9 8H15a4.5 4.5 0 0 1 0 9H8M12 4.5 8.5 8 12 11.5",
  clear: "M5 7h14M9.5 7V4.500h5V7M7 7l1 13h8l1-13",
  erase: "M9 6h11v12H9l-6-6zM12 9.500l5 5M17 9.500l-5 5",
  shift: "M12 5l7 8h-4v6H9v-6H5z",
  more: "M12 5.500v13M5.5 12h13",
  fewer: "M5.5 12h13",
  check: "M5 12.500l4.5 4.500L19 7.5",
  star: "M12 3.500l2.6 5.5 5.900.7-4.3 4.1 1.1 6-5.3-2.9-5.3 2.9 1.1-6L3.5 9.7 9.4 9z",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
  wifi: "M4 10a12 12 0 0 1 16 0M7 13.200a7.5 7.5 0 0 1 10 0M10 16.300a3 3 0 0 1 4 0M12 19v.01",
  film: "M4 7h11v10H4zM15 10.500l5-3v9l-5-3",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20c0-4 3-6.500 7.500-6.500s7.500 2.500 7.500 6.500",
  phone: "M7.5 3h9v18h-9zM11 18h2",
  letter: "M3.5 6h17v12h-17zM3.5 7l8.5 6.5 8.5-6.5",
  paper: "M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z",
  heart: "M12 19.500S4.5 15 4.5 9.500A3.9 3.9 0 0 1 12 8a3.9 3.9 0 0 1 7.5 1.500c0 5.5-7.5 10-7.5 10z",
};

// Hidden from screen readers: words stand beside it, or name its button.
export function icon(name) {
  return s("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" }, s("path", { d: shapes[name] }));
}

// Resolves once what was changed before is on the glass.
export const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
