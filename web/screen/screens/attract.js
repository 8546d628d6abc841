// What stands there until somebody comes: the event, and one thing to do. The whole screen takes the touch.

import { ornament } from "../art.js";
import { h } from "../dom.js";
import { troubles, way } from "../parts.js";
import { behind } from "../theme.js";
import { clock, current, day, has, t } from "../words.js";

export default function attract({ view, info, live, send }) {
  const { theme, event } = info;
  const begin = (touch) => {
    touch?.stopPropagation();
    send("next");
  };
  const isLive = theme.background === "live" && view.step.live !== false;
  const canvas = isLive && h("canvas", { class: "live behind", "aria-hidden": "true" });
  if (canvas) live.show([{ canvas }]);
  const picture = behind(theme, info.version);
  const languages = info.languages.length > 1 && h("ul", { class: "languages", "aria-label": t("screen.language") },
    info.languages.map(({ code, name }) => h("li", {}, h("button", {
      type: "button", class: "language", lang: code, "aria-pressed": String(code === current()),
      click: (touch) => {
        touch.stopPropagation();
        send("language", code);
      },
    }, name))));
  // The event's own words of welcome are those of the language in hand, where it has them.
  const title = has("screen.welcome") ? t("screen.welcome") : theme.welcome ?? event?.name ?? "";
  const card = h("div", { class: "invitation" },
    theme.logo && h("img", { class: "logo", src: `/api/theme/logo?v=${encodeURIComponent(info.version ?? "")}`, alt: "" }),
    h("p", { class: "small-caps" }, t("screen.booth")),
    h("h1", { class: title.length > 26 ? "name longer" : "name", dir: "auto" }, ampersand(title)),
    ornament(),
    event?.date && h("p", { class: "date", dir: "auto" }, day(event.date)));
  const notes = [
    info.consents && t("screen.consentHint"),
    info.hours && t("screen.openUntil", { time: clock(info.hours.until) }),
  ].filter(Boolean).join("  ·  ");
  const element = h("section", { class: picture || canvas ? "touch is-pictured" : "touch", data: { action: "start" }, click: begin },
    canvas, picture, (canvas || picture) && h("div", { class: "veil" }),
    card,
    h("div", { class: "begin" },
      way(view.step.text || t("prompt.attract"), begin, { shape: "camera" }),
      troubles(view),
      languages,
      notes && h("p", { class: "notes" }, notes)));
  return { element, live: isLive, actions: { next: begin } };
}

// An ampersand between two names is the most beautiful letter of a display face.
function ampersand(title) {
  return title.split(/( & )/).map((part) => (part === " & " ? h("span", { class: "ampersand" }, " & ") : part));
}
