// The print, and the truth about it: it slides out when the printer has it.

import { h } from "../dom.js";
import { head, troubles } from "../parts.js";
import * as pictures from "../pictures.js";
import { t } from "../words.js";

// What is said of a print by its state, also on other screens.
export function printWords(view) {
  const state = view.session?.print?.state;
  return state && t({ waiting: "screen.printWaiting", printing: "screen.printPrinting", printed: "screen.printPrinted", failed: "screen.printFailed" }[state]);
}

export default function printing({ view }) {
  const print = pictures.print(view, t("screen.yourPrint"));
  const feed = h("div", { class: "feed", look: { "--aspect": view.session?.aspect ?? 1.5 } }, h("div", { class: "feed-paper" }, print.element), h("i", { class: "feed-slot" }));
  const title = head(printWords(view) ?? t("screen.making"));
  const words = title.querySelector("h1");
  const about = troubles(view, "printer", "print");
  const look = (view) => {
    const state = view.session?.print?.state ?? "waiting";
    feed.dataset.state = state;
    const text = printWords(view) ?? t("screen.making");
    if (words.textContent !== text) words.textContent = text;
    print.look(view);
  };
  look(view);
  return { element: h("section", { class: "split" }, h("div", { class: "pic" }, feed), h("div", { class: "side" }, title, about)), update: look };
}
