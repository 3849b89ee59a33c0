// The seal of a priced basket.
import { basketOf, writtenBasket } from "./compiled.js";
import { sorted, sortedByKey, sortedTexts } from "./order.js";

/** Which version of the kernel priced a basket: it grows when the same basket could come to something else. */
const KERNEL = 1;

/**
 * Returns the SHA-256 (hex) over what was asked and what was answered: the server's seal for the same JSON. The browser
 * works it out beside the page, so it comes as a promise.
 */
export async function proof(basket, priced) {
  const sealed = new TextEncoder().encode(text([KERNEL, canonical(basketOf(basket)), priced]));
  const digest = await crypto.subtle.digest("SHA-256", sealed);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Writes a basket with everything in a fixed order that has none of its own. */
function canonical(basket) {
  const { facts, taxes } = basket;
  const lines = basket.lines.map((line) => ({ ...line, tags: sortedTexts(line.tags) }));
  return writtenBasket({
    ...basket,
    lines: sorted(lines, (line) => [line.key]),
    facts: {
      ...facts,
      segments: sortedTexts(facts.segments),
      coupons: sorted(facts.coupons, (each) => [each.rule, each.id]),
      left: sortedByKey(facts.left),
    },
    taxes: { ...taxes, by_class: sortedByKey(taxes.by_class) },
  });
}

/** Returns JSON without spaces, with the entries of a Map in their order (an object has numbers before other names). */
function text(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${text(each)}`).join(",")}}`;
}
