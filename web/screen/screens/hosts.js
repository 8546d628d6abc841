// The corner of a screen at which the people who run the booth come in by their PIN, on this very screen.

import { post, send as command } from "../booth.js";
import { h, icon } from "../dom.js";
import { keypad } from "../keypad.js";
import { foot, quiet, way } from "../parts.js";
import { t } from "../words.js";

// Gives `element` a corner, behind which the PIN takes the place of everything else in it.
export function hosts(element) {
  const corner = h("button", { class: "corner-way", "aria-label": t("screen.host"), click: ask }, icon("lock"));
  element.append(corner);
  const rest = [...element.childNodes];
  let look;

  // Whatever the screen looks like, what hosts see stands alone in its middle.
  function replace(...children) {
    look ??= element.className;
    element.className = "screen centred";
    element.replaceChildren(...children);
  }

  const leave = () => {
    element.className = look;
    look = undefined;
    element.replaceChildren(...rest);
    corner.focus();
  };

  function ask() {
    const input = h("input", {
      type: "password", id: "pin", name: "pin", inputmode: "none", autocomplete: "off", maxlength: 12, "aria-describedby": "hint", dir: "ltr",
      keydown: (event) => event.key === "Enter" && (event.stopPropagation(), enter()),
    });
    const line = h("p", { class: "hint", id: "hint", role: "alert", hidden: true });
    const enter = async () => {
      const answer = await post("pin", { pin: input.value }).catch(() => undefined);
      input.value = "";
      if (answer?.ok) return open();
      line.hidden = false;
      line.textContent = t(answer?.status === 429 ? "screen.pinWait" : "screen.pinWrong");
      input.focus();
    };
    const keys = keypad(input, { isPIN: true });
    replace(h("div", { class: "pin" }, h("div", { class: "field" }, h("h1", {}, h("label", { for: "pin" }, t("screen.pin"))), input, line), keys.element,
      foot(quiet(t("screen.back"), "back", leave), way(t("screen.done"), enter))));
    input.focus();
  }

  function open() {
    const page = (name, words) => h("a", { class: "quiet", href: `/operator/${name}` }, h("span", {}, t(words)));
    const begin = way(t("screen.open"), () => command("start"), { shape: "camera", action: "start" });
    replace(h("div", { class: "letter hosts" }, h("header", { class: "head" }, h("h1", { class: "short" }, t("screen.host"))),
      h("nav", { class: "hosts-ways" }, page("status", "screen.status"), page("doctor", "screen.doctor"), page("sessions", "screen.sessions")),
      foot(quiet(t("screen.back"), "back", leave), begin)));
    begin.focus();
  }
}
