// Another part of a clip: the operator looks for its two moments in the clip itself, and the film is made of what lies between.

import { media } from "./api.js";
import { form } from "./ask.js";
import { button, field, h } from "./dom.js";
import { t } from "./words.js";

export async function trimming(session, clip, perform) {
  const title = t("trim.title", { number: session.number });
  const film = h("video", { src: media(clip.path), "aria-label": title, controls: true, muted: true, playsinline: true, preload: "metadata" });
  const [from, to] = [0, 0].map(() => h("input", { type: "number", min: 0, max: 3600, step: 0.1, inputmode: "decimal", required: true }));
  from.value = 0;
  film.addEventListener("loadedmetadata", () => to.value ||= film.duration.toFixed(1), { once: true });
  const read = () => {
    const part = [Number(from.value), Number(to.value)];
    to.setCustomValidity(part[0] < part[1] ? "" : t("trim.order"));
    return to.reportValidity() ? { animation: true, trim: part } : undefined;
  };
  for (const control of [from, to]) control.addEventListener("input", () => to.setCustomValidity(""));
  const here = (control) => button(t("trim.here"), () => {
    control.value = film.currentTime.toFixed(1);
    to.setCustomValidity("");
  }, { shape: "motion" });
  const body = h("div", {}, h("div", { class: "stage" }, film), h("div", { class: "moments" },
    h("div", {}, field(t("trim.from"), from), here(from)), h("div", {}, field(t("trim.to"), to), here(to))));
  const chosen = await form(title, body, { done: t("trim.make"), isWide: true, read });
  if (chosen) await perform("rerun", chosen, title);
}
