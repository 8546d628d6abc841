// Starts the guests' screen: the event's look and words first, then whatever the booth says.

import * as beat from "./beat.js";
import { current, follow } from "./booth.js";
import { h } from "./dom.js";
import * as keys from "./keys.js";
import * as show from "./show.js";
import * as sound from "./sound.js";
import { dress } from "./theme.js";
import * as words from "./words.js";

const wait = (time) => new Promise((done) => setTimeout(done, time));

// The booth may be on its way up; nothing can be shown before it says what it looks like.
async function patiently(ask) {
  for (;;) {
    try {
      return await ask();
    } catch {
      await wait(400);
    }
  }
}

async function settings() {
  const answer = await fetch("/api/screen");
  if (!answer.ok) throw new Error(`the booth answered ${answer.status}`);
  return answer.json();
}

const languageOf = (info) => {
  const wished = (info.event?.locale ?? "en").split(/[-_]/)[0];
  return info.languages.find(({ code }) => code === wished) ?? info.languages[0] ?? { code: "en", direction: "ltr" };
};

async function start() {
  const info = await patiently(settings);
  const first = languageOf(info);
  await patiently(() => words.load(first.code));
  words.use(first.code, first.direction);
  document.title = info.event?.name ?? "";
  const layer = h("div", { class: "backdrops" });
  const stage = h("main", { class: "stage" });
  const said = h("p", { class: "unseen", "aria-live": "polite" });
  document.body.replaceChildren(layer, stage, said);
  dress({ ...info.theme, version: info.version }, layer);
  sound.begin(info.theme, info.version);
  show.begin({ info, stage, said });
  keys.begin();
  // A booth that was started anew may have another look; nobody is in the middle of anything then.
  let launch;
  follow(() => {
    const { view } = current();
    if (launch && view && view.launch !== launch) patiently(settings).then((now) => now.version !== info.version && location.reload());
    launch = view?.launch ?? launch;
    show.refresh();
  });
  beat.begin();
}

start();
