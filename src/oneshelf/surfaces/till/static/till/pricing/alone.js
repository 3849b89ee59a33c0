// What one offer does by itself, when no other wants the same pieces: in closed form, however many pieces there are.
import { compare, divmod, product, shared, sum } from "./arithmetic.js";
import { offOf, take } from "./goods.js";
import { Kind } from "./offers.js";
import { sorted } from "./order.js";

/** The roles of pieces in a CHEAPEST set. */
const BOUGHT = 0, REDUCED = 1;

/**
 * Returns what an offer takes of a shelf, at its best for the customer; nothing where that takes nothing off. Where
 * parts of a set want some of the same goods, the part with fewer to choose from goes first: that need not be the best,
 * which `search` finds.
 */
export function alone(offer, shelf) {
  const takes = capped(offer, TAKES[offer.kind](offer, shelf));
  return takes.some(({ off }) => off) ? takes : [];
}

const TAKES = {
  [Kind.EACH]: each,
  [Kind.WHOLE]: whole,
  [Kind.CHEAPEST]: (offer, shelf) => priced(offer, cheapest(offer, shelf), shelf),
  [Kind.PARTS]: (offer, shelf) => priced(offer, parts(offer, shelf), shelf),
};

/** Returns takes that come to no more than the offer takes off at most. */
export function capped(offer, takes) {
  if (offer.most === null || offOf(takes) <= offer.most) return takes;
  return withOffs(takes, shared(offer.most, takes.map(({ off }) => off)));
}

const withOffs = (takes, offs) => takes.map((one, at) => ({ ...one, off: offs[at] }));

/** Returns the stretches that have pieces by what a piece costs, the dearest first, and of equals the first. */
export function dearestFirst(at, shelf) {
  const dearer = (one, other) => {
    const a = shelf.at(one), b = shelf.at(other);
    return compare(product(b.left, a.pieces), product(a.left, b.pieces)) || one - other;
  };
  return at.filter((one) => shelf.at(one).pieces).sort(dearer);
}

/** Returns what a CHEAPEST offer takes of a stretch, `position` pieces into a set: the reduced pieces come last. */
export function inTurn(offer, at, start, end, position) {
  const turn = end - (reducedUntil(offer, position + end - start) - reducedUntil(offer, position));
  const takes = [take(at, start, turn, { role: BOUGHT }), take(at, turn, end, { role: REDUCED })];
  return takes.filter((one) => one.start < one.end);
}

function reducedUntil({ size, buy }, pieces) {
  const [sets, rest] = divmod(pieces, size);
  return sets * (size - buy) + Math.max(0, rest - buy);
}

/** Returns the takes of sets with what they take off; what a bundle does is shared by what its pieces cost. */
export function priced(offer, takes, shelf) {
  if (offer.price === null) return withOffs(takes, takes.map((one) => offByTake(offer, one, shelf.at(one.stretch))));
  const worths = takes.map((one) => shelf.at(one.stretch).worth(one.start, one.end));
  const [sets] = divmod(sum(takes.map(({ start, end }) => end - start)), offer.size);
  return withOffs(takes, shared(Math.max(0, sum(worths) - sets * offer.price), worths));
}

/** Returns what a set that is no bundle takes off the pieces that it holds of a stretch. */
export function offByTake(offer, { start, end, role }, stretch) {
  const reward = offer.kind === Kind.PARTS ? offer.roles[role].reward : [null, offer.reward][role];
  return reward ? offer.off(reward, stretch.worth(start, end), stretch, end - start) : 0;
}

function each(offer, shelf) {
  const takes = shelf.of(offer.rows).map((at) => {
    const stretch = shelf.at(at);
    return take(at, 0, stretch.pieces, { off: offer.off(offer.reward, stretch.left, stretch, stretch.pieces) });
  });
  return takes.filter(({ off }) => off);
}

function whole(offer, shelf) {
  if (offer.reward) return each(offer, shelf);
  const of = shelf.of(offer.rows).filter((at) => shelf.at(at).left);
  const weights = of.map((at) => shelf.at(at).left);
  const takes = of.map((at) => take(at, 0, shelf.at(at).pieces));
  return withOffs(takes, shared(Math.min(offer.amount, sum(weights)), weights));
}

function cheapest(offer, shelf) {
  const order = dearestFirst(shelf.of(offer.rows), shelf), takes = [];
  const [sets] = divmod(sum(order.map((at) => shelf.at(at).pieces)), offer.size);
  const wanted = Math.min(sets, offer.times ?? sets) * offer.size;
  let position = 0;
  for (const at of order) {
    const pieces = Math.min(shelf.at(at).pieces, wanted - position);
    takes.push(...inTurn(offer, at, 0, pieces, position));
    position += pieces;
  }
  return takes;
}

function parts(offer, shelf) {
  const possible = offer.roles.map(({ rows, need }) => divmod(piecesOf(rows, shelf), need)[0]);
  const most = Math.min(...possible, offer.times ?? Infinity);
  let sets = last(most, (count) => assigned(offer, shelf, count).length > 0);
  if (offer.price !== null) sets = last(sets, (count) => isGained(offer, shelf, count));
  return sets ? assigned(offer, shelf, sets) : [];
}

/** Returns the last number from 1 to `most` for which something holds that holds for all before it; 0 for none. */
function last(most, holds) {
  let low = 0, high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Says whether the last of so many sets of a bundle is worth more than it costs. */
function isGained(offer, shelf, sets) {
  const worth = (count) => {
    const takes = count ? assigned(offer, shelf, count) : [];
    return sum(takes.map(({ stretch, start, end }) => shelf.at(stretch).worth(start, end)));
  };
  return worth(sets) - worth(sets - 1) > offer.price;
}

/**
 * Returns which pieces make so many sets, none where there are not enough. What is only bought is the cheapest there
 * is, so that the dearest are left to be reduced.
 */
function assigned(offer, shelf, sets) {
  const used = new Map(shelf.of(offer.rows).map((at) => [at, 0])), takes = [];
  const fewest = sorted(offer.roles.keys(), (number) => [piecesOf(offer.roles[number].rows, shelf)]);
  for (const number of fewest) {
    const { rows, need, reward } = offer.roles[number];
    const order = dearestFirst(shelf.of(rows), shelf);
    let wanted = need * sets;
    for (const at of reward || offer.price !== null ? order : order.reverse()) {
      const start = used.get(at), pieces = Math.min(shelf.at(at).pieces - start, wanted);
      if (!pieces) continue;
      takes.push(take(at, start, start + pieces, { role: number }));
      used.set(at, start + pieces);
      wanted -= pieces;
    }
    if (wanted) return [];
  }
  return takes;
}

const piecesOf = (rows, shelf) => sum(shelf.of(rows).map((at) => shelf.at(at).pieces));
