// Tiles of which one is chosen: a touch chooses, another on the same one takes it, and so does the way on.

import { h, icon } from "../dom.js";
import { arrows } from "../keys.js";

// How many stand side by side on a tall screen, so that none is left alone in its row.
const columns = (count) => Math.ceil(count / Math.ceil(count / 3));

// - tile(index): what is shown in the tile of a choice.
// - chosen(index): called when another one is.
export function tiles(choices, { tile, chosen = () => {}, take, across }) {
  let at = 0;
  const buttons = choices.map((text, index) => h("button", {
    class: "tile", data: { action: "choose" }, "aria-pressed": String(index === 0),
    click: () => (at === index ? take() : choose(index)),
  }, tile(index), h("span", { class: "tile-name" }, text), h("span", { class: "tick" }, icon("check"))));
  function choose(index) {
    at = index;
    buttons.forEach((button, its) => button.setAttribute("aria-pressed", String(its === index)));
    chosen(index);
  }
  const element = arrows(h("div", { class: "tiles", role: "group", look: { "--count": choices.length, "--columns": columns(choices.length) } }, buttons), across);
  return { element, choice: () => choices[at] };
}
