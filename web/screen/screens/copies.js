// How many prints: as many lie there as are asked for.

import { h, icon } from "../dom.js";
import { foot, head, hint, troubles, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { n, number, t } from "../words.js";

export default function copies({ view, send }) {
  const most = Math.max(0, (view.step.choices?.length ?? 2) - 1);
  let count = Math.min(view.step.usual ?? 1, most);
  const print = pictures.print(view, t("screen.yourPrint"));
  const under = Array.from({ length: Math.min(most, 4) - 1 }, (_, index) => h("i", { class: "sheet", look: { "--at": index + 1 } }));
  const stack = h("div", { class: "stack" }, under, print.element);
  const figure = h("output", { class: "figure", "aria-live": "polite" });
  const step = (name, shape, by) => h("button", {
    class: "round", data: { action: "copies" }, "aria-label": t(name), click: () => show(count + by),
  }, icon(shape));
  const [fewer, more] = [step("screen.fewer", "fewer", -1), step("screen.more", "more", 1)];
  const words = h("span", {});
  const take = () => send("answer", String(count));
  const on = way(words, take, { shape: "paper" });
  function show(next) {
    count = Math.min(Math.max(next, 0), most);
    figure.textContent = number(count);
    fewer.classList.toggle("is-spent", count === 0);
    more.classList.toggle("is-spent", count === most);
    fewer.setAttribute("aria-disabled", String(count === 0));
    more.setAttribute("aria-disabled", String(count === most));
    words.textContent = count ? n("screen.prints", count) : t("screen.printsNone");
    under.forEach((sheet, index) => sheet.classList.toggle("is-there", index + 1 < count));
    stack.classList.toggle("is-none", count === 0);
  }
  show(count);
  const element = h("section", { class: "split" },
    h("div", { class: "pic" }, stack),
    h("div", { class: "side" }, head(view.step.text), troubles(view, "printer", "print"), hint(view),
      h("div", { class: "stepper" }, fewer, figure, more), h("div", { class: "side-ways" }, foot(on))));
  return { element, actions: { next: take }, update: print.look };
}
