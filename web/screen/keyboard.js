// A keyboard of our own: the system's stays behind a full-screen browser. It has as many keys in a row as the screen has room for.

import { h, icon } from "./dom.js";
import { arrows } from "./keys.js";
import { erase, key, put, type } from "./keystrokes.js";
import { digits, domains as usual, latin, letters, signs, smallMarks, smallSigns } from "./rows.js";
import { current, t } from "./words.js";

// The smallest key with what lies between two, and what lies between two.
const [pitch, gap] = [84, 12];

// - kind: `email` or `text`.
// - domains: what addresses end in at this event.
export function keyboard(input, { kind, domains }) {
  const isAddress = kind === "email";
  const language = current().split("-")[0];
  const own = letters[language] ?? letters.en;
  const hasCase = !isAddress && language !== "ar";
  const offered = domains?.length ? domains : usual[language] ?? usual.en;
  const element = arrows(h("div", { class: "keyboard", dir: "ltr", role: "group", "aria-label": t("screen.keyboard") }), () => 9);
  // A sentence begins with a capital.
  let [isUpper, isSigns] = [hasCase, false];

  const press = (text) => key(text, () => {
    type(input, text);
    if (!isUpper || text === text.toLowerCase()) return;
    isUpper = false;
    draw();
  });
  const wide = (content, across, act, attributes = {}) => key(content, act, { class: "key key-quiet", data: { across }, look: { "--across": across }, ...attributes });
  const turn = (across) => wide(isSigns ? t("screen.letters") : t("screen.signs"), across, () => {
    isSigns = !isSigns;
    draw();
  });
  const shift = (across) => wide(icon("shift"), across, () => {
    isUpper = !isUpper;
    draw();
  }, { "aria-label": t("screen.shift"), "aria-pressed": String(isUpper) });
  const back = (across) => wide(icon("erase"), across, () => erase(input), { "aria-label": t("screen.erase") });
  const space = (across) => wide(t("screen.space"), across, () => type(input, " "));
  const chip = (domain, across) => key(`@${domain}`, () => put(input, `${input.value.split("@")[0]}@${domain}`), {
    class: "key chip", data: { across: across ?? 1 }, look: across && { "--across": across },
  });
  // A letter whose capital is two letters (ß) has none of its own.
  const capital = (letter) => (letter.toUpperCase().length === 1 ? letter.toUpperCase() : letter);
  const line = (text) => [...text].map((letter) => press(isUpper ? capital(letter) : letter));

  function smallRows() {
    const third = smallMarks.slice(0, 9 - own.more.length) + own.more;
    const lines = (isSigns ? [...smallSigns, isAddress ? smallMarks : third] : isAddress ? latin.small : own.small).map(line);
    if (!isSigns && isAddress) lines.at(-1).push(press("_"));
    if (!isSigns && hasCase) lines.at(-1).push(shift(1));
    const marks = own.last ? line(own.last) : [",", "."].map(press);
    const last = isAddress ? [turn(1), ...["@", ".", "-"].map(press), chip(offered[0], 4), back(1)] : [turn(1), ...marks, space(7 - marks.length), back(1)];
    return [...lines, last];
  }

  function wideRows() {
    const lines = (isSigns ? signs : isAddress ? latin[language] ?? latin.en : own.wide).map(line);
    lines.at(-1).push(back(1.5));
    if (!isSigns && hasCase) lines.at(-1).unshift(shift(1.5));
    const last = isAddress ? ["@", ".", "-", "_"].map(press) : [press(","), ...line(own.more), space(4), press("."), press("?")];
    const chips = isAddress ? [offered.map((domain) => chip(domain))] : [];
    return [...chips, line(digits), ...lines, [turn(1.5), ...last]];
  }

  function draw() {
    const isSmall = innerWidth * 0.932 < pitch * 10 - gap || innerHeight < 640;
    const lines = isSmall ? smallRows() : wideRows();
    const widths = lines.filter((line) => !line[0].matches(".chip")).map((line) => line.reduce((sum, one) => sum + Number(one.dataset.across ?? 1), 0));
    element.classList.toggle("is-small", isSmall);
    element.style.setProperty("--columns", Math.max(...widths));
    element.replaceChildren(...lines.map((line) => h("div", { class: line[0].matches(".chip") ? "key-row chips" : "key-row" }, line)));
    // One stop for the tabulator; arrows go on from there.
    element.querySelector(".key")?.setAttribute("tabindex", "0");
  }

  addEventListener("resize", draw);
  draw();
  return { element, leave: () => removeEventListener("resize", draw) };
}
