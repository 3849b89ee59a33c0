"""Which units a till has to name before it sells them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import ProductId, Tracks, VariantId, VariantSnapshot
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout import rules
from oneshelf.modules.lots.public import Condition, LotId, Part, Told
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import PricedLine

PHONE, HERE = VariantId(new_id()), PlaceId(new_id())


def _quote(quantity: int, tracks: Tracks = Tracks.SERIALS) -> checkout.BasketQuote:
    none = Money.zero("USD")
    known = VariantSnapshot(
        *(PHONE, ProductId(new_id()), "PHONE", "Phone", None, None, Unit.EACH, "standard", None, True), tracks=tracks
    )
    priced = PricedLine(PHONE, quantity, UnitPrice(0, "USD"), none)
    return checkout.BasketQuote((checkout.QuotedLine(1, known, priced),), none, none)


def _parts(numbered: int, nameless: int) -> list[Part]:
    def part(lot: LotId | None, units: int) -> Part:
        return Part(HERE, PHONE, None, lot, "S" if lot else None, bool(lot), None, None, Condition.NEW, units)

    return [part(LotId(new_id()), 1) for _ in range(numbered)] + ([part(None, nameless)] if nameless else [])


def _told(quantity: int, *serials: str, here: list[Part], tracks: Tracks = Tracks.SERIALS) -> tuple[Told, ...]:
    wanted = checkout.Wanted(PHONE, quantity, serials)
    return rules.told_units(_quote(quantity, tracks), [wanted], here)


def test_each_unit_is_named_on_its_line() -> None:
    told = _told(2, "S1", "S2", here=_parts(3, 0))
    assert told == tuple(Told(1, PHONE, 1, lot=serial, serial=True) for serial in ("S1", "S2"))


@pytest.mark.parametrize(
    ("quantity", "serials", "numbered", "nameless"),
    [(2, ("S1",), 3, 0), (1, ("S1", "S2"), 3, 0), (2, ("S1", "S1"), 3, 0), (3, (), 2, 2)],
)
def test_more_must_be_named_than_nobody_knows(
    quantity: int, serials: tuple[str, ...], numbered: int, nameless: int
) -> None:
    with pytest.raises(checkout.SerialsNeeded):
        _told(quantity, *serials, here=_parts(numbered, nameless))


def test_units_whose_numbers_nobody_knows_leave_as_such() -> None:
    assert _told(2, here=_parts(1, 2)) == (Told(1, PHONE, 2, nameless=True),)
    assert _told(2, "S1", here=_parts(1, 2)) == (
        Told(1, PHONE, 1, lot="S1", serial=True),
        Told(1, PHONE, 1, nameless=True),
    )
    assert _told(2, here=_parts(0, 2)) == ()
    assert _told(2, here=[]) == ()  # nobody has told them apart yet


def test_what_is_not_new_stands_in_for_nothing() -> None:
    (broken,) = (replace(part, condition=Condition.DAMAGED) for part in _parts(0, 1))
    with pytest.raises(checkout.SerialsNeeded):
        _told(1, here=[*_parts(1, 0), broken])


def test_what_has_no_numbers_is_not_told_apart_by_any() -> None:
    assert _told(2, "S1", here=[], tracks=Tracks.NOTHING) == ()
