// The booth's own interface. Whatever goes wrong there is a Refusal with words for an operator.

const place = location.pathname.match(/^(.*?)\/operator(\/|$)/);
// What stands before /api and /operator: nothing, or /e/EVENT-ID.
export const base = place ? place[1] : "";

export class Refusal extends Error {
  constructor(status, answer) {
    super(answer?.error ?? String(status));
    this.status = status;
    this.remedy = answer?.remedy;
    this.answer = answer ?? {};
  }
}

export async function get(path, options = {}) {
  const answer = await fetch(address(path), { headers: { Accept: "application/json" }, ...options });
  return read(answer);
}

// Nothing is changed but with these headers: another site's page cannot send them.
export async function send(path, body = {}, { method = "POST", match, ...options } = {}) {
  const headers = { "Content-Type": "application/json", "X-Booth": "1" };
  if (match) headers["If-Match"] = match;
  return read(await fetch(address(path), { method, headers, body: JSON.stringify(body), ...options }));
}

// The same with the tag by which a later change is held against.
export async function getTagged(path, options = {}) {
  const answer = await fetch(address(path), options);
  return { value: await read(answer.clone()), tag: answer.headers.get("ETag") };
}

export const address = (path) => (path.startsWith("/") ? path : `${base}/api/${path}`);

async function read(answer) {
  const text = await answer.text();
  let value;
  try {
    value = text ? JSON.parse(text) : {};
  } catch {
    value = undefined;
  }
  if (!answer.ok) throw new Refusal(answer.status, value);
  return value;
}

// An address of an answer, from wherever the event stands.
export const located = (path) => (path.startsWith(`${base}/`) ? path : base + path);

// Where a file of the event is.
export const media = (path) => `${base}/media/${path.split("/").map(encodeURIComponent).join("/")}`;
export const thumb = (path) => `${base}/thumb/${path.split("/").map(encodeURIComponent).join("/")}`;
