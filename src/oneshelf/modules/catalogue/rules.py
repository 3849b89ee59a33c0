"""Decisions about the catalogue: no clock, no database."""

from __future__ import annotations

import re

from stdnum import ean, isbn

from oneshelf.modules.catalogue.errors import NotABarcode, WrongCheckDigit

_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_ISBN_10 = re.compile(r"[0-9]{9}[0-9X]")


def parse_barcode(text: str) -> str:
    """Return the fourteen digits of a GTIN-8, -12, -13, -14 or an ISBN, written with or without hyphens and spaces.

    In-store numbers (prefixes 02 and 20-29) are numbers like any other. Raises NotABarcode, or WrongCheckDigit
    with the digit that would be right.
    """
    written = text.strip().upper().replace(" ", "").replace("-", "")
    if _ISBN_10.fullmatch(written):
        gtin = isbn.to_isbn13(written)
        expected = isbn.to_isbn10(gtin)[-1]
    elif _GTIN.fullmatch(written):
        gtin = written
        expected = ean.calc_check_digit(written[:-1])
    else:
        raise NotABarcode(value=text)
    if written[-1] != expected:
        raise WrongCheckDigit(value=text, expected=expected)
    return str(gtin).zfill(14)


def as_printed(gtin: str) -> str:
    """Return a GTIN-14 as it stands below the bars: 8, 12, 13 or 14 digits without needless leading zeros."""
    for length in (8, 12, 13):
        if not gtin[: 14 - length].strip("0"):
            return gtin[14 - length :]
    return gtin
