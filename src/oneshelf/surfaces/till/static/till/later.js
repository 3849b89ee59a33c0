// What the customer does not take along: how many units of what, how they get them, and whose they are.
import { arrange, asSent, basket } from "./basket.js";
import { post, Refused, say, words } from "./server.js";

const dialog = document.getElementById("elsewhere"), form = dialog.querySelector("[data-later-form]");
const part = document.getElementById("part-elsewhere"), whom = form.querySelector("[data-later-whom]");
const problem = form.querySelector("[data-later-problem]"), submit = dialog.querySelector("[data-later-submit]");
const WHOM = ["name", "phone", "email", "street", "postal_code", "city", "country"];
let asked = 0; // looks that were asked for: an answer to an older one is not shown

const field = (name) => whom.querySelector(`[name=${name}]`);
const chosen = () => form.querySelector("[name=way]:checked")?.value ?? "";
const keyOf = (later) => later && `${later.method} ${later.method === "ship" ? later.service : later.place}`;

export const close = () => dialog.close();

export function open() {
  if (!basket.lines.length) return;
  if (!navigator.onLine) {
    say(words.needs_line_later, "warn");
    return;
  }
  part.replaceChildren();
  tell(null);
  show();
  if (!dialog.open) dialog.showModal();
  for (const name of WHOM) field(name).value = basket.later?.contact[name] ?? "";
  look(basket.later?.lines ?? null, keyOf(basket.later));
}

// How many units of each line are to come later, as the page says.
const units = () => [...part.querySelectorAll("[data-later-units]")].map((input) => (
  { variant: input.dataset.laterUnits, quantity: Math.max(0, Math.round(Number(input.value) * Number(input.dataset.scale))) || 0 }
));

async function look(later, way = "") {
  const turn = ++asked;
  const { lines, customer, cart } = basket;
  try {
    const answer = await post("/till/elsewhere/", JSON.stringify({ lines: lines.map(asSent), customer, cart, later }));
    if (turn !== asked) return;
    const kept = chosen() || way; // they may have chosen while this was looked for
    const focused = document.activeElement?.dataset.laterUnits;
    part.innerHTML = answer.html;
    for (const [name, value] of Object.entries(answer.contact)) field(name).value ||= value;
    for (const radio of form.querySelectorAll("[name=way]")) radio.checked = radio.value === kept;
    if (focused) part.querySelector(`[data-later-units="${CSS.escape(focused)}"]`)?.focus();
    show();
  } catch (error) {
    tell(error);
  }
}

// Asks whose it is once a way is chosen, and for the address where it is sent.
function show() {
  const way = chosen();
  submit.disabled = !way;
  whom.hidden = !way;
  for (const each of whom.querySelectorAll(".till-later-sent")) each.hidden = !way.startsWith("ship ");
}

function tell(error) {
  if (error && !(error instanceof Refused)) throw error;
  problem.hidden = !error;
  problem.textContent = error ? `${error.problem.detail} ${error.problem.cure}` : "";
  if (error) problem.scrollIntoView({ block: "nearest" });
}

form.addEventListener("change", (event) => {
  if (event.target.matches("[data-later-units]")) look(units());
  else show();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [method, key] = chosen().split(/ (.*)/);
  if (!key) return;
  tell(null);
  const contact = Object.fromEntries(WHOM.map((name) => [name, field(name).value.trim()]));
  contact.country = contact.country.toUpperCase();
  const lines = units().filter((each) => each.quantity);
  const where = method === "ship" ? { service: key } : { place: key };
  const answer = await arrange({ method, ...where, contact, lines }, tell);
  if (answer) dialog.close();
});
