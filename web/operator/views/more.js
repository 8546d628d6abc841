import { languageChoice } from "../app.js";
import { base } from "../api.js";
import { field, h, icon } from "../dom.js";
import { t } from "../words.js";

// Where a phone has the pages that do not fit at its lower edge.
export default function more({ main }) {
  const rest = ["status", "doctor", "event", "layouts"];
  main.append(h("div", { class: "head" }, h("h1", {}, t("page.more"))),
    h("ul", { class: "places" }, rest.map((name) =>
      h("li", {}, h("a", { href: name }, icon(name), h("span", {}, t(`page.${name}`)), icon("next"))))),
    base && h("p", {}, h("a", { class: "button", href: "/e/" }, icon("events"), h("span", {}, t("page.events")))),
    field(t("frame.language"), languageChoice()));
}
