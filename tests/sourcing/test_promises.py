"""What can be promised for a basket, where and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Destination, Rate, ServiceKind, Terms, Zone
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Hours, Opening, PlaceId, Position
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import NotPossible, PlaceRecord, Shelf, Short, Way, WayKind, Where
from oneshelf.modules.sourcing.rules import clocks, confidence, rejection_permille
from oneshelf.modules.sourcing.rules.trusting import doubted, there_permille
from tests.delivery.builders import a_service
from tests.sourcing.chain import DOWNTOWN, a_chain, at

database = [pytest.mark.database, pytest.mark.django_db]
MONDAY = "2026-03-02"


def the(ways: list[Way], kind: WayKind, place: object = None) -> Way:
    """Return the only way of a kind (at a place)."""
    (found,) = [way for way in ways if way.kind is kind and (place is None or way.place == place)]
    return found


class TestInAChain:
    pytestmark = database

    @pytest.mark.parametrize(
        ("asked", "ready"),
        [
            (f"{MONDAY} 12:07", f"{MONDAY} 14:15"),  # two hours, rounded up to a quarter
            (f"{MONDAY} 08:00", f"{MONDAY} 12:00"),  # before it opens
            (f"{MONDAY} 17:00", "2026-03-03 11:00"),  # an hour today, an hour tomorrow
            (f"{MONDAY} 19:00", "2026-03-03 12:00"),
            ("2026-03-07 17:30", "2026-03-09 11:30"),  # Saturday evening; in between the clock is put forward
        ],
    )
    def test_goods_are_collected_when_the_store_has_been_open_for_two_hours(self, asked: str, ready: str) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=5)
        way = the(chain.promise(asked), WayKind.COLLECT, chain.near.id)
        assert way.promised_by == at(ready)
        assert way.cost == Money(0, "USD")
        assert way.legs[0].slot == clocks.hour_of(max(at(asked), way.legs[0].slot or at(asked)))

    def test_a_day_off_and_the_last_minutes_count(self) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=5)
        delivery.set_terms(chain.near.id, Terms(handling_minutes=30, stops_before_closing=60), actor=SYSTEM)
        places.close_on(chain.near.id, date(2099, 3, 3), actor=SYSTEM)  # days off that are past are not read
        soon = the(chain.promise("2099-03-02 16:59"), WayKind.COLLECT, chain.near.id)
        assert soon.promised_by == at("2099-03-02 17:30")
        late = the(chain.promise("2099-03-02 17:00"), WayKind.COLLECT, chain.near.id)
        assert late.promised_by == at("2099-03-04 10:30")

    def test_the_near_store_comes_first_and_each_says_why_not(self) -> None:
        chain = a_chain()
        chain.stock(chain.far, milk=1)
        ways = chain.promise(f"{MONDAY} 12:00", milk=2)
        near = the(ways, WayKind.COLLECT, chain.near.id)
        assert (near.possible, near.reason, near.missing) == (False, NotPossible.OUT_OF_STOCK, (Short(1, 2),))
        assert the(ways, WayKind.COLLECT, chain.far.id).missing == (Short(1, 1),)
        assert (near.distance_m or 0) < 3_000
        assert the(ways, WayKind.DELIVER).reason is NotPossible.OUT_OF_STOCK

    def test_what_a_store_lacks_is_brought_there(self) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=5)
        chain.stock(chain.warehouse, bread=2)
        way = the(chain.promise(f"{MONDAY} 12:00", bread=2), WayKind.SHIP_TO_STORE, chain.near.id)
        # Ready at 14:00 in the warehouse, leaves at 16:00, is there on Tuesday; two hours from ten on.
        assert way.promised_by == at("2026-03-03 12:00")
        assert [(leg.place, [each.line for each in leg.assignments]) for leg in way.legs] == [
            (chain.warehouse.id, [2]),
            (chain.near.id, [1]),
        ]
        assert way.own_cost == Money(80, "USD")

    def test_a_carrier_delivers_on_its_days(self) -> None:
        chain = a_chain()
        chain.stock(chain.warehouse, milk=9)
        way = the(chain.promise(f"{MONDAY} 12:00", milk=2), WayKind.DELIVER)
        assert [leg.place for leg in way.legs] == [chain.warehouse.id]
        assert way.cost == Money(490 + 2 * 100, "USD")
        assert way.own_cost == Money(350 + 2 * 60, "USD")
        assert way.promised_by == at("2026-03-05 20:00")
        late = the(chain.promise(f"{MONDAY} 14:01", milk=2), WayKind.DELIVER)
        assert late.promised_by == at("2026-03-06 20:00")
        assert the(chain.promise(f"{MONDAY} 12:00", goods=5_000), WayKind.DELIVER).cost == Money(0, "USD")
        abroad = the(chain.promise(f"{MONDAY} 12:00", Where(Destination("PL", "00-950"))), WayKind.DELIVER)
        assert abroad.reason is NotPossible.NO_SERVICE

    def test_one_order_comes_in_two_parcels_when_no_place_has_it_all(self) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=1)
        chain.stock(chain.far, bread=1)
        way = the(chain.promise(f"{MONDAY} 12:00", bread=1), WayKind.SPLIT)
        assert {leg.place for leg in way.legs} == {chain.near.id, chain.far.id}
        assert way.cost == Money(490 + 2 * 100, "USD"), "the shopper pays for one order"
        assert way.own_cost == Money(2 * 350 + 2 * 60, "USD"), "the house for two parcels"

    def test_a_rider_comes_from_nearby_only(self) -> None:
        chain = a_chain()
        rider = a_service(
            code="rider",
            carrier="City Riders",
            kind=ServiceKind.LOCAL,
            transit_min=0,
            transit_max=0,
            zones=(Zone("round the corner", Rate(600), within_m=20_000),),
            cut_off=time(17),
        )
        delivery.open_service(chain.market.id, rider, actor=SYSTEM)
        chain.stock(chain.near, milk=3)
        chain.stock(chain.warehouse, milk=30)
        ways = {way.service: way for way in chain.promise(f"{MONDAY} 12:00") if way.service}
        assert [leg.place for leg in ways["rider"].legs] == [chain.near.id]
        assert ways["rider"].promised_by == at(f"{MONDAY} 20:00")
        arranged = chain.arrange(f"{MONDAY} 12:00", service="rider")
        assert [leg.place for leg in arranged.legs] == [chain.near.id]
        assert (arranged.charge, arranged.promised_by) == (600, ways["rider"].promised_by)
        far_away = chain.promise(f"{MONDAY} 12:00", Where(Destination("US", "90210", Position(34.1, -118.4))))
        assert [way.service for way in far_away if way.possible and way.service] == ["parcel"]

    def test_a_service_that_does_not_go_there_is_refused(self) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=3)
        with pytest.raises(delivery.NotByThatService):
            chain.arrange(f"{MONDAY} 12:00", Destination("PL", "00-950"), service="parcel")
        with pytest.raises(delivery.NotByThatService):
            chain.arrange(f"{MONDAY} 12:00", service="pigeon")

    def test_full_hours_are_passed_over(self) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=5)
        sourcing.set_limit(chain.near.id, 1, actor=SYSTEM)
        soon = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
        first = the(chain.promise(f"{soon} 12:10"), WayKind.COLLECT, chain.near.id)
        sourcing.take_capacity(chain.market.id, new_id(), first.legs)
        second = the(chain.promise(f"{soon} 12:10"), WayKind.COLLECT, chain.near.id)
        assert first.legs[0].slot is not None
        assert second.legs[0].slot == first.legs[0].slot + timedelta(hours=1)
        sourcing.set_limit(chain.near.id, 0, actor=SYSTEM)
        never = the(chain.promise(f"{soon} 12:10"), WayKind.COLLECT, chain.near.id)
        assert never.reason is NotPossible.NO_CAPACITY

    def test_who_stands_in_a_store_takes_it_now(self) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=2)
        here = Where(store=chain.near.id)
        ways = chain.promise(f"{MONDAY} 12:00", here)
        assert ways[0].kind is WayKind.TAKE_NOW
        assert ways[0].promised_by == at(f"{MONDAY} 12:00")
        assert the(chain.promise(f"{MONDAY} 09:59", here), WayKind.TAKE_NOW).reason is NotPossible.CLOSED
        assert not [way for way in ways if way.kind is WayKind.DELIVER], "nobody knows where to"
        with pytest.raises(places.UnknownPlace):
            chain.promise(f"{MONDAY} 12:00", Where(store=PlaceId(new_id())))

    def test_a_place_that_refuses_is_trusted_less(self) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=9)
        before = the(chain.promise(f"{MONDAY} 12:00"), WayKind.COLLECT, chain.near.id).confidence
        sourcing.note_rejection(chain.market.id, chain.near.id, 20, cause=new_id(), at=datetime.now(UTC))
        sourcing.learn()
        after = the(chain.promise(f"{MONDAY} 12:00"), WayKind.COLLECT, chain.near.id).confidence
        assert 90 < before <= 100
        assert after < 70

    def test_a_level_that_is_in_doubt_makes_its_last_units_uncertain(self) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=1)
        chain.stock(chain.far, milk=1)

        def near() -> Way:
            return the(chain.promise(f"{MONDAY} 12:00"), WayKind.COLLECT, chain.near.id)

        before = near()
        inventory.note_rejection(chain.market.id, chain.near.id, {chain.milk: 1}, cause=new_id())
        after = near()
        assert before.doubted is None
        assert after.doubted is not None
        assert (after.doubted.place, after.doubted.variant, after.doubted.left) == (chain.near.id, chain.milk, 0)
        assert after.confidence < before.confidence - 10
        sure = the(chain.promise(f"{MONDAY} 12:00"), WayKind.COLLECT, chain.far.id)
        assert (sure.doubted, sure.confidence) == (None, before.confidence)
        inventory.note_count(chain.market.id, chain.near.id, {chain.milk: datetime.now(UTC)})
        assert near().confidence == before.confidence, "85 points: counted now, looked for in vain once"

    def test_a_promise_asks_for_stock_once(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        chain = a_chain()
        chain.stock(chain.near, milk=9, bread=9)
        with django_assert_num_queries(18):  # with nothing remembered; a web process asks for the stock alone
            chain.promise(f"{MONDAY} 12:00", bread=2)

    def test_an_order_is_sent_from_where_the_policy_says(self) -> None:
        chain = a_chain()
        chain.stock(chain.far, milk=9)
        chain.stock(chain.warehouse, milk=9)
        lines = chain.basket().lines
        found = sourcing.source(
            chain.market.id, chain.channel.id, lines, DOWNTOWN, at(f"{MONDAY} 12:00"), service="parcel"
        )
        assert found.places == (chain.warehouse.id,)
        again = sourcing.source(
            chain.market.id, None, lines, DOWNTOWN, at(f"{MONDAY} 12:00"), excluding={chain.warehouse.id}
        )
        assert again.places == (chain.far.id,)


@given(
    minutes=st.integers(0, 60 * 24 * 20),
    lead=st.integers(0, 600),
    stops=st.integers(0, 300),
    full=st.sets(st.integers(0, 24 * 5), max_size=40),
    zone=st.sampled_from(["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe"]),
)
def test_nothing_is_promised_outside_of_hours(minutes: int, lead: int, stops: int, full: set[int], zone: str) -> None:
    asked = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=minutes)  # around the changes of clocks
    week = tuple(Opening(day, time(9), time(17, 30)) for day in range(5))
    windows = clocks.opened(Hours(week, (), zone), asked)
    taken = {clocks.hour_of(asked) + timedelta(hours=each) for each in full}
    found = clocks.made_ready(windows, asked, Terms(lead, stops), taken)
    if stops < 510 and found is not None:
        assert found.at >= asked + timedelta(minutes=lead)
        assert found.slot not in taken
        assert any(window.opens <= found.at <= window.closes for window in windows)
        assert clocks.promised(found.at, windows) - found.at < timedelta(minutes=15)


@given(
    asked=st.integers(0, 1000), rejected=st.integers(0, 1000), kept=st.integers(0, 1000), broken=st.integers(0, 1000)
)
def test_confidence_is_a_percentage_and_falls_with_refusals(asked: int, rejected: int, kept: int, broken: int) -> None:
    record = PlaceRecord(asked, min(rejected, asked), kept, broken)
    worse = PlaceRecord(asked + 1, min(rejected, asked) + 1, kept, broken + 1)
    many, last = [_shelf(3)], [_shelf(0)]
    assert 0 <= confidence([record], many) <= 100
    assert confidence([worse], many) <= confidence([record], many)
    assert confidence([record, record], many) <= confidence([record], many)
    assert confidence([record], last) <= confidence([record], [_shelf(5)])
    assert 0 <= rejection_permille(record) <= 1000


@given(left=st.integers(-5, 50), trust=st.integers(0, 79), more=st.integers(0, 79))
@example(left=3, trust=79, more=79)
def test_the_less_a_level_is_trusted_the_less_is_promised_of_it(left: int, trust: int, more: int) -> None:
    doubtful, better = sorted((trust, more))
    assert 0 <= there_permille(left, doubtful) <= there_permille(left, better) <= there_permille(left, None)
    assert there_permille(left, doubtful) <= there_permille(left + 1, doubtful)
    worst = doubted([_shelf(9), _shelf(left, doubtful)])
    assert worst == _shelf(left, doubtful)
    assert doubted([_shelf(0), _shelf(9, 79)]) is None, "what is scarce, not what is doubted, makes it uncertain"


def _shelf(left: int, trust: int | None = None) -> Shelf:
    return Shelf(PlaceId(UUID(int=1)), VariantId(UUID(int=1)), left, trust)
