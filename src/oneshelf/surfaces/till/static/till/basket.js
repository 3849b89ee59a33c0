// The basket: kept here and in the tab's store, priced by the server at every change. Changes wait for one another, so
// that scans in quick succession all count; a change that is refused leaves everything as it was.
import * as own from "./own.js";
import { facts, fill, post, say, sayRefused, words } from "./server.js";

const STORE = `till-basket-${facts.till}`;
const parts = Object.fromEntries(["lines", "sum", "regular", "due"].map((id) => [id, document.getElementById(`part-${id}`)]));

export const basket = { lines: [], nameless: [], customer: null, cart: null, later: null, coupons: [], total: 0, dues: {}, age: 0, chosen: null };
let turn = Promise.resolve();

const copy = (lines) => lines.map((line) => ({ ...line }));
export const asSent = ({ variant, quantity, price, serials = [], label = "", lots = [] }) => ({ variant, quantity, price, serials, label, lots });
const same = (key) => (line) => line.key === key; // an article without a label goes by its own id

// Runs `change(lines)` on a copy of the lines and shows what the server makes of it. Returns its answer, or null.
function settle(change, more = {}, refused = sayRefused) {
  const run = async () => {
    const lines = copy(basket.lines);
    change(lines);
    const sum = parts.sum.innerHTML;
    showAhead(lines);
    const body = JSON.stringify({
      lines: lines.map(asSent),
      customer: basket.customer,
      cart: basket.cart,
      later: basket.later,
      coupons: basket.coupons,
      ...more,
    });
    try {
      const answer = await post("/till/basket/", body);
      show(answer);
      own.hold(answer);
      return answer;
    } catch (error) {
      refused(error);
      parts.sum.innerHTML = sum;
      draw();
      return null;
    }
  };
  turn = turn.then(run, run);
  return turn;
}

// Shows what this till makes of the basket by itself, until the server has answered.
function showAhead(lines) {
  const due = own.total(lines), total = parts.sum.querySelector(".till-sum-total");
  if (due !== null && due !== basket.total && total) total.lastChild.textContent = ` ${own.shown(due)}`;
}

function show(answer) {
  const titles = answer.changed;
  Object.assign(basket, { lines: answer.lines, nameless: answer.nameless, customer: answer.customer, cart: answer.cart, later: answer.later, coupons: answer.coupons, total: answer.total, dues: answer.dues, age: answer.age });
  const focused = document.activeElement?.closest("[data-line] [data-act]");
  const held = focused && [focused.closest("[data-line]").dataset.line, focused.dataset.act];
  for (const [id, html] of Object.entries(answer.html)) parts[id].innerHTML = html;
  if (answer.added) basket.chosen = answer.added;
  if (!basket.lines.some(same(basket.chosen))) basket.chosen = basket.lines.at(-1)?.key ?? null;
  sessionStorage.setItem(STORE, JSON.stringify({ lines: basket.lines, customer: basket.customer, cart: basket.cart, later: basket.later, coupons: basket.coupons }));
  draw();
  if (held) parts.lines.querySelector(`[data-line="${CSS.escape(held[0])}"] [data-act="${held[1]}"]`)?.focus();
  if (answer.taken) say(words.taken);
  for (const title of answer.left_out ?? []) say(fill(words.left_out, { title }), "warn");
  if (answer.later_lost) say(fill(words.later_lost, { why: answer.later_lost }), "warn");
  if (answer.later_moved) say(words.later_moved, "warn");
  for (const title of titles) say(fill(words.changed, { title }), "warn");
  document.dispatchEvent(new CustomEvent("till:basket"));
}

// Marks the chosen line, and whether there is anything to pay.
function draw() {
  for (const line of parts.lines.querySelectorAll("[data-line]")) {
    const isChosen = line.dataset.line === basket.chosen;
    line.querySelector("[data-act=choose]").setAttribute("aria-expanded", isChosen);
    line.querySelector(".till-line-tools").hidden = !isChosen;
    if (isChosen) line.scrollIntoView({ block: "nearest" });
  }
  document.querySelector("[data-count]").textContent = basket.lines.length;
  document.dispatchEvent(new CustomEvent("till:drawn"));
}

export const refresh = () => settle(() => {});
export const scan = (code) => settle(() => {}, { code });
export const name = (variant, code, refused) => settle(() => {}, { code, unit_of: variant }, refused);
export const arrange = (later, refused) => settle(() => {}, { later }, refused); // null takes everything along
export const drop = (coupon) => settle(() => {}, { coupons: basket.coupons.filter((each) => each !== coupon) });
export const use = (coupon) => settle(() => {}, { coupons: [...basket.coupons, coupon] });
export const resume = (cart) => settle(() => {}, { resume: cart });

export function add(variant, quantity) {
  basket.chosen = variant;
  return settle((lines) => {
    const line = lines.find(same(variant));
    if (line) line.quantity += quantity;
    else lines.push({ key: variant, variant, quantity, price: "" });
  });
}

export function setQuantity(key, quantity) {
  return settle((lines) => { for (const line of lines.filter(same(key))) line.quantity = quantity; });
}

// Takes the unit with that serial number out again.
export function unname(variant, serial) {
  const line = basket.lines.find(same(variant));
  return line.quantity === 1 ? remove(variant) : settle((lines) => {
    const found = lines.find(same(variant));
    found.serials = found.serials.filter((each) => each !== serial);
    found.quantity -= 1;
  });
}

// One unit more or less; the last one goes with an undo.
export function step(key, by) {
  const line = basket.lines.find(same(key));
  if (line?.step !== 1) return null;
  return line.quantity + by < 1 ? remove(key) : settle((lines) => {
    const found = lines.find(same(key));
    if (found) found.quantity = Math.max(1, found.quantity + by);
  });
}

// What goes is read in its turn: a change before it may not have been answered yet.
export async function remove(key) {
  const title = parts.lines.querySelector(`[data-line="${CSS.escape(key)}"]`)?.dataset.title ?? "";
  let at = -1, gone = null, later = null;
  const answer = await settle((lines) => {
    at = lines.findIndex(same(key));
    if (at >= 0) [gone] = lines.splice(at, 1);
    later = basket.later;
  });
  if (!answer || !gone) return;
  say(fill(words.removed, { title }), "info", () => {
    basket.chosen = key;
    settle((lines) => { lines.splice(at, 0, gone); }, { later: later ?? basket.later });
  });
}

export async function clear({ withUndo = true } = {}) {
  const { customer, later, coupons, cart: given } = basket;
  if (!basket.lines.length && !customer && !given) return;
  let gone = [];
  basket.customer = basket.cart = basket.later = null;
  basket.coupons = [];
  if (withUndo && given) await giveBack(given);
  await settle((lines) => { gone = lines.splice(0); });
  if (withUndo && !given) {
    say(words.cleared, "info", () => {
      basket.customer = customer;
      settle((now) => { now.push(...gone); }, { later: later ?? basket.later, coupons });
    });
  }
}

// A basket that came from a phone or was parked is not lost with the page's: whoever it belongs to has it again.
async function giveBack(cart) {
  try {
    await post("/till/baskets/back/", JSON.stringify({ cart }));
    say(words.given_back);
  } catch (error) {
    sayRefused(error); // taken back or sold elsewhere: this till has it no more either way
  }
}

export function serve(customer) {
  const before = basket.customer;
  basket.customer = customer;
  return settle(() => {}).then((answer) => { if (!answer) basket.customer = before; });
}

export function choose(key) {
  basket.chosen = key;
  draw();
}

export function chooseNext(by) {
  const at = basket.lines.findIndex(same(basket.chosen));
  const next = basket.lines[Math.min(basket.lines.length - 1, Math.max(0, at + by))];
  if (next) choose(next.key);
}

// What the tab kept while it was locked or loaded again. A line that is not for sale any more is not worth the rest.
export async function restore() {
  const kept = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
  basket.customer = kept?.customer ?? null;
  basket.cart = kept?.cart ?? null;
  basket.later = kept?.later ?? null;
  basket.coupons = kept?.coupons ?? [];
  const answer = await settle((lines) => { lines.push(...(kept?.lines ?? [])); });
  if (answer) return;
  basket.customer = basket.cart = basket.later = null;
  basket.coupons = [];
  await refresh();
}
