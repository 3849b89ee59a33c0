"""Lines that join a consignment, and units that leave it, while people pick."""

from __future__ import annotations

from functools import partial

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox.models import Event
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState, Line, LinesAdded
from oneshelf.modules.inventory import public as inventory
from tests.fulfilment.builders import Parcel, open_one
from tests.supply.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def joins(parcel: Parcel) -> bool:
    """Let two more units join, on a line of their own."""
    line = Line(line=2, variant=parcel.variant, title="Oat milk", sku="OAT-1", quantity=2)
    is_in = fulfilment.add_lines(parcel.id, [line])
    if is_in:
        demand = inventory.Demand(2, parcel.shop.store.id, parcel.variant, 2)
        inventory.allocate(parcel.shop.market.id, [demand], order=parcel.order)
    return is_in


def test_lines_join_what_nobody_has_in_hand() -> None:
    parcel = open_one()
    assert joins(parcel)
    assert [(line.line, line.quantity) for line in parcel.now.lines] == [(1, 3), (2, 2)]
    (told,) = Event.objects.filter(aggregate=parcel.id, type=LinesAdded.TYPE)
    assert told.sequence == parcel.now.version == 2
    assert fulfilment.audit() == []


def test_what_is_being_picked_is_left_to_its_picker() -> None:
    parcel = open_one()
    parcel.pick(1)
    assert not joins(parcel)
    assert [line.line for line in parcel.now.lines] == [1]


def test_a_line_joins_before_the_picker_comes_or_not_at_all() -> None:
    for _ in range(4):
        parcel = open_one()
        told = at_once(partial(joins, parcel), partial(fulfilment.start_picking, parcel.id, actor=SYSTEM))
        assert told == {"done": 2}
        held = [line.line for line in parcel.now.lines]
        assert (parcel.now.state, held) in [(ConsignmentState.PICKING, [1, 2]), (ConsignmentState.PICKING, [1])]
        assert inventory.promised(parcel.order)[-1].line == held[-1]
    assert fulfilment.audit() == []
