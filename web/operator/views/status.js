import { soon } from "../app.js";
import { address, get, media } from "../api.js";
import { fill, h, icon } from "../dom.js";
import { bytes, clockSeconds, n, number, t, word } from "../words.js";

// About what a FinalPhoto and its captures take, where the event has none yet to go by.
const usual = 24e6;

// How the booth is, in words.
export default async function status({ main, signal, follow }) {
  const body = h("div", {});
  main.append(h("div", { class: "head" }, h("h1", {}, t("page.status"))), body);

  const show = (now) => fill(body, now.running === false ? off(now) : running(now));

  async function load() {
    show(await get("status", { signal }));
  }

  const off = (now) => [
    h("div", { class: "empty" }, icon("booth"), h("h2", {}, t("status.off")), h("p", {}, now.remedy ?? now.error ?? t("status.offHow"))), now.free && h("div", { class: "panels" }, storage(now), queues(now))];

  function running(now) {
    return [
      now.troubles?.length > 0 && h("ul", { class: "troubles" }, now.troubles.map((trouble) =>
        h("li", {}, icon("fail"), h("div", {}, h("b", {}, word("about", trouble.about)), h("p", {}, trouble.remedy ?? trouble.guest))))),
      h("div", { class: "panels" },
        panel("booth", t("status.booth"), t(`phase.${now.phase}`),
          [now.session && here(now)]),
        now.camera && panel("camera", t("status.camera"), word("camera", now.camera.state), [now.camera.model, now.camera.whyNot, battery(now.camera)], ["absent", "recovering"].includes(now.camera.state)),
        now.printer && panel("print", t("status.printer"), t(now.printer.ready ? "status.printerReady" : "status.printerNot"),
          [now.printer.name, now.printer.reason, now.printer.printsLeft !== undefined && n("count.sheet", now.printer.printsLeft), n("count.printWaiting", now.printer.waiting ?? 0)], !now.printer.ready),
        screen(now), storage(now), queues(now), clockPanel(now), figures(now)),
      picture(now),
      now.jobs?.length > 0 && h("section", {}, h("h2", {}, t("status.work")), h("ul", { class: "plain" }, now.jobs.map((job) =>
        h("li", {}, h("span", { class: "badge" }, t(job.running ? "status.working" : "badge.waiting")), h("span", { class: "soft" }, job.what))))),
    ];
  }

  // What the guest looks at just now, or what the booth made last.
  function picture({ session, last }) {
    const source = session?.preview ? `${address("preview")}?of=${encodeURIComponent(session.preview)}` : last && media(last.finalPhoto);
    if (!source) return undefined;
    const number = session?.preview ? session.number : last.number;
    const name = session?.preview ? t("status.preview") : t("booth.last", { number });
    const image = h("img", { src: source, alt: t("session.pictureOf", { number: number ?? "–" }), decoding: "async" });
    image.addEventListener("error", () => image.remove());
    return h("section", { class: "last" }, h("h2", {}, name), image);
  }

  // A session has a number once its guest has begun.
  function here({ session, step }) {
    const name = word("step", step?.step ?? step?.name ?? "");
    return session.number ? t("status.session", { number: session.number, step: name }) : name;
  }

  // A page on the guests' screen says every five seconds that it is alive.
  function screen({ screen }) {
    if (!screen) return undefined;
    const isSilent = screen.silent > 15;
    return panel("booth", t("status.screen"), isSilent ? t("status.screenSilent", { seconds: number(Math.round(screen.silent)) }) : t("status.screenAlive"),
      [t("status.screenShows", { screen: word("screen", screen.shows) }), !screen.here && t("status.screenElsewhere")], isSilent);
  }

  const battery = ({ battery }) => battery !== undefined && t("status.battery", { share: typeof battery === "number" ? `${battery} %` : battery });

  function panel(shape, title, headline, lines, isBad = false) {
    return h("section", { class: isBad ? "panel bad" : "panel" }, h("h2", {}, icon(shape), title), h("p", { class: "headline" }, headline),
      lines.filter(Boolean).map((line) => h("p", { class: "soft" }, line)));
  }

  function storage(now) {
    if (now.free === undefined) return undefined;
    const sessions = Math.max(0, Math.floor(now.free / usual));
    return panel("disk", t("status.disk"), t("status.diskLeft", { count: number(sessions) }), [t("status.free", { size: bytes(now.free) })], sessions < 100);
  }

  function queues(now) {
    const list = (now.queues ?? []).filter(({ waiting, unknown, dead }) => waiting || unknown || dead);
    const lines = list.map(({ kind, waiting, unknown, dead }) => [word("kind", kind),
      waiting && n("count.waiting", waiting), unknown && n("count.stuck", unknown), dead && n("count.failed", dead)].filter(Boolean).join(" · "));
    return panel("outbox", t("status.queues"), lines.length ? n("count.item", list.reduce((sum, one) => sum + (one.waiting ?? 0) + (one.unknown ?? 0) + (one.dead ?? 0), 0)) : t("outbox.none"),
      lines, list.some(({ unknown, dead }) => unknown || dead));
  }

  function clockPanel(now) {
    const off = Math.round((Date.now() - Date.parse(now.now)) / 1000);
    const isBad = Math.abs(off) > 60;
    return panel("wait", t("status.clock"), clockSeconds(now.now), [t(isBad ? "status.clockOff" : "status.clockGood", { seconds: number(Math.abs(off)) })], isBad);
  }

  function figures(now) {
    const { completed = 0, endedEarly = 0, captures = 0, printed = 0 } = now.figures ?? {};
    return panel("sessions", t("status.figures"), n("count.session", completed + endedEarly),
      [n("count.shot", captures), n("count.printed", printed), endedEarly > 0 && n("count.early", endedEarly)]);
  }

  await load();
  const again = soon(() => load().catch(() => {}), 1000);
  // A screen that falls silent is no change of the booth's, so that nothing tells of it.
  const timer = setInterval(again, 5000);
  signal.addEventListener("abort", () => clearInterval(timer));
  follow((change) => (change.kind === "state" && change.running !== false ? show(change) : again()));
}
