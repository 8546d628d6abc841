// Puts the screen on the glass that the newest view asks for, and says in `data-screen` and `data-revision` what can be seen.

import { current, placeOf, send } from "./booth.js";
import { now } from "./clock.js";
import { isStill, painted } from "./dom.js";
import * as here from "./here.js";
import { Live } from "./live.js";
import { sayTroubles } from "./parts.js";
import * as pictures from "./pictures.js";
import { changesAt, screenOf } from "./screen-of.js";
import { screens } from "./screens/all.js";
import * as sound from "./sound.js";
import * as words from "./words.js";

const live = new Live();
let [info, stage, said] = [];
let shown = { key: "" };
let timer;
// The entry into a step whose question has come.
let asked;
// Until when the picture that was just taken is looked at, by the page's own clock, which nobody sets; and which one that is.
let held = { until: 0, capture: 0 };
const longest = 2000;
const own = (time) => time - now() + performance.now();

export function begin(parts) {
  ({ info, stage, said } = parts);
  document.addEventListener("visibilitychange", () => live.hide(document.hidden));
  addEventListener("pointerdown", press, { capture: true });
  addEventListener("click", (event) => isGhost && stop(event), { capture: true });
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, release);
  // Else Chromium takes a quick stroke for a fling, and the touch that follows for its end.
  addEventListener("touchmove", (event) => event.cancelable && !event.target.closest?.(".many") && event.preventDefault(), { passive: false });
  here.begin({ shown: () => shown });
  setTimeout(refresh, 2500);
}

// The way on of the screen that is shown, or what else stands behind a word.
export const act = (action) => shown.actions?.[action]?.();
export const place = () => shown.place;

// A touch is seen at the next frame, whatever it brings about.
// The second half of a double tap finds another screen under it, which it was not meant for.
const doubled = { within: 250, near: 40 };
let [tapped, replacedAt, isGhost] = [{ at: -Infinity, x: 0, y: 0 }, 0, false];

function stop(event) {
  event.stopImmediatePropagation();
  event.preventDefault();
}

function press({ target, timeStamp: at, clientX: x, clientY: y }) {
  delete document.documentElement.dataset.keys;
  isGhost = at - tapped.at < doubled.within && Math.hypot(x - tapped.x, y - tapped.y) < doubled.near && replacedAt > tapped.at;
  if (isGhost) return;
  tapped = { at, x, y };
  // A touch that ends looking at a picture was not meant for what comes under it.
  isGhost = look();
  if (isGhost) return;
  target.closest?.("button, .touch")?.classList.add("pressed");
}

function release() {
  for (const one of document.querySelectorAll(".pressed")) one.classList.remove("pressed");
}

// Ends looking at the last picture; gives whether there was one.
export function look() {
  if (held.until <= performance.now()) return false;
  held.until = 0;
  queueMicrotask(refresh);
  return true;
}

// A picture that has just landed is looked at before anything is asked, and before the next countdown as long as that has time.
function hold(view) {
  const newest = view?.session?.captures?.at(-1)?.id ?? 0;
  if (!view?.session || newest === held.capture) return;
  const isNew = shown.view?.session?.id === view.session.id && newest > held.capture;
  held = { until: isNew ? performance.now() + longest : 0, capture: newest };
}

export function refresh() {
  const { view, isLost } = current();
  hold(view);
  // The next countdown may be known only after its picture.
  if (view?.step?.fireAt) held.until = Math.min(held.until, own(Date.parse(view.step.fireAt) - longest));
  const seen = { now: now(), heldUntil: held.until - performance.now() + now(), isLost };
  const name = screenOf(view, seen);
  const language = info.languages.find(({ code }) => code === view?.language);
  if (language && language.code !== words.current()) {
    if (!words.isLoaded(language.code)) return void words.load(language.code).then(refresh, () => {});
    words.use(language.code, language.direction);
  }
  pictures.belongTo(view?.session?.id);
  const entry = [view?.launch, view?.session?.id, view?.step?.entry].join(" ");
  // A step may be entered a moment before it asks, and has its choices only then.
  if (view?.step?.asks) asked = entry;
  const key = [name, words.current(), entry, asked === entry, view?.phase].join(" ");
  if (key !== shown.key) replace(name, key, view, isLost);
  else {
    shown.view = view;
    shown.update?.(view);
    for (const line of stage.querySelectorAll(".trouble")) sayTroubles(line, view);
  }
  tell(name, key, view);
  clearTimeout(timer);
  const next = changesAt(view, seen);
  if (next) timer = setTimeout(refresh, Math.max(next - now(), 0) + 4);
}

function replace(name, key, view, isLost) {
  shown.leave?.();
  // Nothing that a guest has typed outlives its question.
  for (const field of stage.querySelectorAll("input")) field.value = "";
  const place = placeOf(view);
  const context = {
    view, info, live, place, isLost,
    isStill: isStill(),
    send: (command, value) => send(command, { at: place, value }),
  };
  const drawn = screens[name](context);
  shown = { ...drawn, key, name, view, place };
  replacedAt = performance.now();
  drawn.element.classList.add("screen", `screen-${name}`);
  stage.replaceChildren(drawn.element);
  if (!drawn.live) live.stop();
  if (drawn.sound) sound.play(drawn.sound);
  said.textContent = drawn.element.querySelector("h1")?.textContent ?? "";
  (drawn.element.querySelector("input") ?? drawn.element.querySelector("[data-action=next]"))?.focus({ preventScroll: true });
}

async function tell(name, key, view) {
  await painted();
  if (shown.key !== key) return;
  const root = document.documentElement.dataset;
  if (root.screen !== name) root.screen = name;
  root.revision = view?.revision ?? "";
}
