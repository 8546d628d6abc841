// All sessions that a query finds, newest first, of which only those are fetched that somebody looks at: an event may have 100,000.
// A chunk is what lies between two numbers. How many sessions it has is known once it has been fetched; until then it counts as full.

import { get } from "./api.js";

const size = 200;
const mostKept = 40;

export class Store {
  // `query` holds the filters; `changed` is called whenever something has come or gone.
  constructor(query, signal, changed) {
    this.query = new URLSearchParams([...query].filter(([, value]) => value));
    this.isFiltered = this.query.size > 0;
    [this.signal, this.changed] = [signal, changed];
    [this.chunks, this.total, this.used] = [[], 0, 0];
  }

  async open() {
    const first = await this.fetch(undefined);
    this.total = first.total;
    const newest = first.sessions[0]?.number ?? 0;
    this.chunks = [chunk(undefined, first.sessions, first.sessions.at(-1)?.number)];
    const rest = () => this.total - first.sessions.length;
    // Without a filter, numbers tell where each chunk begins; with one, each begins where the last ended.
    let before = this.chunks[0].end;
    while (!this.isFiltered && before > 1 && rest() > 0 && this.chunks.length * size < newest + size) {
      const end = Math.max(1, before - size);
      this.chunks.push(chunk(before, undefined, end));
      before = end;
    }
    this.isWhole = rest() <= 0;
    this.settle();
  }

  get count() {
    return this.counted;
  }

  // The lowest number of those that `refresh` brings up to date.
  get lowest() {
    return this.chunks[0]?.end ?? 0;
  }

  settle() {
    this.counted = 0;
    for (const chunk of this.chunks) {
      chunk.start = this.counted;
      this.counted += chunk.sessions ? chunk.sessions.length : chunk.known ?? chunk.before - chunk.end;
    }
    if (this.isFiltered && !this.isWhole) this.counted = Math.min(this.total, this.counted + size);
  }

  // The session at a place, or undefined while it is on its way.
  at(index) {
    const found = this.chunkAt(index);
    if (!found) {
      if (this.isFiltered && index < this.counted) this.extend();
      return undefined;
    }
    found.used = ++this.used;
    if (!found.sessions) this.load(found);
    return found.sessions?.[index - found.start];
  }

  chunkAt(index) {
    let [low, high] = [0, this.chunks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.chunks[middle].start <= index) low = middle;
      else high = middle - 1;
    }
    const found = this.chunks[low];
    const count = found?.sessions ? found.sessions.length : found ? found.known ?? found.before - found.end : 0;
    return found && index < found.start + count ? found : undefined;
  }

  load(chunk) {
    chunk.loading ??= this.bring(chunk).finally(() => {
      chunk.loading = undefined;
    });
    return chunk.loading;
  }

  async bring(chunk) {
    try {
      const { sessions } = await this.fetch(chunk.before);
      chunk.sessions = sessions.filter(({ number }) => number >= chunk.end);
      chunk.known = chunk.sessions.length;
      // The newest is not the one that is dropped.
      chunk.used = ++this.used;
      this.drop();
      this.settle();
      this.changed();
    } catch (fault) {
      if (fault.name !== "AbortError") setTimeout(() => this.changed(), 2000);
    }
  }

  async extend() {
    if (this.isExtending || this.isWhole) return;
    this.isExtending = true;
    try {
      const before = this.chunks.at(-1).end;
      const { sessions } = await this.fetch(before);
      if (sessions.length) this.chunks.push(chunk(before, sessions, sessions.at(-1).number));
      this.isWhole = sessions.length < size;
      this.settle();
      this.changed();
    } catch {
    } finally {
      this.isExtending = false;
    }
  }

  drop() {
    const loaded = this.chunks.filter(({ sessions }) => sessions);
    // Those of a filter are kept: they could not be found again by their place.
    if (this.isFiltered || loaded.length <= mostKept) return;
    const oldest = loaded.sort((one, other) => one.used - other.used)[0];
    oldest.sessions = undefined;
    oldest.before ??= Infinity;
  }

  // Brings the newest up to date; gives how many came on top.
  async refresh() {
    const first = this.chunks[0];
    const { sessions, total } = await this.fetch(undefined);
    this.total = total;
    const known = new Set(first?.sessions?.map(({ number }) => number));
    const end = first?.end ?? 0;
    const fresh = sessions.filter(({ number }) => number >= end || !first?.sessions?.length);
    if (!first || !first.sessions?.length || (sessions.length && sessions.at(-1).number > end && sessions.length >= size)) {
      // More has come than one answer holds.
      await this.open();
      return fresh.length;
    }
    const came = fresh.filter(({ number }) => !known.has(number)).length;
    first.sessions = fresh;
    this.settle();
    return came;
  }

  // Fetches what was fetched before once more: something in the middle has changed or gone.
  async renew() {
    if (this.isFiltered) {
      await this.open();
      return 0;
    }
    for (const chunk of this.chunks.slice(1)) chunk.sessions = undefined;
    return this.refresh();
  }

  // Where a number stands, or the next lower one that there is.
  async find(number) {
    const chunk = this.chunks.find(({ end }) => number >= end) ?? this.chunks.at(-1);
    if (!chunk.sessions) await this.load(chunk);
    const index = chunk.sessions?.findIndex((session) => session.number <= number) ?? -1;
    return Math.min(Math.max(0, this.counted - 1), chunk.start + (index >= 0 ? index : chunk.sessions?.length ?? 0));
  }

  fetch(before) {
    const query = new URLSearchParams(this.query);
    query.set("limit", size);
    if (before && Number.isFinite(before)) query.set("before", before);
    return get(`sessions?${query}`, { signal: this.signal });
  }
}

const chunk = (before, sessions, end) => ({ before, sessions, end: end ?? 1, start: 0, used: 0, known: sessions?.length });
