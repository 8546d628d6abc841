// Sessions that were chosen, and single files of others, and what is done with all of them.

import { say, sayFault } from "./app.js";
import { get, send } from "./api.js";
import { confirm, form } from "./ask.js";
import { button, field, h, iconButton, select } from "./dom.js";
import * as jobs from "./jobs.js";
import { ranges } from "./session-words.js";
import { n, t } from "./words.js";

export class Selection {
  constructor(changed) {
    // Of a file, the number of its session.
    [this.numbers, this.items, this.changed] = [new Set(), new Map(), changed];
    this.bar = h("div", { class: "selection", role: "region", "aria-label": t("selection.title") });
    this.bar.hidden = true;
  }

  has = (number) => this.numbers.has(number);
  hasItem = (path) => this.items.has(path);

  // With a session all of its files are meant.
  toggle(number, isChosen) {
    if (isChosen) this.numbers.add(number);
    else this.numbers.delete(number);
    for (const [path, session] of [...this.items]) if (session === number) this.items.delete(path);
    this.show();
  }

  toggleItem(path, number, isChosen) {
    if (isChosen) this.items.set(path, number);
    else this.items.delete(path);
    this.show();
  }

  clear() {
    this.numbers.clear();
    this.items.clear();
    this.show();
    this.changed();
  }

  show() {
    const count = this.numbers.size + this.items.size;
    this.bar.hidden = count === 0;
    document.body.classList.toggle("selecting", count > 0);
    if (!count) return;
    const text = n("selection.chosen", count);
    if (this.bar.firstChild) this.bar.querySelector(".count").textContent = text;
    else {
      this.bar.append(h("span", { class: "count numbers", "aria-live": "polite" }, text),
        button(t("action.print"), () => this.print(), { shape: "print", class: "of-sessions" }),
        button(t("action.share"), () => this.share(), { shape: "share", class: "of-sessions" }),
        button(t("action.delete"), () => this.remove(), { shape: "trash", class: "danger" }),
        iconButton(t("selection.clear"), "close", () => this.clear()));
    }
    for (const one of this.bar.querySelectorAll(".of-sessions")) one.hidden = this.numbers.size === 0;
  }

  async print() {
    const printers = await get("printers").catch(() => ({ printers: [] }));
    const queue = queueChoice(printers);
    const copies = h("input", { type: "number", min: 1, max: 99, value: 1, inputmode: "numeric" });
    const chosen = await form(n("selection.print", this.numbers.size), [field(t("print.copies"), copies), queue && field(t("print.queue"), queue)], {
      done: t("action.print"), read: () => ({ copies: Number(copies.value), ...(queue?.value ? { queue: queue.value } : {}) }),
    });
    if (chosen) await bulk("reprint", this.numbers, chosen, n("selection.print", this.numbers.size));
  }

  async share() {
    const revoke = h("input", { type: "checkbox" });
    const chosen = await form(n("selection.share", this.numbers.size), [h("label", { class: "check" }, revoke, t("share.revokeOld"))], {
      done: t("action.share"), read: () => (revoke.checked ? { revoke: true } : {}),
    });
    if (chosen) await bulk("share", this.numbers, chosen, n("selection.share", this.numbers.size));
  }

  async remove() {
    if (this.items.size && !(await removeItems(this.items))) return;
    if (!this.numbers.size || (await removeAll(this.numbers))) this.clear();
  }
}

export function queueChoice(answer) {
  const { printers } = answer;
  if (!printers.length) return undefined;
  return select([["", t("print.usual")], ...printers.map(({ queue, message }) => [queue, message ? `${queue} – ${message}` : queue])], "");
}

// Asks with what will go, in numbers; true when it is gone, or going.
export async function removeAll(numbers, title = n("selection.remove", numbers.size)) {
  try {
    const plan = await plannedDeletion(numbers);
    if (!(await confirm(title, [plan, t("delete.forever")], t("action.delete")))) return false;
    await bulk("delete", numbers, {}, title);
    return true;
  } catch (fault) {
    sayFault(fault);
    return false;
  }
}

// The same of single files.
async function removeItems(items) {
  const wish = { action: "delete", numbers: ranges(new Set(items.values())), item: [...items.keys()] };
  const title = n("selection.removeItems", items.size);
  try {
    const rows = await jobs.follow((await send("sessions/bulk", { ...wish, dryRun: true })).job, t("selection.look"));
    const files = rows.reduce((sum, row) => sum + filesOf(row), 0);
    const lines = [t("delete.items", { files: n("count.file", files) }), t("delete.forever")];
    if (!(await confirm(title, lines, t("action.delete")))) return false;
    await jobs.follow((await send("sessions/bulk", wish)).job, title);
    return true;
  } catch (fault) {
    sayFault(fault);
    return false;
  }
}

async function plannedDeletion(numbers) {
  if (numbers.size !== 1) return t("delete.many", { sessions: n("count.session", numbers.size) });
  return deletionWords((await send(`sessions/${[...numbers][0]}/delete`, { dryRun: true })));
}

// Small pictures of files are none that anybody has seen as files.
export function filesOf(row) {
  return (row.files ?? []).filter((path) => !path.startsWith("Thumbs/")).length;
}

export function deletionWords(row) {
  return t("delete.what", {
    files: n("count.file", filesOf(row)), links: n("count.link", row.links ?? 0),
    answers: n("count.answer", row.answers ?? 0), items: n("count.item", row.items?.length ?? 0),
  });
}

export async function bulk(action, numbers, options, title) {
  try {
    const answer = await send("sessions/bulk", { action, numbers: ranges(numbers), ...options });
    if (answer.job) await jobs.follow(answer.job, title);
    else say(title);
  } catch (fault) {
    sayFault(fault);
  }
}

