"""Decisions about customers: which contact data and which card numbers are sound."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from stdnum import ean

from oneshelf.modules.customers.errors import InvalidCard, InvalidEmail, InvalidPhone
from oneshelf.modules.customers.types import CardNumber

CARD_PREFIX = "29"
"""GS1 restricted circulation (20-29): numbers that a retailer gives out itself and no product can have."""

MOST_CARDS = 10**10
"""How many card numbers there are: serials from 0 to one less."""

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+")
_LONGEST_EMAIL = 254  # RFC 5321, section 4.5.3.1.3, less the brackets
_UNFOLDED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ə": "e"})


def card_number(serial: int) -> CardNumber:
    """Return the card number with `serial` (0 to 9,999,999,999): the prefix, ten digits and an EAN-13 check digit."""
    assert 0 <= serial < MOST_CARDS, f"a card's serial has ten digits at most, not {serial}"
    digits = f"{CARD_PREFIX}{serial:010d}"
    return CardNumber(digits + ean.calc_check_digit(digits))


def read_card(text: str) -> CardNumber:
    """Return the card number in what was scanned or typed, spaces and dashes left out. Raises InvalidCard."""
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) != 13 or not digits.startswith(CARD_PREFIX) or not ean.is_valid(digits):
        raise InvalidCard(card=text)
    return CardNumber(digits)


def normal_phone(text: str, region: str | None = None) -> str:
    """Return the telephone number in E.164, '' for none. `region` (ISO 3166-1) reads one without a country code.

    Raises InvalidPhone when no such number can exist.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as fault:
        raise InvalidPhone(phone=text) from fault
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone(phone=text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_email(text: str) -> str:
    """Return the e-mail address in lower case, '' for none. Raises InvalidEmail."""
    email = text.strip().lower()
    if email and (len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        raise InvalidEmail(email=text)
    return email


def folded(text: str) -> str:
    """Return `text` as it is searched: without case, accents and doubled spaces (Łódź is lodz)."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_UNFOLDED))
    return " ".join("".join(each for each in bare if not unicodedata.combining(each)).split())
