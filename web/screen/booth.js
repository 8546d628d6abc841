// What the booth says and what is said to it. The page owns no deadline: it shows the newest view and sends commands, each with the
// place that the guest saw when they touched.

import * as clock from "./clock.js";

// After so long without a word the guest is told.
const patience = 1500;
const pause = 400;
const tries = 6;

let [view, source, lostTimer] = [undefined, undefined, undefined];
let isLost = false;
let listener = () => {};

export const current = () => ({ view, isLost });

// Follows the booth for as long as the page lives. `told` is called with each newer view, and when the booth is lost or found.
export function follow(told) {
  listener = told;
  reopen();
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : reopen()));
  // A suspended connection may say nothing of its end.
  addEventListener("online", reopen);
}

function open() {
  source = new EventSource("/api/events");
  source.addEventListener("state", ({ data }) => take(data));
  source.onopen = found;
  // The browser's own way to try again waits for seconds, and an answer that is no stream ends it for good.
  source.onerror = () => {
    source.close();
    lostTimer ??= setTimeout(lose, patience);
    setTimeout(reopen, pause);
  };
}

function reopen() {
  source?.close();
  if (!document.hidden) open();
}

// A page that nobody sees follows nothing: a browser opens six connections to a host, and a seventh page would wait for ever.
function rest() {
  source?.close();
  clearTimeout(lostTimer);
  lostTimer = undefined;
}

function lose() {
  isLost = true;
  listener();
}

function found() {
  clearTimeout(lostTimer);
  lostTimer = undefined;
  if (!isLost) return;
  isLost = false;
  listener();
}

function take(text) {
  let next;
  try {
    next = JSON.parse(text);
  } catch {
    return;
  }
  found();
  accept(next);
}

function accept(next) {
  if (!next?.launch) return;
  clock.hear(next.now);
  if (view && next.launch === view.launch && next.revision <= view.revision) return;
  view = next;
  listener();
}

// The place that a view was drawn at; commands of its buttons carry it.
export const placeOf = (seen) => (seen?.session && seen.step ? { session: seen.session.id, entry: seen.step.entry } : undefined);

const placeless = new Set(["start", "restart", "stop", "print-last", "language"]);
const under = new Set();
// What was carried out last: its place takes it no second time.
let done;

// Sends a command once for its place, however often it is pressed. Answers what came of it: "done", "refused" with the hint for the
// guest, or "lost". A lost answer is asked for again: the place keeps it from being done twice.
export async function send(command, { at, value } = {}) {
  const key = JSON.stringify([command, at, command === "present" || command === "language" ? value : ""]);
  if (under.has(key) || (at && key === done)) return { outcome: "doubled" };
  under.add(key);
  const body = { command, value, at: placeless.has(command) ? undefined : at };
  const limit = placeless.has(command) ? 2 : tries;
  try {
    for (let attempt = 1; attempt <= limit; attempt += 1) {
      const answer = await ask(body);
      if (answer?.outcome === "done" && command !== "present") done = key;
      if (answer) return answer;
      // Within half a second the booth takes a second press of the same button for a bounce of the first.
      await new Promise((done) => setTimeout(done, placeless.has(command) ? 100 : 150 * attempt));
    }
    return { outcome: "lost" };
  } finally {
    under.delete(key);
  }
}

// Nothing is taken but with these headers: another site's page cannot send them.
export const post = (name, value, patience = 4000) => fetch(`/api/${name}`, {
  method: "POST", headers: { "Content-Type": "application/json", "X-Booth": "1" }, body: JSON.stringify(value), signal: AbortSignal.timeout(patience),
});

async function ask(body) {
  let answer, said;
  try {
    answer = await post("commands", body);
    said = await answer.json();
  } catch {
    return undefined;
  }
  if (answer.ok) {
    accept(said.state);
    return { outcome: "done" };
  }
  return answer.status < 500 ? { outcome: "refused", hint: said.hint, reason: said.reason } : undefined;
}
