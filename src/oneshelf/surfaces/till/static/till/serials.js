// Serial numbers: of goods whose units have one, the cashier scans or types that of each unit the customer takes.
import { basket, name } from "./basket.js";
import { Refused } from "./server.js";

const dialog = document.getElementById("serial"), form = dialog.querySelector("form");
const field = document.getElementById("serial-code"), problem = dialog.querySelector("[data-serial-problem]");
let asked = null; // { variant, title } of the unit in hand
let afterwards = null; // what goes on when every unit has its number

export const isOpen = () => dialog.open;

// Asks for the units of `variant` that have no number yet, or for all of them; then goes on with `goOn`.
export function ask(variant = null, goOn = null) {
  asked = basket.nameless.find((each) => !variant || each.variant === variant) ?? null;
  if (!asked) {
    dialog.close();
    goOn?.();
    return;
  }
  afterwards = goOn;
  dialog.querySelector("[data-serial-title]").textContent = asked.title;
  dialog.querySelector("[data-do=nameless]").hidden = !goOn;
  problem.textContent = "";
  field.value = "";
  if (!dialog.open) dialog.showModal();
  field.focus();
}

export async function take(code) {
  const { variant } = asked;
  const answer = await name(variant, code, (error) => {
    if (!(error instanceof Refused)) throw error;
    problem.textContent = `${error.problem.detail} ${error.problem.cure}`;
    field.setAttribute("aria-invalid", "true");
    field.select();
  });
  if (!answer) return;
  field.removeAttribute("aria-invalid");
  ask(afterwards ? null : variant, afterwards);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (field.value.trim()) take(field.value.trim());
});
dialog.querySelector("[data-do=nameless]").addEventListener("click", () => {
  dialog.close();
  afterwards();
});
