// A paper to draw on, in the shape that the layout has for it.

import { h, icon } from "../dom.js";
import { arrows } from "../keys.js";
import { foot, head, hint, sayHint, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { Sheet } from "../sheet.js";
import { number, t } from "../words.js";

// Whether the place for the drawing shares anything with one of the pictures.
function liesOnPhoto({ step, session }) {
  const { box } = step;
  return Boolean(box) && (session?.boxes ?? []).some((one) =>
    one.x < box.x + box.width && box.x < one.x + one.width && one.y < box.y + box.height && box.y < one.y + one.height);
}

// Makes the print so large that the place for the drawing fills the board.
function lay(print, box) {
  for (const [name, value] of Object.entries({ width: 1 / box.width, left: -box.x / box.width, top: -box.y / box.height })) {
    print.style.setProperty(name, `${value * 100}%`);
  }
}

export default function draw({ view, send }) {
  const colours = view.step.colours?.length ? view.step.colours : ["#1c1c1c"];
  const sheet = new Sheet({ colour: colours[0], changed: mark });
  const line = hint(view);
  const canvas = sheet.element;
  canvas.dataset.action = "draw";
  canvas.setAttribute("aria-label", t("screen.drawHere"));
  const swatches = arrows(h("div", { class: "swatches", role: "group", "aria-label": t("screen.colours") }, colours.map((colour, index) => h("button", {
    class: "swatch", "aria-label": t("screen.colour", { number: number(index + 1) }), "aria-pressed": String(index === 0),
    look: { "--colour": colour }, click: () => choose(index),
  }))));
  function choose(index) {
    sheet.colour = colours[index];
    [...swatches.children].forEach((one, its) => one.setAttribute("aria-pressed", String(its === index)));
  }
  const tool = (name, shape, act) => h("button", { class: "tool", click: act, "aria-label": t(name) }, icon(shape));
  const [undo, clear] = [tool("screen.undo", "undo", () => sheet.undo()), tool("screen.clear", "clear", () => sheet.clear())];
  const words = h("span", {});
  const take = async () => {
    const answer = sheet.isEmpty ? await send("next") : await send("answer", { strokes: sheet.strokes });
    if (answer.hint) sayHint(line, answer.hint);
  };
  const on = way(words, take, { shape: "check" });
  function mark() {
    undo.classList.toggle("is-spent", sheet.isEmpty);
    clear.classList.toggle("is-spent", sheet.isEmpty);
    on?.classList.toggle("is-waiting", sheet.isEmpty);
    words.textContent = t(sheet.isEmpty ? "screen.noDrawing" : "screen.done");
  }
  mark();
  const aspect = view.step.aspect ?? 1.5;
  const print = pictures.chosen(view).length > 0 && pictures.print(view, t("screen.yourPrint"));
  // Who draws over a photo sees it under the pen. Else what they sign stands above the paper, where it has room.
  const isOver = print && liesOnPhoto(view);
  if (isOver) lay(print.element, view.step.box);
  const board = h("div", { class: "board" }, h("div", { class: isOver ? "drawing is-over" : "drawing" }, isOver && print.element, canvas));
  const element = h("section", { class: print && !isOver && aspect >= 2.2 ? "drawn is-wide" : "drawn", look: { "--sheet": aspect } }, head(view.step.text), line,
    print && !isOver && h("div", { class: "keepsake" }, print.element), board,
    h("div", { class: "tools", look: { "--beside": Math.max(2, Math.ceil((colours.length + 2) / 3)) } }, colours.length > 1 && swatches, h("div", { class: "tool-pair" }, undo, clear)), foot(on));
  return { element, actions: { next: take }, update: (next) => print && print.look(next), leave: () => sheet.close() };
}
