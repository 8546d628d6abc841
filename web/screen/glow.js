// What lies beside a picture that leaves room: the same picture, so small that drawing it large blurs it.

import { h } from "./dom.js";

const often = 400;

// Gives `element` and `drawn(frame)`, to be called with each frame of the live view.
export function glow() {
  const element = h("canvas", { class: "glow", width: 36, height: 24, "aria-hidden": "true" });
  const paint = element.getContext("2d", { alpha: false });
  let drawnAt = -Infinity;
  return {
    element,
    drawn(frame) {
      if (performance.now() - drawnAt < often) return;
      drawnAt = performance.now();
      paint.drawImage(frame, 0, 0, element.width, element.height);
    },
  };
}
