// The booth takes a break.

import { ornament } from "../art.js";
import { h, icon } from "../dom.js";
import { t } from "../words.js";
import closed from "./closed.js";
import { hosts } from "./hosts.js";

export default function stopped(context) {
  if (context.view?.step?.closed) return closed(context);
  const element = h("section", { class: "centred" },
    h("div", { class: "letter" }, h("span", { class: "seal" }, icon("heart")),
      h("header", { class: "head" }, h("h1", { class: "short" }, t("screen.break")), ornament(), h("p", { class: "why" }, t("screen.breakMore")))));
  hosts(element);
  return { element };
}
