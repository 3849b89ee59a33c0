// What the pricing kernel is given: the fields of each thing in the order in which they are written, with what they
// are where the JSON does not name them. Their meaning stands with their namesakes in
// modules/pricing/types/compiled.py.

/** What a field is called that has no default. */
export const NEEDED = Symbol("needed");

export const WHOLE_BP = 10_000;
export const WHOLE_PPM = 1_000_000;

const LINE = {
  key: NEEDED, article: NEEDED, quantity: NEEDED, price: NEEDED, per: 1, scale: 1, amount: null, tags: [],
  tax_class: "standard", protected: false, price_version: "", days_left: null,
};
const CHARGE = { minor: NEEDED, tax_class: "standard" };
const COUPON = { id: NEEDED, rule: NEEDED };
const LEFT = { uses: null, off: null, to_unknown: false };
const FACTS = {
  at: NEEDED, weekday: NEEDED, minute: NEEDED, channel: "", place: "", known: false, segments: [], first_order: false,
  payment: "", coupons: [], left: new Map(),
};
const COMPONENT = { code: NEEDED, ppm: NEEDED, compound: false };
const TAXES = { inclusive: true, by_class: new Map(), treatment: "charged", version: "" };
const ROUNDING = { mode: "half_away", tax: "document", cash: 1 };
const BASKET = { currency: NEEDED, lines: NEEDED, facts: NEEDED, delivery: null, taxes: {}, rounding: {} };
const MATCH = { any_of: [], all_of: [], none_of: [] };
const CAPS = { times: null, pieces: null, off: null };
const RULE = {
  id: NEEDED, version: NEEDED, label: NEEDED, reward: NEEDED, group: NEEDED, match: {}, when: null, starts: 0,
  ends: null, priority: 100, exclusive: false, needs_coupon: false, caps: {}, not_in_closed: false,
};
const GROUP = { code: NEEDED, order: NEEDED, mode: "unit", choice: "best" };
const REWARDS = { unit_priced: { per: 1 }, buy_get: { bp: WHOLE_BP, gets: null }, gift: { pieces: 1 } };
const CONDITIONS = { holds: { most: null, measured: false }, worth: { most: null, reduced: false } };

/** Returns a thing with all of its fields. */
const filled = (fields, given) => ({ ...fields, ...given });

/** Returns the entries of a JSON object as a Map, so that no name of one means anything else. */
const mapped = (object, make) => new Map(Object.entries(object).map(([key, value]) => [key, make(value)]));

/** Returns a basket, with all that its JSON leaves out. */
export function basketOf(json) {
  const basket = filled(BASKET, json), facts = filled(FACTS, basket.facts), taxes = filled(TAXES, basket.taxes);
  return {
    ...basket,
    lines: basket.lines.map((line) => filled(LINE, line)),
    facts: { ...facts, left: mapped(facts.left, (left) => filled(LEFT, left)) },
    delivery: basket.delivery && filled(CHARGE, basket.delivery),
    taxes: {
      ...taxes,
      by_class: mapped(taxes.by_class, (components) => components.map((each) => filled(COMPONENT, each))),
    },
    rounding: roundingOf(basket.rounding),
  };
}

/** Returns how a document is rounded, with all that its JSON leaves out. */
export const roundingOf = (json) => filled(ROUNDING, json);

/** Returns a stacking group, with all that its JSON leaves out. */
export const groupOf = (json) => filled(GROUP, json);

/** Returns a rule, with all that its JSON leaves out. */
export function ruleOf(json) {
  const rule = filled(RULE, json);
  return {
    ...rule,
    reward: rewardOf(rule.reward),
    match: filled(MATCH, rule.match),
    when: rule.when && conditionOf(rule.when),
    caps: filled(CAPS, rule.caps),
  };
}

function rewardOf(json) {
  const reward = filled(REWARDS[json.kind], json);
  if (reward.gets) reward.gets = filled(MATCH, reward.gets);
  if (reward.parts) reward.parts = reward.parts.map((part) => ({ ...part, match: filled(MATCH, part.match) }));
  if (reward.kind === "tiers") reward.steps = reward.steps.map((step) => ({ ...step, reward: rewardOf(step.reward) }));
  return reward;
}

function conditionOf(json) {
  const condition = filled(CONDITIONS[json.kind], json);
  if (condition.match) condition.match = filled(MATCH, condition.match);
  if (condition.kind === "not") condition.of = conditionOf(condition.of);
  else if (condition.of) condition.of = condition.of.map(conditionOf);
  return condition;
}

/** Returns what is to be written of a thing: its fields in their order, without those that are as by default. */
export function written(fields, thing) {
  return Object.fromEntries(
    Object.keys(fields).filter((name) => !isAsByDefault(thing[name], fields[name])).map((name) => [name, thing[name]]),
  );
}

function isAsByDefault(value, byDefault) {
  if (value === null || typeof value !== "object" || typeof byDefault !== "object") return value === byDefault;
  return byDefault !== null && (value.size ?? Object.keys(value).length) === 0;
}

/** Writes what a basket was: the opposite of `basketOf`, with `facts.left` and `taxes.by_class` as Maps. */
export function writtenBasket({ lines, facts, delivery, taxes, rounding, ...rest }) {
  const each = (map, write) => new Map([...map].map(([key, value]) => [key, write(value)]));
  return written(BASKET, {
    ...rest,
    lines: lines.map((line) => written(LINE, line)),
    facts: written(FACTS, {
      ...facts,
      coupons: facts.coupons.map((coupon) => written(COUPON, coupon)),
      left: each(facts.left, (left) => written(LEFT, left)),
    }),
    delivery: delivery && written(CHARGE, delivery),
    taxes: written(TAXES, {
      ...taxes,
      by_class: each(taxes.by_class, (components) => components.map((one) => written(COMPONENT, one))),
    }),
    rounding: writtenRounding(rounding),
  });
}

/** Writes how a document was rounded. */
export const writtenRounding = (rounding) => written(ROUNDING, rounding);
