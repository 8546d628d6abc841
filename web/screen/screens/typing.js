// One field, large, above a keyboard of our own. What is typed is nowhere but in the field, and goes with it.

import { h } from "../dom.js";
import { keyboard } from "../keyboard.js";
import { keypad } from "../keypad.js";
import { hint, sayHint, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { t } from "../words.js";

export const email = (context) => written(context, "email");
export const phone = (context) => written(context, "phone");

const reasons = { email: "screen.whyEmail", phone: "screen.whyPhone" };
const most = { email: 254, phone: 24, text: 400 };

// - kind: `email`, `phone` or `text`.
export function written({ view, info, send }, kind) {
  const { step } = view;
  const first = kind === "phone" && step.prefix ? `${step.prefix} ` : "";
  const input = h("input", {
    type: "text", name: step.name ?? kind, id: "field", inputmode: "none", autocomplete: "off", autocapitalize: "off", autocorrect: "off",
    spellcheck: "false", maxlength: most[kind], "aria-describedby": "reason hint", dir: kind === "text" ? "auto" : "ltr", enterkeyhint: "done",
  });
  input.value = first;
  const line = hint(view);
  line.id = "hint";
  const isEmpty = () => !input.value.trim() || input.value.trim() === first.trim();
  const take = async () => {
    const answer = isEmpty() ? await send("next") : await send("answer", input.value.trim());
    if (answer.outcome !== "refused") return;
    sayHint(line, answer.hint);
    input.focus({ preventScroll: true });
  };
  const words = h("span", {});
  const on = way(words, take);
  const mark = () => {
    on.classList.toggle("is-waiting", isEmpty());
    input.toggleAttribute("data-empty", isEmpty());
    words.textContent = t(isEmpty() ? "screen.skip" : kind === "text" ? "screen.next" : "screen.send");
    line.hidden = true;
  };
  input.addEventListener("input", mark);
  mark();
  line.hidden = !step.hint;
  const box = h("div", { class: "field", data: { here: "" } },
    h("h1", {}, h("label", { for: "field" }, step.text)), input,
    h("div", { class: "field-notes" }, reasons[kind] && h("p", { class: "reason", id: "reason" }, t(reasons[kind])), line));
  const keys = kind === "phone" ? keypad(input) : keyboard(input, { kind, domains: step.domains });
  const own = info.forms && h("figure", { class: "own-phone" },
    h("img", { src: `/api/codes/form?of=${view.session.id}-${step.entry}`, alt: t("screen.codeOfForm") }), h("figcaption", {}, t("screen.ownPhone")));
  const print = !own && pictures.chosen(view).length > 0 && pictures.print(view, t("screen.yourPrint"));
  const element = h("section", { class: `writing writing-${kind}` }, print && h("div", { class: "keepsake" }, print.element), box, own, keys.element, on);
  return {
    element, actions: { next: take },
    update: (view) => view.step?.hint && isEmpty() && sayHint(line, view.step.hint),
    leave: () => {
      input.value = "";
      keys.leave?.();
    },
  };
}
