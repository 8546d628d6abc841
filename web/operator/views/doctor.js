import { sayFault } from "../app.js";
import { get } from "../api.js";
import { button, fill, h, icon } from "../dom.js";
import { n, t, word } from "../words.js";

const shapes = { failure: "fail", warning: "stuck", advice: "stuck", note: "stuck", good: "check", fine: "check", ok: "check" };

// Can a booth run here and now? What was looked at, what was found, what to do.
export default async function doctor({ main, signal, ready }) {
  const body = h("div", { "aria-live": "polite" });
  const again = button(t("doctor.again"), () => load(), { shape: "retry" });
  main.append(h("div", { class: "head" }, h("h1", {}, t("page.doctor")), h("div", { class: "tools" }, again)), body);

  async function load() {
    again.disabled = true;
    fill(body, h("p", { class: "soft busy" }, t("doctor.looking")));
    try {
      const answer = await get("doctor", { signal });
      const findings = answer.findings ?? answer.checks ?? answer;
      const grade = ({ grade }) => String(grade ?? "good").toLowerCase();
      const bad = findings.filter((one) => grade(one) === "failure");
      const groups = Map.groupBy ? Map.groupBy(findings, ({ group }) => group ?? "") : new Map([["", findings]]);
      fill(body,
        h("p", { class: bad.length ? "verdict bad" : "verdict good" }, icon(bad.length ? "fail" : "check"), h("span", {}, bad.length ? n("doctor.failure", bad.length) : t("doctor.fine"))),
        [...groups].map(([name, list]) => h("section", { class: "group" }, name && h("h2", {}, word("check", name)),
          h("ul", { class: "rows" }, list.map((finding) => h("li", { class: `entry ${grade(finding)}` },
            icon(shapes[grade(finding)] ?? "check"), h("span", { class: "grow" },
              h("span", {}, h("b", {}, word("check", finding.check)), " ", finding.found ?? finding.problem ?? ""),
              finding.remedy && h("span", { class: "remedy" }, finding.remedy)),
            h("span", { class: "badge" }, word("grade", grade(finding)))))))));
    } catch (fault) {
      fill(body);
      if (signal.aborted) return;
      if (fault.status === 401) throw fault;
      sayFault(fault);
    } finally {
      again.disabled = false;
      ready();
    }
  }

  await load();
}
