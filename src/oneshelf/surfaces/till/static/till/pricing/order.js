// One order for texts and tuples, whatever runtime sorts them.

const isSurrogate = (unit) => unit >= 0xd800 && unit <= 0xdfff;

/** Compares two texts by code point. (`<` goes by UTF-16 unit, and so has the rarest characters before some others.) */
export function byCodePoint(one, other) {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) {
    const a = one.charCodeAt(at), b = other.charCodeAt(at);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) - isSurrogate(b);
  }
  return one.length - other.length;
}

/** Returns what compares by the tuples that `key` makes: of texts, numbers and truths, place by place. */
export const by = (key) => (one, other) => {
  const a = key(one), b = key(other);
  for (const [at, value] of a.entries()) {
    const found = typeof value === "string" ? byCodePoint(value, b[at]) : value - b[at];
    if (found) return found;
  }
  return 0;
};

/** Returns the values in the order of their tuples; equal ones stay as they were. */
export const sorted = (values, key) => [...values].sort(by(key));

/** Returns texts in order. */
export const sortedTexts = (texts) => [...texts].sort(byCodePoint);

/** Returns the entries of a Map in the order of their keys, as a Map. */
export const sortedByKey = (map) => new Map(sorted(map.entries(), ([key]) => [key]));

/** Says whether two sets share something. */
export function overlap(one, other) {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  for (const each of small) if (large.has(each)) return true;
  return false;
}

/** Returns all that several sets hold. */
export const union = (sets) => new Set(sets.flatMap((each) => [...each]));
