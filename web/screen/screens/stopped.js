// The booth takes a break. In its corner the people who run it come in by their PIN, on this very screen.

import { ornament } from "../art.js";
import { send as command } from "../booth.js";
import { h, icon } from "../dom.js";
import { keypad } from "../keypad.js";
import { clock, t } from "../words.js";

export default function stopped({ view, info }) {
  const isClosed = view?.phase === "running";
  const title = isClosed && info.hours ? t("screen.opensAt", { time: clock(info.hours.from) }) : t("screen.break");
  const corner = h("button", { type: "button", class: "corner-way", "aria-label": t("screen.host"), click: ask }, icon("lock"));
  const middle = h("div", { class: "letter" }, h("span", { class: "seal" }, icon(isClosed ? "camera" : "heart")),
    h("header", { class: "head" }, h("h1", { class: "short" }, title), ornament(), h("p", { class: "why" }, isClosed ? info.event?.name : t("screen.breakMore"))));
  const element = h("section", { class: "centred" }, middle, corner);
  const leave = () => {
    element.replaceChildren(middle, corner);
    corner.focus();
  };

  function ask() {
    const input = h("input", {
      type: "password", id: "pin", name: "pin", inputmode: "none", autocomplete: "off", maxlength: 12, "aria-describedby": "hint", dir: "ltr",
      keydown: (event) => event.key === "Enter" && (event.stopPropagation(), enter()),
    });
    const line = h("p", { class: "hint", id: "hint", role: "alert", hidden: true });
    const enter = async () => {
      const answer = await fetch("/api/pin", {
        method: "POST", headers: { "Content-Type": "application/json", "X-Booth": "1" }, body: JSON.stringify({ pin: input.value }),
      }).catch(() => undefined);
      input.value = "";
      if (answer?.ok) return open();
      line.hidden = false;
      line.textContent = t(answer?.status === 429 ? "screen.pinWait" : "screen.pinWrong");
      input.focus();
    };
    const keys = keypad(input, { isPIN: true });
    const enterButton = h("button", { type: "button", class: "way", data: { action: "next" }, click: enter }, h("span", {}, t("screen.done")), icon("on"));
    const back = h("button", { type: "button", class: "quiet", data: { action: "back" }, click: leave }, h("span", {}, t("screen.back")));
    element.replaceChildren(h("div", { class: "pin" }, h("div", { class: "field" }, h("h1", {}, h("label", { for: "pin" }, t("screen.pin"))), input, line), keys.element,
      h("footer", { class: "foot" }, back, enterButton)));
    input.focus();
  }

  function open() {
    const page = (name, words) => h("a", { class: "quiet", href: `/operator/${name}` }, h("span", {}, t(words)));
    const begin = h("button", { type: "button", class: "way", data: { action: "start" }, click: () => command("start") }, h("span", {}, t("screen.open")), icon("camera"));
    element.replaceChildren(h("div", { class: "letter hosts" }, h("header", { class: "head" }, h("h1", { class: "short" }, t("screen.host"))),
      h("nav", { class: "hosts-ways" }, page("status", "screen.status"), page("doctor", "screen.doctor"), page("sessions", "screen.sessions")),
      h("footer", { class: "foot" }, h("button", { type: "button", class: "quiet", data: { action: "back" }, click: leave }, h("span", {}, t("screen.back"))), begin)));
    begin.focus();
  }
  return { element };
}
