// What several offers do together when a piece is reduced by one of them at most: the best there is for the customer.
// How it is searched for, and why it is bounded, stands with its namesake in modules/pricing/rules/kernel/search.py.
import { alone, capped } from "./alone.js";
import { offOf } from "./goods.js";
import { Kind } from "./offers.js";
import { overlap, union } from "./order.js";
import { Search } from "./sets.js";

/** How many steps the search may take for one basket: a step is one way of handing out the pieces of a stretch. */
export const STEPS = 6_000;

/** Of how many offers on a whole all combinations are tried; of more only each by itself. */
const MOST_WHOLES = 4;

/** How many steps are left, and whether they were enough so far. */
export const effort = () => ({ left: STEPS, exact: true });

/** Returns a Map of what each offer, by its number, takes of a shelf: together they take off as much as they can. */
export function together(offers, shelf, spent) {
  const plan = new Map(), search = new Search(offers, shelf, spent), rows = new Set();
  for (const numbers of apart(offers, shelf)) {
    const own = union(numbers.map((number) => offers[number].rows)), [first] = numbers;
    for (const row of own) rows.add(row);
    if (numbers.length === 1 && !offers[first].competesWithItself && !search.isForSingles(own)) {
      plan.set(first, alone(offers[first], shelf));
    } else {
      for (const [number, takes] of contested(numbers, own, search)) {
        plan.set(number, [...(plan.get(number) ?? []), ...takes]);
      }
    }
  }
  for (const at of shelf.of([...search.singles.keys()].filter((row) => !rows.has(row)))) search.leave(plan, at, 0);
  return plan;
}

/** Returns what an offer takes of a shelf when no other wants the same pieces. */
export function byItself(offer, shelf, spent) {
  const takes = offer.competesWithItself ? together([offer], shelf, spent).get(0) ?? [] : alone(offer, shelf);
  return takes.some(({ off }) => off) ? takes : [];
}

/** Returns the numbers of offers on wholes and sets that want some of the same goods, together. */
function apart(offers, shelf) {
  const first = new Map(), root = [...offers.keys()];
  const numbers = root.filter((number) => offers[number].kind !== Kind.EACH);
  const top = (number) => {
    while (root[number] !== number) number = root[number];
    return number;
  };
  for (const number of numbers) {
    for (const row of offers[number].rows) {
      if (!shelf.byRow.has(row)) continue;
      if (!first.has(row)) first.set(row, number);
      const one = top(number), other = top(first.get(row));
      root[Math.max(one, other)] = Math.min(one, other);
    }
  }
  return [...Map.groupBy(numbers, top).values()];
}

/** Returns the best that offers do which want the same rows, together with what the other offers do there. */
function contested(numbers, rows, search) {
  const { offers, shelf, spent } = search, [wholes, sets] = [true, false].map((isWhole) =>
    numbers.filter((number) => (offers[number].kind === Kind.WHOLE) === isWhole));
  let best = new Map(), most = -1;
  search.begin(sets);
  for (const chosen of combinations(wholes, offers, spent)) {
    const plan = new Map(chosen.map((number) => [number, alone(offers[number], shelf)]));
    const taken = new Set([...plan.values()].flat().map(({ stretch }) => stretch));
    const free = shelf.of(rows).filter((at) => !taken.has(at));
    for (const [number, takes] of search.best(free)) plan.set(number, takes);
    const within = new Map([...plan].map(([number, takes]) => [number, capped(offers[number], takes)]));
    spent.exact = spent.exact && [...plan].every(([number, takes]) => within.get(number) === takes);
    const off = offOf([...within.values()].flat());
    if (off > most) [best, most] = [within, off];
  }
  return best;
}

/** Gives which offers on a whole may be taken together: first none, then one, then more. */
function* combinations(wholes, offers, spent) {
  const size = wholes.length <= MOST_WHOLES ? wholes.length : 1;
  spent.exact = spent.exact && size === wholes.length;
  const isFree = (number, chosen) => chosen.every((other) => !overlap(offers[number].rows, offers[other].rows));
  for (let count = 0; count <= size; count += 1) {
    for (const chosen of choices(wholes, count)) {
      if (chosen.every((number, at) => isFree(number, chosen.slice(0, at)))) yield chosen;
    }
  }
}

/** Gives every choice of so many of the values, in the order of the values. */
function* choices(values, count) {
  if (!count) yield [];
  else for (const [at, value] of values.entries()) {
    for (const others of choices(values.slice(at + 1), count - 1)) yield [value, ...others];
  }
}
