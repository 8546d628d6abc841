import { h } from "../dom.js";
import { foot, head, hint, quiet, way } from "../parts.js";
import { t } from "../words.js";

export default function consent({ view, info, send }) {
  const [yes, no] = view.step.choices ?? ["yes", "no"];
  const line = hint(view);
  const agree = () => send("answer", yes);
  const element = h("section", { class: "centred" },
    h("div", { class: "letter" },
      head(view.step.text, t(view.step.required ? "screen.consentRequired" : "screen.consentFree")), line,
      foot(quiet(t("screen.disagree"), "answer", () => send("answer", no)), way(t("screen.agree"), agree, { shape: "check" }))));
  return { element, actions: { next: agree } };
}
