"""A changed policy is tried on past orders before it holds."""

from __future__ import annotations

import pytest

from oneshelf.kernel.ids import new_id
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import PastOrder, Policy, Rehearsal, Rule, RuleKind
from tests.sourcing.builders import COSTS
from tests.sourcing.chain import DOWNTOWN, a_chain, at
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def parcels(told: Rehearsal) -> dict[PlaceId, int]:
    return {place: share.parcels for place, share in told.by_place.items()}


def test_two_policies_see_the_same_orders_and_shelves() -> None:
    chain = a_chain()
    chain.stock(chain.near, milk=9)
    chain.stock(chain.warehouse, milk=9, bread=9)
    monday = at("2026-03-02 12:00")
    basket, mixed = chain.basket().lines, chain.basket(bread=1).lines
    past = [
        PastOrder(new_id(), basket, DOWNTOWN, monday, at("2026-03-02 14:00"), (chain.near.id,)),
        PastOrder(new_id(), mixed, DOWNTOWN, monday, at("2026-03-02 13:00"), (chain.warehouse.id,)),
        PastOrder(new_id(), chain.basket(milk=30).lines, DOWNTOWN, monday),
    ]
    done: list[int] = []
    central = Policy((COSTS, Rule(RuleKind.PREFER, worth=9_000, places=(chain.warehouse.id,))))
    with nothing_changes():
        usual, changed = sourcing.rehearse(chain.market.id, past, [sourcing.USUAL, central], progress=done.append)
    assert done == [3]
    assert (usual.orders, usual.unplaced, usual.parcels, usual.moved, usual.late) == (3, 1, 2, 0, 1)
    assert parcels(usual) == {chain.near.id: 1, chain.warehouse.id: 1}
    assert (parcels(changed), changed.moved, changed.examples) == ({chain.warehouse.id: 2}, 1, (past[0].id,))
    assert sum(share.own_cost for share in usual.by_place.values()) == usual.own_cost
    assert [share.late for share in usual.by_place.values()] == [0, 1]
    assert changed.distance_m > usual.distance_m
    assert usual.own_cost == 2 * 350 + 60 + 2 * 60, "started kilograms of each parcel"


def test_what_an_order_took_lies_on_the_shelf_for_it() -> None:
    chain = a_chain()
    past = PastOrder(new_id(), chain.basket().lines, DOWNTOWN, at("2026-03-02 12:00"), None, (chain.near.id,))
    (found,) = sourcing.rehearse(chain.market.id, [past], [sourcing.USUAL])
    assert parcels(found) == {chain.near.id: 1}
