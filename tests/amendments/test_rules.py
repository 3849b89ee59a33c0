"""What a change takes from where, and what it does to the money: decisions that hold for every order."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.amendments import rules
from oneshelf.modules.amendments.errors import AlreadyPicked, NothingChanges
from oneshelf.modules.amendments.types import Apart, Carriage, Part, Wish
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.orders.public import OrderLine
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.public import Assignment
from tests.amendments.papers import an_order_of

LINES = (1, 2, 3)
UNITS = st.dictionaries(st.sampled_from(LINES), st.integers(1, 9))


def a_line(number: int, quantity: int, amount: int, cancelled: int = 0) -> OrderLine:
    price = UnitPrice(amount, "USD", quantity)
    return OrderLine(
        number,
        VariantId(new_id()),
        f"SKU-{number}",
        f"Article {number}",
        None,
        None,
        Unit.EACH,
        quantity,
        price,
        Money(amount, "USD"),
        "standard",
        Money(amount // 6, "USD"),
        returned=0,
        cancelled=cancelled,
    )


@given(held=st.lists(UNITS, max_size=4), loose=UNITS, asked=UNITS)
def test_units_leave_only_where_they_lie(
    held: list[dict[int, int]], loose: dict[int, int], asked: dict[int, int]
) -> None:
    """What is asked for is taken exactly, from nowhere more than there is; or it is refused, saying how many lie."""
    lines = [a_line(line, 99, 990) for line in LINES]
    order = an_order_of(lines)
    parcels = {ConsignmentId(new_id()): units for units in held}
    there = {line: loose.get(line, 0) + sum(units.get(line, 0) for units in held) for line in LINES}
    if any(units > there[line] for line, units in asked.items()):
        with pytest.raises(AlreadyPicked) as refused:
            rules.take_out(order, parcels, loose, asked)
        assert refused.value.left == there[refused.value.line] < refused.value.wanted
        return
    taken = rules.take_out(order, parcels, loose, asked)
    for line, wanted in asked.items():
        from_parcels = sum(units.get(line, 0) for units in taken.values())
        assert from_parcels == wanted - min(wanted, loose.get(line, 0))
    for parcel, units in taken.items():
        assert all(0 < count <= parcels[parcel][line] for line, count in units.items())


@given(
    lines=st.lists(st.tuples(st.integers(1, 7), st.integers(0, 999), st.integers(0, 7)), min_size=1, max_size=4),
    less=st.lists(st.integers(0, 7), min_size=4, max_size=4),
    delivery=st.tuples(st.integers(0, 500), st.integers(0, 500)),
    left=st.integers(0, 5000),
)
def test_a_bill_adds_up(
    lines: list[tuple[int, int, int]], less: list[int], delivery: tuple[int, int], left: int
) -> None:
    """Before plus the difference is after; money goes one way only, and no more goes back than is left."""
    bought = [
        a_line(number, units, amount, min(cancelled, units))
        for number, (units, amount, cancelled) in enumerate(lines, start=1)
    ]
    order = an_order_of(bought, delivery=delivery[0])
    cancel = {line.line: min(line.wanted, less[line.line - 1]) for line in bought}
    cancel = {line: units for line, units in cancel.items() if units}
    changes = rules.line_changes(order, Wish(cancel=cancel), (), 9)
    bill = rules.bill(order, changes, Carriage(Money(delivery[1], "USD")), Money(left, "USD"), ends_order=False)
    assert bill.was == order.due
    assert bill.will.minor == sum(each.will.minor for each in changes) + delivery[1]
    assert not (bill.back and bill.to_pay)
    assert bill.back.minor == min(left, max(0, bill.was.minor - bill.will.minor))
    assert bill.to_pay.minor == max(0, bill.will.minor - bill.was.minor)


@given(units=st.integers(1, 9), per=st.tuples(st.integers(1, 4), st.integers(1, 4)), torn=st.booleans())
def test_a_kit_leaves_whole_or_not_at_all(units: int, per: tuple[int, int], torn: bool) -> None:
    cheese, wine = VariantId(new_id()), VariantId(new_id())
    part = Part(1, VariantId(new_id()), "KIT", "Hamper", units, ((cheese, per[0]), (wine, per[1])))
    near, far = PlaceId(new_id()), PlaceId(new_id())
    sent = [Assignment(1, near, cheese, units * per[0]), Assignment(1, far if torn else near, wine, units * per[1])]
    shared = rules.shared_out([part], sent)
    assert shared is None if torn else shared == {near: (part,)}


def test_a_line_that_is_all_of_its_parcel_is_a_parcel_of_its_own_already() -> None:
    order = an_order_of([a_line(1, 3, 300), a_line(2, 2, 200)])
    one, two = ConsignmentId(UUID(int=1)), ConsignmentId(UUID(int=2))
    parted = rules.split_off(order, {one: {1: 3, 2: 1}, two: {2: 1}}, {}, [Apart(2)])
    assert parted == {(one, None, None): {2: 1}}
    with pytest.raises(NothingChanges):
        rules.split_off(order, {one: {1: 3}, two: {2: 2}}, {}, [Apart(2)])


WAYS = st.tuples(st.sampled_from([None, PlaceId(UUID(int=9))]), st.sampled_from([None, date(2026, 1, 5)]))


@given(
    parcels=st.lists(st.dictionaries(st.integers(1, 3), st.integers(1, 6), min_size=1), min_size=1, max_size=3),
    wishes=st.dictionaries(st.tuples(st.integers(1, 3), WAYS), st.integers(1, 6) | st.none(), min_size=1, max_size=4),
)
def test_what_leaves_apart_is_what_was_wished_and_nobody_else_loses_a_unit(
    parcels: list[dict[int, int]], wishes: dict[tuple[int, tuple[PlaceId | None, date | None]], int | None]
) -> None:
    order = an_order_of([a_line(line, 18, 1800) for line in (1, 2, 3)])
    held = {ConsignmentId(UUID(int=number)): units for number, units in enumerate(parcels, start=1)}
    asked = [Apart(line, units, *way) for (line, way), units in wishes.items()]
    try:
        parted = rules.split_off(order, held, {}, asked)
    except AlreadyPicked as refused:
        there = sum(units.get(refused.line, 0) for units in parcels)
        named = sum(each.units or 0 for each in asked if each.line == refused.line)
        rests = sum(each.units is None for each in asked if each.line == refused.line)
        assert named > there or (rests and named >= there) or rests > 1
        return
    except NothingChanges:
        assert all(way == (None, None) for _, way in wishes)
        return
    for consignment, lines in held.items():
        for line, units in lines.items():
            left = units - sum(way.get(line, 0) for going, way in parted.items() if going[0] == consignment)
            assert 0 <= left <= units
    for wish in asked:
        gone = sum(units.get(wish.line, 0) for going, units in parted.items() if going[1:] == (wish.place, wish.on))
        assert wish.units is None or gone <= wish.units
        assert gone == wish.units or wish.units is None or (wish.place, wish.on) == (None, None)
