// What this till makes of its basket by itself, with the shop's rulebook. It is shown at once, until the server answers:
// the server's price is the one that is paid. Where the two differ, the server is told, which writes it down.
import { price, Refusal, Rulebook } from "./pricing/index.js";
import { facts, look, post, Refused } from "./server.js";

const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: facts.currency });
const digits = money.resolvedOptions().maximumFractionDigits;

let kept = { version: null, book: null };
let told = null; // what the server was asked for its last price
let said = { total: 0, rulebook: null }; // what the server answered: the total, and the rulebook that it priced by
let known = new Map(); // the lines of it, by what the basket calls them

/** Returns an amount of minor units as people read it, with the minus sign that pages have. */
export const shown = (minor) => money.format(minor / 10 ** digits).replace("-", "−");

/**
 * Remembers what the server answered, with what it asked its kernel and by which rulebook, and holds it against what
 * comes out here.
 */
export async function hold({ asked, lines, rulebook, total: due, dues }) {
  told = asked;
  said = { total: due, rulebook };
  known = new Map(lines.map(({ key }, at) => [key, asked?.lines[at]]));
  try {
    if (!asked) return;
    if (kept.version !== rulebook) await fetchBook();
    for (const [method, each] of [["", due], ...Object.entries(dues)]) await compare(paidBy(asked, method), each);
  } catch (error) {
    if (!(error instanceof Refused)) throw error; // the line is gone: the next answer brings it up again
  } finally {
    document.dispatchEvent(new CustomEvent("till:held"));
  }
}

async function compare(asked, due) {
  const own = price(asked, kept.book).total;
  if (own !== due) await post("/till/rulebook/differs/", JSON.stringify({ rulebook: kept.version, asked, total: own }));
}

const paidBy = (asked, payment) => (payment ? { ...asked, facts: { ...asked.facts, payment } } : asked);

async function fetchBook() {
  const { version, rules, groups } = await look("/till/rulebook/");
  kept = { version, book: new Rulebook(rules, groups) };
}

/** Returns what the basket comes to, in minor units, with these lines; null where only the server knows. */
export function total(lines) {
  if (!told || !kept.book || !lines.length) return null;
  const wanted = lines.map(({ key, quantity }) => ({ ...known.get(key), quantity }));
  if (wanted.some((line) => !line.article || !(line.quantity > 0))) return null;
  try {
    return price({ ...told, lines: wanted }, kept.book).total;
  } catch (error) {
    if (error instanceof Refusal) return null; // the server refuses it too, and says why
    throw error;
  }
}

/**
 * Returns why the basket, as the server last answered it, comes to what it comes to: what was `asked`, the kernel's
 * answer with a verdict on every rule (`priced`), the rules by their ids, and whether it `differs` from the server's.
 * Null where the server did not ask, undefined where its rulebook is not here.
 */
export function explained() {
  if (!told) return null;
  if (!kept.book || kept.version !== said.rulebook) return undefined;
  const rules = kept.book.byId, priced = price(told, kept.book, [...rules.keys()]);
  return { asked: told, priced, rules, differs: priced.total !== said.total };
}
