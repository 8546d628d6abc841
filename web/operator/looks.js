// All looks on this very picture, beside each other; the one that is chosen is made.

import { sayFault } from "./app.js";
import { address, get } from "./api.js";
import { form } from "./ask.js";
import { field, h } from "./dom.js";
import { pictures } from "./printing.js";
import { t } from "./words.js";

// Each effect once, and the one that puts something behind guests once for each background that there is. One that needs a file of the
// operator's has to be written.
const calls = ({ effects, backgrounds }) => effects.filter(({ name }) => name !== "lut").flatMap(({ name }) =>
  ["green-screen", "cut-out"].includes(name) ? backgrounds.map((path) => ({ call: `${name}:background=${path}`, text: path.split("/").pop() })) : [{ call: name, text: name }]);

export async function looks(session, item, perform) {
  let offered;
  try {
    offered = calls(await get("effects"));
  } catch (fault) {
    return sayFault(fault);
  }
  const shot = item?.kind === "capture" ? item.shot : session.captures?.find(({ selected }) => selected)?.shot;
  const source = (effect) => address(`sessions/${session.number}/looks?${new URLSearchParams({ effect, ...(shot ? { shot } : {}) })}`);
  const composed = h("input", { type: "checkbox", checked: true });
  const animation = h("input", { type: "checkbox" });
  const other = h("input", { autocapitalize: "none", placeholder: "sepia" });
  const body = h("div", {},
    pictures(t("looks.which"), "look", offered.map(({ call, text }) => ({ value: call, text, source: source(call) })), offered[0]?.call),
    field(t("looks.other"), other, { hint: t("looks.otherHint") }),
    h("label", { class: "check" }, composed, t("looks.composed")),
    h("label", { class: "check" }, animation, t("looks.animation")));
  const chosen = await form(t("looks.title", { number: session.number }), body, {
    done: t("looks.make"), isWide: true,
    read: () => {
      const effect = other.value.trim() || body.querySelector("input[name=look]:checked")?.value;
      return effect && { effect: [effect], ...(composed.checked ? { composed: true } : {}), ...(animation.checked ? { animation: true } : {}) };
    },
  });
  if (chosen) await perform("rerun", chosen, t("looks.title", { number: session.number }));
}
