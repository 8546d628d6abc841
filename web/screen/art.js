// What stands behind the screens that are paper: an engraved card, a night with lights, a garden. Drawn once for a size; it never moves.

import { s } from "./dom.js";

// The same numbers at each drawing, so that the picture does not jump when somebody turns the screen.
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const round = (value) => Math.round(value * 10) / 10;
const at = (x, y) => `${round(x)} ${round(y)}`;

const drawings = { ivory, midnight, garden };

export function backdrop(name, width, height) {
  const unit = Math.min(width, height) / 1080;
  return s("svg", { viewBox: `0 0 ${width} ${height}`, class: "backdrop", "aria-hidden": "true" }, (drawings[name] ?? ivory)(width, height, unit));
}

// A point of a curve with one bend, and where it heads there.
function along([ax, ay], [bx, by], [cx, cy], t) {
  const u = 1 - t;
  return {
    x: u * u * ax + 2 * u * t * bx + t * t * cx, y: u * u * ay + 2 * u * t * by + t * t * cy,
    heading: Math.atan2(2 * u * (by - ay) + 2 * t * (cy - by), 2 * u * (bx - ax) + 2 * t * (cx - bx)),
  };
}

// A leaf from its stalk: two curves that meet at its tip.
function leaf(x, y, heading, length, breadth) {
  const tip = [x + Math.cos(heading) * length, y + Math.sin(heading) * length];
  const side = (turn) => at(
    x + Math.cos(heading) * length * 0.45 + Math.cos(heading + turn) * breadth,
    y + Math.sin(heading) * length * 0.45 + Math.sin(heading + turn) * breadth);
  return `M${at(x, y)}Q${side(-Math.PI / 2)} ${at(...tip)}Q${side(Math.PI / 2)} ${at(x, y)}Z`;
}

// MARK: Ivory: a card with a double line whose corners are cut in, and a sprig in two of them.

function ivory(width, height, unit) {
  const card = (inset, notch) => {
    const [l, t, r, b] = [inset, inset, width - inset, height - inset];
    return `M${at(l + notch, t)}H${round(r - notch)}A${at(notch, notch)} 0 0 0 ${at(r, t + notch)}V${round(b - notch)}A${at(notch, notch)} 0 0 0 ${at(r - notch, b)}`
      + `H${round(l + notch)}A${at(notch, notch)} 0 0 0 ${at(l, b - notch)}V${round(t + notch)}A${at(notch, notch)} 0 0 0 ${at(l + notch, t)}Z`;
  };
  // A tall screen has words close to its corners.
  const size = height > width ? 0.8 : 1.05;
  return [
    s("path", { d: card(13 * unit, 46 * unit), class: "art-line", "stroke-width": round(2.2 * unit) }),
    s("path", { d: card(21 * unit, 46 * unit), class: "art-line", "stroke-width": round(1 * unit) }),
    sprig(unit, size, `translate(${at(26 * unit, 40 * unit)})`),
    sprig(unit, size, `translate(${at(width - 26 * unit, height - 40 * unit)}) rotate(180)`),
  ];
}

// Two stems of olive leaves that part in a corner.
function sprig(unit, size, transform) {
  const k = unit * size;
  const stems = [
    [[26, 26], [150, 40], [268, 16], 9], [[26, 26], [30, 150], [10, 262], 9], [[26, 26], [96, 86], [160, 176], 7],
  ];
  const parts = stems.map(([from, bend, to, count]) => {
    const scaled = [from, bend, to].map(([x, y]) => [x * k, y * k]);
    const leaves = Array.from({ length: count }, (_, i) => {
      const { x, y, heading } = along(...scaled, 0.16 + 0.8 * (i / (count - 1)));
      const turn = (i % 2 ? 1 : -1) * 0.72;
      const length = (44 - i * 2.2) * k;
      return leaf(x, y, heading + turn, length, length * 0.22);
    });
    const end = along(...scaled, 1);
    leaves.push(leaf(end.x, end.y, end.heading, 26 * k, 6 * k));
    return [
      s("path", { d: `M${at(...scaled[0])}Q${at(...scaled[1])} ${at(...scaled[2])}`, class: "art-line", "stroke-width": round(1.6 * unit) }),
      s("path", { d: leaves.join(""), class: "art-leaf", "stroke-width": round(1.2 * unit) }),
    ];
  });
  return s("g", { transform, class: "art-sprig" }, parts);
}

// MARK: Midnight: a sky that grows lighter below, stars, and two strings of lamps.

function midnight(width, height, unit) {
  const next = dice(20);
  const stars = Array.from({ length: 130 }, () => {
    const y = next() ** 1.5 * height;
    return s("circle", { cx: round(next() * width), cy: round(y), r: round((0.7 + next() * 1.9) * Math.max(unit, 0.6)), opacity: round((0.25 + next() * 0.7) * (1 - y / height * 0.7) * 10) / 10 });
  });
  const sparks = Array.from({ length: 7 }, (_, i) => {
    const [x, y, r] = [((i % 2 ? 0.03 : 0.85) + next() * 0.12) * width, (0.12 + next() * 0.7) * height, (9 + next() * 12) * unit];
    const b = r * 0.14;
    return s("path", { d: `M${at(x, y - r)}L${at(x + b, y - b)} ${at(x + r, y)} ${at(x + b, y + b)} ${at(x, y + r)} ${at(x - b, y + b)} ${at(x - r, y)} ${at(x - b, y - b)}Z`, opacity: 0.85 });
  });
  return [
    s("defs", {},
      s("linearGradient", { id: "sky", x1: 0, y1: 0, x2: 0, y2: 1 },
        s("stop", { offset: 0, "stop-color": "#070b1f" }), s("stop", { offset: 0.55, class: "art-paper-stop" }), s("stop", { offset: 1, "stop-color": "#2a2560" })),
      s("radialGradient", { id: "lamp" },
        s("stop", { offset: 0, "stop-color": "#ffe2a8", "stop-opacity": 0.9 }), s("stop", { offset: 0.22, "stop-color": "#ffc56e", "stop-opacity": 0.42 }),
        s("stop", { offset: 1, "stop-color": "#ffb04a", "stop-opacity": 0 }))),
    s("rect", { width, height, fill: "url(#sky)" }),
    s("g", { fill: "#eef0ff" }, stars, sparks),
    lamps([-0.02 * width, 0.03 * height], [0.36 * width, 0.145 * height], [0.62 * width, -0.02 * height], Math.round(width / (96 * unit) * 0.62), unit),
    lamps([0.5 * width, -0.02 * height], [0.8 * width, 0.13 * height], [1.02 * width, 0.045 * height], Math.round(width / (96 * unit) * 0.5), unit),
  ];
}

function lamps(from, bend, to, count, unit) {
  const bulbs = Array.from({ length: count }, (_, i) => {
    const { x, y } = along(from, bend, to, (i + 0.5) / count);
    const low = y + 15 * unit;
    return [
      s("circle", { cx: round(x), cy: round(low), r: round(42 * unit), fill: "url(#lamp)" }),
      s("path", { d: `M${at(x, y)}V${round(low - 7 * unit)}`, stroke: "#4a5088", "stroke-width": round(4 * unit) }),
      s("circle", { cx: round(x), cy: round(low), r: round(7.5 * unit), fill: "#fff0cf" }),
    ];
  });
  return [s("path", { d: `M${at(...from)}Q${at(...bend)} ${at(...to)}`, fill: "none", stroke: "#4a5088", "stroke-width": round(2.5 * unit) }), bulbs];
}

// MARK: Garden: branches from two corners, and small flowers between their leaves.

const greens = ["#7d9b76", "#5f8562", "#a3b78f", "#8aa893", "#4f7455", "#b7c59f"];

function garden(width, height, unit) {
  const next = dice(11);
  const isTall = height > width;
  const [across, down] = isTall ? [0.52 * width, 0.2 * height] : [0.27 * width, 0.46 * height];
  const corner = (transform) => s("g", { transform },
    branch([-30, -20], [across * 0.55, 10 * unit], [across, 52 * unit], 15, 104, unit, next),
    branch([-20, -30], [18 * unit, down * 0.55], [56 * unit, down], 13, 104, unit, next),
    branch([-20, -20], [120 * unit, 120 * unit], [across * 0.52, down * 0.46], 9, 92, unit, next),
    flowers([[96, 70, 34], [38, 158, 26], [212, 44, 22], [156, 132, 20]], unit));
  return [corner(""), corner(`translate(${at(width, height)}) rotate(180) scale(${isTall ? 0.72 : 1})`)];
}

function branch(from, bend, to, count, size, unit, next) {
  const leaves = Array.from({ length: count }, (_, i) => {
    const t = 0.06 + 0.9 * (i / (count - 1));
    const { x, y, heading } = along(from, bend, to, t);
    const length = size * unit * (1.08 - t * 0.62) * (0.85 + next() * 0.3);
    const turn = (i % 2 ? 1 : -1) * (0.62 + next() * 0.42);
    return s("path", { d: leaf(x, y, heading + turn, length, length * 0.34), fill: greens[Math.floor(next() * greens.length)], opacity: round((0.62 + next() * 0.3) * 100) / 100 });
  });
  const end = along(from, bend, to, 1);
  return [
    s("path", { d: `M${at(...from)}Q${at(...bend)} ${at(...to)}`, fill: "none", stroke: "#6d8a63", "stroke-width": round(3 * unit), opacity: 0.8 }),
    leaves, s("path", { d: leaf(end.x, end.y, end.heading, size * unit * 0.42, size * unit * 0.13), fill: greens[1], opacity: 0.8 }),
  ];
}

function flowers(list, unit) {
  return list.map(([x, y, r]) => {
    const petals = Array.from({ length: 5 }, (_, i) => {
      const turn = i * 2 * Math.PI / 5 + x;
      return s("ellipse", { cx: round(r * 0.58), rx: round(r * 0.56), ry: round(r * 0.4), transform: `rotate(${round(turn * 57.3)})`, fill: i % 2 ? "#fffaf2" : "#fdf1ea", stroke: "#ecd9cf", "stroke-width": 1 });
    });
    return s("g", { transform: `translate(${at(x * unit, y * unit)}) scale(${unit})` }, petals, s("circle", { r: round(r * 0.24), fill: "#e2b65a" }));
  });
}

// A small ornament between two lines of words, in the colour of the accent.
export function ornament() {
  return s("svg", { viewBox: "0 0 240 24", class: "ornament", "aria-hidden": "true" },
    s("path", { d: "M0 12H96M144 12H240", "stroke-width": 1.5, fill: "none", stroke: "currentColor" }),
    s("path", { d: "M120 3L129 12 120 21 111 12Z", fill: "currentColor" }),
    s("path", { d: "M102 12m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0M138 12m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0", fill: "currentColor" }));
}
