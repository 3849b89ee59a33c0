// Tax on a priced basket: held in its prices or added to them, rounded by line or by document.
import { divided, product, shared, sum } from "./arithmetic.js";
import { WHOLE_PPM } from "./compiled.js";
import { sorted } from "./order.js";

/**
 * Returns the tax of `{amount, taxClass}`, tax by tax (lists of `{code, ppm, minor}`), and the sums of each tax.
 *
 * Of a document, tax is worked out for the sum of all that is taxed alike, and shared over the amounts. For a buyer
 * who is not charged, the parts say what the amounts held and the bands have no tax.
 */
export function taxed(amounts, taxes, rounding) {
  const found = amounts.map(() => []), bands = new Map();
  const componentsOf = ({ taxClass }) => taxes.by_class.get(taxClass) ?? [];
  const alike = Map.groupBy(amounts.keys(), (at) =>
    JSON.stringify(componentsOf(amounts[at]).map(({ code, ppm, compound }) => [code, ppm, compound])));
  for (const own of alike.values()) {
    const components = componentsOf(amounts[own[0]]);
    if (!components.length) continue;
    const values = own.map((at) => amounts[at].amount);
    const parts = taxesOf(values, components, taxes, rounding);
    for (const [which, at] of own.entries()) found[at] = parts[which];
    addBands(bands, values, parts, taxes);
  }
  return [found, sorted(bands.values(), ({ code, ppm }) => [code, ppm])];
}

/** Returns all of a tax that is given tax by tax. */
export const taxOf = (parts) => sum(parts.map(({ minor }) => minor));

function taxesOf(values, components, taxes, rounding) {
  const isAdded = taxes.inclusive || taxes.treatment === "charged";
  const [rates, whole] = ratesOf(components);
  const weights = isAdded ? rates : rates.map(() => 0);
  const all = sum(weights), over = taxes.inclusive ? whole + all : whole;
  const totals = rounding.tax === "line"
    ? values.map((value) => divided(product(value, all), over, rounding.mode))
    : shared(divided(product(sum(values), all), over, rounding.mode), values);
  return totals.map((total) => {
    const minors = weights.length === 1 ? [total] : shared(total, weights);
    return components.map(({ code, ppm }, at) => ({ code, ppm, minor: minors[at] }));
  });
}

/**
 * Returns what each tax comes to of the net amount, and what the net amount is, as whole numbers of one type. A
 * compound tax of r is taken of the net amount and the taxes before it.
 */
function ratesOf(components) {
  const million = BigInt(WHOLE_PPM);
  const whole = million ** BigInt(1 + components.filter(({ compound }) => compound).length);
  const weights = [];
  for (const { ppm, compound } of components) {
    const of = compound ? whole + sum([0n, ...weights]) : whole;
    weights.push((of * BigInt(ppm)) / million);
  }
  const isSmall = whole + sum(weights) <= Number.MAX_SAFE_INTEGER;
  return isSmall ? [weights.map(Number), Number(whole)] : [weights, whole];
}

function addBands(bands, values, parts, taxes) {
  const held = taxes.inclusive ? sum(parts.map(taxOf)) : 0, taxable = sum(values) - held;
  for (const [number, { code, ppm }] of parts[0].entries()) {
    const name = `${ppm} ${code}`, band = bands.get(name) ?? { code, ppm, taxable: 0, tax: 0 };
    band.taxable += taxable;
    if (taxes.treatment === "charged") band.tax += sum(parts.map((own) => own[number].minor));
    bands.set(name, band);
  }
}
