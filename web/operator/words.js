// What is said, in the language of whoever looks: `text/LANG.json`, which the event may say otherwise. Plurals, times and numbers
// are those of the browser.

import { base, get } from "./api.js";

const offered = { en: "English", de: "Deutsch", fr: "Français", es: "Español" };
let [texts, language] = [{}, "en"];
let plural = new Intl.PluralRules("en");

export const languages = Object.entries(offered);
export const current = () => language;

export async function load() {
  const wished = [localStorage.getItem("boothkit.language"), ...navigator.languages].filter(Boolean);
  language = wished.map((tag) => tag.split("-")[0]).find((tag) => offered[tag]) ?? "en";
  const files = [...new Set(["en", language])].map((name) => get(`${base}/operator/text/${name}.json`));
  for (const sections of await Promise.all(files)) {
    for (const [section, words] of Object.entries(sections)) {
      if (typeof words === "object") for (const [key, text] of Object.entries(words)) texts[`${section}.${key}`] = text;
    }
  }
  plural = new Intl.PluralRules(language);
  document.documentElement.lang = language;
}

// The event's own words: `operator.sessions.title` and the like.
export function override(words) {
  for (const [key, text] of Object.entries(words ?? {})) {
    if (key.startsWith("operator.")) texts[key.slice("operator.".length)] = text;
  }
}

export function choose(name) {
  localStorage.setItem("boothkit.language", name);
  location.reload();
}

//     t("session.title", { number: 47 })
export function t(key, values = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{([a-zA-Z]+)\}/g, (place, name) => values[name] ?? place);
}

export const has = (key) => key in texts;

// A word of the record, such as a kind or a state, or itself where nobody has found words for it.
export const word = (section, key) => texts[`${section}.${key}`] ?? key;

//     n("count.session", 3)      the text of count.sessionOther
export function n(key, count, values = {}) {
  const form = plural.select(count) === "one" ? "One" : "Other";
  return t(key + form, { count: number(count), ...values });
}

// Making a formatter takes longer than using it a hundred times.
const kept = new Map();
function format(kind, options = {}) {
  const key = kind.name + JSON.stringify(options);
  if (!kept.has(key)) kept.set(key, new kind(language, options));
  return kept.get(key);
}

export const number = (value) => format(Intl.NumberFormat).format(value);

export function bytes(count) {
  const [unit, size] = [["gigabyte", 1e9], ["megabyte", 1e6], ["kilobyte", 1e3]].find(([, size]) => count >= size) ?? ["byte", 1];
  const value = count / size;
  const maximumFractionDigits = value < 10 && size > 1 ? 1 : 0;
  return format(Intl.NumberFormat, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits }).format(value);
}

// Times of a session are those of the booth's own clock, wherever somebody looks from.
function say(time, offset, options) {
  const zone = offset === undefined ? {} : { timeZone: "UTC" };
  return format(Intl.DateTimeFormat, { ...options, ...zone }).format(new Date(Date.parse(time) + (offset ?? 0) * 1000));
}

export const clock = (time, offset) => say(time, offset, { hour: "2-digit", minute: "2-digit" });
export const clockSeconds = (time, offset) => say(time, offset, { timeStyle: "medium" });
export const day = (time, offset) => say(time, offset, { day: "numeric", month: "short" });
export const moment = (time, offset) => say(time, offset, { dateStyle: "medium", timeStyle: "short" });
