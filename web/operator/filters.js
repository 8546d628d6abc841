// What is looked for. It stands in the address, so that a list can be kept, sent and gone back to.

import { go } from "./app.js";
import { button, field, h, icon, iconButton, select } from "./dom.js";
import { form } from "./ask.js";
import { t } from "./words.js";

const keys = ["q", "state", "effect", "from", "to", "attention"];

export const filtersOf = (query) => keys.map((key) => [key, query.get(key) ?? ""]);

export function filterBar({ query, jump, view, tally }) {
  const apply = (changes) => {
    const next = new URLSearchParams(query);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    go(next.size ? `${view}?${next}` : view);
  };
  const search = h("input", {
    type: "search", value: query.get("q") ?? "", placeholder: t("filter.search"), "aria-label": t("filter.search"), enterkeyhint: "search",
  });
  // "#47" and "47" are where somebody wants to go, all else is text.
  const find = (event) => {
    event.preventDefault();
    const number = search.value.trim().match(/^#?(\d+)$/)?.[1];
    if (number) jump(Number(number));
    else apply({ q: search.value.trim() });
  };
  const isAsking = query.get("attention") === "1";
  const set = ["state", "effect", "from", "to"].filter((key) => query.get(key));
  return [
    h("form", { class: "search", role: "search", submit: find }, icon("search"), search),
    button(t("filter.attention"), () => apply({ attention: isAsking ? "" : "1" }), {
      shape: "fail", class: "toggle", "aria-pressed": String(isAsking), more: tally,
    }),
    button(set.length ? t("filter.some", { count: set.length }) : t("filter.title"), () => more(query, apply), {
      shape: "filter", class: "toggle", "aria-pressed": String(set.length > 0),
    }),
    (set.length > 0 || isAsking || query.get("q")) && iconButton(t("filter.clear"), "close", () => go(view)),
  ];
}

async function more(query, apply) {
  const states = ["", "active", "finished"];
  const state = select(states.map((key) => [key, key ? t(`state.${key}`) : t("filter.any")]), query.get("state") ?? "");
  const effect = h("input", { value: query.get("effect") ?? "", autocapitalize: "none" });
  const [from, to] = ["from", "to"].map((key) => h("input", { type: "date", value: query.get(key) ?? "" }));
  const chosen = await form(t("filter.title"), [
    field(t("filter.state"), state), field(t("filter.effect"), effect, { hint: t("filter.effectHint") }),
    field(t("filter.from"), from), field(t("filter.to"), to),
  ], {
    done: t("filter.show"),
    read: () => ({ state: state.value, effect: effect.value.trim(), from: from.value, to: to.value }),
  });
  if (chosen) apply(chosen);
}
