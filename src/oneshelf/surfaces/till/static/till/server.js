// How the page speaks with its server: JSON in, JSON or a problem document out.
const headers = JSON.parse(document.body.getAttribute("hx-headers"));
const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const words = read("till-words");
export const facts = read("till-facts");
const PATIENCE_MS = 20000;

// A refusal of the server: `problem` is its document; `answered` is false when nobody knows what became of the request.
export class Refused extends Error {
  constructor(problem, answered) {
    super(problem.detail);
    this.problem = problem;
    this.answered = answered;
  }
}

export async function post(address, body, more = {}) {
  return ask(address, { method: "POST", body, headers: { "Content-Type": "application/json", ...headers, ...more } });
}

export async function look(address) {
  return ask(address, { headers });
}

async function ask(address, request) {
  let response;
  try {
    response = await fetch(address, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new Refused({ detail: words.unreachable, cure: "" }, false);
  }
  if (response.status === 401) location.assign("/till/unlock/");
  const kind = response.headers.get("Content-Type") ?? "";
  if (response.ok) return kind.startsWith("application/json") ? response.json() : response.text();
  if (kind.startsWith("application/problem+json")) throw new Refused(await response.json(), true);
  throw new Refused({ detail: words.failed, cure: "" }, response.status < 500);
}

export function say(text, tone = "info", undo = null) {
  document.dispatchEvent(new CustomEvent("ui:toast", { detail: { text, tone, undo } }));
}

export function sayRefused(error) {
  if (!(error instanceof Refused)) throw error;
  say(`${error.problem.detail} ${error.problem.cure}`.trim(), "warn");
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
