// Pricing a basket.
import { divided, sum } from "./arithmetic.js";
import { basketOf, roundingOf, writtenRounding } from "./compiled.js";
import { badLine, badQuantity, basketTooLarge } from "./errors.js";
import { DELIVERY, gathered, Goods } from "./goods.js";
import { outcome, Run } from "./groups.js";
import { sortedByKey, sortedTexts } from "./order.js";
import { verdict, Why, writtenLine, writtenPriced } from "./priced.js";
import { effort } from "./search.js";
import { taxed, taxOf } from "./taxes.js";

/** The most smallest sale units on one line of a basket. */
const MOST_UNITS = 10 ** 9;

/** The highest price, in minor units. */
const HIGHEST_AMOUNT = 10 ** 12;

/** The most days that may be left on a line. */
const MOST_DAYS = 100_000;

/** The most a basket may come to, in minor units: with as much tax on top, every runtime still knows it exactly. */
const MOST_WORTH = 2 ** 52;

/**
 * Returns what a basket comes to under the rules of a book, with the reason for every cent: the JSON that the server's
 * kernel answers for the same JSON, to the letter. Neither the order of its lines nor their splitting changes anything.
 * The rules `also` get a verdict even where nothing in the basket calls for them. Throws a Refusal.
 */
export function price(json, book, also = []) {
  const basket = basketOf(json);
  check(basket);
  const rows = gathered(basket), delivery = basket.delivery?.minor ?? null;
  if (!isCountable([...rows.map((row) => row.base), delivery ?? 0])) throw basketTooLarge(MOST_WORTH);
  if (!book.entries.length && !basket.facts.coupons.length) return writtenFor(basket, rows, outcome(), true);
  const goods = new Goods(rows, delivery), spent = effort();
  const entries = book.candidates(goods.byTag.keys(), basket.facts, also);
  const found = bestOf(entries, goods, basket, book, spent);
  tellOfCoupons(found, basket);
  return writtenFor(basket, rows, found, spent.exact);
}

/** Returns what a total comes to in cash, where there are no coins small enough for it. */
export function inCash(total, rounding = {}) {
  const { cash } = roundingOf(rounding);
  return divided(total, cash) * cash;
}

function check(basket) {
  const isWithin = (value, least, most) => Number.isSafeInteger(value) && least <= value && value <= most;
  for (const line of basket.lines) {
    if (!isWithin(line.quantity, 1, MOST_UNITS)) throw badQuantity(line.quantity, MOST_UNITS);
    const bounds = { price: [0, HIGHEST_AMOUNT], per: [1, MOST_UNITS], scale: [1, MOST_UNITS] };
    if (line.amount !== null) bounds.amount = [0, HIGHEST_AMOUNT];
    if (line.days_left !== null) bounds.days_left = [0, MOST_DAYS];
    for (const [name, [least, most]] of Object.entries(bounds)) {
      if (!isWithin(line[name], least, most)) throw badLine(line.key, name, line[name]);
    }
  }
  const minor = basket.delivery?.minor ?? 0;
  if (!isWithin(minor, 0, HIGHEST_AMOUNT)) throw badLine("", "delivery", minor);
}

/** Says whether amounts add up to no more than a basket may come to. */
function isCountable(amounts) {
  let all = 0;
  return amounts.every((amount) => {
    all += amount; // both are at most 2^53, so that a sum that is beyond it does not look smaller
    return all <= MOST_WORTH;
  });
}

/** Returns what rules do together, or one that stands alone if that is better for the buyer. */
function bestOf(entries, goods, basket, book, spent) {
  const run = (own) => {
    goods.beginAnew();
    return new Run(goods, basket.facts, book, basket.rounding, spent).apply(own);
  };
  const together = run(entries.filter(({ rule }) => !rule.exclusive));
  const outcomes = [together, ...entries.filter(({ rule }) => rule.exclusive).map((entry) => run([entry]))];
  const best = outcomes.reduce((least, each) => (each.left < least.left ? each : least));
  const by = [...best.verdicts.values()].filter(({ why }) => why === Why.APPLIED).map(({ rule }) => rule);
  for (const each of outcomes) {
    for (const [rule, own] of each === best ? [] : each.verdicts) {
      const beaten = verdict(rule, each === together ? Why.ALONE : Why.BEATEN, { by });
      if (!best.verdicts.has(rule)) best.verdicts.set(rule, own.why === Why.APPLIED ? beaten : own);
    }
  }
  return best;
}

/** Lets every coupon that was handed in be spoken of by a verdict. */
function tellOfCoupons({ verdicts }, { facts }) {
  for (const [rule, handedIn] of Map.groupBy(facts.coupons, (each) => each.rule)) {
    const own = verdicts.get(rule) ?? verdict(rule, Why.NOT_IN_FORCE);
    const coupons = sortedTexts(handedIn.map((each) => each.id));
    if (own.why !== Why.APPLIED) verdicts.set(rule, { ...own, coupons });
  }
}

function writtenFor(basket, rows, found, exact) {
  const { rounding, taxes, delivery } = basket;
  const lines = rows.map((row, at) => lineOf(row, row.line.article, found.off.get(at) ?? []));
  const classes = rows.map((row) => row.line.tax_class);
  if (delivery) {
    lines.push(lineOf({ keys: [], quantity: 1, base: delivery.minor }, "", found.off.get(DELIVERY) ?? []));
    classes.push(delivery.tax_class);
  }
  const amounts = lines.map(({ amount }, at) => ({ amount, taxClass: classes[at] }));
  const [parts, bands] = taxes.by_class.size ? taxed(amounts, taxes, rounding) : [[], []];
  const whole = parts.length ? lines.map((line, at) => withTax(line, parts[at], taxes)) : lines;
  const items = sum(whole.slice(0, rows.length).map(({ amount }) => amount)), tax = sum(whole.map((line) => line.tax));
  const charge = delivery ? whole.at(-1) : null;
  return writtenPriced({
    currency: basket.currency,
    lines: whole.slice(0, rows.length).map(writtenLine),
    items,
    total: items + (charge?.amount ?? 0) + (taxes.inclusive ? 0 : tax),
    delivery: charge && writtenLine(charge),
    tax,
    bands,
    treatment: taxes.treatment,
    verdicts: [...sortedByKey(found.verdicts).values()],
    offered: found.offered,
    rounding: writtenRounding(rounding),
    exact,
  });
}

function lineOf({ keys, quantity, base }, article, off) {
  return { keys, article, quantity, base, amount: base - sum(off.map(({ minor }) => minor)), tax: 0, off, taxes: [] };
}

/** Returns a line with its tax; of a buyer who is not charged, without the tax that its price holds. */
function withTax(line, taxes, { treatment }) {
  const tax = taxOf(taxes);
  if (treatment === "charged") return { ...line, tax, taxes };
  if (!tax) return line;
  const relief = { rule: "", version: 0, label: "", units: line.quantity, minor: tax };
  return { ...line, amount: line.amount - tax, off: [...line.off, relief] };
}
