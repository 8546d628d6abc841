// Which pictures are in it, in the order in which they are touched.

import { h } from "../dom.js";
import { arrows } from "../keys.js";
import { foot, head, hint, sayHint, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { number, t } from "../words.js";

export default function select({ view, send }) {
  const captures = pictures.chosen(view);
  const wanted = Math.min(view.step.count ?? view.session.slots ?? 1, captures.length);
  const order = [];
  const line = hint(view);
  const grid = h("div", { class: "shots", role: "group"}, captures.map((capture, index) => h("button", {
    class: "tile shot", data: { action: "choose" }, "aria-pressed": "false", click: () => turn(index),
    "aria-label": t("screen.picture", { number: number(index + 1) }),
  }, h("img", { src: pictures.shot(capture), alt: "" }), h("span", { class: "place-mark" }))));
  const words = h("span", {});
  const take = async () => {
    if (order.length && order.length < wanted) return sayHint(line, t("screen.chooseMore", { count: number(wanted - order.length) }));
    // Nobody has to choose: the booth then takes the first ones.
    const answer = order.length ? await send("answer", order.map((index) => index + 1).join(",")) : await send("next");
    if (answer.hint) sayHint(line, answer.hint);
  };
  const on = way(words, take);
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
  const watch = new ResizeObserver(() => fit(grid, captures.length));
  watch.observe(grid);
  arrows(grid, () => getComputedStyle(grid).gridTemplateColumns.split(" ").length);
  const element = h("section", { class: "stacked" }, head(view.step.text, t("screen.selectWhy", { count: number(wanted) })), line, grid, foot(on));
  return { element, actions: { next: take }, leave: () => watch.disconnect() };
}

const aspect = 1.5;

// As many side by side as make them largest.
function fit(grid, count) {
  const { clientWidth: wide, clientHeight: high } = grid;
  const between = parseFloat(getComputedStyle(grid).columnGap) || 0;
  const widths = Array.from({ length: count }, (_, index) => {
    const [columns, rows] = [index + 1, Math.ceil(count / (index + 1))];
    return Math.min((wide - (columns - 1) * between) / columns, (high - (rows - 1) * between) / rows * aspect);
  });
  const best = Math.max(...widths);
  grid.style.setProperty("--columns", widths.indexOf(best) + 1);
  grid.style.setProperty("--tile", `${Math.max(Math.floor(best), 1)}px`);
}
