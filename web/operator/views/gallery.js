import { thumb } from "../api.js";
import { h, icon } from "../dom.js";
import { list } from "../list.js";
import { addressOf, guests, ready, time } from "../session-words.js";
import { n, t, word } from "../words.js";

// Every picture of every session, each session's together: what its guest got first, what the camera took last.
export default function gallery(page) {
  return list(page, {
    view: "gallery", draw: group, gap: 12, height: 224, width: (all) => (all < 480 ? all : 480),
  });
}

const films = ["gif", "video"];
// A capture that moves.
const isClip = (item) => /\.(mov|mp4|m4v|webm|mkv|avi|m2?ts)$/i.test(item.path);

function itemsOf(session) {
  const got = guests(session);
  const made = ready(session).map((item) => ({ ...item, name: word("rendition", item.kind), isGuests: item.path === got }));
  const taken = (session.captures ?? []).map((item) => ({ ...item, name: t("session.shot", { number: item.shot ?? "" }) }));
  return [...made.sort((one, other) => Number(other.isGuests) - Number(one.isGuests)), ...taken];
}

function group(session, selection, cell) {
  const { number } = session;
  const show = () => (cell.className = `cell strip${selection.has(number) ? " chosen" : ""}`);
  const chosen = h("input", {
    type: "checkbox", checked: selection.has(number), "aria-label": t("selection.choose", { number }),
    change: () => {
      selection.toggle(number, chosen.checked);
      for (const item of items) item.show();
      show();
    },
  });
  const items = itemsOf(session).map((item) => tile(item, session, selection));
  show();
  return [
    h("div", { class: "line" }, h("a", { href: addressOf(session), class: "open" }, h("b", {}, `#${number}`), time(session)),
      h("span", { class: "end" }, n("count.file", items.length))),
    h("label", { class: "choose" }, chosen),
    items.length ? h("div", { class: "items" }, items) : h("span", { class: "no-picture" }, icon("camera")),
  ];
}

function tile(item, session, selection) {
  const { number } = session;
  const values = { what: item.name, number };
  const picture = (films.includes(item.kind) || isClip(item)) ? icon("motion") : h("img", { src: thumb(item.path), alt: "", loading: "lazy", decoding: "async" });
  picture.addEventListener("error", () => picture.replaceWith(icon("camera")));
  const chosen = h("input", {
    type: "checkbox", "aria-label": t("gallery.choose", values),
    change: () => {
      selection.toggleItem(item.path, number, chosen.checked);
      one.show();
    },
  });
  const one = h("div", {},
    h("a", { href: `${addressOf(session)}&item=${encodeURIComponent(item.path)}`, "aria-label": t("gallery.item", values) }, picture),
    h("label", { class: "choose" }, chosen));
  one.show = () => {
    chosen.checked = selection.hasItem(item.path);
    one.className = `item${item.isGuests ? " first" : ""}${chosen.checked ? " chosen" : ""}`;
  };
  one.show();
  return one;
}
