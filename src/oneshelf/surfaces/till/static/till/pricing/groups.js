// Applying the rules of a basket, group by group, each group on what the earlier ones left.
import { divmod, sum } from "./arithmetic.js";
import { missing } from "./conditions.js";
import { DELIVERY, offOf, Shelf, split } from "./goods.js";
import { couponsFor, Offer, offerOf } from "./offers.js";
import { sortedTexts } from "./order.js";
import { verdict, Why } from "./priced.js";
import { byItself, together } from "./search.js";

/** What rules did: what each took off the rows (or delivery), what became of each, and which gifts may be taken. */
export const outcome = () => ({ left: 0, off: new Map(), verdicts: new Map(), offered: [] });

/** One application of rules to goods, which are as listed when it begins. */
export class Run {
  constructor(goods, facts, book, rounding, spent) {
    this.goods = goods;
    this.bench = { book, facts, goods, applied: new Set(), mode: rounding.mode };
    this.spent = spent;
    this.outcome = outcome();
  }

  /** Applies rules in their order and returns what they did. */
  apply(entries) {
    for (const [group, own] of Map.groupBy(entries, (entry) => entry.group)) {
      if (group.mode === "stack") for (const entry of own) this.#stack(this.#judged([entry]));
      else if (group.mode === "basket") this.#oneABasket(this.#judged(own), group.choice);
      else if (group.choice === "priority") this.#oneAPieceInTurn(this.#judged(own));
      else this.#oneAPiece(this.#judged(own));
    }
    this.outcome.left = sum(this.goods.shelf.stretches.map(({ left }) => left));
    return this.outcome;
  }

  /** Returns the offers of the rules that hold; the others get their verdict. */
  #judged(entries) {
    const offers = [];
    for (const entry of entries) {
      const lack = missing(entry.rule, this.bench);
      if (!lack) this.#offerGift(entry);
      const found = lack ?? offerOf(entry, this.bench);
      if (found instanceof Offer) offers.push(found);
      else this.#tell(entry.rule.id, found.why, found);
    }
    return offers;
  }

  #tell(rule, why, more) {
    this.outcome.verdicts.set(rule, verdict(rule, why, more));
  }

  #offerGift(entry) {
    const { id, reward, needs_coupon: needsCoupon } = entry.rule;
    if (reward.kind !== "gift") return;
    const wanted = reward.pieces * (needsCoupon ? couponsFor(entry, this.bench.facts).length : 1);
    const there = sum((this.goods.byTag.get(reward.article) ?? []).map((at) => this.goods.rows[at].pieces));
    if (there < wanted) this.outcome.offered.push({ rule: id, article: reward.article, pieces: wanted - there });
  }

  #stack(offers) {
    for (const offer of offers) {
      const before = this.goods.shelf, made = this.#take([[offer, byItself(offer, before, this.spent)]]);
      this.#conclude(offers, before, made);
    }
  }

  #oneABasket(offers, choice) {
    const before = this.goods.shelf;
    const plans = offers.map((offer) => [offer, byItself(offer, before, this.spent)]);
    const gains = plans.map(([, takes]) => offOf(takes));
    const winner = choice === "priority" ? gains.findIndex(Boolean) : gains.indexOf(Math.max(0, ...gains));
    const made = this.#take(plans.filter((plan, at) => at === winner && gains[at]));
    this.#conclude(offers, before, made);
  }

  #oneAPieceInTurn(offers) {
    const before = this.goods.shelf;
    const made = offers.flatMap((offer) => this.#take([[offer, byItself(offer, this.goods.shelf, this.spent)]]));
    this.#conclude(offers, before, made);
  }

  #oneAPiece(offers) {
    const before = this.goods.shelf, plan = together(offers, before, this.spent);
    const made = this.#take(offers.map((offer, number) => [offer, plan.get(number) ?? []]));
    this.#conclude(offers, before, made);
  }

  /** Writes down what offers take, leaves what is free with the goods, and returns the stretches that were made. */
  #take(plan) {
    const before = this.goods.shelf;
    const kept = plan.filter(([, takes]) => takes.some(({ off }) => off));
    if (!kept.length) return [];
    const [made, free] = split(before, kept.flatMap(([, takes]) => takes));
    for (const [offer, takes] of kept) this.#note(offer, takes, before);
    this.goods.shelf = new Shelf(free);
    return made;
  }

  #note(offer, takes, before) {
    const { id, version, label } = offer.entry.rule, byRow = new Map();
    for (const { stretch: at, start, end, off } of takes) {
      if (!off) continue;
      const stretch = before.at(at), known = byRow.get(stretch.row) ?? { units: 0, minor: 0 };
      const units = stretch.pieces ? stretch.unitsOf(end - start) : stretch.units;
      byRow.set(stretch.row, { units: known.units + units, minor: known.minor + off });
    }
    for (const [row, { units, minor }] of byRow) {
      if (!this.outcome.off.has(row)) this.outcome.off.set(row, []);
      this.outcome.off.get(row).push({ rule: id, version, label, units, minor });
    }
    this.bench.applied.add(id);
    const off = offOf(takes), coupons = couponsFor(offer.entry, this.bench.facts);
    this.#tell(id, Why.APPLIED, { off, coupons: coupons.slice(0, couponsUsed(offer, takes, off)) });
  }

  /** Puts the goods together again, and tells of the offers that came to nothing who was better. */
  #conclude(offers, before, made) {
    if (made.length) this.goods.put([...made, ...this.goods.shelf.stretches]);
    const isApplied = ({ entry }) => this.bench.applied.has(entry.rule.id), winners = new Map();
    for (const { entry, rows } of offers.filter(isApplied)) {
      for (const row of rows) {
        if (!winners.has(row)) winners.set(row, []);
        winners.get(row).push(entry.rule.id);
      }
    }
    for (const offer of offers) {
      if (isApplied(offer)) continue;
      const by = new Set([...offer.rows].flatMap((row) => winners.get(row) ?? []));
      const isBeaten = by.size && byItself(offer, before, this.spent).length;
      if (isBeaten) this.#tell(offer.entry.rule.id, Why.BEATEN, { by: sortedTexts(by) });
      else this.#tellOfNoGain(offer);
    }
  }

  /** Says of an offer that took nothing off, and that no other beats, of what there is too little for one set. */
  #tellOfNoGain({ entry, roles, rows, size }) {
    const piecesOf = (own) => sum([...own].filter((at) => at !== DELIVERY).map((at) => this.goods.rows[at].pieces));
    const parts = roles.map((role) => ({ has: piecesOf(role.rows), wants: role.need }));
    const short = [...parts, { has: piecesOf(rows), wants: size }].find(({ has, wants }) => has < wants);
    this.#tell(entry.rule.id, short ? Why.TOO_FEW : Why.NO_GAIN, short);
  }
}

/** Returns how many coupons are needed for what was taken off: as few as its caps allow. */
function couponsUsed(offer, takes, off) {
  const { needs_coupon: needsCoupon, caps, reward } = offer.entry.rule;
  if (!needsCoupon) return 0;
  const piecesOf = (some) => sum(some.map(({ start, end }) => end - start));
  const reduced = piecesOf(takes.filter((one) => one.off));
  const sets = offer.size ? divmod(piecesOf(takes), offer.size)[0] : 0;
  const needed = [1];
  if (caps.pieces) needed.push(ceiling(reduced, caps.pieces));
  if (caps.times && sets) needed.push(ceiling(sets, caps.times));
  if (caps.off) needed.push(ceiling(off, caps.off));
  if (reward.kind === "amount_off") needed.push(ceiling(off, reward.minor));
  if (reward.kind === "gift") needed.push(ceiling(reduced, reward.pieces));
  return Math.max(...needed);
}

function ceiling(numerator, denominator) {
  const [quotient, rest] = divmod(numerator, denominator);
  return quotient + (rest ? 1 : 0);
}
