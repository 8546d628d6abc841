// The pictures of the session in hand, by address, and the print that is made of them. What was fetched goes with its session.

import { h, isStill } from "./dom.js";

let kept = {};
// Identities whose making was shown.
let made;

// Forgets everything of another session.
export function belongTo(session) {
  if (kept.session === session) return;
  if (kept.url) URL.revokeObjectURL(kept.url);
  kept = { session };
  made = undefined;
}

export const shot = (capture) => `/api/shots/${capture.shot}?of=${capture.id}`;
export const newest = (view) => view?.session?.captures?.at(-1);
// Those of the print, in the order of its boxes, which is the guest's or that of the shots: one that was taken anew stands where the former
// one stood, and of one press of the shutter the first file stands for all.
export const chosen = (view) => (view?.session?.captures ?? []).filter((capture) => capture.selected)
  .filter(({ shot: press }, index, all) => all.findIndex(({ shot: other }) => other === press) === index)
  .sort((one, other) => (one.place ?? one.shot) - (other.place ?? other.shot));

// The composed picture as an address in memory, for as long as the session; undefined when there is none yet.
async function composed(view) {
  const { session } = view;
  const identity = session.preview ?? (session.final ? "final" : undefined);
  // A preview that has gone from the booth is the FinalPhoto that was saved.
  if (!identity || (identity === "final" && kept.url)) return kept.url;
  if (kept.identity === identity) return kept.url;
  const answer = await fetch(`/api/preview?of=${encodeURIComponent(identity)}`);
  if (!answer.ok) return kept.url;
  const url = URL.createObjectURL(await answer.blob());
  if (kept.session !== session.id) {
    URL.revokeObjectURL(url);
    return undefined;
  }
  if (kept.url) URL.revokeObjectURL(kept.url);
  Object.assign(kept, { identity, url });
  return url;
}

// The print of a session: a card whose captures glide into their slots, and the composed picture over them once it is there.
// Gives the element and a function that looks again at a newer view.
export function print(view, label) {
  const { session } = view;
  const aspect = session?.aspect ?? 1.5;
  const boxes = session?.boxes ?? [];
  const shots = chosen(view);
  const identity = shots.map(({ id }) => id).join(" ");
  const glides = made !== identity && shots.length > 0 && !isStill();
  made = identity;
  const cards = boxes.slice(0, shots.length).map((box, index) => h("img", {
    class: "placed", alt: "", src: shot(shots[index]),
    look: {
      left: `${box.x * 100}%`, top: `${box.y * 100}%`, width: `${box.width * 100}%`, height: `${box.height * 100}%`,
      "--from-x": `${(0.5 - box.x - box.width / 2) / box.width * 100}%`, "--from-y": `${(0.5 - box.y - box.height / 2) / box.height * 100}%`,
      "--from-size": Math.min(0.9 / box.width, 0.9 / box.height), "--late": `${index * 110}ms`,
    },
  }));
  const element = h("div", { class: glides ? "print glides" : "print", role: "img", "aria-label": label, look: { "--aspect": aspect } }, kept.url ? undefined : cards);
  const begun = performance.now();
  let src;
  const look = async (view) => {
    const url = await composed(view).catch(() => undefined);
    if (!url || url === src) return;
    src = url;
    const picture = h("img", { class: "composed", alt: "", src: url });
    await picture.decode().catch(() => {});
    // What glides has arrived before the art comes over it.
    const rest = glides ? 620 + cards.length * 110 - (performance.now() - begun) : 0;
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
    if (src === url) element.append(picture);
  };
  look(view);
  return { element, look };
}
