"""Places: real ones, virtual ones, and how they are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from oneshelf.kernel.actors import SYSTEM, Actor, ActorKind
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox.models import Event
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.places import models
from oneshelf.modules.places import public as places
from tests.markets.builders import a_market
from tests.places.builders import ALL_WEEK, a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db]

CHICAGO = places.Position(41.8781, -87.6298)
DAYTON = places.Position(39.7589, -84.1916)


def test_a_place_is_found_by_id_and_code() -> None:
    market = a_market()
    store = a_store(market, code="main", address=places.Address(city="Dayton", country="US"), position=DAYTON)
    assert places.get_place(store.id) == store == places.place_by_code(market.id, "main")
    assert store.time_zone == market.time_zone
    assert store.counted
    with pytest.raises(places.UnknownPlace):
        places.place_by_code(a_market().id, "main")
    with pytest.raises(places.UnknownPlace):
        places.places_by_id([store.id, places.PlaceId(new_id())])


def test_a_code_has_one_place_in_a_market() -> None:
    market = a_market()
    a_store(market, code="main")
    a_store(a_market(), code="main")
    with pytest.raises(places.PlaceCodeTaken):
        a_store(market, code="main")
    assert len(places.list_places(market.id)) == 1


def test_a_market_has_each_virtual_place_once() -> None:
    market = a_market()
    with pytest.raises(places.UnknownPlace):
        places.virtual_places(market.id)
    virtual = places.open_market_places(market.id)
    assert places.open_market_places(market.id) == virtual == places.virtual_places(market.id)
    assert {each.kind for each in places.list_places(market.id)} == places.VIRTUAL_KINDS
    assert places.get_place(virtual.in_transit).counted
    assert not places.get_place(virtual.supplier).counted


def test_virtual_places_stay_as_they_are() -> None:
    market = a_market()
    loss = places.open_market_places(market.id).loss
    for attempt in (
        lambda: places.archive_place(loss, actor=SYSTEM),
        lambda: places.set_hours(loss, ALL_WEEK, actor=SYSTEM),
        lambda: places.close_on(loss, date(2026, 1, 1), actor=SYSTEM),
        lambda: a_store(market, kind=places.PlaceKind.LOSS),
    ):
        with pytest.raises(places.VirtualPlaceFixed):
            attempt()
    with pytest.raises(IntegrityError, match="places_virtual_places_serve_nobody"), transaction.atomic():
        models.Place.objects.filter(id=loss).update(sells=True)
    assert places.get_place(loss) == replace(places.get_place(loss), archived=False, sells=False)


def test_an_archived_place_leaves_the_lists_and_stays_known() -> None:
    market = a_market()
    store = a_store(market, position=DAYTON)
    places.archive_place(store.id, actor=SYSTEM)
    assert places.list_places(market.id) == []
    assert places.nearest_places(market.id, DAYTON) == []
    assert places.search_places(market.id, store.name) == []
    assert places.get_place(store.id).archived
    with pytest.raises(places.PlaceClosed):
        places.require_open(store.id, datetime(2026, 5, 4, 16, tzinfo=UTC))


def test_the_nearest_come_first_with_their_distance() -> None:
    market = a_market()
    dayton, chicago = a_store(market, position=DAYTON), a_store(market, position=CHICAGO)
    a_store(market)  # stands nowhere
    a_store(a_market(), position=DAYTON)  # sells elsewhere
    found = places.nearest_places(market.id, places.Position(39.76, -84.19))
    assert [each.place for each in found] == [dayton, chicago]
    assert found[0].distance_m < 300
    assert found[1].distance_m == pytest.approx(372_000, rel=0.02)  # as an atlas says
    assert len(places.nearest_places(market.id, DAYTON, most=1)) == 1


def test_a_position_off_the_globe_is_refused() -> None:
    with pytest.raises(places.WrongPosition):
        a_store(a_market(), position=places.Position(91, 0))
    with pytest.raises(places.WrongPosition):
        places.nearest_places(a_market().id, places.Position(float("nan"), 0))


def test_the_finder_reads_name_and_address_in_any_case() -> None:
    market = a_market()
    dayton = a_store(market, name="Riverside", address=places.Address(city="Dayton", postal_code="45402"))
    lodz = a_store(market, name="Łódź Centrum")
    a_store(market, name="100% Fresh", kind=places.PlaceKind.WAREHOUSE)
    assert places.search_places(market.id, "dAYTON") == [dayton]
    assert places.search_places(market.id, "45402") == [dayton]
    assert places.search_places(market.id, "łÓDŹ") == [lodz]
    assert places.search_places(market.id, "%") == []
    assert places.search_places(market.id, "") == [dayton, lodz]


def test_hours_of_many_places_are_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    market = a_market()
    stores = [a_store(market) for _ in range(3)]
    for store in stores:
        places.set_hours(store.id, ALL_WEEK, actor=SYSTEM)
    with django_assert_num_queries(3):
        hours = places.hours_of(store.id for store in stores)
    assert {each.week for each in hours.values()} == {ALL_WEEK}


def test_a_closed_place_says_when_it_opens() -> None:
    store = a_store(a_market(time_zone="UTC"))
    places.set_hours(store.id, ALL_WEEK, actor=SYSTEM)
    places.require_open(store.id, datetime(2036, 5, 4, 8, tzinfo=UTC))
    places.close_on(store.id, date(2036, 5, 5), "inventory", actor=SYSTEM)
    places.close_on(store.id, date(2036, 5, 5), "stock count", actor=SYSTEM)
    with pytest.raises(places.PlaceClosed) as refused:
        places.require_open(store.id, datetime(2036, 5, 4, 22, tzinfo=UTC))
    assert refused.value.name == store.name
    assert refused.value.opens_at == datetime(2036, 5, 6, 8, tzinfo=UTC)
    assert places.hours_of([store.id])[store.id].closures == (places.Closure(date(2036, 5, 5), "stock count"),)
    places.open_as_usual_on(store.id, date(2036, 5, 5), actor=SYSTEM)
    places.require_open(store.id, datetime(2036, 5, 5, 8, tzinfo=UTC))


def test_overlapping_hours_leave_the_old_week() -> None:
    store = a_store(a_market())
    places.set_hours(store.id, ALL_WEEK, actor=SYSTEM)
    with pytest.raises(places.OpeningsOverlap):
        places.set_hours(store.id, [*ALL_WEEK, places.Opening(0, time(9), time(10))], actor=SYSTEM)
    assert places.hours_of([store.id])[store.id].week == ALL_WEEK


def test_loading_twice_changes_nothing() -> None:
    market = a_market()
    loaded = replace(a_store(market), id=places.PlaceId(new_id()), code="loaded", made_up=("name", "hours"))
    assert places.bulk_load_places([loaded], {loaded.id: ALL_WEEK}) == 1
    assert places.bulk_load_places([loaded], {loaded.id: ALL_WEEK}) == 0
    assert places.place_by_code(market.id, "loaded") == loaded
    assert places.hours_of([loaded.id])[loaded.id].week == ALL_WEEK


def test_who_opens_a_place_and_changes_its_hours_stands_in_the_trail() -> None:
    ana = Actor(ActorKind.STAFF, new_id())
    store = a_store(a_market(), actor=ana)
    subject, day = trail.Subject("place", store.id), date(2036, 5, 5)
    morning, evening = places.Opening(0, time(9), time(12)), places.Opening(0, time(13), time(18))
    places.set_hours(store.id, [evening, morning], actor=ana)
    places.close_on(store.id, day, "stock count", actor=ana)
    for _ in range(2):  # the second time there is nothing to take back
        places.open_as_usual_on(store.id, day, actor=ana)
    entries = trail.of_subject(subject)[::-1]
    assert [entry.action for entry in entries] == [
        "place.opened",
        "place.hours_set",
        "place.closed_on",
        "place.open_as_usual_on",
    ]
    assert {(entry.actor_id, entry.place) for entry in entries} == {(ana.id, store.id)}
    assert entries[0].detail("kind") == "store"
    assert entries[1].detail("day_0") == "09:00-12:00+13:00-18:00"
    assert entries[2].detail("day") == "2036-05-05"


def test_hours_that_are_refused_leave_no_trail() -> None:
    store = a_store(a_market())
    with pytest.raises(places.OpeningsOverlap):
        places.set_hours(
            store.id, [places.Opening(0, time(9), time(12)), places.Opening(0, time(11), time(13))], actor=SYSTEM
        )
    assert [entry.action for entry in trail.of_subject(trail.Subject("place", store.id))] == ["place.opened"]


def told() -> int:
    return Event.objects.filter(type="places.changed.v1").count()


def test_every_change_of_a_place_is_told_once() -> None:
    market = a_market()
    store, day, id = a_store(market), date(2026, 5, 4), places.PlaceId(new_id())
    changes: list[Callable[[], object]] = [
        lambda: places.set_hours(store.id, ALL_WEEK, actor=SYSTEM),
        lambda: places.close_on(store.id, day, actor=SYSTEM),
        lambda: places.open_as_usual_on(store.id, day, actor=SYSTEM),
        lambda: places.open_quarantine(store.id),
        lambda: places.bulk_load_places([replace(store, id=id, code="new")], {id: ALL_WEEK}),
        lambda: places.archive_place(store.id, actor=SYSTEM),
    ]
    for number, change in enumerate(changes, start=2):
        change()
        assert told() == number
    for again in changes[2:]:
        again()
        assert told() == len(changes) + 1
