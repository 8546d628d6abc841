// What the screen says, in the language of the view: `/api/words/LANG`, keys with their section. Plurals, numbers and times are Intl's.

const known = new Map();
let [texts, language] = [{}, "en"];

export const current = () => language;

// Whether the words of a language are there, so that a screen can be drawn in it at once.
export const isLoaded = (name) => known.has(name);

export const has = (key) => key in texts;

export async function load(name) {
  if (known.has(name)) return;
  const answer = await fetch(`/api/words/${encodeURIComponent(name)}`);
  if (!answer.ok) throw new Error(`there are no words for ${name}`);
  known.set(name, await answer.json());
}

// Languages in use; everything drawn from now on is in this one.
export function use(name, direction) {
  language = name;
  texts = known.get(name) ?? {};
  document.documentElement.lang = name;
  document.documentElement.dir = direction ?? "ltr";
}

//     t("screen.pictureOf", { number: 2, count: 4 })
export function t(key, values = {}) {
  return (texts[key] ?? key).replace(/\{([a-zA-Z]+)\}/g, (place, name) => values[name] ?? place);
}

//     n("screen.prints", 3)      the text of screen.printsOther
export function n(key, count) {
  const form = new Intl.PluralRules(language).select(count) === "one" ? "One" : "Other";
  return t(key + form, { count: number(count) });
}

export const number = (value) => new Intl.NumberFormat(language).format(value);

// "18:00" as people of this language write it.
export function clock(time) {
  const [hours, minutes] = time.split(":").map(Number);
  return new Intl.DateTimeFormat(language, { timeStyle: "short", timeZone: "UTC" }).format(Date.UTC(2000, 0, 1, hours, minutes));
}

// A date as an event has it: an ISO day is written out, any other text is the host's own.
export function day(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text ?? "")) return text;
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`));
}
