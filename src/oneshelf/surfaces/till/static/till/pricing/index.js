// The pricing kernel: the server's pure function from a basket and rules to a priced basket, for a till without a
// line.
//
// Each room has its namesake in src/oneshelf/modules/pricing/rules/kernel/: the same names, the same rules, to the
// letter the same JSON in and out. Vectors in tests/pricing/vectors and a comparison in a real browser hold the two
// together. Change one, change the other.
export { Rulebook } from "./book.js";
export { Refusal } from "./errors.js";
export { inCash, price } from "./evaluate.js";
export { proof } from "./proof.js";
