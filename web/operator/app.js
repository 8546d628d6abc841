// The frame of the operator's pages: what leads where, and which view is shown. A view is a module of views/ whose default function
// draws one page and hears of changes.

import { base, get } from "./api.js";
import * as changes from "./changes.js";
import { fill, h, icon } from "./dom.js";
import * as jobs from "./jobs.js";
import * as words from "./words.js";

const { t, n } = words;
const places = [
  ["sessions", "sessions"], ["gallery", "gallery"], ["booth", "booth"], ["outbox", "outbox"],
  ["status", "status"], ["doctor", "doctor"], ["event", "event"], ["layouts", "layouts"],
];
// What stands at a phone's lower edge; the rest is behind the last one.
const close = ["sessions", "gallery", "booth", "outbox"];
// A view that has no place of its own stands under another's.
const parents = { session: "sessions" };
const known = [...places.map(([name]) => name), "session", "events", "more"];

const main = h("main", { id: "main", tabindex: "-1" });
const said = h("div", { class: "toasts", role: "status" });
const heading = h("p", { class: "event-name" });
const state = h("p", { class: "state" });
// Where several events are served, their list stands beside them.
const isList = location.pathname === "/e/";
let leave = new AbortController();

function link(name, shape) {
  return h("a", { href: name, data: { view: name } }, icon(shape), h("span", {}, t(`page.${name}`)));
}

function frame() {
  const list = isList ? [] : places;
  const nav = h("nav", { "aria-label": t("frame.pages") },
    (isList || base) && h("div", { class: isList ? "close" : "far" }, h("a", { href: "/e/", data: { view: "events" } }, icon("events"), h("span", {}, t("page.events")))),
    list.map(([name, shape]) => h("div", { class: close.includes(name) ? "close" : "far" }, link(name, shape))),
    !isList && h("div", { class: "close only-small" }, link("more", "more")));
  return [
    h("a", { class: "skip", href: "#main", click: (event) => { event.preventDefault(); main.focus(); } }, t("frame.skip")),
    h("header", { class: "side" }, heading, nav, h("div", { class: "foot" }, state, languageChoice())),
    main, jobs.strip(), said,
  ];
}

export function languageChoice() {
  const choice = h("select", { "aria-label": t("frame.language"), change: () => words.choose(choice.value) },
    words.languages.map(([key, name]) => h("option", { value: key, selected: key === words.current(), lang: key }, name)));
  return choice;
}

// A sentence that goes by itself, and is read aloud.
export function say(text, { isBad = false } = {}) {
  const line = h("p", { class: isBad ? "toast bad" : "toast" }, icon(isBad ? "fail" : "check"), h("span", {}, text));
  said.append(line);
  setTimeout(() => line.remove(), isBad ? 12000 : 5000);
}

export function sayFault(fault) {
  // What a job has failed with stands beside it.
  if (fault.name === "AbortError" || fault.isShown) return;
  say(fault.status ? [fault.message, fault.remedy].filter(Boolean).join("; ") : t("frame.away"), { isBad: true });
}

// Goes to a page of these pages: "session?number=47".
export function go(address, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  return show();
}

async function show() {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const name = location.pathname.split("/").pop() || (isList ? "events" : "sessions");
  const view = known.includes(name) ? name : "sessions";
  delete document.documentElement.dataset.ready;
  for (const item of document.querySelectorAll("nav a")) {
    const isHere = item.dataset.view === (parents[view] ?? view) || (item.dataset.view === "more" && !close.includes(parents[view] ?? view));
    if (isHere) item.setAttribute("aria-current", "page");
    else item.removeAttribute("aria-current");
  }
  const page = {
    main, signal,
    query: new URLSearchParams(location.search),
    title(text) {
      document.title = [text, heading.textContent].filter(Boolean).join(" – ");
    },
    // The first data are on the page.
    ready() {
      if (!signal.aborted) document.documentElement.dataset.ready = view;
    },
    follow: (listener) => changes.follow(listener, signal),
  };
  page.title(t(`page.${view}`));
  try {
    const { default: draw } = await import(`./views/${view}.js`);
    if (signal.aborted) return;
    main.className = view;
    fill(main);
    await draw(page);
    page.ready();
  } catch (fault) {
    if (signal.aborted || fault.name === "AbortError") return;
    fill(main, problem(fault));
    page.ready();
  }
}

// What stands in place of a page that cannot be shown.
export function problem(fault) {
  const [title, text] =
    fault.status === 401 ? [t("frame.signIn"), t("frame.signInHow")]
    : fault.status ? [fault.message, fault.remedy ?? ""]
    : [t("frame.away"), t("frame.awayHow")];
  if (!fault.status) console.warn(fault);
  return h("div", { class: "empty" }, icon(fault.status === 401 ? "link" : "fail"), h("h1", {}, title), h("p", {}, text),
    fault.status !== 401 && h("button", { type: "button", click: () => show() }, t("action.again")));
}

function onClick(event) {
  const anchor = event.target.closest?.("a[href]");
  if (!anchor || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const { origin, pathname } = new URL(anchor.href);
  const isOurs = origin === location.origin && pathname.startsWith(`${base}/operator/`) && !anchor.target && !anchor.download;
  if (!isOurs || pathname.includes(".")) return;
  event.preventDefault();
  go(anchor.href).then(() => main.focus({ preventScroll: true }));
  scrollTo(0, 0);
}

function showState(now) {
  const trouble = now.troubles?.[0]?.remedy;
  const phase = now.running === false ? "off" : now.phase;
  state.className = `state ${phase}${trouble ? " bad" : ""}`;
  fill(state, icon(trouble ? "fail" : phase === "running" ? "check" : "stop"),
    h("span", {}, trouble ? n("count.trouble", now.troubles.length) : t(`phase.${phase}`)));
}

async function lookAtBooth() {
  try {
    showState(await get("status"));
  } catch {
    fill(state);
  }
}

const lookSoon = soon(lookAtBooth, 5000);

async function start() {
  await words.load();
  // A booth that asks for a login says so on each page, not only here.
  const event = isList ? undefined : await get("event").catch(() => undefined);
  words.override(event?.words);
  heading.textContent = event?.name ?? "";
  document.body.append(...frame());
  document.addEventListener("click", onClick);
  addEventListener("popstate", show);
  if (event) {
    changes.begin();
    changes.follow((change) => change.kind === "state" ? showState(change) : lookSoon(), new AbortController().signal);
    lookAtBooth();
    jobs.resume();
  }
  await show();
}

// Whether a change of the record is about a session, or may be: some were perhaps missed.
export function concerns({ kind, sessions, deleted, complete }, number) {
  if (kind === "state") return false;
  return kind === "job" || !sessions || complete === false || sessions.includes(number) || Boolean(deleted?.includes(number));
}

// At most once in so many milliseconds, and at the end once more.
export function soon(act, pause) {
  let [timer, isDue] = [undefined, false];
  return function again() {
    if (timer) return void (isDue = true);
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) {
        isDue = false;
        again();
      }
    }, pause);
    act();
  };
}

start();
