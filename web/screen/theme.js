// The event's look: few values, all of them custom properties of one adopted style.

import { backdrop } from "./art.js";
import { h } from "./dom.js";

const fallback = {
  display: '"Noto Naskh Arabic", "Libre Baskerville", "DejaVu Serif", Georgia, serif',
  text: '"Noto Sans Arabic", "Noto Sans", "DejaVu Sans", system-ui, sans-serif',
};

// Names of installed families, the event's first.
const families = (names, other) => [...(names ?? []).map((name) => `"${String(name).replace(/["\\\n]/g, "")}"`), other].join(", ");
// Which drawing stands behind the screens; an event's own theme has the first one.
const drawings = ["ivory", "midnight", "garden"];
const colour = (value, other) => (/^#[0-9a-f]{6}$/i.test(value ?? "") ? value : other);

// Adopts the style of an event, and puts what stands behind all screens into `layer`.
export function dress(theme, layer) {
  const art = drawings.find((name) => name === theme.name?.toLowerCase()) ?? drawings[0];
  const style = new CSSStyleSheet();
  style.replaceSync(`:root {
    --paper: ${colour(theme.paper, "#faf5ea")}; --ink: ${colour(theme.ink, "#2c2520")}; --quiet: ${colour(theme.quiet, "#6a5f52")};
    --accent: ${colour(theme.accent, "#86642a")}; --accent-ink: ${colour(theme.accentInk, "#ffffff")};
    --display: ${theme.displayFont ? '"Event", ' : ""}${families(theme.display, fallback.display)}; --text: ${families(theme.text, fallback.text)};
    --round: ${Math.min(Math.max(Number(theme.radius ?? 12), 0), 60)};
  }`);
  document.adoptedStyleSheets = [style];
  document.documentElement.dataset.art = art;
  if (theme.displayFont) new FontFace("Event", "url(/api/theme/font)").load().then((font) => document.fonts.add(font), () => {});
  const paint = () => layer.replaceChildren(backdrop(art, innerWidth, innerHeight));
  paint();
  // What is drawn is drawn for the size that the screen has.
  addEventListener("resize", paint);
}

// The event's own picture or film, which stands behind the attract screen; nothing when it has none.
export function behind(theme, version) {
  const src = `/api/theme/background?v=${encodeURIComponent(version ?? "")}`;
  if (theme.background === "picture") return h("img", { class: "behind", src, alt: "" });
  if (theme.background !== "film") return undefined;
  const film = h("video", { class: "behind", src, autoplay: true, loop: true, playsinline: true });
  film.muted = true;
  return film;
}
