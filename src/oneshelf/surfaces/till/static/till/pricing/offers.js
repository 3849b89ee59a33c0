// What a rule that holds may take off: its reward, with its caps worked out for one basket.
import { divided, product, sum } from "./arithmetic.js";
import { WHOLE_BP } from "./compiled.js";
import { lack } from "./conditions.js";
import { DELIVERY } from "./goods.js";
import { overlap, sorted, sortedTexts, union } from "./order.js";
import { Why } from "./priced.js";

/**
 * How an offer takes pieces. EACH: any, each by itself. WHOLE: all that match or none, up to an amount. CHEAPEST:
 * sets in order of price, of which the last pieces are reduced. PARTS: sets made of parts.
 */
export const Kind = Object.freeze({ EACH: "each", WHOLE: "whole", CHEAPEST: "cheapest", PARTS: "parts" });

/** A part of a set: `need` pieces of `rows`, each reduced by `reward`; without one they are only bought. */
const role = (rows, need, reward = null) => ({ rows, need, reward });

const UNLESS_SAID = {
  reward: null, amount: 0, buy: 0, roles: [], price: null, times: null, most: null,
};

/**
 * A rule that holds, for one basket. `rows` are all that it may touch, `times` its sets at most, `most` what it takes
 * off at most. `amount` is taken off a WHOLE, or else its `reward`; `buy` pieces of a set of the CHEAPEST are not
 * reduced; a bundle costs `price`.
 */
export class Offer {
  constructor(entry, kind, rows, mode, more) {
    Object.assign(this, { entry, kind, rows, mode }, UNLESS_SAID, more);
  }

  /** Returns it with other values. */
  with(more) {
    return new Offer(this.entry, this.kind, this.rows, this.mode, { ...this, ...more });
  }

  /** How many pieces a set has. */
  get size() {
    return sum(this.roles.map(({ need }) => need));
  }

  /** Whether parts of its sets want some of the same goods, and not just the same. */
  get competesWithItself() {
    const isSame = (one, other) => one.size === other.size && [...one].every((row) => other.has(row));
    return this.roles.some(({ rows: one }, at) =>
      this.roles.slice(at + 1).some(({ rows: other }) => overlap(one, other) && !isSame(one, other)));
  }

  /** Returns what a reward takes off so many pieces of a stretch, which are worth so much. */
  off(reward, worth, stretch, pieces) {
    switch (reward.kind) {
      case "percent":
        return divided(product(worth, reward.bp), WHOLE_BP, this.mode);
      case "markdown":
        return divided(product(worth, markdownAt(reward, stretch.daysLeft)), WHOLE_BP, this.mode);
      case "amount_each":
        if (stretch.pieces) return Math.min(worth, reward.minor * pieces);
        return Math.min(worth, divided(product(reward.minor, stretch.units), stretch.scale, this.mode));
      default: {
        const price = divided(product(reward.minor, stretch.unitsOf(pieces)), reward.per, this.mode);
        return Math.max(0, worth - price);
      }
    }
  }
}

/** Returns the coupons of a rule that were handed in and may still be used, in order. */
export function couponsFor({ rule }, facts) {
  const own = sortedTexts(facts.coupons.filter((each) => each.rule === rule.id).map((each) => each.id));
  return own.slice(0, facts.left.get(rule.id)?.uses ?? own.length);
}

/** Returns the Offer of what a rule that holds may take off a basket, or the Missing of why there is nothing. */
export function offerOf(entry, bench) {
  const { rule, plain, matcher } = entry;
  if (plain && !bench.facts.left.has(rule.id) && bench.goods.matched(matcher).size) {
    return new Offer(entry, Kind.EACH, bench.goods.matched(matcher), bench.mode, { reward: rule.reward });
  }
  const count = rule.needs_coupon ? couponsFor(entry, bench.facts).length : 1;
  const most = least(times(rule.caps.off, count), bench.facts.left.get(rule.id)?.off ?? null);
  const made = make(entry, bench, count);
  if (!(made instanceof Offer)) return made;
  if (!made.rows.size) return lack(Why.NOTHING_MATCHES);
  return most === null ? made : made.with({ kind: made.kind === Kind.EACH ? Kind.WHOLE : made.kind, most });
}

function make(entry, bench, count) {
  const { reward, caps } = entry.rule;
  const pieces = times(caps.pieces, count), sets = times(caps.times, count);
  const atMost = (each) => least(sets, pieces === null ? null : Math.floor(pieces / each));
  const rows = bench.goods.matched(entry.matcher);
  switch (reward.kind) {
    case "tiers":
      return tiered(entry, rows, bench, pieces);
    case "markdown": {
      const isShort = (at) => markdownAt(reward, bench.goods.rows[at].line.days_left);
      return singly(entry, reward, new Set([...rows].filter(isShort)), pieces, bench);
    }
    case "amount_off":
      return new Offer(entry, Kind.WHOLE, rows, bench.mode, { amount: reward.minor * count });
    case "delivery": {
      const isCharged = bench.goods.shelf.byRow.has(DELIVERY);
      const own = { kind: "unit_priced", minor: reward.minor, per: 1 };
      return singly(entry, own, new Set(isCharged ? [DELIVERY] : []), null, bench);
    }
    case "gift": {
      const free = { kind: "percent", bp: WHOLE_BP };
      return singly(entry, free, new Set(bench.goods.byTag.get(reward.article)), reward.pieces * count, bench);
    }
    case "buy_get": {
      const off = { kind: "percent", bp: reward.bp };
      if (reward.gets) {
        const got = role(rowsOf(reward.gets, bench), reward.get, off);
        return setOf(entry, [role(rows, reward.buy), got], null, atMost(reward.get), bench);
      }
      const roles = [role(rows, reward.buy + reward.get)];
      const more = { reward: off, buy: reward.buy, roles, times: atMost(reward.get) };
      return new Offer(entry, Kind.CHEAPEST, rows, bench.mode, more);
    }
    case "bundle": {
      const roles = reward.parts.map((part) => role(rowsOf(part.match, bench), part.pieces));
      return setOf(entry, roles, reward.minor, atMost(sum(roles.map(({ need }) => need))), bench);
    }
    default:
      return singly(entry, reward, rows, pieces, bench);
  }
}

function singly(entry, reward, rows, pieces, { mode }) {
  if (pieces === null) return new Offer(entry, Kind.EACH, rows, mode, { reward });
  return new Offer(entry, Kind.PARTS, rows, mode, { roles: [role(rows, 1, reward)], times: pieces });
}

function setOf(entry, roles, price, most, { mode }) {
  const isWhole = roles.every(({ rows }) => rows.size);
  const rows = isWhole ? union(roles.map((part) => part.rows)) : new Set();
  return new Offer(entry, Kind.PARTS, rows, mode, { roles, price, times: most });
}

function tiered(entry, rows, bench, pieces) {
  const { by, steps } = entry.rule.reward;
  const has = sum([...rows].map((at) => measureOf(bench.goods.rows[at], by)));
  const inOrder = sorted(steps, (step) => [step.least]);
  const reached = inOrder.findLast((step) => step.least <= has);
  if (reached) return singly(entry, reached.reward, rows, pieces, bench);
  if (!rows.size) return lack(Why.NOTHING_MATCHES);
  return lack(by === "value" ? Why.TOO_LITTLE : Why.TOO_FEW, { has, wants: inOrder[0].least });
}

function measureOf(row, by) {
  if (by === "pieces") return row.pieces;
  if (by === "value") return row.base;
  return row.line.scale > 1 ? row.quantity : 0;
}

/** Returns how many basis points come off what has so many days left; 0 where no step is reached. */
function markdownAt({ steps }, daysLeft) {
  const reached = daysLeft === null ? [] : steps.filter(({ days }) => daysLeft <= days);
  return reached.length ? reached.reduce((last, step) => (step.days < last.days ? step : last)).bp : 0;
}

const rowsOf = (match, { goods, book }) => goods.matched(book.matcher(match));

const times = (cap, count) => (cap === null ? null : cap * count);

/** Returns the least of limits, of which null is none. */
function least(...limits) {
  const real = limits.filter((limit) => limit !== null);
  return real.length ? Math.min(...real) : null;
}
