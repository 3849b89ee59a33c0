// The till's screen: what is pressed, touched and scanned, and what comes of it.
import "./pad.js";
import * as basket from "./basket.js";
import * as pay from "./pay.js";
import * as later from "./later.js";
import { listen } from "./scanner.js";
import * as parking from "./parking.js";
import * as serials from "./serials.js";
import { fill, look, Refused, say, words } from "./server.js";
import "./status.js";
import * as why from "./why.js";

const dialog = (id) => document.getElementById(id);
const search = dialog("q");
const weight = dialog("weight");
let weighed = null; // what is on the scale: { variant, scale }
let oldEnough = 0; // the age that was checked for this basket

function weigh({ variant, title, unit }) {
  weighed = variant;
  dialog("weigh").querySelector("[data-weigh-title]").textContent = title;
  dialog("weigh").querySelector("[data-weigh-unit]").textContent = unit;
  weight.value = "";
  dialog("weigh").showModal();
  weight.focus();
}

// A quantity as people type it, in smallest sale units of which `scale` make one; null when it is none.
function quantity(text, scale) {
  const value = text.trim().replace(",", ".");
  const parsed = Math.round(Number(value) * scale);
  return /^\d{1,6}(\.\d{1,3})?$/.test(value) && parsed > 0 ? parsed : null;
}

async function show(part, asked) {
  try {
    dialog(part).innerHTML = await asked;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    dialog(part).textContent = `${error.problem.detail} ${error.problem.cure}`;
  }
}

const checkPrice = (code) => show("part-price", look(`/till/price/?code=${encodeURIComponent(code)}`));

const CART = /CART[\s-]*\w{5}/i; // the code of a basket, bare or in an address

async function enter(code) {
  if (pay.isOpen()) return pay.warn();
  pay.next(); // the next customer's first product closes the receipt of the one before
  if (dialog("price").open) return checkPrice(code);
  if (serials.isOpen()) return serials.take(code);
  dialog("customer").close();
  parking.close();
  later.close();
  why.close();
  if (CART.test(code) && !navigator.onLine) return say(words.needs_line, "warn");
  const answer = await basket.scan(code);
  if (answer?.added) askNumber(answer.added);
  if (!answer?.weigh) return undefined;
  const { variant, title, unit } = answer.weigh;
  return weigh({ variant, title, unit });
}

// Asks for the number of the unit that was just put into the basket, where it has one.
function askNumber(variant) {
  if (basket.basket.nameless.some((each) => each.variant === variant)) serials.ask(variant);
}

function startPaying() {
  if (basket.basket.lines.length) serials.ask(null, checkAge);
}

function checkAge() {
  const { age } = basket.basket;
  if (age <= oldEnough) return pay.open();
  dialog("age").querySelector("[data-age]").textContent = fill(words.age, { age });
  dialog("age").showModal();
}

const acts = {
  customer: () => { dialog("customer").showModal(); dialog("customer-q").select(); },
  price: () => { dialog("part-price").replaceChildren(); dialog("price").showModal(); dialog("price-code").select(); },
  elsewhere: later.open,
  "take-along": () => basket.arrange(null),
  clear: () => basket.clear(),
  "use-coupon": (button) => basket.use(button.dataset.coupon),
  "drop-coupon": (button) => basket.drop(button.dataset.coupon),
  "give-back": () => basket.clear(),
  parking: () => parking.open(),
  "print-code": () => print(),
  pay: startPaying,
  why: why.open,
  forget: () => basket.serve(null),
  "old-enough": () => { oldEnough = basket.basket.age; dialog("age").close(); pay.open(); },
  search: () => { search.focus(); search.select(); },
  view: (button) => {
    document.body.dataset.view = button.dataset.viewName;
    for (const each of document.querySelectorAll("[data-view-name]")) each.setAttribute("aria-pressed", each === button);
  },
};

const lineActs = {
  choose: (variant) => basket.choose(variant),
  less: (variant) => basket.step(variant, -1),
  more: (variant) => basket.step(variant, 1),
  remove: (variant) => basket.remove(variant),
  name: (variant) => serials.ask(variant),
  unname: (variant, serial) => basket.unname(variant, serial),
};

document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-do]");
  if (act && acts[act.dataset.do]) return acts[act.dataset.do](act);
  const line = event.target.closest("[data-line] [data-act]");
  if (line) return lineActs[line.dataset.act]?.(line.closest("[data-line]").dataset.line, line.dataset.serial);
  const tile = event.target.closest("[data-add]");
  if (tile) return touch(tile.dataset);
  const customer = event.target.closest("[data-customer]");
  if (!customer) return undefined;
  dialog("customer").close();
  return basket.serve(customer.dataset.customer);
});

function touch({ add, step, unit, title }) {
  if (step === "0") return weigh({ variant: add, title, unit });
  return basket.add(add, Number(step)).then((answer) => { if (answer) askNumber(add); });
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-act=quantity]")) return;
  const key = event.target.closest("[data-line]").dataset.line;
  const line = basket.basket.lines.find((each) => each.key === key);
  const wanted = quantity(event.target.value, line.step);
  if (wanted) basket.setQuantity(key, wanted);
  else basket.refresh();
});

document.querySelector("[data-weigh-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const grams = quantity(weight.value, 1000);
  weight.setAttribute("aria-invalid", grams === null);
  if (grams === null) return;
  dialog("weigh").close();
  basket.add(weighed, grams);
});

document.querySelector("[data-price-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  if (dialog("price-code").value.trim()) checkPrice(dialog("price-code").value.trim());
  dialog("price-code").select();
});

document.querySelector("[data-search]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const tiles = document.querySelectorAll("#tiles [data-add]");
  if (/^\d{4,}$/.test(search.value.trim()) || CART.test(search.value)) {
    await enter(search.value.trim());
    search.value = "";
    search.dispatchEvent(new Event("refresh"));
  } else if (tiles.length === 1) touch(tiles[0].dataset);
  else tiles[0]?.focus();
});

const keys = { F1: "why", F2: "search", F4: "customer", F6: "parking", F7: "price", F9: "pay" };
const SCAN_PAUSE_MS = 100; // a sign that follows another this soon belongs to a scanned code
let lastKey = 0;
const lineKeys = { Delete: "remove", "+": "more", "-": "less" };
document.addEventListener("keydown", (event) => {
  const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"][aria-keyshortcuts]`);
  if (keys[event.key] || pressed) event.preventDefault();
  if (document.querySelector("dialog[open]")) return;
  if (keys[event.key]) return acts[keys[event.key]]();
  if (pressed) return pressed.click();
  if (event.altKey && event.code === "KeyS") {
    event.preventDefault();
    return later.open();
  }
  const isScanned = event.timeStamp - lastKey < SCAN_PAUSE_MS && event.key.length === 1;
  lastKey = event.timeStamp;
  if (event.target.matches("input") || event.ctrlKey || event.altKey || isScanned) return undefined;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    return basket.chooseNext(event.key === "ArrowDown" ? 1 : -1);
  }
  return lineKeys[event.key] && lineActs[lineKeys[event.key]](basket.basket.chosen);
});

document.addEventListener("till:basket", () => { if (!basket.basket.lines.length) oldEnough = 0; });
listen(enter);
document.addEventListener("ui:scan", (event) => enter(event.detail.code)); // what the camera read
basket.restore();
