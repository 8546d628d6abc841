// A key of our own keyboards, and what it does to a field.

import { h } from "./dom.js";

// The field keeps the focus, so that a keyboard of somebody's own goes on working.
export function key(label, act, attributes = {}) {
  return h("button", {
    class: "key", tabindex: "-1", pointerdown: (event) => event.preventDefault(), mousedown: (event) => event.preventDefault(), click: act, ...attributes,
  }, label);
}

const told = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

export function type(input, text) {
  const [from, to] = [input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length];
  const room = input.maxLength - (input.value.length - (to - from));
  if (room < text.length) return;
  input.setRangeText(text, from, to, "end");
  reveal(input);
  told(input);
}

export function erase(input) {
  const [from, to] = [input.selectionStart ?? 0, input.selectionEnd ?? 0];
  if (from === to && from === 0) return;
  const characters = Array.from(input.value.slice(0, from));
  input.setRangeText("", from === to ? from - (characters.at(-1)?.length ?? 1) : from, to, "end");
  reveal(input);
  told(input);
}

// Takes the place of everything.
export function put(input, text) {
  input.value = text.slice(0, input.maxLength);
  input.setSelectionRange(input.value.length, input.value.length);
  reveal(input);
  told(input);
}

// What was typed last is seen, however long it is.
function reveal(input) {
  input.scrollLeft = document.documentElement.dir === "rtl" && input.dir === "auto" ? -input.scrollWidth : input.scrollWidth;
}
