// What screens are put together from: the question, its reason, the way on and the quiet ways beside it.

import { h, icon } from "./dom.js";
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
  const said = (view.troubles ?? []).filter((trouble) => !about.length || about.includes(trouble.about)).map((trouble) => trouble.guest);
  return h("p", { class: "trouble", role: "status", hidden: !said.length }, said.length ? [...new Set(said)].join(" ") : undefined);
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

// The shots of this step as a row of frames that fill.
export function shotRow(view, address) {
  const { step, session } = view;
  const count = step?.shots ?? session?.slots ?? 0;
  if (count < 2) return undefined;
  const taken = (session?.captures ?? []).slice(-Math.max((step.shot ?? 1) - 1, 0) || Infinity);
  const frames = Array.from({ length: count }, (_, index) => {
    const capture = index < (step.shot ?? 1) - 1 ? taken[index] : undefined;
    return h("li", { class: index === (step.shot ?? 1) - 1 ? "frame now" : "frame" }, capture && h("img", { src: address(capture), alt: "" }));
  });
  const label = t("screen.pictureOf", { number: step.shot ?? 1, count });
  return h("div", { class: "row", look: { "--aspect": step.aspect ?? 1.5 } }, h("ol", { class: "frames", "aria-hidden": "true" }, frames), h("p", { class: "row-words" }, label));
}
