import { say, sayFault } from "../app.js";
import { get, send } from "../api.js";
import { form } from "../ask.js";
import { button, field, fill, h, icon } from "../dom.js";
import { bytes, n, t } from "../words.js";

// All events that are served here.
export default async function events({ main, signal }) {
  const { events: list } = await get("/api/served", { signal });
  fill(main, h("div", { class: "head" }, h("h1", {}, t("page.events")), h("p", { class: "count numbers" }, n("count.event", list.length))),
    h("ul", { class: "rows" }, list.map((event) => h("li", { class: "entry event-entry" },
      h("span", { class: "grow" },
        event.id ? h("a", { class: "lead", href: `/e/${encodeURIComponent(event.id)}/operator/sessions` }, event.name ?? event.path) : h("b", {}, event.name ?? event.path),
        h("span", { class: "soft" }, [event.date, event.sessions !== undefined && n("count.session", event.sessions), event.waiting ? n("count.waiting", event.waiting) : "", event.free && t("status.free", { size: bytes(event.free) })].filter(Boolean).join(" · ")),
        event.problem && h("span", { class: "remedy" }, event.problem)),
      event.running && h("span", { class: "badge done" }, icon("check"), t("events.running")),
      button(t("events.duplicate"), () => duplicate(event, () => events({ main, signal })), { shape: "events" })))));
}

async function duplicate(event, drawAgain) {
  const [folder, name, date] = [h("input", { required: true, autocapitalize: "none" }), h("input", { required: true, value: event.name ?? "" }), h("input", { value: "" })];
  const chosen = await form(t("events.duplicate"), [h("p", {}, t("events.duplicateWhat")), field(t("setting.name"), name), field(t("setting.date"), date), field(t("events.folder"), folder, { hint: t("events.folderHint") })], {
    done: t("events.make"), read: () => ({ name: name.value, date: date.value, folder: folder.value }),
  });
  if (!chosen) return;
  try {
    const { path, served, remedy } = await send(`/e/${encodeURIComponent(event.id)}/api/event/duplicate`, chosen);
    say([t("events.made", { path }), !served && remedy].filter(Boolean).join(" "));
    if (served) await drawAgain();
  } catch (fault) {
    sayFault(fault);
  }
}
