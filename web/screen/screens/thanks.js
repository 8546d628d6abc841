// Two words of thanks from the hosts. Between two sessions it shows nothing of anybody's.

import { ornament } from "../art.js";
import { h } from "../dom.js";
import { troubles, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { t } from "../words.js";
import { printWords } from "./printing.js";

export default function thanks({ view, info, send }) {
  const isStep = view.step?.step === "thanks";
  const next = () => send("next");
  const print = isStep && view.session?.captures?.length ? pictures.print(view, t("screen.yourPrint")) : undefined;
  const words = h("p", { class: "truth", role: "status" });
  const element = h("section", { class: print ? "split thanking" : "centred thanking" },
    print && h("div", { class: "pic" }, h("div", { class: "tilted" }, print.element)),
    h("div", { class: "side" },
      h("header", { class: "head thanks-head" }, h("h1", { class: "name" }, (isStep && view.step.text) || t("screen.thanks")), ornament(),
        h("p", { class: "date", dir: "auto" }, info.event?.name), words, troubles(view, "print")),
      isStep && h("div", { class: "side-ways" }, h("footer", { class: "foot" }, way(t("screen.nextGuest"), next, { shape: undefined })))));
  const look = (view) => {
    const text = isStep ? printWords(view) : undefined;
    words.hidden = !text;
    if (text && words.textContent !== text) words.textContent = text;
    print?.look(view);
  };
  look(view);
  return { element, sound: isStep ? "thanks" : undefined, actions: isStep ? { next } : {}, update: isStep ? look : undefined };
}
