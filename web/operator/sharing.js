// A session's links: those that there are, and a new one with its code.

import { ask, confirm, form } from "./ask.js";
import { button, h, iconButton } from "./dom.js";
import { qrPicture } from "./qr.js";
import { say } from "./app.js";
import { moment, n, t } from "./words.js";

export function links(session, perform) {
  const shares = session.shares ?? [];
  return h("section", {}, h("h2", {}, t("share.title")),
    h("ul", { class: "plain" }, shares.map((share) => h("li", {},
      h("span", { class: share.revoked ? "badge" : "badge done" }, t(share.revoked ? "share.revoked" : "share.good")),
      h("span", { class: "soft" }, [moment(share.made), n("count.view", share.views ?? 0), n("count.download", share.downloads ?? 0)].join(" · "))))),
    h("div", { class: "row" },
      button(t("share.new"), () => share(session, perform), { shape: "link" }),
      shares.some(({ revoked }) => !revoked) && button(t("share.revoke"), () => revoke(session, perform), { class: "danger" })));
}

async function share(session, perform) {
  const ends = h("input", { type: "checkbox" });
  const chosen = await form(t("share.new"), [h("p", {}, t("share.what")), h("label", { class: "check" }, ends, t("share.revokeOld"))], {
    done: t("share.make"), read: () => (ends.checked ? { revoke: true } : {}),
  });
  if (chosen) await show(session, await perform("share", chosen, t("share.new")));
}

async function revoke(session, perform) {
  const isSure = await confirm(t("share.revoke"), [t("share.revokeWhat")], t("share.revoke"));
  if (isSure) await show(session, await perform("share", { revoke: true }, t("share.revoke")));
}

// Held in front of a guest's phone.
async function show(session, answer) {
  if (!answer) return;
  const { link, token } = [answer].flat()[0] ?? {};
  if (!link) return say(t("share.noBase", { token: token ?? "" }), { isBad: true });
  const copy = () => navigator.clipboard?.writeText(link).then(() => say(t("share.copied")));
  await ask(t("share.of", { number: session.number }), () => h("div", { class: "dialog-body code" },
    qrPicture(link, t("share.code")),
    h("p", { class: "row" }, h("a", { href: link, target: "_blank", rel: "noopener" }, link),
      navigator.clipboard && iconButton(t("share.copy"), "link", copy))));
}
