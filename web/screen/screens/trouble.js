// A kind sentence, and what works all the same. Never a code, never red.

import { ornament } from "../art.js";
import { h, icon } from "../dom.js";
import { t } from "../words.js";

export default function trouble({ view, isLost }) {
  const said = [...new Set((view?.troubles ?? []).map(({ guest }) => guest))];
  const isUp = view && !isLost && view.phase === "running";
  const title = isUp ? said[0] ?? view.step?.text ?? t("screen.lost") : t(view?.phase === "ended" && !isLost ? "screen.ended" : "screen.lost");
  const rest = isUp ? [...said.slice(1), view.session?.captures?.length ? t("screen.safe") : t("screen.soon")] : [t("screen.lostMore")];
  const element = h("section", { class: "centred" },
    h("div", { class: "letter" }, h("span", { class: "seal" }, icon("camera")),
      h("header", { class: "head" }, h("h1", { class: title.length > 44 ? "middling" : "short" }, title), ornament(), rest.map((line) => h("p", { class: "why" }, line)))));
  return { element };
}
