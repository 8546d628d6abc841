import { say, sayFault, soon } from "../app.js";
import { get, send } from "../api.js";
import { ask, confirm } from "../ask.js";
import { button, fill, h, icon } from "../dom.js";
import * as jobs from "../jobs.js";
import { badge } from "../session-words.js";
import { clock, moment, n, t, word } from "../words.js";

const states = { pending: "waiting", sending: "waiting", dead: "failed", unknown: "stuck", done: "done" };

// What is to be sent, where it goes, and why it is not there yet.
export default async function outbox({ main, query, signal, follow }) {
  const body = h("div", {});
  const isAll = query.get("all") === "1";
  main.append(h("div", { class: "head" }, h("h1", {}, t("page.outbox")),
    h("div", { class: "tools" },
      h("a", { class: "button toggle", href: isAll ? "outbox" : "outbox?all=1", "aria-pressed": String(isAll), role: "button" }, icon("check"), h("span", {}, t("outbox.all"))))), body);

  async function act(verb, options, title) {
    try {
      const answer = await send(`outbox/${verb}`, options);
      if (answer.job) await jobs.follow(answer.job, title);
      say(title);
      await load();
    } catch (fault) {
      sayFault(fault);
    }
  }

  async function resolve(item) {
    const how = await ask(t("outbox.resolve"), (close) => [
      h("div", { class: "dialog-body" }, h("p", {}, t("outbox.resolveWhat")), item.reason && h("p", { class: "soft" }, item.reason)),
      h("div", { class: "dialog-foot" }, button(t("outbox.sent"), () => close("sent")), button(t("outbox.again"), () => close("again"), { class: "main" }))]);
    if (how) await act("resolve", { items: [item.id], outcome: how }, t("outbox.resolve"));
  }

  async function remove(items, title) {
    if (await confirm(title, [t("outbox.removeWhat")], t("outbox.remove"))) await act("remove", items, title);
  }

  async function load() {
    const answer = await get(isAll ? "outbox?limit=1000" : "outbox?limit=1000&state=pending,sending,unknown,dead", { signal });
    const items = answer.items.reverse();
    const groups = new Map();
    for (const item of items) {
      const key = `${item.kind}\n${item.destination}`;
      groups.set(key, [...(groups.get(key) ?? []), item]);
    }
    const away = new Map((answer.destinations ?? []).map((destination) => [destination.name, destination]));
    fill(body, groups.size ? [...groups.values()].map((list) => group(list, away.get(list[0].destination)))
      : h("div", { class: "empty" }, icon("check"), h("h2", {}, t("outbox.none")), h("p", {}, t("outbox.noneHow"))));
  }

  function group(items, destination) {
    const [{ kind, destination: name }] = items;
    const failed = items.filter(({ state }) => state === "dead");
    return h("section", { class: "group" },
      h("div", { class: "group-head" }, icon(kind), h("h2", {}, word("kind", kind)), h("span", { class: "soft cut" }, name),
        h("span", { class: "soft numbers" }, n("count.item", items.length)),
        failed.length > 1 && button(t("outbox.retryAll"), () => act("retry", { all: true, kind, destination: name }, t("outbox.retryAll")), { shape: "retry" })),
      destination?.reason && h("p", { class: "soft" }, [destination.state === "blocked" ? t("outbox.blocked", { reason: destination.reason }) : destination.reason, destination.next && t("outbox.next", { time: clock(destination.next) })].filter(Boolean).join(" · ")),
      h("ul", { class: "rows" }, items.slice(0, 200).map(row)));
  }

  function row(item) {
    const state = states[item.state];
    const { number } = item;
    const next = item.state === "pending" && Date.parse(item.next) > Date.now() ? t("outbox.next", { time: clock(item.next) }) : "";
    return h("li", { class: "entry" },
      number ? h("a", { class: "numbers lead", href: `session?number=${number}` }, `#${number}`) : h("span", { class: "lead" }, item.id),
      state ? badge(item.kind, state) : h("span", { class: "badge" }, t("outbox.cancelled")),
      h("span", { class: "grow" }, h("span", {}, item.reason ?? item.subject ?? ""), h("span", { class: "soft" },
        [next, item.attempts ? n("count.attempt", item.attempts) : "", moment(item.created)].filter(Boolean).join(" · "))),
      h("span", { class: "row" },
        item.state === "unknown" && button(t("outbox.decide"), () => resolve(item), { class: "main" }),
        item.state === "dead" && button(t("outbox.retry"), () => act("retry", { items: [item.id] }, t("outbox.retry")), { shape: "retry" }),
        ["pending", "dead"].includes(item.state) && button(t("outbox.remove"), () => remove({ items: [item.id] }, t("outbox.remove")), { shape: "trash", class: "danger" })));
  }

  await load();
  const again = soon(() => load().catch(() => {}), 700);
  follow(({ kind }) => kind !== "state" && again());
}
