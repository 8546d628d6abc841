// All looks on this very picture, beside each other; the one that is touched is made.

import { get, located } from "./api.js";
import { form } from "./ask.js";
import { field, h } from "./dom.js";
import { pictures } from "./printing.js";
import { t, word } from "./words.js";

export async function looks(session, item, perform) {
  const capture = item?.kind === "capture" ? item : session.captures?.find(({ selected }) => selected) ?? session.captures?.[0];
  const answer = await get(`sessions/${session.number}/looks?${new URLSearchParams(capture ? { item: capture.path } : {})}`).catch(() => ({ looks: [] }));
  const list = answer.looks ?? answer;
  const composed = h("input", { type: "checkbox", checked: true });
  const animation = h("input", { type: "checkbox" });
  const free = h("input", { autocapitalize: "none", placeholder: "sepia" });
  const body = h("div", {},
    pictures(t("looks.which"), "look", list.map((look) => ({ value: look.effect, text: word("look", look.title ?? look.effect), source: located(look.picture ?? look.path ?? look.url) })), list[0]?.effect),
    field(t("looks.other"), free, { hint: t("looks.otherHint") }),
    h("label", { class: "check" }, composed, t("looks.composed")),
    h("label", { class: "check" }, animation, t("looks.animation")));
  const chosen = await form(t("looks.title", { number: session.number }), body, {
    done: t("looks.make"), isWide: true,
    read: () => {
      const effect = free.value.trim() || body.querySelector("input[name=look]:checked")?.value;
      return effect && { effect: [effect], ...(composed.checked ? { composed: true } : {}), ...(animation.checked ? { animation: true } : {}) };
    },
  });
  if (chosen) await perform("rerun", chosen, t("looks.title", { number: session.number }));
}
