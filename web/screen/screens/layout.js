// Layouts as they are, with the guests' own last picture in them.

import { h } from "../dom.js";
import { foot, head, hint, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { t } from "../words.js";
import { tiles } from "./choosing.js";

export default function layout({ view, send }) {
  const choices = view.step.choices ?? [];
  const newest = pictures.newest(view)?.id ?? 0;
  const take = () => send("answer", group.choice());
  const group = tiles(choices, {
    take,
    tile: (index) => h("span", { class: "paper-picture" }, h("img", { src: `/api/choices/${index + 1}?of=${newest}`, alt: "" })),
  });
  const element = h("section", { class: "stacked" }, head(view.step.text), hint(view), group.element, foot(way(t("screen.this"), take, { shape: "check" })));
  return { element, actions: { next: take } };
}
