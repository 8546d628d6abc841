// Tells the booth that this page lives and what it shows: a browser whose page is silent is started anew.

const every = 5000;

export function begin() {
  const beat = () => {
    const { screen, revision } = document.documentElement.dataset;
    fetch("/api/beat", {
      method: "POST", headers: { "Content-Type": "application/json", "X-Booth": "1" },
      body: JSON.stringify({ screen: screen ?? "", revision: Number(revision ?? 0) }), signal: AbortSignal.timeout(every),
    }).catch(() => {});
  };
  beat();
  setInterval(beat, every);
}
