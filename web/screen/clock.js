// The booth's clock as this page knows it. What is on its way makes a time look older, never newer, so that the newest of the last
// samples is the best one; the page's own clock is the one that nobody sets.

const kept = [];
const most = 8;
// Further apart than any delay on the way: somebody has set the booth's clock.
const leap = 250;

export function hear(time) {
  const sample = Date.parse(time) - performance.now();
  if (Number.isNaN(sample)) return;
  if (kept.length && Math.abs(sample - Math.max(...kept)) > leap) kept.length = 0;
  kept.push(sample);
  if (kept.length > most) kept.shift();
}

// Milliseconds since 1970, by the booth.
export const now = () => (kept.length ? Math.max(...kept) : performance.timeOrigin) + performance.now();
