// The picture and the code that takes it home. Where no link will ever come, none is promised: the picture and thanks are all.

import { ornament } from "../art.js";
import { h, icon } from "../dom.js";
import { foot, head, troubles, way } from "../parts.js";
import * as pictures from "../pictures.js";
import { t } from "../words.js";
import { moving } from "./motion.js";
import { printWords } from "./printing.js";

export default function share({ view, info, send }) {
  const done = () => send("next");
  const print = pictures.print(view, t("screen.yourPrint"));
  const shown = h("div", { class: "pic" }, print.element);
  const codes = h("div", { class: "codes" });
  const truth = h("p", { class: "truth", role: "status" });
  const messages = h("p", { class: "truth", hidden: true });
  const names = h("div", { class: "whose" }, ornament(), h("p", { class: "date" }, h("bdi", {}, info.event?.name)));
  const element = h("section", { class: "split sharing" }, shown,
    h("div", { class: "side" }, head(view.step.text), names, codes, h("div", { class: "truths" }, messages, truth), troubles(view, "printer", "print", "outbox"),
      h("div", { class: "side-ways" }, foot(way(t("screen.done"), done, { shape: "check" })))));
  let [link, motion] = [];
  const look = (view) => {
    const { session } = view;
    const state = `${session?.link} ${session?.linkReach}`;
    if (state !== link) {
      link = state;
      codes.replaceChildren(...codesFor(session, info));
      codes.hidden = !codes.firstChild;
      names.hidden = !codes.hidden;
      element.classList.toggle("coded", Boolean(codes.querySelector(".code")));
    }
    if (session?.motion && session.motion !== motion) {
      motion = session.motion;
      const film = moving(session);
      const isAlone = !session.slots;
      film.classList.add(isAlone ? "alone" : "beside");
      shown.classList.toggle("is-two", !isAlone);
      shown.replaceChildren(...(isAlone ? [film] : [print.element, film]));
    }
    const ways = { email: "screen.byEmail", sms: "screen.bySms", "email sms": "screen.byEmailAndSms" };
    const sent = session?.messages && t(ways[session.messages.join(" ")]);
    messages.hidden = !sent;
    if (sent && messages.textContent !== sent) messages.replaceChildren(icon("letter"), sent);
    const words = printWords(view);
    truth.hidden = !words;
    if (words && truth.textContent !== words) truth.replaceChildren(icon("paper"), words);
    print.look(view);
  };
  look(view);
  return { element, actions: { next: done }, update: look };
}

function code(name, version, label, words) {
  return h("figure", { class: `code code-${name}` }, h("img", { src: `/api/codes/${name}?of=${encodeURIComponent(version)}`, alt: label }), h("figcaption", {}, words));
}

function codesFor(session, info) {
  if (!session?.link) return session?.linkReach ? [h("p", { class: "why" }, t("screen.linkComing"))] : [];
  const isHere = session.linkReach === "here";
  const reach = t(isHere ? "screen.reachHere" : "screen.reachEverywhere");
  const link = code("link", session.link, t("screen.codeOfLink"), [h("b", {}, t("screen.scan")), h("span", {}, reach)]);
  if (!info.wifi) return [link];
  const wifi = code("wifi", info.version ?? "", t("screen.codeOfWifi"), [h("b", {}, t("screen.wifi")), h("span", {}, info.wifi.name)]);
  // What only works in this network is no use before one is in it.
  return isHere ? [wifi, link] : [link, wifi];
}
