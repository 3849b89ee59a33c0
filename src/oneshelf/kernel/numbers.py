"""Short numbers of documents: drawn at random, without look-alikes, with a check character."""

from __future__ import annotations

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
"""27 characters that cannot be mistaken for each other and spell no words."""


def draw(characters: int) -> str:
    """Return `characters` random ones and a check character; one that is taken, the database refuses."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(characters))
    return text + check_character(text)


def check_character(text: str) -> str:
    """Return the check character of `text`: Luhn modulo N (ISO/IEC 7812-1 for other alphabets).

    It catches every single wrong character and nearly every swap of neighbours.
    """
    base, total = len(ALPHABET), 0
    for position, character in enumerate(reversed(text)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


def clean(text: str, characters: int) -> str | None:
    """Return a number of `characters` and their check as it is stored, or None when `text` cannot be one."""
    number = text.strip().upper().replace("-", "").replace(" ", "")
    if len(number) != characters + 1 or any(character not in ALPHABET for character in number):
        return None
    return number if check_character(number[:-1]) == number[-1] else None
