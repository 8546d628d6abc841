// What a session says of itself: how it ended, and what became of what is to be sent.

import { located, thumb } from "./api.js";
import { h, icon } from "./dom.js";
import { clock, n, t, word } from "./words.js";

export const ready = (session) => session.renditions?.filter(({ state, path }) => state === "ready" && path) ?? [];

export const guests = (session) =>
  session.guestsPicture ?? ready(session).find(({ kind }) => kind === "final")?.path;

export function pictureOf(session, attributes = {}) {
  const path = guests(session);
  const source = session.thumb ? located(session.thumb) : path && thumb(path);
  if (!source) return h("span", { class: "no-picture" }, icon("camera"));
  const image = h("img", { src: source, alt: t("session.pictureOf", { number: session.number }), decoding: "async", ...attributes });
  // A picture that is not there yet, or no more, leaves no broken sign.
  image.addEventListener("error", () => image.replaceWith(h("span", { class: "no-picture" }, icon("camera"))));
  return image;
}

export function ending(session) {
  if (session.state === "active") return t("ending.active");
  return word("ending", session.endReason ?? "completed");
}

export const time = (session) => clock(session.started, session.utcOffset);

const states = { done: "done", pending: "waiting", sending: "waiting", dead: "failed", unknown: "stuck", cancelled: undefined };
const grave = ["stuck", "failed", "waiting", "done"];
const shapes = { waiting: "wait", failed: "fail", stuck: "stuck" };

// One badge for each channel, with the gravest of its states.
export function badges(session) {
  const worst = new Map();
  for (const { kind, state } of session.outbox ?? []) {
    const now = states[state];
    if (!now) continue;
    const before = worst.get(kind);
    if (!before || grave.indexOf(now) < grave.indexOf(before)) worst.set(kind, now);
  }
  if (session.printed && !worst.has("print")) worst.set("print", "done");
  const list = [...worst].map(([kind, state]) => badge(kind, state));
  if (session.downloaded ?? session.shares?.some(({ downloaded }) => downloaded)) {
    list.push(h("span", { class: "badge done" }, icon("download"), t("badge.downloaded")));
  }
  if (session.inputs?.some(({ kind, name }) => kind === "consent" && name === "delete")) {
    list.unshift(h("span", { class: "badge stuck" }, icon("trash"), t("badge.wish")));
  }
  if (session.state !== "active" && session.share === "failed") list.push(h("span", { class: "badge failed" }, icon("fail"), t("badge.noPicture")));
  return list;
}

export function badge(kind, state) {
  const text = state === "done" ? t(`badge.${kind}Done`) : t("badge.of", { what: word("kind", kind), state: t(`badge.${state}`) });
  return h("span", { class: `badge ${state}` }, icon(shapes[state] ?? kind), text);
}

export const addressOf = (session) => `session?number=${session.number}`;

export function summary(session) {
  const shots = session.captures?.length ?? 0;
  return [n("count.shot", shots), session.layout, ...(session.effects ?? []).map((effect) => effect.split(":")[0])].filter(Boolean).join(" · ");
}

// "40..44,47" of 40, 41, 42, 43, 44 and 47.
export function ranges(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const parts = [];
  for (const number of sorted) {
    const last = parts.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}..${to}`)).join(",");
}
