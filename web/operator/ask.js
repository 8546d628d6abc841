// Questions in a dialogue: it keeps the focus, and Escape leaves it.

import { button, fill, h, iconButton } from "./dom.js";
import { t } from "./words.js";

// Opens a dialogue; `draw` gets a function that closes it with a value. Resolves with that value, or undefined.
export function ask(title, draw, { isWide = false } = {}) {
  return new Promise((resolve) => {
    const heading = h("h2", { id: `ask-${Date.now()}` }, title);
    const dialog = h("dialog", { class: isWide ? "wide" : "", "aria-labelledby": heading.id });
    const close = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(undefined);
    });
    // A touch beside it leaves it, too.
    dialog.addEventListener("click", (event) => event.target === dialog && close(undefined));
    fill(dialog, h("div", { class: "dialog" },
      h("div", { class: "dialog-head" }, heading, iconButton(t("action.close"), "close", () => close(undefined))),
      draw(close)));
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[autofocus], .dialog-foot .main:not(.danger), input, select, textarea")?.focus();
  });
}

// A form: `fields` are shown, and `read` gives the value when it is sent.
export function form(title, fields, { done, isDangerous = false, read, isWide, more }) {
  return ask(title, (close) => {
    const body = h("form", { submit: (event) => { event.preventDefault(); const value = read(); if (value !== undefined) close(value); } },
      h("div", { class: "dialog-body" }, fields),
      h("div", { class: "dialog-foot" }, more,
        button(t("action.cancel"), () => close(undefined)),
        h("button", { class: isDangerous ? "main danger" : "main" }, done)));
    return body;
  }, { isWide });
}

// A yes to what cannot be taken back: the numbers stand in `lines`.
export const confirm = (title, lines, done) =>
  form(title, lines.map((line) => h("p", {}, line)), { done, isDangerous: true, read: () => true });
