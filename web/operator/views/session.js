import { concerns, go, say, sayFault, soon } from "../app.js";
import { get, media, send, thumb } from "../api.js";
import { confirm } from "../ask.js";
import { button, fill, h, icon, iconButton } from "../dom.js";
import * as jobs from "../jobs.js";
import { looks } from "../looks.js";
import { printing, rendering } from "../printing.js";
import { deletionWords } from "../selection.js";
import { badge, badges, ending, guests, ready } from "../session-words.js";
import { links } from "../sharing.js";
import { trimming } from "../trimming.js";
import { bytes, clock, clockSeconds, day, n, t, word } from "../words.js";

const shown = ["jpg", "jpeg", "png", "webp", "gif"];
const films = ["mp4", "webm"];
const moves = /\.(mov|mp4|m4v|webm|mkv|avi|m2?ts)$/i;
const suffix = (path) => path.split(".").pop().toLowerCase();

// One visit: every file of it, what its guests said, what became of it, and all that can be done with it anew.
export default async function session(page) {
  const { main, query, signal } = page;
  const number = Number(query.get("number"));
  let [now, chosen] = [undefined, query.get("item")];

  async function load() {
    const found = await get(`sessions/${number}`, { signal });
    // Views and downloads are counted all the time; what looks the same is left alone.
    if (now && JSON.stringify(found) === JSON.stringify(now)) return;
    now = found;
    draw();
  }

  // Whatever is done says so here, and shows what came of it.
  async function perform(action, options, title) {
    try {
      const answer = await send(`sessions/${number}/${action}`, options);
      const result = answer.job ? await jobs.follow(answer.job, title) : answer;
      if (signal.aborted) return result;
      await load();
      say(t("session.didIt", { what: title }));
      return result;
    } catch (fault) {
      sayFault(fault);
      return undefined;
    }
  }

  async function remove(item) {
    try {
      const plan = await send(`sessions/${number}/delete`, { dryRun: true, ...(item ? { item: item.path } : {}) });
      const title = item ? t("delete.item") : t("delete.session", { number });
      if (!(await confirm(title, [deletionWords(plan), t("delete.forever")], t("action.delete")))) return;
      const answer = await send(`sessions/${number}/delete`, item ? { item: item.path } : {});
      if (answer.job) await jobs.follow(answer.job, title);
      say(t("session.didIt", { what: title }));
      if (item) {
        chosen = undefined;
        await load();
      } else if (!signal.aborted) await go("sessions", { replace: true });
    } catch (fault) {
      sayFault(fault);
    }
  }

  function items() {
    const got = guests(now);
    const made = ready(now).map((rendition) => ({ ...rendition, isGuests: rendition.path === got, of: rendition }));
    const taken = (now.captures ?? []).map((capture) => ({ ...capture, kind: "capture", made: capture.taken }));
    return [...made.sort((one, other) => Number(other.isGuests) - Number(one.isGuests)), ...taken];
  }

  function draw() {
    page.title(`#${number}`);
    const all = items();
    const item = all.find(({ path }) => path === chosen) ?? all[0];
    fill(main,
      h("div", { class: "head" },
        h("a", { href: "sessions", class: "button bare", "aria-label": t("session.all") }, icon("back")),
        h("h1", { class: "numbers" }, `#${number}`),
        h("p", { class: "soft" }, `${day(now.started, now.utcOffset)} ${clock(now.started, now.utcOffset)} · ${ending(now)}`),
        h("p", { class: "badges" }, badges(now)),
        h("div", { class: "tools" },
          h("a", { href: `session?number=${number + 1}`, class: "button bare", "aria-label": t("session.newer") }, icon("up")),
          h("a", { href: `session?number=${Math.max(1, number - 1)}`, class: "button bare turned", "aria-label": t("session.older") }, icon("up")))),
      h("div", { class: "desk" },
        h("section", { class: "viewer", "aria-label": t("session.pictures") },
          item ? view(item) : h("div", { class: "empty" }, icon("camera"), h("p", {}, t("session.nothing"))),
          h("div", { class: "film", role: "group", "aria-label": t("session.files") }, all.map((one) => frame(one, one === item)))),
        h("div", { class: "side-notes" },
          h("div", { class: "actions" },
            button(t("action.print"), () => printing(now, perform), { shape: "print", class: "main" }),
            button(t("action.looks"), () => looks(now, item, perform), { shape: "look" }),
            button(t("action.layout"), () => rendering(now, perform), { shape: "layouts" }),
            button(t("action.delete"), () => remove(), { shape: "trash", class: "danger" })),
          item && facts(item), links(now, perform), sent(), said(), course())));
    // Pressed where the former picture was: the keys go on from there.
    main.querySelector(`.film [aria-pressed=true]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function view(item) {
    const [ends, source] = [suffix(item.path), media(item.path)];
    const name = nameOf(item);
    if (films.includes(ends)) return h("div", { class: "stage" }, h("video", { src: source, controls: true, loop: true, muted: true, playsinline: true, "aria-label": name }));
    if (shown.includes(ends)) return h("div", { class: "stage" }, h("img", { src: source, alt: name, decoding: "async" }));
    return h("div", { class: "stage" }, h("p", { class: "no-picture" }, icon("camera"), h("span", {}, t("session.notShown", { format: ends.toUpperCase() }))));
  }

  const nameOf = (item) => (item.kind === "capture" ? t("session.shot", { number: item.shot ?? "" }) : word("rendition", item.kind));

  function frame(item, isHere) {
    // Of what moves there is no small picture.
    const picture = item.kind === "gif" || item.kind === "video" || moves.test(item.path) ? icon("motion") : h("img", { src: thumb(item.path), alt: "", loading: "lazy", decoding: "async" });
    picture.addEventListener("error", () => picture.replaceWith(icon("camera")));
    return h("button", {
      type: "button", class: "film-frame", "aria-pressed": String(isHere), "aria-label": [nameOf(item), item.isGuests && t("session.guests")].filter(Boolean).join(", "),
      data: { path: item.path },
      click: () => {
        chosen = item.path;
        draw();
        [...main.querySelectorAll(".film-frame")].find(({ dataset }) => dataset.path === item.path)?.focus();
      },
    }, picture, item.isGuests && h("span", { class: "mark" }, icon("star")));
  }

  function facts(item) {
    // The newest one is what films show.
    const clip = items().findLast((one) => one.kind === "capture" && moves.test(one.path));
    const rows = [
      [t("item.layout"), item.layout], [t("item.effect"), item.effects?.join(", ") || item.effect],
      [t("item.size"), item.bytes && bytes(item.bytes)], [t("item.made"), item.made && clockSeconds(item.made, now.utcOffset)],
      [t("item.source"), item.source], [t("item.file"), item.path],
    ];
    return h("section", {}, h("h2", {}, nameOf(item)),
      item.isGuests && h("p", { class: "guests" }, icon("star"), t("session.guests")),
      h("dl", {}, rows.filter(([, text]) => text).map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text)))),
      h("div", { class: "row" },
        h("a", { class: "button", href: `${media(item.path)}?download`, download: true }, icon("download"), h("span", {}, t("action.save"))),
        item.path === clip?.path ? button(t("action.trim"), () => trimming(now, item, perform), { shape: "motion" })
          : button(t("action.printThis"), () => printing(now, perform, item), { shape: "print" }),
        iconButton(t("delete.item"), "trash", () => remove(item), { class: "bare danger" })));
  }

  function sent() {
    if (!now.outbox?.length) return undefined;
    return h("section", {}, h("h2", {}, t("session.sent")), h("ul", { class: "plain" }, now.outbox.map((item) => {
      const state = { done: "done", dead: "failed", unknown: "stuck", cancelled: "cancelled" }[item.state] ?? "waiting";
      return h("li", {}, state === "cancelled" ? h("span", { class: "badge" }, word("kind", item.kind), " ", t("outbox.cancelled")) : badge(item.kind, state),
        h("span", { class: "soft" }, [item.destination, item.done && clock(item.done, now.utcOffset), item.reason].filter(Boolean).join(" · ")));
    })));
  }

  function said() {
    if (!now.inputs?.length) return undefined;
    return h("section", {}, h("h2", {}, t("session.said")), h("dl", {}, now.inputs.map((input) =>
      h("div", {}, h("dt", {}, input.name || word("input", input.kind)), h("dd", {}, input.value)))));
  }

  function course() {
    if (!now.steps?.length) return undefined;
    return h("details", {}, h("summary", {}, t("session.course"), h("span", { class: "soft" }, n("count.step", now.steps.length))),
      h("table", {}, h("thead", {}, h("tr", {}, ["step", "at", "result"].map((key) => h("th", { scope: "col" }, t(`course.${key}`))))),
        h("tbody", {}, now.steps.map((step) => h("tr", {}, h("td", {}, word("step", step.name)),
          h("td", { class: "numbers" }, clockSeconds(step.entered, now.utcOffset)), h("td", {}, step.result ?? ""))))));
  }

  await load();
  const again = soon(() => load().catch((fault) => {
    if (fault.status === 404) go("sessions", { replace: true });
  }), 600);
  page.follow((change) => {
    if (change.deleted?.includes(number)) go("sessions", { replace: true });
    else if (concerns(change, number)) again();
  });
}
