"""Hours of places hold so many orders and no more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.ids import new_id
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import models
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Leg
from tests.markets.builders import a_market
from tests.places.builders import a_store

pytestmark = [pytest.mark.database]

SLOT = datetime(2099, 3, 2, 10, tzinfo=UTC)


def leg(place: PlaceId, slot: datetime | None = SLOT) -> Leg:
    return Leg(place, (), SLOT, slot)


def taken(place: PlaceId) -> dict[datetime, int]:
    found = sourcing.hours_of_places([place], SLOT - timedelta(days=1), SLOT + timedelta(days=1))
    return {hour.slot: hour.taken for hour in found}


@pytest.mark.django_db
def test_an_hour_takes_what_it_can_and_refuses_the_next() -> None:
    market, place = a_market(), a_store(a_market())
    sourcing.set_limit(place.id, 2, actor=SYSTEM)
    first, second, third = new_id(), new_id(), new_id()
    sourcing.take_capacity(market.id, first, [leg(place.id)])
    sourcing.take_capacity(market.id, second, [leg(place.id)])
    with pytest.raises(sourcing.PlaceBusy) as refused, transaction.atomic():
        sourcing.take_capacity(market.id, third, [leg(place.id, SLOT + timedelta(hours=1)), leg(place.id)])
    assert (refused.value.place, refused.value.most) == (str(place.id), 2)
    assert taken(place.id) == {SLOT: 2}, "a refusal leaves the other hour as it was"
    assert sourcing.release_capacity(first) == 1
    assert sourcing.release_capacity(first) == 0
    sourcing.take_capacity(market.id, third, [leg(place.id)])
    assert taken(place.id) == {SLOT: 2}
    assert sourcing.audit() == []


@pytest.mark.django_db
def test_a_place_without_a_limit_counts_nothing() -> None:
    market, place = a_market(), a_store(a_market())
    sourcing.take_capacity(market.id, new_id(), [leg(place.id), leg(place.id, None)])
    assert taken(place.id) == {}
    sourcing.set_limit(place.id, 0, actor=SYSTEM)
    with pytest.raises(sourcing.PlaceBusy), transaction.atomic():
        sourcing.take_capacity(market.id, new_id(), [leg(place.id)])
    assert taken(place.id) == {}
    sourcing.set_limit(place.id, None, actor=SYSTEM)
    sourcing.take_capacity(market.id, new_id(), [leg(place.id)])
    for wrong in (-1, 10_001):
        with pytest.raises(Invalid):
            sourcing.set_limit(place.id, wrong, actor=SYSTEM)


@pytest.mark.django_db
def test_a_limit_that_is_lowered_keeps_what_was_taken() -> None:
    market, place = a_market(), a_store(a_market())
    sourcing.set_limit(place.id, 3, actor=SYSTEM)
    owners = [new_id() for _ in range(3)]
    for owner in owners:
        sourcing.take_capacity(market.id, owner, [leg(place.id)])
    sourcing.set_limit(place.id, 1, actor=SYSTEM)
    with pytest.raises(sourcing.PlaceBusy), transaction.atomic():
        sourcing.take_capacity(market.id, new_id(), [leg(place.id)])
    assert taken(place.id) == {SLOT: 3}
    for owner in owners:
        sourcing.release_capacity(owner, [place.id])
    sourcing.take_capacity(market.id, new_id(), [leg(place.id)])
    assert taken(place.id) == {SLOT: 1}


@pytest.mark.django_db
def test_the_audit_finds_an_hour_that_was_tampered_with() -> None:
    market, place = a_market(), a_store(a_market())
    sourcing.set_limit(place.id, 3, actor=SYSTEM)
    sourcing.take_capacity(market.id, new_id(), [leg(place.id)])
    models.Capacity.objects.update(taken=2)
    (found,) = sourcing.audit()
    assert (found.found, found.expected) == ("2", "1")
    assert str(place.id) in found.subject


@pytest.mark.django_db
def test_hours_that_are_long_over_are_forgotten() -> None:
    market, place = a_market(), a_store(a_market())
    sourcing.set_limit(place.id, 3, actor=SYSTEM)
    old = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=9)
    sourcing.take_capacity(market.id, new_id(), [leg(place.id, old), leg(place.id)])
    assert sourcing.forget_hours() == 1
    assert taken(place.id) == {SLOT: 1}
    assert sourcing.audit() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_hours_are_taken_once() -> None:
    """Forty orders want two hours of two places each, in any order; every hour takes seven."""
    market = a_market()
    stores = [a_store(market).id, a_store(market).id]
    slots = [SLOT, SLOT + timedelta(hours=1)]
    for store in stores:
        sourcing.set_limit(store, 7, actor=SYSTEM)

    def order(number: int) -> UUID | None:
        owner = new_id()
        legs = [leg(store, slot) for store in stores for slot in slots]
        try:
            sourcing.take_capacity(market.id, owner, legs if number % 2 else legs[::-1])
        except sourcing.PlaceBusy:
            return None
        else:
            return owner
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as hands:
        winners = [owner for owner in hands.map(order, range(40)) if owner]
    assert len(winners) == 7
    for store in stores:
        assert taken(store) == dict.fromkeys(slots, 7)
    assert sourcing.audit() == []
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(_released, winners * 2))
    for store in stores:
        assert taken(store) == dict.fromkeys(slots, 0)
    assert sourcing.audit() == []
    assert connection.is_usable()


def _released(owner: UUID) -> None:
    sourcing.release_capacity(owner)
    connections["default"].close()
