// What says whose event it is, and in which languages: on the screens that wait for guests.

import { ornament } from "../art.js";
import { h } from "../dom.js";
import { current, day, has, t } from "../words.js";

// - as: the element of the event's name: the heading, or a paragraph where another one is.
export function card({ theme, event, version }, { as = "h1" } = {}) {
  // The event's own words of welcome are those of the language in hand, where it has them.
  const title = has("screen.welcome") ? t("screen.welcome") : theme.welcome ?? event?.name ?? "";
  return h("div", { class: "invitation" },
    theme.logo && h("img", { class: "logo", src: `/api/theme/logo?v=${encodeURIComponent(version ?? "")}`, alt: "" }),
    h("p", { class: "small-caps" }, t("screen.booth")),
    h(as, { class: title.length > 26 ? "name longer" : "name", dir: "auto" }, ampersand(title)),
    ornament(),
    event?.date && h("p", { class: "date", dir: "auto" }, day(event.date)));
}

// An ampersand between two names is the most beautiful letter of a display face.
function ampersand(title) {
  return title.split(/( & )/).map((part) => (part === " & " ? h("span", { class: "ampersand" }, " & ") : part));
}

// Nothing when there is one only.
export function languages(info, send) {
  return info.languages.length > 1 && h("ul", { class: "languages", "aria-label": t("screen.language") },
    info.languages.map(({ code, name }) => h("li", {}, h("button", {
      class: "language", lang: code, "aria-pressed": String(code === current()), click: (touch) => (touch.stopPropagation(), send("language", code)),
    }, name))));
}
