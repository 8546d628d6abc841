// The pictures of a print, of which one may be touched. One that is smaller than a finger is taken anew with all the others only.

import { h, icon } from "../dom.js";
import { arrows } from "../keys.js";
import * as pictures from "../pictures.js";
import { number, t } from "../words.js";

// In CSS pixels: what a finger hits, and what lies between two.
const [least, gap] = [72, 12];

// - print: the element of the print, which its pictures are laid over.
// - changed: called when another picture is chosen, or none, and when it is known whether there is one to choose.
// Gives `element`, `isEmpty()` and `choice()`: { number, value } of the chosen picture, `value` for the booth.
export function picking(view, print, changed) {
  const captures = view.session?.captures ?? [];
  const boxes = view.session?.boxes ?? [];
  const shown = pictures.chosen(view).slice(0, boxes.length);
  let at;
  const buttons = shown.map((_, index) => h("button", {
    class: "pick", data: { action: "choose" }, "aria-pressed": "false", "aria-label": t("screen.retakeOne", { number: number(index + 1) }),
    click: () => choose(at === index ? undefined : index),
  }, h("span", { class: "pick-mark" }, icon("again"))));
  const group = arrows(h("div", { class: "picks", role: "group", "aria-label": t("screen.pickOne") }, buttons));

  function choose(index) {
    at = index;
    buttons.forEach((button, its) => button.setAttribute("aria-pressed", String(its === at)));
    group.classList.toggle("has-choice", at !== undefined);
    changed();
  }

  function fit() {
    const { clientWidth: wide, clientHeight: high } = print;
    const places = apart(boxes.slice(0, shown.length).map(({ x, y, width, height }) => ({
      left: x * wide, top: y * high, right: (x + width) * wide, bottom: (y + height) * high,
    })));
    buttons.forEach((button, index) => {
      const { left, top, right, bottom } = places[index];
      button.hidden = right - left < least || bottom - top < least;
      Object.assign(button.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
    });
    choose(buttons[at]?.hidden ? undefined : at);
  }

  const watch = new ResizeObserver(fit);
  watch.observe(print);
  return {
    element: h("div", { class: "picked" }, print, group), close: () => watch.disconnect(), isEmpty: () => buttons.every((button) => button.hidden),
    choice: () => (at === undefined ? undefined : { number: at + 1, value: String(captures.indexOf(shown[at]) + 1) }),
  };
}

// Of two places that touch each other, the one below gives way, on the side that leaves it the most.
function apart(places) {
  const all = places.map((place) => ({ ...place }));
  all.forEach((under, index) => {
    for (const over of all.slice(index + 1)) {
      if (Math.max(over.left - under.right, under.left - over.right, over.top - under.bottom, under.top - over.bottom) >= gap) continue;
      const cuts = [{ right: over.left - gap }, { left: over.right + gap }, { bottom: over.top - gap }, { top: over.bottom + gap }];
      const area = (cut) => size({ ...under, ...cut });
      Object.assign(under, cuts.sort((one, other) => area(other) - area(one))[0]);
    }
  });
  return all;
}

const size = ({ left, top, right, bottom }) => Math.max(right - left, 0) * Math.max(bottom - top, 0);
