// The phone's own way of sending a picture on. Without it, or where it takes no files, a sentence says what to do instead.
const button = document.getElementById("share");
const { file, name } = button.dataset;

async function load() {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(answer.statusText);
  const content = await answer.blob();
  return new File([content], name, { type: content.type });
}

// A phone opens its sheet only right after a touch, so that the file has to be there before.
try {
  const shared = { files: [await load()] };
  if (!navigator.canShare?.(shared)) throw new Error("no files");
  button.hidden = false;
  // Whoever closes the sheet has not failed.
  button.addEventListener("click", () => navigator.share(shared).catch(() => {}));
} catch {
  document.getElementById("alone").hidden = false;
}
