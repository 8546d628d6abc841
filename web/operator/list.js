// A list of sessions with its filters, its selection and what comes on top; how one looks is the view's affair.

import { go, say, sayFault, soon } from "./app.js";
import { get, send } from "./api.js";
import { confirm, form } from "./ask.js";
import { button, field, fill, h, icon } from "./dom.js";
import { filterBar, filtersOf } from "./filters.js";
import { Grid } from "./grid.js";
import * as jobs from "./jobs.js";
import { Selection, filesOf } from "./selection.js";
import { Store } from "./store.js";
import { n, number as inDigits, t } from "./words.js";

export async function list(page, { view, draw, width, height, gap, hasTests }) {
  const { main, query, signal } = page;
  const selection = new Selection(() => grid.renewAll());
  const store = new Store(new URLSearchParams(filtersOf(query)), signal, () => grid.renew());
  const grid = new Grid({
    label: t(`page.${view}`), store, width, height, gap, signal,
    draw: (session, cell) => draw(session, selection, cell),
  });
  grid.renewAll = () => {
    for (const cell of grid.cells.values()) cell.isEmpty = undefined;
    grid.renew();
  };
  const jump = async (number) => {
    if (store.isFiltered) return go(`${view}?at=${number}`);
    if (store.count) grid.reach(await store.find(number), { takesFocus: true, atTop: true });
  };
  const count = h("p", { class: "count numbers", "aria-live": "polite" });
  // How many sessions somebody should look at.
  const tally = h("b", { class: "tally numbers", hidden: true });
  const weigh = async () => {
    const { total } = await get("sessions?attention=1&limit=1", { signal }).catch(() => ({ total: 0 }));
    tally.hidden = !total;
    tally.textContent = inDigits(total);
  };
  const news = button(t("list.news"), () => {
    scrollTo(0, 0);
    news.hidden = true;
  }, { shape: "up", class: "news" });
  news.hidden = true;
  const body = h("div", { class: "list-body" });
  main.append(
    h("div", { class: "head" }, h("h1", {}, t(`page.${view}`)), count,
      h("div", { class: "tools" }, filterBar({ query, jump, view, tally }),
        hasTests && button(t("tests.title"), () => clearTests(), { shape: "trash", class: "slim" }))),
    news, body, selection.bar);

  const settle = () => {
    count.textContent = n("count.session", store.total);
    const isEmpty = store.total === 0;
    if (isEmpty === body.classList.contains("is-empty") && body.firstChild) return;
    body.classList.toggle("is-empty", isEmpty);
    fill(body, isEmpty ? nothing(store.isFiltered) : grid.box);
  };
  await store.open();
  settle();
  weigh();
  grid.show();
  const at = Number(query.get("at"));
  if (at) jump(at);

  const weighSoon = soon(weigh, 2000);
  let isDeep = false;
  const renew = soon(async () => {
    try {
      const came = await (isDeep ? store.renew() : store.refresh());
      isDeep = false;
      settle();
      const isAway = scrollY > 40;
      grid.renew(isAway ? came : 0);
      if (came > 0) news.hidden = !isAway;
    } catch (fault) {
      if (fault.name !== "AbortError" && fault.status) sayFault(fault);
    }
  }, 300);
  page.follow((change) => {
    if (change.kind === "state" || change.kind === "job") return;
    // What lies further down than the newest has to be fetched anew, too.
    isDeep ||= change.complete === false || [...(change.sessions ?? []), ...(change.deleted ?? [])].some((number) => number < store.lowest);
    renew();
    weighSoon();
  });
  addEventListener("scroll", () => scrollY < 40 && (news.hidden = true), { passive: true, signal });
  // A slash goes to what is looked for.
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, select, textarea, dialog")) return;
    event.preventDefault();
    main.querySelector("[type=search]").focus();
  }, { signal });
  signal.addEventListener("abort", () => document.body.classList.remove("selecting"));
}

function nothing(isFiltered) {
  return h("div", { class: "empty" }, icon(isFiltered ? "search" : "camera"),
    h("h2", {}, t(isFiltered ? "list.noneFound" : "list.none")), h("p", {}, t(isFiltered ? "list.noneFoundHow" : "list.noneHow")));
}

// Whatever was tried before the doors opened goes, and guests begin with a clean gallery.
async function clearTests() {
  const until = h("input", { type: "datetime-local", value: inputText(new Date()), required: true });
  const chosen = await form(t("tests.title"), [h("p", {}, t("tests.what")), field(t("tests.until"), until)], {
    done: t("tests.look"), read: () => new Date(until.value).toISOString(),
  });
  if (!chosen) return;
  try {
    const { job } = await send("sessions/bulk", { action: "delete", before: chosen, dryRun: true });
    const rows = (await jobs.follow(job, t("tests.look"))).filter(({ error }) => !error);
    const files = rows.reduce((sum, row) => sum + filesOf(row), 0);
    const lines = [t("delete.many", { sessions: n("count.session", rows.length) }), n("count.file", files), t("delete.forever")];
    if (!(await confirm(t("tests.title"), lines, t("action.delete")))) return;
    const deletion = await send("sessions/bulk", { action: "delete", before: chosen });
    await jobs.follow(deletion.job, t("tests.title"));
  } catch (fault) {
    // Whatever is not there cannot be deleted.
    if (fault.status === 404 || fault.status === 422) say(t("tests.none"));
    else sayFault(fault);
  }
}

// A time as a control for times wants it, on this device's clock.
function inputText(time) {
  return new Date(time.getTime() - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
