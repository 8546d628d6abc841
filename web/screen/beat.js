// Tells the booth that this page lives and what it shows: a browser whose page is silent is started anew.

import { post } from "./booth.js";

const every = 5000;

export function begin() {
  const beat = () => {
    const { screen, revision } = document.documentElement.dataset;
    post("beat", { screen: screen ?? "", revision: Number(revision ?? 0) }, every).catch(() => {});
  };
  beat();
  setInterval(beat, every);
}
