// The search for the best sets of pieces (buy and get, bundles, so many pieces), from the dearest goods to the
// cheapest.
import { alone, dearestFirst, inTurn, offByTake, priced } from "./alone.js";
import { sum } from "./arithmetic.js";
import { offOf, Shelf, Stretch, take } from "./goods.js";
import { Kind } from "./offers.js";
import { union } from "./order.js";

/** The search for the best sets, and for who gets what no set takes. */
export class Search {
  constructor(offers, shelf, spent) {
    this.offers = offers;
    this.shelf = shelf;
    this.spent = spent;
    /** The numbers of the offers that reduce each piece by itself, by row. */
    this.singles = new Map();
    for (const [number, { kind, rows }] of offers.entries()) {
      for (const row of kind === Kind.EACH ? rows : []) {
        if (!this.singles.has(row)) this.singles.set(row, []);
        this.singles.get(row).push(number);
      }
    }
    this.begin([]);
  }

  /** Lets these be the sets that are searched for. */
  begin(sets) {
    this.sets = sets;
    /** How far each set has been begun: the pieces of its parts; then how many are done, where those are limited. */
    this.nothing = sets.map((number) => Array(this.offers[number].roles.length + 1).fill(0));
  }

  /** Says whether offers that reduce each piece by itself want some of these rows. */
  isForSingles(rows) {
    return [...rows].some((row) => this.singles.has(row));
  }

  /** Returns what the offers take of free stretches. */
  best(free) {
    const { shelf } = this, wanted = union(this.sets.map((number) => this.offers[number].rows));
    const ordered = dearestFirst(free.filter((at) => wanted.has(shelf.at(at).row)), shelf);
    let plan = this.#search(ordered);
    if (!plan) {
      this.spent.exact = false;
      plan = this.#greedy(ordered);
    }
    const handed = new Set(ordered);
    for (const at of free) if (!handed.has(at)) this.leave(plan, at, 0);
    return plan;
  }

  /** Returns the best plan for stretches that sets want; null where the steps do not suffice. */
  #search(ordered) {
    let layer = new Map([[String(this.nothing), { off: 0, state: this.nothing }]]);
    for (const at of ordered) {
      layer = this.#next(at, layer);
      if (!layer) return null;
    }
    const isEnded = ({ state }) => !state.some((counts) => counts.slice(0, -1).some(Boolean));
    let way = [...layer.values()].filter(isEnded).reduce((best, one) => (one.off > best.off ? one : best));
    const steps = [];
    for (const at of ordered.toReversed()) {
      steps.push({ at, way });
      way = way.cameFrom;
    }
    return this.#plan(steps.reverse());
  }

  /** Returns the best ways on from a layer of states through one stretch: what is off, whence, and by which pieces. */
  #next(at, layer) {
    const roles = this.#roles(at), { pieces } = this.shelf.at(at), following = new Map();
    for (const taken of ways(roles.length, pieces)) {
      this.spent.left -= layer.size;
      if (this.spent.left < 0) return null;
      const used = sum(taken), rest = used < pieces ? this.#leftOver(at, used).off : 0;
      for (const cameFrom of layer.values()) {
        const step = this.#step(at, roles, taken, cameFrom.state);
        if (!step) continue;
        const off = cameFrom.off + rest + step.gain, name = String(step.state), known = following.get(name);
        if (!known || off > known.off) following.set(name, { off, state: step.state, cameFrom, taken });
      }
    }
    return following;
  }

  /** Returns the roles that a stretch may play: the place of the set among the sets, and the part in it. */
  #roles(at) {
    const { row } = this.shelf.at(at);
    return this.sets.flatMap((number, place) => {
      const { roles } = this.offers[number];
      return [...roles.keys()].filter((part) => roles[part].rows.has(row)).map((part) => ({ place, part }));
    });
  }

  /**
   * Returns what is gained when roles take so many pieces of a stretch, and how far the sets are then; null where a set
   * would go on beyond its limit.
   */
  #step(at, roles, taken, before) {
    const stretch = this.shelf.at(at), state = before.map((counts) => [...counts]);
    let gain = 0, start = 0;
    for (const [which, { place, part }] of roles.entries()) {
      const offer = this.offers[this.sets[place]], end = start + taken[which];
      if (start === end) continue;
      if (offer.kind === Kind.CHEAPEST) {
        const takes = inTurn(offer, at, start, end, state[place][0]);
        gain += sum(takes.map((one) => offByTake(offer, one, stretch)));
      } else if (offer.price !== null) gain += stretch.worth(start, end);
      else gain += offByTake(offer, take(at, start, end, { role: part }), stretch);
      state[place][part] += end - start;
      start = end;
    }
    for (const [place, counts] of state.entries()) {
      const paid = completed(this.offers[this.sets[place]], counts);
      if (paid === null) return null;
      gain -= paid;
    }
    return { gain, state };
  }

  /** Returns the plan of a way through all stretches. */
  #plan(steps) {
    const plan = new Map(this.sets.map((number) => [number, []]));
    for (const { at, way } of steps) {
      let start = 0;
      for (const [which, { place, part }] of this.#roles(at).entries()) {
        const number = this.sets[place], offer = this.offers[number], end = start + way.taken[which];
        const takes = offer.kind === Kind.CHEAPEST ? inTurn(offer, at, start, end, way.cameFrom.state[place][0])
          : end > start ? [take(at, start, end, { role: part })] : [];
        plan.get(number).push(...takes);
        start = end;
      }
      this.leave(plan, at, start);
    }
    for (const number of this.sets) plan.set(number, priced(this.offers[number], plan.get(number), this.shelf));
    return plan;
  }

  /** Returns what is taken off the pieces from `start` on that no set takes, and by which offer (-1: by none). */
  #leftOver(at, start) {
    const stretch = this.shelf.at(at);
    const worth = start ? stretch.worth(start, stretch.pieces) : stretch.left;
    const most = { off: 0, by: -1 };
    for (const number of this.singles.get(stretch.row) ?? []) {
      const offer = this.offers[number];
      const off = offer.off(offer.reward, worth, stretch, stretch.pieces - start);
      if (off > most.off) Object.assign(most, { off, by: number });
    }
    return most;
  }

  /** Lets the pieces of a stretch from `start` on go to the offer that takes most off them. */
  leave(plan, at, start) {
    const { pieces } = this.shelf.at(at);
    if (start && start === pieces) return;
    const { off, by } = this.#leftOver(at, start);
    if (off) plan.set(by, [...(plan.get(by) ?? []), take(at, start, pieces, { off })]);
  }

  /** Returns a plan in which the set that gains most goes first, each as often as it can. */
  #greedy(ordered) {
    const plan = new Map(), used = new Map(ordered.map((at) => [at, 0])), waiting = new Set(this.sets);
    while (waiting.size) {
      const rest = new Shelf(
        this.shelf.stretches.map((stretch, at) => restOf(stretch, used.get(at) ?? stretch.pieces)),
      );
      let best = { gain: 0 };
      for (const number of waiting) {
        const takes = alone(this.offers[number], rest), gain = this.#gain(takes, rest);
        if (gain > best.gain) best = { number, takes, gain };
      }
      if (!best.gain) break;
      waiting.delete(best.number);
      const shifted = best.takes.map((one) => shift(one, used.get(one.stretch)));
      plan.set(best.number, priced(this.offers[best.number], shifted, this.shelf));
      for (const { stretch, end } of shifted) used.set(stretch, Math.max(used.get(stretch), end));
    }
    for (const at of ordered) this.leave(plan, at, used.get(at));
    return plan;
  }

  /** Returns what takes gain over what the same pieces would get by themselves. */
  #gain(takes, rest) {
    const lost = takes.map(({ stretch: at, start, end }) => {
      const stretch = rest.at(at), worth = stretch.worth(start, end);
      const own = (this.singles.get(stretch.row) ?? []).map((number) => this.offers[number]);
      return Math.max(0, ...own.map((offer) => offer.off(offer.reward, worth, stretch, end - start)));
    });
    return offOf(takes) - sum(lost);
  }
}

/** Returns what is free of a stretch of which so many pieces are used. */
function restOf(stretch, used) {
  const pieces = stretch.pieces - used;
  if (!pieces) return new Stretch(stretch.row, 0, 0, 0, stretch.scale, stretch.daysLeft);
  return stretch.cut(pieces, stretch.worth(used, stretch.pieces));
}

const shift = (one, by) => ({ ...one, start: one.start + by, end: one.end + by });

/** Takes the sets that are complete out of `counts`; returns what they cost, null where they are too many. */
function completed({ kind, size, roles, times, price }, counts) {
  const done = kind === Kind.CHEAPEST ? Math.floor(counts[0] / size)
    : Math.min(...roles.map(({ need }, part) => Math.floor(counts[part] / need)));
  for (const [part, { need }] of roles.entries()) counts[part] -= done * need;
  if (times !== null) {
    counts[counts.length - 1] += done;
    const all = counts.at(-1);
    if (all > times || (all === times && counts.slice(0, -1).some(Boolean))) return null;
  }
  return done * (price ?? 0);
}

/** Gives every way in which so many roles may take of so many pieces, none first. */
function* ways(roles, pieces) {
  if (!roles) yield [];
  else for (let first = 0; first <= pieces; first += 1) {
    for (const others of ways(roles - 1, pieces - first)) yield [first, ...others];
  }
}
