// Work of the booth that takes longer than somebody waits. It belongs to the booth: a page that is loaded anew finds it again.

import { base, get } from "./api.js";
import { fill, h, iconButton } from "./dom.js";
import { n, t } from "./words.js";

const key = `boothkit.jobs${base}`;
const shelf = h("div", { class: "jobs", "aria-live": "polite" });
const running = new Map();

export const strip = () => shelf;

const kept = () => JSON.parse(localStorage.getItem(key) ?? "[]");
const keep = (jobs) => localStorage.setItem(key, JSON.stringify(jobs));

// Shows the progress of a job. Resolves with its result, or throws what it failed with.
//
//     const { job } = await send("sessions/47/rerun", { effect: ["sepia"] })
//     const result = await follow(job, t("job.rerun"))
export function follow(id, title) {
  if (running.has(id)) return running.get(id);
  keep([...kept().filter((job) => job.id !== id), { id, title }]);
  const following = watch(id, title).finally(() => {
    running.delete(id);
    keep(kept().filter((job) => job.id !== id));
  });
  running.set(id, following);
  return following;
}

export function resume() {
  for (const { id, title } of kept()) follow(id, title).catch(() => {});
  // Those that another page has asked for.
  get("jobs").then(({ jobs }) => {
    for (const { job, action, state } of jobs) if (state === "running" && !running.has(job)) follow(job, t(`job.${action}`)).catch(() => {});
  }).catch(() => {});
}

async function watch(id, title) {
  const bar = h("progress", { "aria-label": title });
  const count = h("span", { class: "numbers" });
  const row = h("div", { class: "job" }, h("span", { class: "title" }, title), bar, count);
  shelf.append(row);
  for (;;) {
    let job;
    try {
      job = await get(`jobs/${encodeURIComponent(id)}`);
    } catch (fault) {
      // It is forgotten when the booth ends; while the booth is away, it may come back.
      if (fault.status) {
        row.remove();
        throw fault;
      }
      await pause(2000);
      continue;
    }
    if (job.of) {
      [bar.max, bar.value] = [job.of, job.done ?? 0];
      count.textContent = t("job.progress", { done: job.done ?? 0, of: job.of });
    }
    if (job.state === "running") {
      await pause(400);
      continue;
    }
    end(row, title, job);
    if (job.state === "failed" && !job.result?.some((row) => !row.error)) throw Object.assign(new Error(words(job)), { status: 500, isShown: true });
    return job.result ?? [];
  }
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const words = ({ error, remedy }) => [error, remedy].filter(Boolean).join("; ");

// What came of it stays until somebody has read it, if anything failed.
function end(row, title, job) {
  const failures = (job.result ?? []).filter(({ error }) => error);
  const isBad = job.state === "failed" || failures.length > 0;
  row.classList.add(isBad ? "bad" : "good");
  const text = failures.length ? n("job.failure", failures.length) : job.state === "failed" ? words(job) : t("job.done");
  fill(row, h("span", { class: "title" }, title), h("span", { class: "numbers" }, text),
    failures.length > 0 && h("ul", {}, failures.slice(0, 20).map((failure) =>
      h("li", {}, [failure.number && `#${failure.number}`, words(failure)].filter(Boolean).join(" ")))),
    iconButton(t("action.close"), "close", () => row.remove()));
  if (!isBad) setTimeout(() => row.remove(), 6000);
}
