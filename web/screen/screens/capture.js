// The picture that was just taken: large, still, and nothing is asked.

import { h } from "../dom.js";
import { shotRow, troubles } from "../parts.js";
import * as pictures from "../pictures.js";
import { t } from "../words.js";

export default function capture({ view }) {
  const newest = pictures.newest(view);
  if (!newest) return { element: h("section", { class: "centred" }, h("h1", { class: "short" }, view.step?.text ?? "")) };
  const address = pictures.shot(newest);
  const element = h("section", { class: "taken" },
    h("h1", { class: "unseen" }, t("screen.yourPicture")), h("img", { class: "glow", src: address, alt: "" }), h("div", { class: "veil" }),
    h("img", { class: "taken-picture", src: address, alt: t("screen.yourPicture") }),
    troubles(view, "picture"), rowOf(view));
  return { element };
}

// While the last shot is looked at, all frames up to its own are filled.
function rowOf(view) {
  const { step, session } = view;
  if (step?.step !== "capture") return undefined;
  const shot = step.fireAt ? step.shot : (step.shot ?? 0) + 1;
  return shotRow({ session, step: { ...step, shot } }, pictures.shot);
}
