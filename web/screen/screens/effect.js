// Looks and backgrounds on the guests themselves: the whole screen shows the one in hand, small ones all of them.

import { h } from "../dom.js";
import { glow } from "../glow.js";
import { foot, head, hint, troubles, way } from "../parts.js";
import { t } from "../words.js";
import { tiles } from "./choosing.js";

export default function effect({ view, live, send }) {
  const choices = view.step.choices ?? [];
  const isLive = view.step.pictures === "live";
  const whole = h("canvas", { class: "live behind", "aria-hidden": "true" });
  const small = choices.map(() => h("canvas", { class: "live", "aria-hidden": "true" }));
  const take = () => send("answer", group.choice());
  const group = tiles(choices, {
    take, tile: (index) => h("span", { class: "mirror" }, small[index]), chosen: (index) => live.choose(whole, index + 1),
  });
  const targets = [{ canvas: whole, choice: 1 }, ...small.map((canvas, index) => ({ canvas, choice: index + 1 }))];
  const beside = glow();
  if (isLive) live.show(targets, { drawn: ({ canvas }, frame) => canvas === whole && beside.drawn(frame) });
  const element = h("section", { class: "over" }, beside.element, whole, h("div", { class: "veil" }),
    h("div", { class: "over-words" }, head(view.step.text), hint(view), troubles(view)),
    h("div", { class: "over-ways" }, group.element, foot(way(t("screen.this"), take, { shape: "check" }))));
  return { element, live: isLive, actions: { next: take } };
}
