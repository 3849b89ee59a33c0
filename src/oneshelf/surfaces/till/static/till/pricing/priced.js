// What the pricing kernel answers, as it is written: plain JSON, without what is as by default. The meaning of the
// fields stands with their namesakes in modules/pricing/types/priced.py.
import { NEEDED, written } from "./compiled.js";

const OFF = { rule: NEEDED, version: NEEDED, label: NEEDED, units: NEEDED, minor: NEEDED };
const TAX_PART = { code: NEEDED, ppm: NEEDED, minor: NEEDED };
const PRICED = {
  keys: NEEDED, article: NEEDED, quantity: NEEDED, base: NEEDED, amount: NEEDED, tax: 0, off: [], taxes: [],
};
const BAND = { code: NEEDED, ppm: NEEDED, taxable: NEEDED, tax: NEEDED };
const VERDICT = { rule: NEEDED, why: NEEDED, off: 0, has: 0, wants: 0, by: [], coupons: [] };
const OFFERED = { rule: NEEDED, article: NEEDED, pieces: NEEDED };
const PRICED_BASKET = {
  currency: NEEDED, lines: NEEDED, items: NEEDED, total: NEEDED, delivery: null, tax: 0, bands: [],
  treatment: "charged", verdicts: [], offered: [], rounding: {}, exact: true,
};

/** Why a rule was applied, or was not. */
export const Why = Object.freeze({
  APPLIED: "applied",
  NOT_IN_FORCE: "not_in_force",
  NOT_YET: "not_yet",
  OVER: "over",
  NEEDS_COUPON: "needs_coupon",
  USED_UP: "used_up",
  WHO_BUYS: "who_buys",
  GROUP_CLOSED: "group_closed",
  NOTHING_MATCHES: "nothing_matches",
  TOO_FEW: "too_few",
  TOO_MANY: "too_many",
  TOO_LITTLE: "too_little",
  TOO_MUCH: "too_much",
  OTHER_BUYERS: "other_buyers",
  NOT_FIRST_ORDER: "not_first_order",
  OTHER_CHANNEL: "other_channel",
  OTHER_PLACE: "other_place",
  OTHER_HOURS: "other_hours",
  OTHER_PAYMENT: "other_payment",
  OTHER_RULE: "other_rule",
  EXCLUDED: "excluded",
  NO_GAIN: "no_gain",
  BEATEN: "beaten",
  ALONE: "alone",
});

/** Returns what became of a rule, with all of its fields. */
export const verdict = (rule, why, more) => ({ rule, why, off: 0, has: 0, wants: 0, by: [], coupons: [], ...more });

/** Writes a line. */
export function writtenLine(line) {
  const off = line.off.map((each) => written(OFF, each)), taxes = line.taxes.map((each) => written(TAX_PART, each));
  return written(PRICED, { ...line, off, taxes });
}

/** Writes a priced basket, whose lines are written. */
export function writtenPriced(priced) {
  return written(PRICED_BASKET, {
    ...priced,
    bands: priced.bands.map((each) => written(BAND, each)),
    verdicts: priced.verdicts.map((each) => written(VERDICT, each)),
    offered: priced.offered.map((each) => written(OFFERED, each)),
  });
}
