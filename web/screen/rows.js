// The rows of our keyboards, as data. `wide` is what people of a language know; `small` is for screens on which ten keys do not fit side by
// side, in the order of the alphabet, nine in a row. `more` are letters beside those, next to the space bar or behind "123".

const alphabet = ["abcdefghi", "jklmnopqr", "stuvwxyz"];
const qwerty = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

export const letters = {
  en: { wide: qwerty, small: alphabet, more: "" },
  de: { wide: ["qwertzuiopü", "asdfghjklöä", "yxcvbnmß"], small: alphabet, more: "äöüß" },
  fr: { wide: ["azertyuiop", "qsdfghjklm", "wxcvbn"], small: alphabet, more: "éèàçê" },
  es: { wide: ["qwertyuiop", "asdfghjklñ", "zxcvbnm"], small: alphabet, more: "áéíóú" },
  it: { wide: qwerty, small: alphabet, more: "àèìòù" },
  ar: { wide: ["ضصثقفغعهخحجد", "شسيبلاتنمكطذ", "ئءؤرىةوزظ"], small: ["ابتثجحخدذ", "رزسشصضطظع", "غفقكلمنهو"], more: "أإ", last: "يةى" },
};

// Addresses are written in these wherever one comes from.
export const latin = { en: qwerty, de: ["qwertzuiop", "asdfghjkl", "yxcvbnm"], fr: ["azertyuiop", "qsdfghjklm", "wxcvbn"], small: alphabet };

export const digits = "1234567890";
export const signs = ["@&#+-_=/:", "!?.,;()'\"*"];
export const smallSigns = ["123456789", "0@.-_+&#/"];
export const smallMarks = "!?,'-:;()";

// What addresses end in most often, where the event says nothing else.
export const domains = {
  en: ["gmail.com", "icloud.com", "outlook.com"], de: ["gmail.com", "gmx.de", "web.de"], fr: ["gmail.com", "orange.fr", "icloud.com"],
  es: ["gmail.com", "hotmail.com", "icloud.com"], it: ["gmail.com", "libero.it", "icloud.com"], ar: ["gmail.com", "icloud.com", "outlook.com"],
};
