// The live view on a canvas: the next frame is asked for when the last one is drawn, so that a slow page never has a backlog.

const wait = (time) => new Promise((done) => setTimeout(done, time));

// One loop draws into all of its targets, one after the other: a browser opens six connections to a host, and one of them is the
// booth's stream.
export class Live {
  #targets = [];
  #running;

  // - targets: { canvas, choice? }, a large picture first; `choice` counts from 1.
  // - drawn: called with each target that has a new frame, and the frame.
  show(targets, { drawn } = {}) {
    this.stop();
    this.#targets = targets.map((target) => ({ ...target, after: 0 }));
    this.drawn = drawn;
    if (!document.hidden) this.#begin();
  }

  // What one target shows from now on.
  choose(canvas, choice) {
    const target = this.#targets.find((one) => one.canvas === canvas);
    if (target) Object.assign(target, { choice, after: 0 });
  }

  stop() {
    this.#running?.abort();
    this.#running = undefined;
    this.#targets = [];
  }

  // A page that nobody sees asks for nothing.
  hide(isHidden) {
    if (isHidden) this.#running?.abort();
    else if (this.#targets.length) this.#begin();
  }

  async #begin() {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const { signal } = running;
    for (let turn = 0; !signal.aborted; turn += 1) {
      // The large picture has every other turn, and each small one its share of the rest.
      const [large, ...small] = this.#targets;
      const target = small.length && turn % 2 ? small[(turn - 1) / 2 % small.length] : large;
      try {
        if (!(await this.#next(target, signal))) await wait(40);
      } catch {
        if (!signal.aborted) await wait(300);
      }
    }
  }

  async #next(target, signal) {
    const { after, choice } = target;
    const answer = await fetch(`/api/live?after=${after}${choice ? `&choice=${choice}` : ""}`, { signal });
    if (answer.status !== 200) return false;
    const frame = await createImageBitmap(await answer.blob());
    if (signal.aborted || target.choice !== choice) return frame.close();
    target.after = Number(answer.headers.get("X-Frame") ?? 0);
    draw(target.canvas, frame);
    this.drawn?.(target, frame);
    frame.close();
    return true;
  }
}

function draw(canvas, frame) {
  if (canvas.width !== frame.width || canvas.height !== frame.height) [canvas.width, canvas.height] = [frame.width, frame.height];
  canvas.getContext("2d", { alpha: false }).drawImage(frame, 0, 0);
  canvas.dataset.drawn = "true";
}
