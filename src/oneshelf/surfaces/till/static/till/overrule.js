// Goods that are here but set apart: who may sell them all the same does so at once, others ask a colleague for a PIN.
import { post, Refused } from "./server.js";

const form = document.getElementById("overrule"), problem = document.getElementById("pay-problem");
const atOnce = problem.querySelector("[data-do=overrule]");
const { member, pin } = form.elements;
let tried = null; // { lines, again } of the sale that was sent last

// Remember a sale: `again({ leave, key }, button)` sends it once more with leave, under the one key for which that holds.
export function remember(lines, again) {
  tried = { lines, again };
}

// Offer what a refusal allows; null and other refusals take the offer away.
export function offer(refusal) {
  const colleagues = refusal?.colleagues ?? [];
  atOnce.hidden = !refusal?.leave;
  atOnce.dataset.leave = refusal?.leave ?? "";
  atOnce.dataset.saleKey = refusal?.key ?? "";
  form.hidden = !colleagues.length;
  pin.value = "";
  member.replaceChildren(...colleagues.map(({ id, name }) => new Option(name, id)));
}

atOnce.addEventListener("click", () => tried.again({ leave: atOnce.dataset.leave, key: atOnce.dataset.saleKey }, atOnce));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { lines, again } = tried, button = form.querySelector("[type=submit]");
  try {
    const given = await post("/till/overrule/", JSON.stringify({ member: member.value, pin: pin.value, lines }));
    await again(given, button);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problem.querySelector("[data-problem]").textContent = error.problem.detail;
    problem.querySelector("[data-cure]").textContent = error.problem.cure;
    pin.value = "";
    pin.focus();
  }
});
