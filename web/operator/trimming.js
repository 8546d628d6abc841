// Another part of a clip: the operator looks for its two moments in the clip itself, and the film is made of what lies between.

import { media } from "./api.js";
import { form } from "./ask.js";
import { button, field, h } from "./dom.js";
import { t } from "./words.js";

export async function trimming(session, clip, perform) {
  const film = h("video", { src: media(clip.path), controls: true, muted: true, playsinline: true, preload: "metadata" });
  const [from, to] = [0, 0].map(() => h("input", { type: "number", min: 0, max: 3600, step: 0.1, inputmode: "decimal", required: true }));
  from.value = 0;
  film.addEventListener("loadedmetadata", () => to.value ||= film.duration.toFixed(1), { once: true });
  const here = (control) => button(t("trim.here"), () => (control.value = film.currentTime.toFixed(1)), { shape: "motion" });
  const body = h("div", {}, h("div", { class: "stage" }, film), h("div", { class: "row" }, field(t("trim.from"), from), here(from), field(t("trim.to"), to), here(to)));
  const chosen = await form(t("trim.title", { number: session.number }), body, {
    done: t("trim.make"), isWide: true,
    read: () => Number(from.value) < Number(to.value) && { animation: true, trim: [Number(from.value), Number(to.value)] },
  });
  if (chosen) await perform("rerun", chosen, t("trim.title", { number: session.number }));
}
