import { has, override, t } from "../words.js";
import { say, sayFault } from "../app.js";
import { getTagged, send } from "../api.js";
import { field, fill, h, icon, remark, select, tick, wrong } from "../dom.js";

// Every setting with its control: how its text is read, and how it is written.
const texts = ["name", "date", "booth", "locale", "zone", "linkBase", "brandedBase", "phonePrefix"];
const numbers = ["reserve", "keepDays", "contactsKeepDays", "linkDays"];
// Files of the event in place of the screen's own sounds.
const sounds = ["tick", "shutter", "ready", "thanks"].map((name) => `theme.sounds.${name}`);
const groups = [
  ["event", ["name", "date", "booth", "locale", "zone"]],
  ["guests", ["linkBase", "brandedBase", "guestDelete", "values", "words"]],
  ["theme", ["theme.name", "theme.accent", "theme.background", "theme.logo", "theme.font", "theme.welcome", "theme.sound", ...sounds]],
  ["pictures", ["layouts", "effects"]],
  ["sending", ["destinations.print", "destinations.media", "destinations.survey", "destinations.email", "destinations.sms", "destinations.ai", "destinations.page", "phonePrefix"]],
  ["keeping", ["reserve", "keepDays", "contactsKeepDays", "linkDays"]],
  ["consents", ["consents.email", "consents.sms", "consents.ai", "consents.gallery", "consents.show"]],
];
const lists = ["layouts", "effects"];
const pairs = ["values", "words"];
const colours = ["theme.accent", "theme.background"];
// What is on unless somebody turns it off.
const switches = ["theme.sound"];
// Themes that come with the booth; one may have others beside them.
const themes = ["ivory", "midnight", "garden"];

// The settings of the event. What cannot be is said at its field, in the words of whoever reads the file.
export default async function settings({ main, signal }) {
  let { value: event, tag } = await getTagged("event", { signal });
  const controls = new Map();
  const said = h("p", { class: "note", role: "status" });
  const body = h("form", { class: "settings", novalidate: true, submit: save });
  main.append(h("div", { class: "head" }, h("h1", {}, t("page.event"))), body);
  draw();

  function draw() {
    controls.clear();
    fill(body, groups.map(([group, keys]) => h("fieldset", {}, h("legend", {}, t(`settings.${group}`)), keys.map((key) => {
      const made = control(key, at(event, key));
      made.name = key;
      controls.set(key, made);
      if (switches.includes(key)) return tick(t(`setting.${key}`), made);
      return field(t(`setting.${key}`), made, { hint: has(`setting.${key}Hint`) ? t(`setting.${key}Hint`) : undefined });
    }))), h("div", { class: "foot-bar" }, said, h("button", { class: "main" }, icon("check"), h("span", {}, t("settings.save")))));
  }

  async function save(submitted) {
    submitted.preventDefault();
    const next = structuredClone(event);
    for (const [key, control] of controls) put(next, key, read(key, control));
    for (const control of controls.values()) control.removeAttribute("aria-invalid");
    try {
      const { changed, advice } = await send("event", next, { method: "PUT", match: tag });
      ({ value: event, tag } = await getTagged("event", { signal }));
      override(event.words);
      draw();
      said.textContent = later(changed);
      if (advice) remark(controls.get("linkBase"), advice);
      say(t("settings.saved"));
    } catch (fault) {
      if (fault.status === 412) return sayFault(Object.assign(fault, { message: t("settings.changed"), remedy: undefined }));
      if (!atField(fault)) sayFault(fault);
    }
  }

  // What holds already, and what a running booth reads with the next session or when it is started again.
  function later(changed) {
    return ["now", "session", "launch"].map((when) => {
      const what = changed.filter(({ applies }) => applies === when).map(({ key }) => t(has(`setting.${key}`) ? `setting.${key}` : `settings.${key}`));
      return what.length && t(`settings.applies.${when}`, { what: what.join(", ") });
    }).filter(Boolean).join(" ");
  }

  function atField(fault) {
    const path = fault.answer?.field ?? "";
    const key = [...controls.keys()].find((key) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`));
    if (!key) return false;
    wrong(controls.get(key), [fault.message.split(`${path}: `).pop(), fault.remedy].filter(Boolean).join("; "));
    controls.get(key).focus();
    return true;
  }
}

function control(key, value) {
  if (key === "guestDelete") return select(["off", "ask", "now"].map((one) => [one, t(`guestDelete.${one}`)]), value ?? "off");
  if (switches.includes(key)) return h("input", { type: "checkbox", checked: value !== false });
  if (key === "theme.welcome") return h("textarea", { rows: 2, spellcheck: "false", value: spoken(value) });
  if (key === "theme.name") return select([["", t("settings.themeNone")], ...[...new Set([...themes, value].filter(Boolean))].map((name) => [name, name])], value ?? "");
  if (numbers.includes(key)) return h("input", { type: "number", min: 0, inputmode: "numeric", value: value ?? (key === "reserve" ? 1024 : 0) });
  if (lists.includes(key)) return h("textarea", { rows: 2, spellcheck: "false", value: (value ?? []).join("\n") });
  if (pairs.includes(key)) return h("textarea", { rows: 3, spellcheck: "false", value: Object.entries(value ?? {}).map(([name, text]) => `${name} = ${text}`).join("\n") });
  return h("input", { value: value ?? "", autocapitalize: texts.includes(key) ? "sentences" : "none", spellcheck: "false", class: colours.includes(key) ? "colour" : "" });
}

function read(key, control) {
  if (switches.includes(key)) return control.checked ? "" : false;
  const text = control.value;
  if (key === "theme.welcome") return said(text);
  if (numbers.includes(key)) return text === "" ? 0 : Number(text);
  if (lists.includes(key)) return text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (pairs.includes(key)) {
    return Object.fromEntries(text.split("\n").filter((line) => line.trim()).map((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [line.trim(), ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }));
  }
  return text.trim();
}

// A text, or a line for each language: "de = Willkommen!".
const spoken = (value) => (typeof value === "object" ? Object.entries(value).map(([language, text]) => `${language} = ${text}`).join("\n") : value ?? "");

function said(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => line.match(/^([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\s*=\s*(.*)$/));
  return lines.length && lines.every(Boolean) ? Object.fromEntries(lines.map(([, language, text]) => [language, text])) : text.trim();
}

const at = (event, key) => key.split(".").reduce((value, part) => value?.[part], event);

// An empty text takes a setting away, but for those that are always there.
function put(event, key, value) {
  const isNothing = value === "" || (key === "guestDelete" && value === "off") || (pairs.includes(key) && !Object.keys(value).length);
  place(event, key.split("."), isNothing && !["name", "date"].includes(key) ? undefined : value);
}

// A part in which nothing is left goes as well; an event has its destinations all the same.
function place(part, [first, ...rest], value) {
  const next = rest.length ? { ...part[first] } : value;
  if (rest.length) place(next, rest, value);
  if (next === undefined || (rest.length && first !== "destinations" && !Object.keys(next).length)) delete part[first];
  else part[first] = next;
}
