// The moving picture; while it is made, the captures themselves turn like the leaves of a flip book.

import { h } from "../dom.js";
import { foot, head, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { t } from "../words.js";

// A moving picture, a film if that is what it is.
export function moving(session) {
  const src = `/api/motion?of=${encodeURIComponent(session.motion)}`;
  if (!/\.(mp4|webm)$/.test(session.motion)) return h("img", { class: "moving", src, alt: t("screen.yourMotion") });
  const film = h("video", { class: "moving", src, autoplay: true, loop: true, playsinline: true, "aria-label": t("screen.yourMotion") });
  film.muted = true;
  return film;
}

export default function motion({ view, send, isStill }) {
  const shots = pictures.chosen(view);
  const leaves = shots.map((capture) => h("img", { src: pictures.shot(capture), alt: "" }));
  const book = h("div", { class: "flipbook", role: "img", "aria-label": t("screen.yourMotion"), look: { "--aspect": 1.5 } }, leaves);
  let at = 0;
  const turn = () => {
    leaves.forEach((leaf, index) => leaf.classList.toggle("is-up", index === at));
    at = (at + 1) % Math.max(leaves.length, 1);
  };
  turn();
  const timer = isStill ? undefined : setInterval(turn, 420);
  const title = head(t("screen.motionMaking"));
  const ways = h("div", { class: "side-ways" });
  const next = () => send("next");
  const look = ({ session, step }) => {
    if (session?.motion && !book.querySelector(".moving")) {
      clearInterval(timer);
      book.replaceChildren(moving(session));
      title.querySelector("h1").textContent = t("screen.motionReady");
    }
    if (step?.deadline && !ways.firstChild) ways.append(foot(way(t("screen.next"), next)));
  };
  look(view);
  return {
    element: h("section", { class: "split" }, h("div", { class: "pic" }, book), h("div", { class: "side" }, title, ways)),
    actions: { next }, update: look, leave: () => clearInterval(timer),
  };
}
