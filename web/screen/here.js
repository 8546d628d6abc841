// Somebody may still be there when a step's time runs out: a large, quiet button says so, and so does every touch.

import { send } from "./booth.js";
import { now } from "./clock.js";
import { h } from "./dom.js";
import { number, t } from "./words.js";

const last = 10_000;
const often = 3000;

let shown;
let [sentAt, sentFor] = [-Infinity, undefined];
let pill;

export function begin(parts) {
  shown = parts.shown;
  setInterval(look, 250);
  for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, present, { passive: true });
}

const left = () => {
  const { view, name } = shown();
  const deadline = view?.step?.deadline;
  // A thank-you ends by itself, and nobody has to do anything about it.
  return deadline && !["thanks", "attract"].includes(name) ? Date.parse(deadline) - now() : undefined;
};

// Any touch moves the deadline; typing does it no more often than every few seconds, and the touch that goes on need not.
function present({ target, type }) {
  if (left() === undefined || !shown().place) return;
  if (type === "pointerdown" && !target.closest?.(".pick") && target.closest?.("[data-action=next], [data-action=choose], [data-action=answer], [data-action=retake]")) return;
  if (type === "keydown" && !target.closest?.("input")) return;
  say();
}

function say() {
  const time = performance.now();
  const entry = JSON.stringify(shown().place);
  if (entry === sentFor && time - sentAt < often) return;
  [sentAt, sentFor] = [time, entry];
  send("present", { at: shown().place });
}

function look() {
  const rest = left();
  const head = shown().element?.querySelector("[data-here]");
  if (!head || rest === undefined || rest > last || rest <= 0) return remove();
  if (pill?.parentElement !== head) {
    remove();
    const seconds = h("span", { class: "seconds" });
    pill = h("button", { class: "here", click: say }, h("span", {}, t("screen.here")), seconds);
    head.append(pill);
    head.classList.add("is-leaving");
  }
  const text = number(Math.ceil(rest / 1000));
  const seconds = pill.querySelector(".seconds");
  if (seconds.textContent !== text) seconds.textContent = text;
}

function remove() {
  pill?.parentElement?.classList.remove("is-leaving");
  pill?.remove();
  pill = undefined;
}
