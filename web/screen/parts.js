// What screens are put together from: the question, its reason, the way on and the quiet ways beside it.

import { h, icon, s } from "./dom.js";
import { chosen } from "./pictures.js";
import { t } from "./words.js";

// A question in large type. `why` stands under it.
export function head(text, why, ...more) {
  const length = (text ?? "").length;
  const size = length > 160 ? "long" : length > 44 ? "middling" : "short";
  return h("header", { class: "head", data: { here: "" } }, h("h1", { class: size }, text), why && h("p", { class: "why" }, why), more);
}

// The obvious way on: large, low, in the accent.
export function way(text, act, { shape = "on", action = "next", ...attributes } = {}) {
  return h("button", { class: "way", data: { action }, click: act, ...attributes }, h("span", {}, text), shape && icon(shape));
}

export function quiet(text, action, act, { shape, more, ...attributes } = {}) {
  return h("button", { class: "quiet", data: { action }, click: act, ...attributes },
    shape && icon(shape), h("span", {}, text, more && h("small", {}, " ", more)));
}

export const foot = (...buttons) => h("footer", { class: "foot" }, buttons);

// What does not go as it should, for the guest: under the question, never in front of it.
export function troubles(view, ...about) {
  const line = h("p", { class: "trouble", role: "status", data: { about: about.join(" ") } });
  sayTroubles(line, view);
  return line;
}

// The same line by a newer view: troubles come and go while a screen is shown.
export function sayTroubles(line, view) {
  const about = line.dataset.about.split(" ").filter(Boolean);
  const said = (view?.troubles ?? []).filter((trouble) => !about.length || about.includes(trouble.about)).map((trouble) => trouble.guest);
  const text = [...new Set(said)].join(" ");
  if (line.textContent !== text) line.textContent = text;
  line.hidden = !text;
}

// What is wrong with the last answer.
export function hint(view) {
  const line = h("p", { class: "hint", role: "alert" }, view.step?.hint);
  line.hidden = !view.step?.hint;
  return line;
}

export function sayHint(line, text) {
  line.textContent = text ?? "";
  line.hidden = !text;
}

// The mirror, cut as the picture will be.
export const aim = (view, mirror) => h("div", { class: "aim", look: { "--aspect": view.step.aspect ?? 1.5 } }, mirror, ["a", "b", "c", "d"].map((corner) => h("i", { class: `corner corner-${corner}` })));

// A ring for a time, and what says which share of it is empty.
export function ring() {
  const circle = { cx: 50, cy: 50, r: 46 };
  const around = 2 * Math.PI * circle.r;
  const filled = s("circle", { ...circle, class: "ring-filled", "stroke-dasharray": around, "stroke-dashoffset": around });
  const element = s("svg", { viewBox: "0 0 100 100", class: "ring", "aria-hidden": "true" }, s("circle", { ...circle, class: "ring-empty" }), filled);
  return { element, empty: (share) => filled.setAttribute("stroke-dashoffset", around * Math.min(Math.max(share, 0), 1)) };
}

// The shots of this step as a row of frames that fill.
export function shotRow(view, address) {
  const { step, session } = view;
  const count = step?.shots ?? session?.slots ?? 0;
  if (count < 2) return undefined;
  const now = (step.shot ?? 1) - 1;
  const all = chosen(view);
  // Of all that the print shows, one is taken anew.
  const isAnew = all.length === count && count >= (session.slots ?? 0);
  const taken = isAnew ? all : all.slice(-now || Infinity).slice(0, now);
  const frames = Array.from({ length: count }, (_, index) => {
    const capture = index === now ? undefined : taken[index];
    return h("li", { class: index === now ? "frame now" : "frame" }, capture && h("img", { src: address(capture), alt: "" }));
  });
  const label = t("screen.pictureOf", { number: step.shot ?? 1, count });
  return h("div", { class: "row", look: { "--aspect": step.aspect ?? 1.5 } }, h("ol", { class: "frames", "aria-hidden": "true" }, frames), h("p", { class: "row-words" }, label));
}
