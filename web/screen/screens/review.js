// The print as it will be: captures glide into their slots, and the art comes over them. One picture may be chosen and taken anew; else
// all are.

import { h } from "../dom.js";
import { foot, head, quiet, troubles, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { number, t } from "../words.js";
import { picking } from "./picking.js";

export default function review({ view, send }) {
  const isAsked = view.step?.step === "preview";
  const print = pictures.print(view, t("screen.yourPrint"));
  const isOneOf = isAsked && view.step.retakesLeft > 0 && Math.min(pictures.chosen(view).length, view.session?.boxes?.length ?? 0) > 1;
  const picks = isOneOf && picking(view, print.element, () => fill());
  const accept = () => send("next");
  const retake = () => send("retake", picks ? picks.choice()?.value : undefined);
  const again = quiet("", "retake", retake, { shape: "again" });
  const buttons = foot(way(t("screen.keep"), accept, { shape: "heart" }));
  const ways = h("div", { class: "side-ways" }, isAsked && buttons);
  const title = head(isAsked ? view.step.text : view.step?.text ?? t("screen.making"), picks && t("screen.pickOne"));
  let seen = view;
  function fill(next = seen) {
    seen = next;
    const left = seen.step?.retakesLeft ?? 0;
    const choice = picks && picks.choice();
    if (left > 0 && !again.parentElement) buttons.prepend(again);
    if (left <= 0) again.remove();
    if (picks) title.querySelector(".why").hidden = picks.isEmpty();
    again.classList.toggle("is-ready", Boolean(choice));
    const words = choice ? t("screen.retakeOne", { number: number(choice.number) }) : t(pictures.chosen(seen).length > 1 ? "screen.retakeAll" : "screen.retake");
    again.querySelector("span").replaceChildren(words, h("small", {}, " ", t("screen.retakesLeft", { count: number(left) })));
  }
  fill();
  const element = h("section", { class: "split" },
    h("div", { class: "pic" }, picks ? picks.element : print.element),
    h("div", { class: "side" }, title, troubles(view), ways));
  return {
    element, sound: isAsked ? "ready" : undefined, actions: isAsked ? { next: accept, retake } : {},
    update(next) {
      print.look(next);
      fill(next);
    },
    leave: () => picks && picks.close(),
  };
}
