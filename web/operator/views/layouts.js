import { sayFault, say } from "../app.js";
import { address, get, send } from "../api.js";
import { ask, confirm } from "../ask.js";
import { button, fill, h, icon } from "../dom.js";
import { n, t } from "../words.js";

// The layouts of the event, as they come out, with what is wrong with them; and those that it might have.
export default async function layouts({ main, signal }) {
  const count = h("p", { class: "count numbers" });
  const body = h("div", {});
  main.append(h("div", { class: "head" }, h("h1", {}, t("page.layouts")), count), body);

  async function load() {
    const { layouts } = await get("layouts", { signal });
    const [own, others] = [layouts.filter(({ event }) => event), layouts.filter(({ event }) => !event)];
    count.textContent = n("count.layout", own.length);
    fill(body,
      own.length ? h("ul", { class: "sheets" }, own.map(sheet)) : h("div", { class: "empty" }, icon("layouts"), h("h2", {}, t("layouts.none"))),
      others.length > 0 && [h("h2", { class: "above" }, t("layouts.others")), h("ul", { class: "sheets" }, others.map(sheet))]);
  }

  function sheet(layout, index) {
    const picture = h("img", { src: proof(layout), alt: t("layouts.proof", { layout: layout.name }), loading: "lazy", decoding: "async" });
    picture.addEventListener("error", () => picture.replaceWith(icon("layouts")));
    const findings = h("div", {});
    if (layout.error) fill(findings, flaw(layout.error));
    else if (layout.event) judge(layout, findings);
    return h("li", { class: "sheet" },
      h("button", { type: "button", class: "frame", "aria-label": t("layouts.look", { layout: layout.name }), click: () => large(layout) }, picture),
      h("h2", {}, layout.name),
      h("p", { class: "soft" }, [layout.paper, layout.captures !== undefined && n("count.slot", layout.captures), layout.event && index === 0 && t("layouts.first")].filter(Boolean).join(" · ")),
      findings,
      layout.event ? button(t("layouts.remove"), () => remove(layout), { shape: "trash" }) : button(t("layouts.add"), () => change("layouts", { layout: layout.name }), { shape: "check" }));
  }

  async function judge(layout, findings) {
    try {
      const { flaws } = await get(`layouts/${encodeURIComponent(layout.name)}`, { signal });
      fill(findings, flaws.length ? flaws.map(({ place, problem, remedy }) => flaw([`${place}: ${problem}`, remedy].filter(Boolean).join("; ")))
        : h("p", { class: "good" }, icon("check"), t("layouts.good")));
    } catch (fault) {
      if (!signal.aborted) fill(findings, flaw(fault.message));
    }
  }

  async function change(path, body, options) {
    try {
      await send(path, body, options);
      say(t("settings.saved"));
      await load();
    } catch (fault) {
      sayFault(fault);
    }
  }

  async function remove(layout) {
    if (await confirm(t("layouts.remove"), [t("layouts.removeWhat", { layout: layout.name })], t("layouts.remove"))) {
      await change(`layouts/${encodeURIComponent(layout.name)}`, {}, { method: "DELETE" });
    }
  }

  await load();
}

const flaw = (text) => h("p", { class: "finding" }, icon("fail"), h("span", {}, text));

const proof = ({ name }) => address(`layouts/${encodeURIComponent(name)}/proof`);

const large = (layout) => ask(layout.name, () => h("div", { class: "dialog-body stage" }, h("img", { src: proof(layout), alt: t("layouts.proof", { layout: layout.name }) })), { isWide: true });
