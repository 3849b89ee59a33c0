"""The last two digits of a manufacturer's coupon say what it is worth."""

from __future__ import annotations

import pytest

from oneshelf.surfaces.console.load.journey import tables
from oneshelf.surfaces.console.load.journey.campaigns.numbers import Face, face_of


@pytest.mark.parametrize(
    ("coupon", "face"),
    [
        (51600070076, Face(needs=1, cents=100)),
        (51600070050, Face(needs=1, cents=50)),
        (51600070033, Face(needs=2, cents=100)),
        (51600070013, Face(needs=4, cents=100)),
        (51600070061, Face(needs=1, cents=1000)),
        (51600070001, Face(needs=1, cents=0, free=True)),
        (51600070014, Face(needs=2, cents=0, free=True)),
    ],
)
def test_a_value_code_is_read(coupon: int, face: Face) -> None:
    assert face_of(coupon) == face


@pytest.mark.parametrize("coupon", [51600070000, 51600070027, 10000085476, 0, 151600070076])
def test_what_the_cashier_decides_is_reserved_or_is_no_manufacturers_says_nothing(coupon: int) -> None:
    assert face_of(coupon) is None


def test_codes_of_plain_cents_say_themselves() -> None:
    plain = {int(row["code"]): row for row in tables.rows("coupon_values") if row["code"] in _PLAIN}
    assert len(plain) == len(_PLAIN)
    assert all((row["needs"], int(row["cents"]), row["free"]) == ("1", code, "0") for code, row in plain.items())


_PLAIN = {f"{cents:02}" for cents in (*range(10, 100, 5), 12, 29, 39, 49, 59, 69, 79, 89, 99)}
