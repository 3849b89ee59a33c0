// The rulebook: rules in the order in which they are applied, and an index of what in a basket calls for each. A rule
// is filed under the rarest thing without which it cannot apply, so that a basket only looks up its own tags and
// facts.
import { groupOf, ruleOf } from "./compiled.js";
import { by, overlap } from "./order.js";

/** Rules compiled for one market; never changed. */
export class Rulebook {
  #always = [];
  #filed = new Map();
  #matchers = new Map();

  /** Compiles the JSON of rules and groups. Throws for a rule whose group is not among `groups`. */
  constructor(rules, groups) {
    const byCode = new Map(groups.map((group) => [group.code, groupOf(group)]));
    const entries = rules.map((rule) => ({ rule: ruleOf(rule), group: byCode.get(rule.group) }));
    const homeless = entries.find(({ group }) => !group);
    if (homeless) throw new Error(`rule ${homeless.rule.id}: there is no group ${homeless.rule.group}`);
    entries.sort(by(({ rule, group }) => [group.order, group.code, rule.priority, rule.id]));
    this.entries = entries.map(({ rule, group }, at) => this.#entry(at, rule, group));
    this.byId = new Map(this.entries.map((entry) => [entry.rule.id, entry]));
    for (const entry of this.entries) this.#file(entry);
  }

  /**
   * Returns a rule in its group, at its place in the order of all. It needs one of each of the lists `facts` of facts.
   * Most rules are `plain`: they reduce each piece by itself, without a coupon or a cap.
   */
  #entry(at, rule, group) {
    const isSimple = ["percent", "amount_each", "unit_priced"].includes(rule.reward.kind);
    const plain = isSimple && Object.values(rule.caps).every((cap) => cap === null) && !rule.needs_coupon;
    return { at, rule, group, matcher: this.matcher(rule.match), facts: factsNeededBy(rule), plain };
  }

  #file({ at, rule }) {
    if (rule.needs_coupon) return;
    const gates = gatesOf(rule).filter((gate) => gate.length);
    if (!gates.length) this.#always.push(at);
    for (const tag of rarest(gates)) {
      if (!this.#filed.has(tag)) this.#filed.set(tag, []);
      this.#filed.get(tag).push(at);
    }
  }

  /** Returns a match of one of these rules, ready to be asked. */
  matcher(match) {
    if (!this.#matchers.has(match)) {
      this.#matchers.set(match, { anyOf: new Set(match.any_of), allOf: match.all_of, noneOf: match.none_of });
    }
    return this.#matchers.get(match);
  }

  /** Returns the rules that a basket with these tags and facts may meet, and those `also` named, in order. */
  candidates(tags, facts, also) {
    const keys = factKeys(facts), found = new Set(this.#always);
    for (const key of [...tags, ...keys]) for (const at of this.#filed.get(key) ?? []) found.add(at);
    for (const at of found) if (!this.entries[at].facts.every((each) => overlap(keys, each))) found.delete(at);
    for (const rule of [...facts.coupons.map((each) => each.rule), ...also]) {
      if (this.byId.has(rule)) found.add(this.byId.get(rule).at);
    }
    return [...found].sort((one, other) => one - other).map((at) => this.entries[at]);
  }
}

const factKeys = (facts) => new Set([
  `@channel:${facts.channel}`,
  `@place:${facts.place}`,
  ...facts.segments.map((segment) => `@segment:${segment}`),
]);

/** Tags of goods come before facts, and few before many. */
function rarest(gates) {
  const rarity = by((gate) => [gate[0].startsWith("@"), gate.length]);
  return gates.length ? gates.reduce((best, gate) => (rarity(gate, best) < 0 ? gate : best)) : [];
}

/** Returns sets of tags and facts: of each of them a basket must have one, or the rule cannot apply. */
function gatesOf(rule) {
  const { reward, match } = rule;
  const own = reward.kind === "bundle" ? reward.parts.map((part) => part.match)
    : ["gift", "delivery"].includes(reward.kind) ? [] : [match];
  const counted = allOf(rule).filter(({ kind, least }) => ["holds", "worth"].includes(kind) && least > 0);
  const needed = factsNeededBy(rule).map((keys) => [...keys]);
  return [...[...own, ...counted.map((condition) => condition.match)].flatMap(tagsOf), ...needed];
}

function factsNeededBy(rule) {
  const needed = allOf(rule).filter(({ kind }) => ["segment", "channel", "place"].includes(kind));
  return needed.map(({ kind, any_of: any }) => new Set(any.map((each) => `@${kind}:${each}`)));
}

/** Returns the conditions that must all hold. */
const allOf = ({ when }) => (when?.kind === "all" ? when.of : [when].filter(Boolean));

const tagsOf = (match) => [match.any_of, match.all_of.slice(0, 1)].filter((tags) => tags.length);
