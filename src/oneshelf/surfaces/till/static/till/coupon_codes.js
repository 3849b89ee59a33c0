// Codes of coupons, read without asking anybody: as modules/coupons/rules/codes.py reads them, by the same vectors.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ", MODULUS = 31, RADIX = 3; // ISO/IEC 7064, a pure system
const LOOKS_LIKE = { I: "1", L: "1", "\u0130": "1", O: "0", S: "5", U: "V" };
const SEPARATORS = " \t-\u2010\u2011\u2012\u2013\u2014\u2212_.";
const DRAWN = 17, SHORTEST_CHOSEN = 4, LONGEST_CHOSEN = 14;

// Gives the symbols of what was typed or scanned; null when it is no code, or is mistyped.
export function read(text) {
  const typed = [...text.normalize("NFKC").toUpperCase()].filter((each) => !SEPARATORS.includes(each));
  const symbols = typed.map((each) => LOOKS_LIKE[each] ?? each);
  if (!symbols.every((each) => ALPHABET.includes(each))) return null;
  const fits = symbols.length === DRAWN ? fitsItsCheck(symbols) : isChosen(symbols);
  return fits ? symbols.join("") : null;
}

const isChosen = ({ length }) => SHORTEST_CHOSEN <= length && length <= LONGEST_CHOSEN;

function fitsItsCheck(symbols) {
  return symbols.reduce((total, each) => (total * RADIX + ALPHABET.indexOf(each)) % MODULUS, 0) === 1;
}
