// Which pictures are in it, in the order in which they are touched.

import { h, icon } from "../dom.js";
import { arrows } from "../keys.js";
import { foot, head, hint, sayHint, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { number, t } from "../words.js";

export default function select({ view, send }) {
  const captures = pictures.chosen(view);
  const wanted = Math.min(view.step.count ?? view.session.slots ?? 1, captures.length);
  const order = [];
  const line = hint(view);
  const grid = h("div", { class: "shots", role: "group", look: { "--count": captures.length } }, captures.map((capture, index) => h("button", {
    type: "button", class: "tile shot", data: { action: "choose" }, "aria-pressed": "false", click: () => turn(index),
    "aria-label": t("screen.picture", { number: number(index + 1) }),
  }, h("img", { src: pictures.shot(capture), alt: "" }), h("span", { class: "place-mark" }))));
  const words = h("span", {});
  const take = async () => {
    if (order.length && order.length < wanted) return sayHint(line, t("screen.chooseMore", { count: number(wanted - order.length) }));
    // Nobody has to choose: the booth then takes the first ones.
    const answer = order.length ? await send("answer", order.map((index) => index + 1).join(",")) : await send("next");
    if (answer.hint) sayHint(line, answer.hint);
  };
  const on = h("button", { type: "button", class: "way", data: { action: "next" }, click: take }, words, icon("on"));
  function turn(index) {
    const at = order.indexOf(index);
    if (at >= 0) order.splice(at, 1);
    else if (order.length < wanted) order.push(index);
    // With one to choose, another touch chooses another one.
    else if (wanted === 1) order[0] = index;
    sayHint(line);
    mark();
  }
  function mark() {
    [...grid.children].forEach((tile, index) => {
      const place = order.indexOf(index);
      tile.setAttribute("aria-pressed", String(place >= 0));
      tile.setAttribute("aria-label", place < 0 ? t("screen.picture", { number: number(index + 1) }) : t("screen.pictureAt", { number: number(index + 1), place: number(place + 1) }));
      tile.lastChild.textContent = place < 0 ? "" : number(place + 1);
    });
    const left = wanted - order.length;
    words.textContent = !order.length ? t("screen.first") : left ? t("screen.chooseMore", { count: number(left) }) : t("screen.these");
    on.classList.toggle("is-waiting", left > 0);
  }
  mark();
  arrows(grid, () => getComputedStyle(grid).gridTemplateColumns.split(" ").length);
  const element = h("section", { class: "stacked" }, head(view.step.text, t("screen.selectWhy", { count: number(wanted) })), line, grid, foot(on));
  return { element, actions: { next: take } };
}
