// What happens at the booth, as it happens. Browsers open six connections to a host at most, so that all tabs share one stream: the
// tab that holds the lock has it and tells the others. A tab that nobody sees has none and tells nothing.

import { address } from "./api.js";

const listeners = new Set();
const channel = new BroadcastChannel(address("changes"));
channel.onmessage = ({ data }) => tell(data);

let [source, release, waiting] = [undefined, undefined, undefined];

// Calls `listener` for each change until `signal` is aborted, and once after a time in which changes may have been missed.
export function follow(listener, signal) {
  listeners.add(listener);
  signal.addEventListener("abort", () => listeners.delete(listener));
}

function tell(change) {
  for (const listener of [...listeners]) listener(change);
}

function open() {
  source = new EventSource(address("changes"));
  const pass = ({ data, type }) => {
    let change = {};
    try {
      change = JSON.parse(data);
    } catch {}
    change.kind = type;
    channel.postMessage(change);
    tell(change);
  };
  for (const kind of ["changes", "state", "job"]) source.addEventListener(kind, pass);
  let isFirst = true;
  source.onopen = () => {
    document.documentElement.dataset.stream = "open";
    if (!isFirst) tell({});
    isFirst = false;
  };
  source.onerror = () => {
    document.documentElement.dataset.stream = "lost";
    // An answer that is no stream ends a source for good.
    if (source?.readyState === EventSource.CLOSED) {
      const ended = source;
      setTimeout(() => {
        if (source === ended) open();
      }, 2000);
    }
  };
}

function close() {
  source?.close();
  source = undefined;
  delete document.documentElement.dataset.stream;
}

async function take() {
  // Only pages of localhost and https have locks; elsewhere each visible tab has a stream of its own.
  if (!navigator.locks) return open();
  waiting = new AbortController();
  try {
    await navigator.locks.request(address("changes"), { signal: waiting.signal }, () => {
      open();
      return new Promise((resolve) => (release = resolve));
    });
  } catch {
    // The tab was hidden before its turn came.
  }
}

function leave() {
  waiting?.abort();
  release?.();
  [waiting, release] = [undefined, undefined];
  close();
}

export function begin() {
  document.addEventListener("visibilitychange", () => {
    leave();
    if (!document.hidden) {
      take();
      tell({});
    }
  });
  addEventListener("pagehide", leave);
  if (!document.hidden) take();
}
