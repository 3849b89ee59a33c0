// The goods of a basket while rules are applied to them.
import { divided, divmod, product, sum } from "./arithmetic.js";
import { sorted, sortedTexts } from "./order.js";

/** The line number of what delivery costs. */
export const DELIVERY = -1;

/** A line of the priced basket: all lines of one article at one price, as fresh, and what they are listed at (`base`). */
export class Row {
  constructor(line, keys, quantity, base) {
    Object.assign(this, { line, keys, quantity, base, tags: new Set(line.tags) });
  }

  /** How many pieces it is: a labelled portion is one, what is sold by measure is none. */
  get pieces() {
    if (this.line.amount !== null) return 1;
    return this.line.scale === 1 ? this.quantity : 0;
  }
}

/**
 * Pieces of one row that cost the same so far: `left` minor units for `units` smallest sale units. `pieces` is 0 of
 * what is sold by measure: it is reduced as a whole or not at all.
 */
export class Stretch {
  constructor(row, units, pieces, left, scale = 1, daysLeft = null) {
    Object.assign(this, { row, units, pieces, left, scale, daysLeft });
  }

  /** Returns what its pieces from `start` until before `end` cost, so that parts add up to the whole. */
  worth(start, end) {
    if (start === 0 && end === this.pieces) return this.left;
    return divided(product(this.left, end), this.pieces) - divided(product(this.left, start), this.pieces);
  }

  /** Returns how many smallest sale units so many of its pieces are. */
  unitsOf(pieces) {
    return pieces === this.pieces ? this.units : divmod(product(this.units, pieces), this.pieces)[0];
  }

  /** Returns it with so many pieces that cost so much. */
  cut(pieces, left) {
    return new Stretch(this.row, this.unitsOf(pieces), pieces, left, this.scale, this.daysLeft);
  }
}

/**
 * A rule's hold on the pieces of a stretch from `start` until before `end`, and what it takes `off` them. `role` is the
 * part that they play in a set. Of what is sold by measure start and end are 0, and all of it is meant.
 */
export const take = (stretch, start, end, { off = 0, role = 0 } = {}) => ({ stretch, start, end, off, role });

/** Returns what takes come to. */
export const offOf = (takes) => sum(takes.map((each) => each.off));

/** Stretches in order, and where those of a row are. */
export class Shelf {
  constructor(stretches) {
    this.stretches = stretches;
    this.byRow = Map.groupBy(stretches.keys(), (at) => stretches[at].row);
  }

  /** Returns the stretch at a place. */
  at(place) {
    return this.stretches[place];
  }

  /** Returns where the stretches of rows are, in order. */
  of(rows) {
    const found = [];
    for (const row of rows) found.push(...(this.byRow.get(row) ?? []));
    return found.sort((one, other) => one - other);
  }
}

/** Rows, the stretches that rules have made of them, and which rows have which tags. */
export class Goods {
  #listed;
  #matched = new Map();

  constructor(rows, delivery) {
    const listed = rows.map(({ quantity, pieces, base, line }, at) =>
      new Stretch(at, quantity, pieces, base, line.scale, line.days_left));
    this.rows = rows;
    this.#listed = delivery === null ? listed : [new Stretch(DELIVERY, 1, 1, delivery), ...listed];
    this.shelf = new Shelf(this.#listed);
    this.byTag = new Map();
    for (const [at, row] of rows.entries()) {
      for (const tag of row.line.protected ? [] : row.line.tags) {
        if (!this.byTag.has(tag)) this.byTag.set(tag, []);
        this.byTag.get(tag).push(at);
      }
    }
  }

  /** Returns the set of rows that match; those that are protected never do. */
  matched(matcher) {
    if (!this.#matched.has(matcher)) this.#matched.set(matcher, this.#find(matcher));
    return this.#matched.get(matcher);
  }

  #find({ anyOf, allOf, noneOf }) {
    const found = anyOf.size ? this.#tagged(anyOf) : this.#unprotected();
    if (!allOf.length && !noneOf.length) return found;
    const fits = ({ tags }) => allOf.every((tag) => tags.has(tag)) && !noneOf.some((tag) => tags.has(tag));
    return new Set([...found].filter((at) => fits(this.rows[at])));
  }

  #tagged(anyOf) {
    const [short, long] = anyOf.size <= this.byTag.size ? [anyOf, this.byTag] : [this.byTag, anyOf];
    const found = new Set();
    for (const tag of short.keys()) if (long.has(tag)) for (const at of this.byTag.get(tag)) found.add(at);
    return found;
  }

  #unprotected() {
    return new Set([...this.rows.keys()].filter((at) => !this.rows[at].line.protected));
  }

  /** Returns what rows cost so far. */
  left(rows) {
    return sum(this.shelf.of(rows).map((at) => this.shelf.at(at).left));
  }

  /** Lets everything cost what is listed again. */
  beginAnew() {
    this.shelf = new Shelf(this.#listed);
  }

  /** Lets these be the stretches from now on. */
  put(stretches) {
    this.shelf = new Shelf([...stretches].sort((one, other) => one.row - other.row));
  }
}

/**
 * Returns the rows of a basket: neither the order of its lines nor their splitting shows in them. A labelled portion
 * keeps a row of its own.
 */
export function gathered(basket) {
  const same = new Map();
  for (const line of basket.lines) {
    const own = line.amount === null ? [-1, 0, ""] : [line.amount, line.quantity, line.key];
    const fresh = line.days_left ?? -1;
    const key = [line.article, line.price, line.per, line.scale, line.tax_class, line.protected, fresh, ...own];
    const name = JSON.stringify(key);
    if (!same.has(name)) same.set(name, { key, lines: [] });
    same.get(name).lines.push(line);
  }
  return sorted(same.values(), ({ key }) => key).map(({ lines }) => rowOf(lines));
}

function rowOf(lines) {
  const [first] = lines, isPortion = first.amount !== null;
  const quantity = isPortion ? first.quantity : sum(lines.map((line) => line.quantity));
  const base = isPortion ? first.amount : divided(product(first.price, quantity), first.per);
  return new Row(first, sortedTexts(lines.map((line) => line.key)), quantity, base);
}

/** Returns the stretches that `takes` made, with what they took off, and those that are left as they were. */
export function split({ stretches }, takes) {
  const byStretch = Map.groupBy(takes, (each) => each.stretch), taken = [], free = [];
  const piece = (stretch, start, end, off) => stretch.cut(end - start, stretch.worth(start, end) - off);
  for (const [at, stretch] of stretches.entries()) {
    const own = byStretch.get(at)?.sort((one, other) => one.start - other.start);
    if (!own) free.push(stretch);
    else if (!stretch.pieces) taken.push(stretch.cut(0, stretch.left - own[0].off));
    else {
      for (const { start, end, off } of own) taken.push(piece(stretch, start, end, off));
      const { end } = own.at(-1);
      if (end < stretch.pieces) free.push(piece(stretch, end, stretch.pieces, 0));
    }
  }
  return [taken, free];
}
