// Outside of the event's hours: the invitation, and when the booth opens. Nothing on it begins a session.

import { h } from "../dom.js";
import { behind } from "../theme.js";
import { hosts } from "./hosts.js";
import { card, languages } from "./invitation.js";

export default function closed({ view, info, send }) {
  const picture = behind(info.theme, info.version);
  const words = h("h1", { class: "opens", dir: "auto" }, view.step.text);
  const element = h("section", { class: picture ? "inviting is-closed is-pictured" : "inviting is-closed" },
    picture, picture && h("div", { class: "veil" }),
    card(info, { as: "p" }), h("div", { class: "begin" }, words, languages(info, send)));
  hosts(element);
  return { element, update: (next) => next.step?.text && (words.textContent = next.step.text) };
}
