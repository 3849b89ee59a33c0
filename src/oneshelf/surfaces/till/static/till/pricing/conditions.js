// Judging whether a rule's conditions hold, and what is missing where they do not.
import { sum } from "./arithmetic.js";
import { Why } from "./priced.js";

/**
 * Why a condition does not hold: the basket `has` so much of what is wanted, or other rules are in the way.
 * @typedef {{why: string, has: number, wants: number, by: string[]}} Missing
 *
 * All that rules are judged by. `applied` are the rules that reduced the basket so far, `mode` is how to round.
 * Rows in `without` are there for no condition: no gift counts towards what it is given for.
 * @typedef {{book: Rulebook, facts: object, goods: Goods, applied: Set<string>, mode: string, without?: Set<number>}} Bench
 */

/** Returns a Missing. */
export const lack = (why, { has = 0, wants = 0, by = [] } = {}) => ({ why, has, wants, by });

/** Returns why a rule does not hold for a basket; null where it does. What it would reduce is not looked at. */
export function missing(rule, bench) {
  const { facts } = bench, left = facts.left.get(rule.id);
  if (facts.at < rule.starts) return lack(Why.NOT_YET);
  if (rule.ends !== null && facts.at >= rule.ends) return lack(Why.OVER);
  if (rule.not_in_closed) return lack(Why.GROUP_CLOSED);
  if (left && (left.to_unknown || left.uses === 0 || left.off === 0)) {
    return lack(left.to_unknown ? Why.WHO_BUYS : Why.USED_UP);
  }
  if (rule.needs_coupon && !facts.coupons.some((each) => each.rule === rule.id)) return lack(Why.NEEDS_COUPON);
  if (!rule.when || rule.reward.kind !== "gift") return rule.when && judge(rule.when, bench);
  return judge(rule.when, { ...bench, without: new Set(bench.goods.byTag.get(rule.reward.article) ?? []) });
}

function judge(condition, bench) {
  switch (condition.kind) {
    case "all":
      for (const part of condition.of) {
        const found = judge(part, bench);
        if (found) return found;
      }
      return null;
    case "any": {
      const lacks = condition.of.map((part) => judge(part, bench));
      return lacks.every(Boolean) ? lacks[0] ?? lack(Why.EXCLUDED) : null;
    }
    case "not": {
      const { of } = condition;
      return judge(of, bench) ? null : lack(Why.EXCLUDED, { by: of.kind === "applied" ? [of.rule] : [] });
    }
    case "holds":
      return enough(held(condition, bench), condition, Why.TOO_FEW, Why.TOO_MANY);
    case "worth":
      return enough(worth(condition, bench), condition, Why.TOO_LITTLE, Why.TOO_MUCH);
    default:
      return judgeFacts(condition, bench);
  }
}

function judgeFacts(condition, { facts, applied }) {
  const unless = (holds, why, more) => (holds ? null : lack(why, more));
  switch (condition.kind) {
    case "segment":
      return unless(facts.known && condition.any_of.some((each) => facts.segments.includes(each)), Why.OTHER_BUYERS);
    case "first_order":
      return unless(facts.known && facts.first_order, Why.NOT_FIRST_ORDER);
    case "channel":
      return unless(condition.any_of.includes(facts.channel), Why.OTHER_CHANNEL);
    case "place":
      return unless(condition.any_of.includes(facts.place), Why.OTHER_PLACE);
    case "hours":
      return unless(isWithin(condition, facts), Why.OTHER_HOURS);
    case "pays":
      return unless(condition.any_of.includes(facts.payment), Why.OTHER_PAYMENT);
    case "applied":
      return unless(applied.has(condition.rule), Why.OTHER_RULE, { by: [condition.rule] });
    default:
      throw new Error(`no condition is called ${condition.kind}`);
  }
}

function enough(has, { least, most }, tooSmall, tooBig) {
  if (has < least) return lack(tooSmall, { has, wants: least });
  return most !== null && has > most ? lack(tooBig, { has, wants: most }) : null;
}

function matched(match, { book, goods, without }) {
  const rows = goods.matched(book.matcher(match));
  return without ? new Set([...rows].filter((at) => !without.has(at))) : rows;
}

function held({ match, measured }, bench) {
  const rows = [...matched(match, bench)].map((at) => bench.goods.rows[at]);
  if (measured) return sum(rows.filter((row) => row.line.scale > 1).map((row) => row.quantity));
  return sum(rows.map((row) => row.pieces));
}

function worth({ match, reduced }, bench) {
  const rows = matched(match, bench);
  return reduced ? bench.goods.left(rows) : sum([...rows].map((at) => bench.goods.rows[at].base));
}

function isWithin({ days, starts, ends }, { weekday, minute }) {
  if (starts < ends) return days.includes(weekday) && starts <= minute && minute < ends;
  const yesterday = (weekday + 6) % 7;
  return (days.includes(weekday) && minute >= starts) || (days.includes(yesterday) && minute < ends);
}
