// Cells of one size in a tall box, of which only those exist that can be seen, and a row above and below. One cell has the focus;
// arrows, j and k, Home and End move it, x chooses it.

import { h } from "./dom.js";

export class Grid {
  // `draw(session, cell)` gives what a cell holds; its first link takes the focus.
  constructor({ label, store, draw, width, height, gap, signal }) {
    Object.assign(this, { store, draw, width, height, gap });
    // Nothing but as wide as the cells' place: cells follow it before they are drawn, never a frame later.
    this.rule = h("div", { role: "presentation" });
    this.box = h("div", { class: "grid", role: "list", "aria-label": label }, this.rule);
    [this.cells, this.focus] = [new Map(), 0];
    const again = () => this.soon();
    addEventListener("scroll", again, { passive: true, signal });
    const sizes = new ResizeObserver(() => this.show());
    sizes.observe(this.rule);
    signal.addEventListener("abort", () => sizes.disconnect());
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("focusin", ({ target }) => {
      const cell = target.closest("[data-index]");
      if (cell) this.move(Number(cell.dataset.index));
    });
  }

  soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.show();
    });
  }

  measure() {
    const all = this.box.clientWidth;
    this.columns = Math.max(1, Math.floor((all + this.gap) / (this.width(all) + this.gap)));
    this.cellWidth = (all - this.gap * (this.columns - 1)) / this.columns;
    this.cellHeight = typeof this.height === "function" ? this.height(this.cellWidth) : this.height;
    this.step = this.cellHeight + this.gap;
  }

  show() {
    if (!this.box.isConnected) return;
    this.measure();
    const count = this.store.count;
    const rows = Math.ceil(count / this.columns);
    this.box.style.height = `${Math.max(0, rows * this.step - this.gap)}px`;
    const top = scrollY - (this.box.getBoundingClientRect().top + scrollY);
    const from = Math.max(0, Math.floor(top / this.step) - 1) * this.columns;
    const to = Math.min(count, (Math.ceil((top + innerHeight) / this.step) + 1) * this.columns);
    this.focus = Math.min(this.focus, Math.max(0, count - 1));
    for (const [index, cell] of this.cells) {
      if ((index < from || index >= to) && !cell.contains(document.activeElement)) {
        cell.remove();
        this.cells.delete(index);
      }
    }
    for (let index = from; index < to; index += 1) this.place(index, count);
  }

  place(index, count) {
    const session = this.store.at(index);
    let cell = this.cells.get(index);
    if (!cell) {
      cell = h("div", { role: "listitem", class: "cell", data: { index } });
      this.cells.set(index, cell);
      // In the order of their places, so that the key for the next control leads to the next one.
      let after;
      for (const other of this.cells.keys()) if (other > index && !(other > after)) after = other;
      this.box.insertBefore(cell, after === undefined ? null : this.cells.get(after));
    }
    if (cell.session !== session || cell.isEmpty === undefined) {
      cell.isEmpty = !session;
      cell.session = session;
      cell.classList.toggle("coming", !session);
      const hadFocus = cell.contains(document.activeElement);
      cell.replaceChildren(...(session ? [this.draw(session, cell)].flat() : []));
      if (hadFocus) this.target(cell)?.focus({ preventScroll: true });
    }
    cell.setAttribute("aria-setsize", count);
    cell.setAttribute("aria-posinset", index + 1);
    Object.assign(cell.style, {
      width: `${this.cellWidth}px`, height: `${this.cellHeight}px`,
      transform: `translate(${(document.dir === "rtl" ? -1 : 1) * (index % this.columns) * (this.cellWidth + this.gap)}px, ${Math.floor(index / this.columns) * this.step}px)`,
    });
    const target = this.target(cell);
    if (target) target.tabIndex = index === this.focus ? 0 : -1;
  }

  target = (cell) => cell.querySelector("a, button");

  move(index) {
    if (index === this.focus) return;
    const former = this.cells.get(this.focus);
    if (former) this.target(former)?.setAttribute("tabindex", "-1");
    this.focus = index;
    const cell = this.cells.get(index);
    if (cell) this.target(cell)?.setAttribute("tabindex", "0");
  }

  press(event) {
    if (event.target.matches("input, select") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "x") {
      event.preventDefault();
      return this.cells.get(this.focus)?.querySelector("[type=checkbox]")?.click();
    }
    const steps = {
      ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns, j: 1, k: -1,
      Home: -Infinity, End: Infinity,
    };
    const step = steps[event.key];
    if (step === undefined) return undefined;
    event.preventDefault();
    return this.reach(Math.max(0, Math.min(this.store.count - 1, this.focus + step)), { takesFocus: true });
  }

  // Brings a place into view.
  reach(index, { takesFocus = false, atTop = false } = {}) {
    this.measure();
    const start = this.box.getBoundingClientRect().top + scrollY;
    const y = start + Math.floor(index / this.columns) * this.step;
    const [head, tail] = [parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0, 90];
    if (atTop || y < scrollY + head) scrollTo(0, y - head);
    else if (y + this.cellHeight > scrollY + innerHeight - tail) scrollTo(0, y + this.cellHeight - innerHeight + tail);
    this.show();
    this.move(index);
    const focus = () => this.target(this.cells.get(index) ?? this.box)?.focus({ preventScroll: true });
    if (takesFocus) focus();
  }

  // Draws all anew, without moving what is seen: `came` cells were put before the first.
  renew(came = 0) {
    const wasScrolled = came > 0 && this.step && this.box.getBoundingClientRect().top < 0;
    if (came > 0) this.focus += came;
    // First the box has to be high enough to scroll there.
    this.show();
    if (wasScrolled) {
      scrollBy(0, Math.round(came / this.columns) * this.step);
      this.show();
    }
  }
}
