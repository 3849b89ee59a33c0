// What pricing refuses, under the codes of the server's refusals.

/** A basket that cannot be priced: `code` says why, `details` what it is about. */
export class Refusal extends Error {
  constructor(code, details) {
    super(`${code} ${JSON.stringify(details)}`);
    this.code = code;
    this.details = details;
  }
}

export const badQuantity = (value, most) => new Refusal("bad_quantity", { value, most });
export const badLine = (line, name, value) => new Refusal("bad_line", { line, name, value });
export const basketTooLarge = (most) => new Refusal("basket_too_large", { most });
