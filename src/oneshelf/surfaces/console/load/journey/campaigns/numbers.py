"""What a coupon's number says about its value.

742 of the 981 numbers are UPC-A coupon codes without their check digit, as manufacturers printed them in the United
States until 2011: the system digit 5, five digits of the manufacturer, three of the family of products, two of the
value. The two last follow one table for the whole trade (Uniform Code Council, later GS1 US, "U.P.C. coupon code
guidelines"), which is `data/coupon_values.tsv`; codes that the table reserves, and 00, which leaves the value to the
cashier, say nothing. The other 239 numbers are the retailer's own and say nothing either.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from oneshelf.surfaces.console.load.journey import tables

_SYSTEM = 5
_DIGITS_BEHIND_SYSTEM = 10**10
_VALUE_CODES = 100


@dataclass(frozen=True, slots=True)
class Face:
    """What one piece of a coupon gives: `cents`, or, with `free`, one unit; for at least `needs` units of its goods."""

    needs: int
    cents: int
    free: bool = False


def face_of(coupon: int) -> Face | None:
    """Return what the number says, None when it says nothing."""
    if coupon // _DIGITS_BEHIND_SYSTEM != _SYSTEM:
        return None
    return _faces().get(coupon % _VALUE_CODES)


@cache
def _faces() -> dict[int, Face]:
    return {
        int(row["code"]): Face(needs=int(row["needs"]), cents=int(row["cents"]), free=row["free"] == "1")
        for row in tables.rows("coupon_values")
    }
