import { sayFault, say, soon } from "../app.js";
import { get, media, send } from "../api.js";
import { confirm } from "../ask.js";
import { button, fill, h, icon } from "../dom.js";
import { n, t, word } from "../words.js";

// The booth in one's hand: what it does now, and its buttons.
export default async function booth({ main, signal, follow }) {
  const body = h("div", {});
  main.append(h("div", { class: "head" }, h("h1", {}, t("page.booth"))), body);
  let now;
  let tick;
  signal.addEventListener("abort", () => clearInterval(tick));

  async function perform(command, { asks } = {}) {
    if (asks && !(await confirm(t(`booth.${asks}`), [t(`booth.${asks}What`)], t(`booth.${asks}`)))) return;
    // Meant for the step that was seen: one that has gone by meanwhile does nothing.
    const at = now.session && now.step ? { at: { session: now.session.id, entry: now.step.entry } } : {};
    try {
      const answer = await send(`booth/${command}`, ["next", "retake", "present"].includes(command) ? at : {});
      if (command === "print-last") say(t("booth.printing"));
      show(answer.state ?? answer);
    } catch (fault) {
      if (fault.status === 409 && fault.answer.reason === "over") return load();
      sayFault(fault);
    }
  }

  async function load() {
    show(await get("status", { signal }));
  }

  function show(view) {
    now = view;
    clearInterval(tick);
    fill(body, now.running !== false ? desk() : h("div", { class: "empty" }, icon("booth"), h("h2", {}, t("status.off")), h("p", {}, now.remedy ?? t("status.offHow"))));
  }

  function desk() {
    const { step, session, phase } = now;
    const isRunning = phase === "running";
    return h("div", { class: "console" },
      h("section", { class: "now" },
        h("p", { class: "soft numbers" }, session?.number ? `#${session.number}` : t(`phase.${phase}`)),
        h("p", { class: "headline" }, step ? word("step", step.step ?? step.name) : t(`phase.${phase}`)),
        step?.text && h("p", { class: "soft" }, step.text),
        step?.of && h("progress", { max: step.of, value: step.index + 1, "aria-label": t("booth.progress", { index: step.index + 1, of: step.of }) }),
        session && h("p", { class: "shots", role: "img", "aria-label": t("booth.shots", { count: session.captures?.length ?? 0, slots: session.slots ?? 0 }) },
          Array.from({ length: session.slots ?? 0 }, (_, index) => h("i", { class: index < (session.captures?.length ?? 0) ? "full" : "" }))),
        countdown(step)),
      h("div", { class: "keys" },
        phase === "stopped" ? key("start", "start", "main") : key("next", "next", "main", {}, !isRunning),
        key("retake", "retry", "", {}, !step?.retakesLeft),
        key("printLast", "print", "", {}, !now.last, "print-last"),
        isRunning && key("restart", "retry", "", { asks: session?.number ? "restart" : undefined }),
        isRunning && key("stop", "stop", "danger", { asks: session?.number ? "stop" : undefined })),
      now.last?.finalPhoto && h("section", { class: "last" }, h("h2", {}, t("booth.last", { number: now.last.number })),
        h("a", { href: `session?number=${now.last.number}` }, h("img", { src: media(now.last.finalPhoto), alt: t("session.pictureOf", { number: now.last.number }) }))),
      now.troubles?.length > 0 && h("ul", { class: "troubles" }, now.troubles.map((trouble) =>
        h("li", {}, icon("fail"), h("div", {}, h("b", {}, word("about", trouble.about)), h("p", {}, trouble.remedy ?? trouble.guest))))));
  }

  const key = (name, shape, look, options = {}, isOff = false, command = name) =>
    button(t(`booth.${name}`), () => perform(command, options), { shape, class: `key ${look}`, disabled: isOff });

  // Computed from the moment itself by the booth's clock, never counted.
  function countdown(step) {
    const end = step?.fireAt ?? step?.deadline;
    if (!end) return undefined;
    const behind = Date.now() - Date.parse(now.now);
    const line = h("p", { class: "numbers soft" });
    const draw = () => {
      const left = Math.max(0, Math.ceil((Date.parse(end) + behind - Date.now()) / 1000));
      line.textContent = step.fireAt ? n("booth.fires", left) : n("booth.goesOn", left);
    };
    draw();
    tick = setInterval(draw, 250);
    return line;
  }

  await load();
  const again = soon(() => load().catch(() => {}), 1000);
  // The stream has the view itself.
  follow((change) => (change.kind === "state" ? show(change) : change.kind || again()));
}
