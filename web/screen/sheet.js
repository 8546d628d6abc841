// Strokes on a canvas: points in fractions of the area, with the pressure of whatever draws, no pixels.

import { h } from "./dom.js";

const width = 0.011;
// What the booth takes; nobody draws as much by hand.
const most = { strokes: 1900, points: 48_000, bytes: 240_000 };
// Closer than this nothing can be told apart on paper.
const nearest = 0.0014;
const bytesOfPoint = 24;

export class Sheet {
  strokes = [];
  #under = new Map();
  #points = 0;

  constructor({ colour, changed }) {
    this.colour = colour;
    this.changed = changed;
    this.element = h("canvas", {
      class: "sheet-canvas", tabindex: "-1", role: "img", pointerdown: (event) => this.#begin(event), pointermove: (event) => this.#go(event),
      pointerup: (event) => this.#end(event), pointercancel: (event) => this.#end(event),
    });
    this.watch = new ResizeObserver(() => this.#fit());
    this.watch.observe(this.element);
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  close() {
    this.watch.disconnect();
    this.strokes = [];
  }

  undo() {
    const last = this.strokes.pop();
    this.#points -= last?.points.length ?? 0;
    this.#again();
  }

  clear() {
    this.strokes = [];
    this.#points = 0;
    this.#again();
  }

  #fit() {
    const { clientWidth, clientHeight } = this.element;
    if (!clientWidth) return;
    const scale = Math.min(devicePixelRatio || 1, 2);
    [this.element.width, this.element.height] = [Math.round(clientWidth * scale), Math.round(clientHeight * scale)];
    this.#again();
  }

  #again() {
    this.#paint.clearRect(0, 0, this.element.width, this.element.height);
    for (const stroke of this.strokes) this.#draw(stroke, 0);
    this.changed();
  }

  get #paint() {
    return this.element.getContext("2d");
  }

  #place({ clientX, clientY, pressure, pointerType }) {
    const box = this.element.getBoundingClientRect();
    const share = (value) => Math.round(Math.min(Math.max(value, 0), 1) * 10_000) / 10_000;
    // A mouse, and most panels, know no pressure.
    const press = pointerType === "pen" ? pressure : 0.5;
    return [share((clientX - box.left) / box.width), share((clientY - box.top) / box.height), Math.round(press * 100) / 100];
  }

  get #isFull() {
    return this.strokes.length >= most.strokes || this.#points >= most.points || this.#points * bytesOfPoint + this.strokes.length * 60 > most.bytes;
  }

  #begin(event) {
    if (this.#isFull || (event.pointerType === "mouse" && event.button !== 0)) return;
    event.preventDefault();
    try {
      this.element.setPointerCapture(event.pointerId);
    } catch {
      // The finger has gone already.
    }
    const stroke = { colour: this.colour, width, points: [this.#place(event)] };
    this.#points += 1;
    this.#under.set(event.pointerId, stroke);
    this.strokes.push(stroke);
    this.#draw(stroke, 0);
    this.changed();
  }

  #go(event) {
    const stroke = this.#under.get(event.pointerId);
    if (!stroke) return;
    const from = stroke.points.length;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const point = this.#place(one);
      const [x, y] = stroke.points.at(-1);
      if (Math.hypot(point[0] - x, point[1] - y) < nearest || this.#isFull) continue;
      stroke.points.push(point);
      this.#points += 1;
    }
    if (stroke.points.length > from) this.#draw(stroke, from);
  }

  #end(event) {
    this.#under.delete(event.pointerId);
  }

  // Draws a stroke from one of its points on: curves through the middles between points, round at both ends.
  #draw({ colour, width, points }, from) {
    const { width: across, height: down } = this.element;
    const paint = this.#paint;
    const at = (index) => [points[index][0] * across, points[index][1] * down];
    const thick = (index) => Math.max(width * across * (0.4 + 1.2 * points[index][2]), 1);
    Object.assign(paint, { strokeStyle: colour, fillStyle: colour, lineCap: "round", lineJoin: "round" });
    if (points.length === 1) {
      paint.beginPath();
      paint.arc(...at(0), thick(0) / 2, 0, 7);
      return paint.fill();
    }
    const middle = (one, other) => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
    for (let index = Math.max(from - 1, 1); index < points.length; index += 1) {
      paint.beginPath();
      paint.lineWidth = thick(index);
      paint.moveTo(...(index > 1 ? middle(at(index - 2), at(index - 1)) : at(0)));
      const isLast = index === points.length - 1;
      paint.quadraticCurveTo(...at(index - 1), ...middle(at(index - 1), at(index)));
      if (isLast) paint.lineTo(...at(index));
      paint.stroke();
    }
  }
}
