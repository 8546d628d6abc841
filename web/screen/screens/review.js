// The print as it will be: captures glide into their slots, and the art comes over them.

import { h } from "../dom.js";
import { foot, head, quiet, troubles, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { number, t } from "../words.js";

export default function review({ view, send }) {
  const isAsked = view.step?.step === "preview";
  const print = pictures.print(view, t("screen.yourPrint"));
  const accept = () => send("next");
  const retake = () => send("retake");
  const ways = h("div", { class: "side-ways" });
  const fill = (view) => {
    const left = view.step?.retakesLeft ?? 0;
    const count = pictures.chosen(view).length;
    if (!isAsked) return ways.replaceChildren();
    const state = `${left} ${count}`;
    if (ways.dataset.state === state) return;
    ways.dataset.state = state;
    ways.replaceChildren(foot(
      left > 0 && quiet(t(count > 1 ? "screen.retakeAll" : "screen.retake"), "retake", retake, { shape: "again", more: t("screen.retakesLeft", { count: number(left) }) }),
      way(t("screen.keep"), accept, { shape: "heart" })));
  };
  fill(view);
  const element = h("section", { class: "split" },
    h("div", { class: "pic" }, print.element),
    h("div", { class: "side" }, head(isAsked ? view.step.text : view.step?.text ?? t("screen.making")), troubles(view), ways));
  return {
    element, sound: isAsked ? "ready" : undefined, actions: isAsked ? { next: accept, retake } : {},
    update(view) {
      print.look(view);
      fill(view);
    },
  };
}
