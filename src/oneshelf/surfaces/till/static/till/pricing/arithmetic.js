// Dividing and sharing out whole numbers. A product that no number holds exactly is a BigInt; what comes of it is not.

/** Returns a product, exactly: as a BigInt where it is beyond 2^53. */
export function product(one, other) {
  if (typeof one === "number" && typeof other === "number") {
    const small = one * other;
    if (Number.isSafeInteger(small)) return small;
  }
  return BigInt(one) * BigInt(other);
}

/** Returns the whole quotient of two whole numbers that are 0 or more, and what is left over. */
export function divmod(numerator, denominator) {
  const large = typeof numerator === "bigint" || typeof denominator === "bigint";
  const [of, by] = large ? [BigInt(numerator), BigInt(denominator)] : [numerator, denominator];
  const rest = of % by;
  return [Number((of - rest) / by), rest];
}

/** Returns a quotient rounded to the nearest whole; halves go by `mode`. Both numbers are 0 or more. */
export function divided(numerator, denominator, mode = "half_away") {
  const [quotient, rest] = divmod(numerator, denominator);
  const by = typeof rest === "bigint" ? BigInt(denominator) : denominator;
  const beyondHalf = rest - (by - rest);
  if (beyondHalf < 0) return quotient;
  return quotient + (beyondHalf > 0 || mode !== "half_even" ? 1 : quotient % 2);
}

/**
 * Shares `amount` out by weights, each part its exact share or one more: the largest remainders get what is over. Of
 * equal remainders the first one comes first. The parts add up to `amount`; without any weight all are 0.
 */
export function shared(amount, weights) {
  const total = sum(weights);
  if (!total) return weights.map(() => 0);
  const exact = weights.map((weight) => divmod(product(amount, weight), total));
  const parts = exact.map(([part]) => part);
  const over = amount - sum(parts);
  if (!over) return parts;
  const rest = (at) => exact[at][1];
  const byRemainder = [...parts.keys()].sort((one, other) => compare(rest(other), rest(one)) || one - other);
  for (const at of byRemainder.slice(0, over)) parts[at] += 1;
  return parts;
}

/** Returns the sum of whole numbers, all of one type. */
export const sum = (numbers) => (numbers.length ? numbers.reduce((one, other) => one + other) : 0);

/** Compares two whole numbers of any type, for sorting. */
export const compare = (one, other) => (one < other ? -1 : Number(one > other));
