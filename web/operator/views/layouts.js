import { get, located } from "../api.js";
import { ask } from "../ask.js";
import { h, icon } from "../dom.js";
import { n, t } from "../words.js";

// The layouts of the event, as they come out, and what is wrong with them.
export default async function layouts({ main, signal }) {
  const answer = await get("layouts", { signal });
  const list = answer.layouts ?? answer;
  main.append(h("div", { class: "head" }, h("h1", {}, t("page.layouts")), h("p", { class: "count numbers" }, n("count.layout", list.length))),
    list.length ? h("ul", { class: "sheets" }, list.map(sheet)) : h("div", { class: "empty" }, icon("layouts"), h("h2", {}, t("layouts.none"))));
}

const proof = (layout) => located(layout.proof ?? `api/layouts/${encodeURIComponent(layout.name)}/proof`);

function sheet(layout) {
  const findings = layout.findings ?? layout.lint ?? layout.problems ?? [];
  const bad = findings.filter(({ grade }) => !["good", "fine", "ok"].includes(String(grade).toLowerCase()));
  const picture = h("img", { src: proof(layout), alt: t("layouts.proof", { layout: layout.name }), loading: "lazy", decoding: "async" });
  picture.addEventListener("error", () => picture.replaceWith(icon("layouts")));
  return h("li", { class: "sheet" },
    h("button", { type: "button", class: "frame", "aria-label": t("layouts.look", { layout: layout.name }), click: () => large(layout) }, picture),
    h("h2", {}, layout.title ?? layout.name),
    h("p", { class: "soft" }, [layout.paper, layout.slots !== undefined && n("count.slot", layout.slots.length ?? layout.slots), layout.used && t("layouts.first")].filter(Boolean).join(" · ")),
    bad.length ? h("ul", { class: "plain" }, bad.map((finding) => h("li", { class: "finding" }, icon("fail"),
      h("span", {}, typeof finding === "string" ? finding : [finding.found ?? finding.problem ?? finding.error, finding.remedy].filter(Boolean).join("; ")))))
    : h("p", { class: "good" }, icon("check"), t("layouts.good")));
}

const large = (layout) => ask(layout.title ?? layout.name, () => h("div", { class: "dialog-body stage" }, h("img", { src: proof(layout), alt: t("layouts.proof", { layout: layout.name }) })), { isWide: true });
