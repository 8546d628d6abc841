// Printing and composing anew: which picture, in which layout, seen before anything is made.

import { address, get, thumb } from "./api.js";
import { form } from "./ask.js";
import { field, fill, h, icon } from "./dom.js";
import { queueChoice } from "./selection.js";
import { guests, ready } from "./session-words.js";
import { t, word } from "./words.js";

// A choice among pictures, by radio buttons that look like them.
export function pictures(label, name, options, value, changed = () => {}) {
  return h("fieldset", { class: "pictures" }, h("legend", {}, label), options.map((option) => {
    const picture = option.source && h("img", { src: option.source, alt: "", loading: "lazy", decoding: "async" });
    picture?.addEventListener("error", () => picture.replaceWith(icon("layouts")));
    return h("label", { class: "picture" },
      h("input", { type: "radio", name, value: option.value, checked: option.value === value, change: () => changed(option.value) }),
      h("span", { class: "frame" }, picture ?? icon(option.shape ?? "layouts")), h("span", { class: "cut" }, option.text));
  }));
}

const chosenOf = (name, form) => form.querySelector(`input[name="${name}"]:checked`)?.value ?? "";

// Those of the event, as far as the session has captures for them.
async function layoutsFor(session) {
  const { layouts } = await get("layouts");
  return layouts.filter(({ event, error, captures }) => event && !error && captures <= (session.captures?.length ?? 0));
}

// Drawn when it is looked at, and kept nowhere.
const preview = (session, layout) => address(`sessions/${session.number}/preview?${new URLSearchParams({ layout })}`);

export async function printing(session, perform, item) {
  const [printers, layouts] = await Promise.all([get("printers").catch(() => ({ printers: [] })), layoutsFor(session).catch(() => [])]);
  const queue = queueChoice(printers);
  const copies = h("input", { type: "number", min: 1, max: 99, value: 1, inputmode: "numeric", required: true });
  const got = guests(session);
  const made = ready(session).filter(({ kind }) => kind === "final" || kind === "effect" || kind === "drawing");
  const options = [
    { value: "", text: t("print.asGot"), source: got && thumb(got) },
    ...made.filter(({ path }) => path !== got).map((one) => ({
      value: `item:${one.path}`, text: [word("rendition", one.kind), one.layout].filter(Boolean).join(" · "), source: thumb(one.path),
    })),
    ...layouts.map((layout) => ({ value: `layout:${layout.name}`, text: layout.name, source: preview(session, layout.name) })),
  ];
  if (item && !options.some(({ value }) => value === `item:${item.path}`) && item.path !== got) {
    options.push({ value: `item:${item.path}`, text: t("print.thisFile"), source: thumb(item.path) });
  }
  const body = h("div", {}, pictures(t("print.which"), "what", options, item && item.path !== got ? `item:${item.path}` : ""),
    h("div", { class: "row fields" }, field(t("print.copies"), copies), queue && field(t("print.queue"), queue)));
  const chosen = await form(t("print.title", { number: session.number }), body, {
    done: t("action.print"), isWide: true,
    read: () => {
      const what = chosenOf("what", body);
      return {
        copies: Number(copies.value), ...(queue?.value ? { queue: queue.value } : {}),
        ...(what.startsWith("layout:") ? { layout: what.slice(7) } : what.startsWith("item:") ? { item: what.slice(5) } : {}),
      };
    },
  });
  if (chosen) await perform("reprint", chosen, t("print.title", { number: session.number }));
}

export async function rendering(session, perform) {
  const layouts = await layoutsFor(session).catch(() => []);
  const large = h("div", { class: "stage" });
  const show = (name) => {
    const picture = h("img", { src: preview(session, name), alt: t("render.preview", { layout: name }), decoding: "async" });
    picture.addEventListener("error", () => fill(large, h("p", { class: "no-picture" }, icon("layouts"), h("span", {}, t("render.noPreview")))));
    fill(large, picture);
  };
  const first = (layouts.find(({ name }) => name === session.layout) ?? layouts[0])?.name ?? "";
  const body = h("div", { class: "choosing" }, large,
    pictures(t("render.which"), "layout", layouts.map((layout) => ({ value: layout.name, text: layout.name, source: preview(session, layout.name) })), first, show));
  if (first) show(first);
  const chosen = await form(t("render.title", { number: session.number }), body, {
    done: t("render.make"), isWide: true, read: () => ({ layout: chosenOf("layout", body) }),
  });
  if (chosen?.layout) await perform("rerender", chosen, t("render.title", { number: session.number }));
}
