// Digits to touch, for telephone numbers and PINs.

import { h, icon } from "./dom.js";
import { arrows } from "./keys.js";
import { erase, key, type } from "./keystrokes.js";
import { t } from "./words.js";

export function keypad(input, { isPIN = false } = {}) {
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", isPIN ? undefined : "+", "0"].map((text) => (text
    ? key(text, () => type(input, text)) : h("i", {})));
  const back = key(icon("erase"), () => erase(input), { "aria-label": t("screen.erase"), class: "key key-quiet" });
  return { element: arrows(h("div", { class: "keypad", dir: "ltr", role: "group" }, keys, back), () => 3) };
}
