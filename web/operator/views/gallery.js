import { h, icon } from "../dom.js";
import { media } from "../api.js";
import { list } from "../list.js";
import { addressOf, pictureOf, ready, time } from "../session-words.js";
import { n, t } from "../words.js";

// The pictures, each session's together.
export default function gallery(page) {
  return list(page, {
    view: "gallery", draw: group, gap: 12,
    width: (all) => (all < 500 ? 160 : all < 900 ? 190 : 220), height: (width) => Math.round(width * 1.3) + 44,
  });
}

function group(session, { selection }) {
  const isChosen = selection.has(session.number);
  const chosen = h("input", {
    type: "checkbox", checked: isChosen, "aria-label": t("selection.choose", { number: session.number }),
    change: () => {
      selection.toggle(session.number, chosen.checked);
      group.classList.toggle("chosen", chosen.checked);
    },
  });
  const items = ready(session).length + (session.captures?.length ?? 0);
  const moving = ready(session).find(({ kind }) => kind === "gif" || kind === "video");
  const group = h("article", { class: isChosen ? "tile chosen" : "tile" },
    h("a", { href: addressOf(session), class: "open" }, h("span", { class: "frame" }, pictureOf(session))),
    h("p", { class: "line" }, h("b", { class: "numbers" }, `#${session.number}`), h("span", { class: "soft numbers" }, time(session)),
      moving && h("a", { class: "moving", href: media(moving.path), target: "_blank", tabindex: "-1", "aria-label": t("gallery.moving", { number: session.number }) }, icon("motion")),
      h("span", { class: "soft numbers end" }, n("count.file", items))),
    h("label", { class: "choose" }, chosen));
  return group;
}
