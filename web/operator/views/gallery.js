import { media } from "../api.js";
import { h, icon } from "../dom.js";
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

// As few elements as can be: hundreds of these are on a page.
function group(session, selection, cell) {
  const show = () => (cell.className = `cell tile${selection.has(session.number) ? " chosen" : ""}`);
  const chosen = h("input", {
    type: "checkbox", checked: selection.has(session.number), "aria-label": t("selection.choose", { number: session.number }),
    change: () => {
      selection.toggle(session.number, chosen.checked);
      show();
    },
  });
  show();
  const moving = ready(session).find(({ kind }) => kind === "gif" || kind === "video");
  const count = ready(session).length + (session.captures?.length ?? 0);
  return [
    h("a", { href: addressOf(session), class: "open" }, pictureOf(session)),
    h("p", { class: "line" }, h("b", {}, `#${session.number}`), time(session), h("span", { class: "end" }, n("count.file", count))),
    moving && h("a", { class: "moving", href: media(moving.path), target: "_blank", tabindex: "-1", "aria-label": t("gallery.moving", { number: session.number }) }, icon("motion")),
    h("label", { class: "choose" }, chosen),
  ].filter(Boolean);
}
