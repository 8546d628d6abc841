// Keys as operators know them, of a keyboard, a presenter's remote, a pedal or a large button; and arrows that reach everything.

import { send } from "./booth.js";
import { act, look, place } from "./show.js";

const seen = (one) => !one.disabled && one.offsetParent !== null;
const reachable = () => [...document.querySelectorAll("button, input, [tabindex='0']")].filter((one) => seen(one) && one.tabIndex >= 0);

export function begin() {
  addEventListener("keydown", (event) => {
    document.documentElement.dataset.keys = "";
    const meant = meaning(event);
    if (!meant) return;
    event.preventDefault();
    if (!event.repeat || meant === step) meant(event);
  });
  // What a browser would do with the screen is nothing for guests.
  for (const name of ["contextmenu", "dragstart"]) addEventListener(name, (event) => event.preventDefault());
}

function meaning({ key, ctrlKey, altKey, metaKey, target }) {
  if (altKey || metaKey) return undefined;
  const isField = target.matches?.("input");
  // An arrow goes through what somebody has typed; a remote has no other key to go on with.
  const isTyping = isField && !("empty" in target.dataset);
  if (ctrlKey) return { r: restart, p: printLast }[key.toLowerCase()];
  if (key === "Escape") return stop;
  if (key === "PageDown" || (key === "ArrowRight" && !isTyping && !target.closest?.("[data-arrows]"))) return next;
  if (key === "Backspace" && !isField) return retake;
  if (key === "Enter" && isField) return next;
  if ((key === "ArrowDown" || key === "ArrowUp" || key === "ArrowLeft") && !target.closest?.("[data-arrows]")) return isField && key === "ArrowLeft" ? undefined : step;
  return undefined;
}

const restart = () => send("restart");
const stop = () => send("stop");
const printLast = () => send("print-last");
const next = () => {
  if (look() || act("next")) return;
  // A countdown that may be shortened has no button of its own.
  if (place()) send("next", { at: place() });
};
const retake = () => act("retake");

function step({ key }) {
  const all = reachable();
  const at = all.indexOf(document.activeElement);
  const by = key === "ArrowDown" ? 1 : -1;
  all[(at + by + all.length) % all.length]?.focus();
}

// Arrows go from one to the next within a group: tiles, colours, keys. `across` is how many stand in a row.
export function arrows(group, across = () => 1) {
  group.dataset.arrows = "";
  group.addEventListener("keydown", (event) => {
    const all = [...group.querySelectorAll("button")].filter(seen);
    const at = all.indexOf(document.activeElement);
    const isTurned = document.documentElement.dir === "rtl";
    const by = { ArrowRight: isTurned ? -1 : 1, ArrowLeft: isTurned ? 1 : -1, ArrowDown: across(), ArrowUp: -across() }[event.key];
    if (at < 0 || by === undefined) return;
    const next = all[at + by];
    // Beyond the edge the way leads out of the group.
    if (!next && Math.abs(by) > 1) return;
    event.preventDefault();
    event.stopPropagation();
    const goal = next ?? step({ key: by > 0 ? "ArrowDown" : "ArrowUp" });
    goal?.focus();
  });
  return group;
}
