"""What a parcel costs, and on which day it comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.ids import new_id
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Destination, Lane, Rate, Zone
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import Address, Place, PlaceId, PlaceKind, Position
from tests.delivery.builders import a_service

WARSAW = "Europe/Warsaw"


def at(text: str, zone: str = WARSAW) -> datetime:
    """Return the instant at which clocks in `zone` show `text`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def a_place(postal_code: str, latitude: float, longitude: float, country: str = "PL") -> Place:
    return Place(
        id=PlaceId(new_id()),
        market=MarketId(new_id()),
        code="p",
        name="P",
        kind=PlaceKind.STORE,
        time_zone=WARSAW,
        address=Address(postal_code=postal_code, country=country),
        position=Position(latitude, longitude),
    )


@pytest.mark.parametrize(
    ("ready", "taken"),
    [
        ("2026-03-02 15:59", "2026-03-02 16:00"),  # a Monday
        ("2026-03-02 16:00", "2026-03-02 16:00"),
        ("2026-03-02 16:01", "2026-03-03 16:00"),
        ("2026-03-06 17:00", "2026-03-09 16:00"),  # Friday evening: over the weekend
        ("2026-05-01 09:00", "2026-05-04 16:00"),  # a day off, then the weekend
        ("2026-03-28 12:00", "2026-03-30 16:00"),  # the clock is put forward in between
    ],
)
def test_a_carrier_comes_on_its_days_at_its_hour(ready: str, taken: str) -> None:
    found = delivery.picked_up(
        at(ready),
        cut_off=time(16),
        weekdays=delivery.WORKING_DAYS,
        holidays=frozenset({date(2026, 5, 1)}),
        time_zone=WARSAW,
    )
    assert found == at(taken)


def test_a_carrier_that_never_works_never_comes() -> None:
    holidays = frozenset(date(2026, 3, 1) + timedelta(days=n) for n in range(60))
    found = delivery.picked_up(
        at("2026-03-02 10:00"),
        cut_off=time(16),
        weekdays=delivery.WORKING_DAYS,
        holidays=holidays,
        time_zone=WARSAW,
    )
    assert found is None


@pytest.mark.parametrize(
    ("handed_over", "transit", "first", "last"),
    [
        ("2026-03-02 16:00", (1, 3), date(2026, 3, 3), date(2026, 3, 5)),
        ("2026-03-05 16:00", (1, 3), date(2026, 3, 6), date(2026, 3, 10)),  # Thursday: the weekend does not count
        ("2026-04-30 16:00", (1, 1), date(2026, 5, 4), date(2026, 5, 4)),  # the first of May is off
        ("2026-03-02 16:00", (0, 0), date(2026, 3, 2), date(2026, 3, 2)),
    ],
)
def test_days_of_transit_are_working_days(handed_over: str, transit: tuple[int, int], first: date, last: date) -> None:
    service = a_service(
        transit_min=transit[0], transit_max=transit[1], holidays=frozenset({date(2026, 5, 1)}), delivers_until=time(20)
    )
    found = delivery.arrival(at(handed_over), service, service.zones[0], WARSAW)
    assert found is not None
    assert (found.first_day, found.last_day) == (first, last)
    assert found.latest == at(f"{last} 20:00")


@given(
    ready=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    transit=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    extra=st.integers(0, 2),
    zone=st.sampled_from([WARSAW, "America/New_York", "Asia/Kathmandu"]),
)
def test_nothing_arrives_before_it_was_ready(
    ready: datetime, weekdays: set[int], transit: tuple[int, int], extra: int, zone: str
) -> None:
    began = ready.replace(tzinfo=UTC)
    days = tuple(sorted(weekdays))
    service = a_service(transit_min=min(transit), transit_max=max(transit), weekdays=days)
    taken = delivery.picked_up(began, cut_off=time(12), weekdays=days, time_zone=zone)
    assert taken is not None
    assert began <= taken <= began + timedelta(days=9)
    found = delivery.arrival(taken, service, Zone("z", Rate(1), extra_days=extra), zone)
    assert found is not None
    assert taken <= found.earliest <= found.latest
    assert found.first_day <= found.last_day
    assert found.first_day.weekday() in days or service.transit_min + extra == 0


@given(weight=st.integers(0, 100_000), goods=st.integers(0, 100_000), more=st.integers(0, 50_000))
def test_more_weight_never_costs_less(weight: int, goods: int, more: int) -> None:
    rate = Rate(490, per_kg=100, free_from=5_000)
    first = delivery.charge(rate, weight_g=weight, goods=goods)
    assert first <= delivery.charge(rate, weight_g=weight + more, goods=goods)
    assert first == (0 if goods >= 5_000 else 490 + 100 * -(-weight // 1000))


def test_the_first_zone_that_fits_gives_the_rate() -> None:
    near = Zone("near", Rate(200), within_m=5_000)
    islands = Zone("islands", Rate(1_900), country="GB", prefixes=("IM", "JE"))
    rest = Zone("rest", Rate(490), country="GB")
    service = a_service(zones=(near, islands, rest))
    assert delivery.zone_for(service, Destination("GB", "je2 3ab"), None) is islands
    assert delivery.zone_for(service, Destination("GB", "LS1 4AP"), 4_999) is near
    assert delivery.zone_for(service, Destination("GB", "LS1 4AP"), 5_001) is rest
    assert delivery.zone_for(service, Destination("PL", "00-001"), None) is None


def test_a_postcode_lies_where_places_share_most_of_it() -> None:
    places = [a_place("00-950", 52.2, 21.0), a_place("00-120", 52.4, 21.2), a_place("80-001", 54.3, 18.6)]
    assert delivery.located(Destination("PL", "00-953"), places) == Position(52.2, 21.0)
    middle = delivery.located(Destination("PL", "00 500"), places)
    assert middle is not None
    assert (round(middle.latitude, 6), round(middle.longitude, 6)) == (52.3, 21.1)
    assert delivery.located(Destination("PL", "31-000"), places) is None
    assert delivery.located(Destination("DE", "00-950"), places) is None
    assert delivery.located(Destination(position=Position(1, 2)), places) == Position(1, 2)


def test_the_way_from_warsaw_to_gdansk() -> None:
    metres = delivery.distance_m(Position(52.2297, 21.0122), Position(54.3520, 18.6466))
    assert 283_000 < metres < 285_000
    assert delivery.distance_m(Position(0, 179), Position(0, -179)) == delivery.distance_m(
        Position(0, 1), Position(0, -1)
    )


def test_own_transports_bring_goods_to_the_store_in_the_morning() -> None:
    source, near, other = PlaceId(new_id()), PlaceId(new_id()), PlaceId(new_id())
    usual, special = Lane(source, None, days=2), Lane(source, near, days=1, cut_off=time(8))
    assert delivery.lane_to([usual, special], source, near) is special
    assert delivery.lane_to([usual, special], source, other) is usual
    assert delivery.lane_to([usual], other, source) is None
    friday = delivery.brought(at("2026-03-06 09:00"), usual, source_zone=WARSAW, target_zone=WARSAW)
    assert friday == at("2026-03-10 00:00")


@pytest.mark.parametrize("text", ["", "1", "12345-67890-12345", "00;DROP", "0\x001", "żółw", "A" * 30])
def test_what_is_no_postcode_is_refused(text: str) -> None:
    with pytest.raises(delivery.BadPostcode):
        delivery.plain_postcode(text)


@pytest.mark.parametrize(("text", "plain"), [("00-950", "00950"), ("ls1 4ap", "LS14AP"), (" SW1A1AA ", "SW1A1AA")])
def test_postcodes_are_read_as_people_write_them(text: str, plain: str) -> None:
    assert delivery.plain_postcode(text) == plain
