// Guests see themselves as the next picture will cut them, and count along. Digits come from the moment of the shot, never from ticks.

import { now } from "../clock.js";
import { h, icon } from "../dom.js";
import { glow } from "../glow.js";
import { aim, ring, shotRow, troubles } from "../parts.js";
import * as pictures from "../pictures.js";
import { play } from "../sound.js";
import { number, t } from "../words.js";

// Milliseconds between two steps of the ring: as often as a film has pictures.
const step = 40;

export default function countdown({ view, live }) {
  const mirror = h("canvas", { class: "live", "aria-hidden": "true" });
  const beside = glow();
  let drawnAt = -Infinity;
  live.show([{ canvas: mirror }], {
    drawn: (_, frame) => {
      drawnAt = performance.now();
      fill(fireAt - now());
      beside.drawn(frame);
    },
  });
  const around = ring();
  const digit = h("span", { class: "digit" });
  const count = h("div", { class: "count", role: "timer", "aria-live": "off" },
    around.element, digit);
  const element = h("section", { class: "aiming" }, beside.element,
    aim(view, mirror),
    h("header", { class: "aim-words" }, h("h1", { class: "look-up" }, icon("up"), h("span", {}, view.step.text || t("prompt.countdown"))), troubles(view)),
    count, shotRow(view, pictures.shot));
  let fireAt = Date.parse(view.step.fireAt);
  let whole = fireAt - now();
  let said;
  // The ring fills with each frame that is drawn, and by itself where none come: a step of its own would draw the page once more.
  const fill = (left) => around.empty(left / whole);
  let timer;
  const tick = () => {
    const left = fireAt - now();
    count.hidden = !(left > -400);
    const seconds = Math.max(Math.ceil(left / 1000), 0);
    timer = setTimeout(tick, left > 0 ? Math.min(left - (seconds - 1) * 1000, step) : step);
    if (count.hidden) return;
    if (performance.now() - drawnAt > 3 * step) fill(left);
    if (seconds === said) return;
    said = seconds;
    digit.textContent = seconds ? number(seconds) : "";
    digit.classList.toggle("is-long", seconds > 9);
    if (seconds > 0 && seconds <= 10) play("tick", { isLast: seconds === 1 });
  };
  tick();
  return {
    element, live: true,
    update(view) {
      const next = Date.parse(view.step?.fireAt);
      if (next === fireAt || Number.isNaN(next)) return;
      // A countdown that is shortened, or a clock that was set.
      fireAt = next;
      whole = Math.max(whole, next - now());
    },
    leave: () => clearTimeout(timer),
  };
}
