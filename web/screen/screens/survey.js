// A question: stars, words to touch, or a text of one's own.

import { h, icon } from "../dom.js";
import { arrows } from "../keys.js";
import { foot, head, hint, way } from "../parts.js";
import { number, t } from "../words.js";
import { written } from "./typing.js";

export default function survey(context) {
  const { view, send } = context;
  const choices = view.step.choices ?? [];
  if (!choices.length) return written(context, "text");
  const skip = () => send("next");
  const answer = (text) => () => send("answer", text);
  const group = view.step.stars ? stars(choices, answer) : answers(choices, answer);
  const element = h("section", { class: "centred asking" }, head(view.step.text), hint(view), group,
    foot(way(t("screen.skip"), skip, { shape: undefined, class: "way is-waiting" })));
  return { element, actions: { next: skip } };
}

function answers(choices, answer) {
  return arrows(h("div", { class: choices.length > 8 ? "answers many" : "answers", role: "group", look: { "--count": choices.length } },
    choices.map((text) => h("button", { class: "answer", data: { action: "choose" }, click: answer(text) }, h("span", {}, text)))));
}

// All stars up to the one that is touched light up.
function stars(choices, answer) {
  const group = h("div", { class: "stars", role: "group" }, choices.map((text, index) => h("button", {
    class: "starred", data: { action: "choose" }, click: answer(text),
    "aria-label": t("screen.stars", { count: number(index + 1), of: number(choices.length) }), pointerdown: () => light(index), focus: () => light(index),
  }, icon("star"))));
  function light(last) {
    [...group.children].forEach((one, index) => one.classList.toggle("is-lit", index <= last));
  }
  return arrows(group);
}
