import { h } from "../dom.js";
import { list } from "../list.js";
import { addressOf, badges, ending, pictureOf, summary, time } from "../session-words.js";
import { day, t } from "../words.js";

// What was held, newest first.
export default function sessions(page) {
  return list(page, { view: "sessions", hasTests: true, draw: card, width: (all) => (all < 700 ? all : 330), height: 132, gap: 10 });
}

function card(session, selection) {
  const isChosen = selection.has(session.number);
  const chosen = h("input", {
    type: "checkbox", checked: isChosen, "aria-label": t("selection.choose", { number: session.number }),
    change: () => {
      selection.toggle(session.number, chosen.checked);
      card.classList.toggle("chosen", chosen.checked);
    },
  });
  const card = h("article", { class: isChosen ? "card chosen" : "card" },
    h("a", { href: addressOf(session), class: "open" },
      h("span", { class: "frame" }, pictureOf(session, { alt: "" })),
      h("span", { class: "facts" },
        h("span", { class: "line" }, h("b", { class: "numbers" }, `#${session.number}`),
          h("time", { class: "numbers", datetime: session.started }, `${day(session.started, session.utcOffset)} ${time(session)}`)),
        h("span", { class: session.state === "active" ? "soft now" : "soft" }, ending(session)),
        h("span", { class: "soft cut" }, summary(session)),
        h("span", { class: "badges" }, badges(session)))),
    h("label", { class: "choose" }, chosen));
  return card;
}
