// Which screen a view of the booth asks for. Nothing here looks at the page or at a clock: `now` and what the page remembers are given.
//
//     screenOf({ phase: "running", step: { step: "print", asks: true } }, { now: 0 })      "copies"

// Steps that ask by a screen of their own name.
const own = new Set(["consent", "layout", "effect", "select", "draw", "survey", "email", "phone", "share", "thanks"]);
// What nobody can take a picture without.
const vital = new Set(["camera", "disk", "event"]);

// - now: the booth's own time in milliseconds.
// - heldUntil: until when the picture that was just taken is looked at, by the same clock.
// - isLost: whether the booth has stopped talking to this page.
export function screenOf(view, { now = 0, heldUntil = 0, isLost = false } = {}) {
  if (isLost || !view) return "trouble";
  if (view.phase === "stopped") return "stopped";
  if (view.phase !== "running") return "trouble";
  const { step, session } = view;
  // Between two sessions nobody's pictures are shown. A full disk may hold a booth there.
  if (!step) return hinders(view) ? "trouble" : "thanks";
  if (step.step === "attract") return attract(view, now);
  if (step.shooting) return "capturing";
  if (now < heldUntil && session?.captures?.length) return "capture";
  if (step.step === "countdown" || step.step === "capture") return hinders(view) ? "trouble" : "countdown";
  if (step.step === "preview") return "review";
  if (step.step === "print") return step.asks ? "copies" : "printing";
  if (step.step === "gif") return "motion";
  if (step.step === "video" || step.step === "boomerang") return films(view);
  if (own.has(step.step)) return step.step;
  // Work that asks nothing (save, ai, command, pause) goes on before what the guest has by now.
  return session?.captures?.length ? "review" : "capture";
}

// Pictures in quick succession are taken as all others are.
function films(view) {
  if (view.step.live && hinders(view)) return "trouble";
  return view.step.shots ? "countdown" : "filming";
}

// Attract is shown once it takes a touch.
function attract(view, now) {
  // Nobody misses a camera that is away while the booth is closed.
  if (view.step.closed) return "stopped";
  if (hinders(view)) return "trouble";
  return view.step.opensAt && Date.parse(view.step.opensAt) > now ? "thanks" : "attract";
}

const hinders = (view) => Boolean(view.troubles?.some((trouble) => vital.has(trouble.about)));

// When a view asks for another screen by the clock alone; nothing: only another view does.
export function changesAt(view, { now = 0, heldUntil = 0 } = {}) {
  const opens = view?.step?.step === "attract" && view.step.opensAt ? Date.parse(view.step.opensAt) : 0;
  const next = [heldUntil, opens].filter((time) => time > now);
  return next.length ? Math.min(...next) : undefined;
}
