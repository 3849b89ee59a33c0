"""How a code is written, read and drawn. The till's `coupon_codes.js` reads alike: both hold to the same vectors.

A drawn code has 16 symbols of chance and a check symbol. It is a pure system after ISO/IEC 7064 with modulus 31 and
radix 3: the symbols' values, weighted from the right with 1, 3, 9 and so on, come to 1 modulo 31. As 31 is prime and 3
a primitive root of it, no weight is 0 and all 17 differ: one wrong symbol, or two that changed places, never fit.
"""

from __future__ import annotations

import hmac
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
"""31 symbols. I and L are read as 1, O as 0, S as 5 and U as V, so that none is mistaken for another."""

CHANCE = 16
"""How many symbols of a drawn code are drawn: 79 bits."""

SHORTEST_CHOSEN, LONGEST_CHOSEN = 4, 14
"""How many symbols a chosen code may have: so few that a drawn one that lost two is not taken for it."""

TAIL = 4
"""How many of the last symbols may be shown to recognise a code by."""

_BASE, _RADIX = len(ALPHABET), 3
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_SPACE = _BASE**CHANCE
_SEPARATORS = " \t-\u2010\u2011\u2012\u2013\u2014\u2212_."
_WITHOUT_SEPARATORS = str.maketrans("", "", _SEPARATORS)
_READ_AS = str.maketrans("ILOSU\u0130", "1105V1")
_SECOND_OF_PAIR = _RADIX**2 % _BASE


def read(text: str) -> str | None:
    """Return the symbols of what was typed or scanned, or None when it is no code.

    Case, spaces, hyphens and look-alikes do not matter. What has as many symbols as a drawn code must fit its check.
    """
    symbols = write(text).translate(_READ_AS)
    if not all(symbol in _VALUES for symbol in symbols):
        return None
    if len(symbols) == CHANCE + 1:
        return symbols if check_symbol(symbols[:-1]) == symbols[-1] else None
    return symbols if SHORTEST_CHOSEN <= len(symbols) <= LONGEST_CHOSEN else None


def is_chosen(symbols: str) -> bool:
    """Tell whether symbols are those of a code that somebody chose, and not of one that was drawn."""
    return len(symbols) <= LONGEST_CHOSEN


def write(text: str) -> str:
    """Return what was typed in capitals and without separators: as a chosen code is shown."""
    return unicodedata.normalize("NFKC", text).upper().translate(_WITHOUT_SEPARATORS)


def check_symbol(symbols: str) -> str:
    """Return the symbol that makes a drawn code of `symbols`."""
    total = 0
    for symbol in symbols:
        total = (total + _VALUES[symbol]) * _RADIX
    return ALPHABET[(1 - total) % _BASE]


def draw(key: bytes, serial: int) -> str:
    """Return code number `serial` of whoever holds `key` (32 random bytes): always the same, and told by nothing else.

    HMAC-SHA-256 in counter mode. Of its 256 bits 79 are used, so that no symbol is more likely than another by 2^-176.
    """
    number = int.from_bytes(hmac.digest(key, serial.to_bytes(8, "big"), "sha256")) % _SPACE
    total, pairs = 0, []
    for _ in range(CHANCE // 2):
        number, pair = divmod(number, _BASE * _BASE)
        pairs.append(_PAIRS[pair])
        total = total * _SECOND_OF_PAIR + (pair // _BASE * _RADIX + pair % _BASE)
    return "".join(pairs) + ALPHABET[(1 - total * _RADIX) % _BASE]


def spell(symbols: str) -> str:
    """Return a drawn code as people read it, in groups of four."""
    return "-".join(symbols[first : first + 4] for first in range(0, len(symbols), 4))


def tail(text: str) -> str:
    """Return the last symbols of what was typed, by which people recognise it."""
    symbols = read(text)
    return (symbols if symbols and len(symbols) == CHANCE + 1 else write(text))[-TAIL:]
