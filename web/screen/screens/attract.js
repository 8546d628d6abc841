// What stands there until somebody comes: the event, and one thing to do. The whole screen takes the touch.

import { h } from "../dom.js";
import { troubles, way } from "../parts.js";
import { behind } from "../theme.js";
import { clock, t } from "../words.js";
import { card, languages } from "./invitation.js";

export default function attract({ view, info, live, send }) {
  const { theme } = info;
  const begin = (touch) => {
    touch?.stopPropagation();
    send("next");
  };
  const isLive = theme.background === "live" && view.step.live !== false;
  const canvas = isLive && h("canvas", { class: "live behind", "aria-hidden": "true" });
  if (canvas) live.show([{ canvas }]);
  const picture = behind(theme, info.version);
  const notes = [
    info.consents && t("screen.consentHint"),
    info.hours && t("screen.openUntil", { time: clock(info.hours.until) }),
  ].filter(Boolean).join("  ·  ");
  const element = h("section", { class: picture || canvas ? "inviting touch is-pictured" : "inviting touch", data: { action: "start" }, click: begin },
    canvas, picture, (canvas || picture) && h("div", { class: "veil" }),
    card(info),
    h("div", { class: "begin" },
      way(view.step.text || t("prompt.attract"), begin, { shape: "camera" }),
      troubles(view),
      languages(info, send),
      notes && h("p", { class: "notes" }, notes)));
  return { element, live: isLive, actions: { next: begin } };
}
