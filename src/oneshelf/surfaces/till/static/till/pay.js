// Paying: cash with its change, a card, or cash and the rest by card. A sale is sent under a key that is made here; when
// no answer comes the same sale is sent again under the same key, so that it is never sold twice.
import { asSent, basket, clear, refresh, setQuantity } from "./basket.js";
import * as overrule from "./overrule.js";
import { facts, fill, post, Refused, words } from "./server.js";

const pay = document.getElementById("pay"), done = document.getElementById("done");
const given = document.getElementById("given"), problem = document.getElementById("pay-problem");
const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: facts.currency });
const decimals = money.resolvedOptions().maximumFractionDigits, minor = 10 ** decimals;
const amountTyped = new RegExp(`^\\d{1,9}(\\.\\d{0,${decimals}})?$`);
const text = (amount) => money.format(amount / minor);
const of = (selector) => pay.querySelector(selector);
const OUTDATED = [
  "price_changed", "promise_moved", "out_of_stock", "nowhere_in_stock", "not_for_sale", "coupon_does_not_work", "promotion_used_up",
]; // refusals after which the basket is asked anew: it costs, or is promised, something else by now
let unsure = null; // { key, about, body } of a sale nobody has answered; `about` is what it sells and how it is paid
let busy = false;

export const isOpen = () => pay.open;
export const next = () => done.close();

export function open() {
  if (!basket.lines.length || !navigator.onLine) return;
  given.value = "";
  show();
  tell(null);
  if (!pay.open) pay.showModal();
  given.focus();
}

// What all of it costs when it is paid by a method; basket.total is what it costs when it is paid by several.
const due = (method) => basket.dues[method] ?? basket.total;

// What was typed, in minor units; nothing typed is the exact amount, null is no amount.
function typed() {
  const value = given.value.trim().replace(",", ".");
  if (!value) return due("cash");
  return amountTyped.test(value) ? Math.round(Number(value) * minor) : null;
}

function show() {
  const amount = typed(), covers = amount !== null && amount >= due("cash");
  const words_ = of("[data-change-words]");
  words_.hidden = !covers;
  of("[data-change]").textContent = amount === null ? "–"
    : covers ? text(amount - due("cash")) : fill(words.missing, { amount: text(due("cash") - amount) });
  given.setAttribute("aria-invalid", amount === null);
  of("[data-take-cash]").disabled = !covers;
  const part = partInCash(), label = of("[data-card-words]");
  label.textContent = part ? label.dataset.rest : label.dataset.whole;
  of("[data-card-amount]").textContent = text(part ? basket.total - part : due("test_card"));
}

// What is given in cash when the rest goes on a card; 0 when nothing is, or all of it.
function partInCash() {
  const amount = given.value.trim() ? typed() : null;
  return amount !== null && amount > 0 && amount < due("cash") && amount < basket.total ? amount : 0;
}

function tell(refusal) {
  problem.hidden = !refusal;
  overrule.offer(refusal);
  const left = problem.querySelector("[data-do=take-left]");
  left.hidden = !(refusal?.code === "out_of_stock" && refusal.available > 0);
  if (!refusal) return;
  problem.querySelector("[data-problem]").textContent = refusal.detail;
  problem.querySelector("[data-cure]").textContent = refusal.cure;
  left.dataset.variant = refusal.variant ?? "";
  left.dataset.available = refusal.available ?? "";
  problem.scrollIntoView({ block: "nearest" });
}

export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const lines = () => basket.lines.map(asSent);

// Without tenders it costs nothing when it is paid in that way, which the sale says then.
async function sell(way, tenders, total, button, { leave = "", key = newKey() } = {}) {
  if (busy) return;
  busy = true;
  button?.setAttribute("aria-busy", "true");
  tell(null);
  const { customer, cart, later, coupons } = basket;
  const asked = { lines: lines(), total, tenders, customer, cart, later, coupons, pay_by: tenders.length ? "" : way }, about = JSON.stringify(asked);
  overrule.remember(asked.lines, (given, pressed) => sell(way, tenders, total, pressed, given));
  const sale = unsure?.about === about ? unsure : { key, about, body: JSON.stringify({ ...asked, leave }) };
  try {
    const answer = await post("/till/sales/", sale.body, { "Idempotency-Key": sale.key });
    unsure = null;
    await finish(answer);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    unsure = error.answered ? null : sale;
    tell(error.answered ? error.problem : { detail: words.unsure, cure: "" });
    if (OUTDATED.includes(error.problem.code)) await refresh();
    show();
  } finally {
    busy = false;
    button?.removeAttribute("aria-busy");
  }
}

async function finish(answer) {
  document.getElementById("part-done").innerHTML = answer.html;
  pay.close();
  done.showModal();
  done.querySelector("[data-do=new]").focus();
  await clear({ withUndo: false });
}

function takeCash(amount, button) {
  const total = due("cash");
  if (amount < total) return;
  sell("cash", total ? [{ method: "cash", amount: total, given: amount }] : [], total, button);
}

function takeCard(token, button) {
  const part = partInCash(), total = part ? basket.total : due("test_card");
  const tenders = part ? [{ method: "cash", amount: part, given: part }] : [];
  if (total > part) tenders.push({ method: "test_card", amount: total - part, token });
  sell("test_card", tenders, total, button);
}

given.addEventListener("input", show);
of("[data-cash-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const amount = typed();
  if (amount !== null) takeCash(amount, of("[data-take-cash]"));
});
pay.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-cash], [data-card], [data-do=take-left]");
  if (!button) return;
  if (button.dataset.cash) takeCash(Number(button.dataset.cash), button);
  else if (button.dataset.card) takeCard(button.dataset.card, button);
  else {
    await setQuantity(button.dataset.variant, Number(button.dataset.available));
    tell(null);
    show();
  }
});
pay.addEventListener("keydown", (event) => {
  const at = event.altKey ? ["1", "2", "3"].indexOf(event.key) : -1;
  if (at < 0) return;
  event.preventDefault();
  pay.querySelectorAll("[data-card]")[at].click();
});
pay.addEventListener("cancel", (event) => { if (busy) event.preventDefault(); });
done.addEventListener("click", (event) => {
  const act = event.target.closest("[data-do]")?.dataset.do;
  if (act === "new") done.close();
  if (act === "print") print();
});
document.addEventListener("till:basket", show);
export const warn = () => tell({ detail: words.busy_paying, cure: "" });
