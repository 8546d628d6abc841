// Guests see themselves as the film cuts them; the ring around the red light empties. A clip of another camera is waited for.

import { now } from "../clock.js";
import { h, icon } from "../dom.js";
import { glow } from "../glow.js";
import { aim, foot, head, quiet, ring, troubles } from "../parts.js";
import { number, t } from "../words.js";

export default (stage) => stage.view.step.live ? mirrored(stage) : awaited(stage);

function mirrored({ view, live }) {
  const mirror = h("canvas", { class: "live", "aria-hidden": "true" });
  const beside = glow();
  live.show([{ canvas: mirror }], { drawn: (_, frame) => beside.drawn(frame) });
  const left = ring();
  left.empty(0);
  const seconds = h("b");
  const reel = h("div", { class: "reel", role: "timer", "aria-live": "off", "aria-label": t("screen.recording") },
    left.element, seconds);
  const element = h("section", { class: "aiming filming" }, beside.element,
    aim(view, mirror),
    h("header", { class: "aim-words" }, h("h1", { class: "look-up" }, icon("film"), h("span", {}, view.step.text)), troubles(view)), reel);
  let [end, whole, timer] = [];
  // It begins with the first picture that is recorded.
  const look = ({ step }) => {
    const next = Date.parse(step?.deadline);
    if (Number.isNaN(next) || next === end) return;
    end = next;
    whole = Math.max(end - now(), 1);
    element.classList.add("is-recording");
    clearTimeout(timer);
    tick();
  };
  const tick = () => {
    const rest = Math.max(end - now(), 0);
    left.empty(1 - rest / whole);
    const text = rest > 0 ? clock(Math.ceil(rest / 1000)) : "";
    if (seconds.textContent !== text) seconds.textContent = text;
    if (rest > 0) timer = setTimeout(tick, 80);
  };
  look(view);
  return { element, live: true, update: look, leave: () => clearTimeout(timer) };
}

// As a camera counts: 0:05. No recording has a minute.
const clock = (seconds) => `${number(0)}:${seconds < 10 ? number(0) : ""}${number(seconds)}`;

function awaited({ view, send }) {
  const next = () => send("next");
  const light = h("div", { class: "orbit", "aria-hidden": "true" }, h("i", { class: "orbit-camera" }), icon("person"));
  return {
    element: h("section", { class: "split awaiting" }, h("div", { class: "pic" }, light),
      h("div", { class: "side" }, head(view.step.text, t("screen.clipComing")), troubles(view),
        h("div", { class: "side-ways" }, foot(quiet(t("screen.withoutClip"), "next", next))))),
    actions: { next },
  };
}
