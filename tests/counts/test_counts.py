"""Blind counts: who counts knows nothing, differences are counted again, and sales go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import Basis, CountState, LineState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move
from tests.counts.builders import a_count, a_counter, a_manager, bought, counted
from tests.supply.builders import Chain, a_chain

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain() -> Chain:
    return a_chain()


def sold(chain: Chain, variant: VariantId, units: int) -> None:
    move = Move(1, variant, chain.store.id, chain.virtual.customer, units)
    inventory.post(chain.market.id, [move], kind=Cause.SALE, cause=new_id(), at=clock.now())


def test_what_is_as_the_book_says_is_agreed_at_once(chain: Chain) -> None:
    milk = bought(chain, 10)
    count, ana = a_count(chain, milk), a_counter()
    for _ in range(10):
        counts.scan(count.id, milk, scan=new_id(), actor=ana)
    assert counts.finish_line(count.id, 1, actor=ana) is LineState.AGREED
    settled = counts.settle_count(count.id, actor=a_manager())
    assert settled.state is CountState.SETTLED
    assert counts.adjustments_of(count.id) == []
    assert chain.on_hand(milk, chain.store) == 10
    told = [each.type for each in outbox.history([count.id])]
    assert told == ["counts.count_planned.v1", "counts.count_settled.v1"]


def test_the_same_scan_counts_once(chain: Chain) -> None:
    milk = bought(chain, 10)
    count, ana, scan = a_count(chain, milk), a_counter(), new_id()
    for _ in range(3):
        counts.scan(count.id, milk, scan=scan, actor=ana)
    (line,) = counts.blind_lines(counts.get_count(count.id), ana.id or new_id())
    assert line.mine == 1


def test_a_difference_is_counted_again_by_somebody_else(chain: Chain) -> None:
    milk = bought(chain, 20)
    count, ana = a_count(chain, milk), a_counter()
    assert counted(count, 1, 14, ana) is LineState.RECOUNT
    with pytest.raises(counts.CountedBefore):
        counted(count, 1, 14, ana)
    assert counted(count, 1, 16) is LineState.RECOUNT
    assert counted(count, 1, 14) is LineState.AGREED
    with pytest.raises(counts.AgreedAlready):
        counted(count, 1, 14)
    counts.settle_count(count.id, actor=a_manager())
    key = (chain.store.id, milk)
    assert (
        inventory.confidence(chain.market.id, [key])[key].counted_at == counts.last_counted(chain.market.id, [key])[key]
    )
    assert chain.on_hand(milk, chain.store) == 14
    assert chain.audit() == []
    assert counts.audit() == []


def test_what_is_sold_while_it_is_counted_is_no_difference(chain: Chain) -> None:
    milk = bought(chain, 20)
    count = a_count(chain, milk)
    assert counted(count, 1, 15) is LineState.RECOUNT
    sold(chain, milk, 4)
    assert counted(count, 1, 11) is LineState.AGREED
    sold(chain, milk, 3)
    counts.settle_count(count.id, actor=a_manager())
    assert chain.on_hand(milk, chain.store) == 20 - 4 - 3 - 5
    assert counts.get_count(count.id).lines[0].difference == -5


def test_a_figure_that_is_typed_later_is_compared_with_its_instant(chain: Chain) -> None:
    milk = bought(chain, 20)
    count, ana = a_count(chain, milk), a_counter()
    at = clock.now()
    sold(chain, milk, 5)
    counts.type_quantity(count.id, 1, 20, actor=ana)
    assert counts.finish_line(count.id, 1, actor=ana, at=at) is LineState.AGREED
    assert counts.get_count(count.id).lines[0].difference == 0


@pytest.mark.parametrize(
    ("zone", "wall"),
    [("Europe/Berlin", datetime(2027, 10, 31, 2, 30)), ("America/New_York", datetime(2027, 11, 7, 1, 30))],
)
def test_an_hour_that_comes_twice_is_two_hours(chain: Chain, zone: str, wall: datetime) -> None:
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    before, moment = first.astimezone(UTC) - timedelta(hours=1), [first.astimezone(UTC)]
    with clock.told_by(lambda: before):
        milk = bought(chain, 20)
        count, ana, ben = a_count(chain, milk), a_counter(), a_counter()
    with clock.told_by(lambda: moment[-1]):
        counts.type_quantity(count.id, 1, 18, actor=ana)
        assert counts.finish_line(count.id, 1, actor=ana) is LineState.RECOUNT
        moment.append(moment[-1] + timedelta(minutes=10))
        sold(chain, milk, 4)
        moment.append(second.astimezone(UTC) + timedelta(minutes=20))
        counts.type_quantity(count.id, 1, 14, actor=ben)
        assert counts.finish_line(count.id, 1, actor=ben, at=second) is LineState.AGREED
        sold(chain, milk, 3)
        counts.settle_count(count.id, actor=a_manager())
    assert counts.get_count(count.id).lines[0].difference == -2
    assert chain.on_hand(milk, chain.store) == 20 - 4 - 3 - 2


def test_a_clock_that_is_set_back_makes_no_difference(chain: Chain) -> None:
    milk = bought(chain, 20)
    count, ana, ben, cleo = a_count(chain, milk), a_counter(), a_counter(), a_counter()
    now = clock.now()
    with clock.told_by(lambda: now + timedelta(hours=1)):
        assert counted(count, 1, 16, ana) is LineState.RECOUNT
        sold(chain, milk, 5)
    with clock.told_by(lambda: now + timedelta(minutes=10)):
        assert counted(count, 1, 13, ben) is LineState.RECOUNT
        assert counted(count, 1, 13, cleo) is LineState.AGREED
        sold(chain, milk, 1)
        counts.settle_count(count.id, actor=a_manager())
    assert counts.get_count(count.id).lines[0].difference == -2
    assert chain.on_hand(milk, chain.store) == 20 - 5 - 1 - 2


def test_one_person_counts_an_article_at_a_time(chain: Chain) -> None:
    milk, eggs = bought(chain, 5), bought(chain, 5)
    count, ana, ben = a_count(chain, milk, eggs), a_counter(), a_counter()
    counts.scan(count.id, milk, scan=new_id(), actor=ana)
    with pytest.raises(counts.SomebodyElseCounts):
        counts.scan(count.id, milk, scan=new_id(), actor=ben)
    counts.scan(count.id, eggs, scan=new_id(), actor=ben)
    lines = counts.blind_lines(counts.get_count(count.id), ben.id or new_id())
    assert [(line.mine, line.taken, line.open_to_me) for line in lines] == [(None, True, False), (1, False, True)]


def test_who_counts_is_never_told_what_the_book_says() -> None:
    assert not {"expected", "difference", "on_hand", "counted"} & set(counts.BlindLine.__dataclass_fields__)


def test_a_count_can_leave_what_was_not_counted(chain: Chain) -> None:
    milk, eggs = bought(chain, 5), bought(chain, 5)
    count = a_count(chain, milk, eggs)
    counted(count, 1, 5)
    with pytest.raises(counts.NotAllCounted):
        counts.settle_count(count.id, actor=a_manager())
    counts.settle_count(count.id, leave_rest=True, actor=a_manager())
    keys = [(chain.store.id, milk), (chain.store.id, eggs)]
    assert list(counts.last_counted(chain.market.id, keys)) == keys[:1]
    with pytest.raises(WrongState):
        counted(count, 2, 5)
    with pytest.raises(WrongState):
        counts.cancel_count(count.id, actor=SYSTEM)


def test_a_cancelled_count_changes_nothing(chain: Chain) -> None:
    milk = bought(chain, 5)
    count = a_count(chain, milk)
    counted(count, 1, 1)
    assert counts.cancel_count(count.id, actor=SYSTEM).state is CountState.CANCELLED
    assert chain.on_hand(milk, chain.store) == 5
    assert counts.to_count(chain.store.id) == []


def test_articles_are_chosen_by_age_speed_and_category(chain: Chain) -> None:
    milk, eggs = bought(chain, 20), bought(chain, 20)
    sold(chain, eggs, 3)
    counted(a_count(chain, milk), 1, 20)

    def chosen(basis: Basis, category: str = "") -> list[VariantId]:
        return counts.articles_to_count(chain.market.id, chain.store.id, basis, most=1, category=category)

    assert chosen(Basis.OLDEST) == [eggs]
    assert chosen(Basis.FASTEST) == [eggs]
    with pytest.raises(NotFound):
        chosen(Basis.CATEGORY, "no-such")
    with pytest.raises(counts.NothingToCount):
        counts.articles_to_count(chain.market.id, chain.warehouse.id, Basis.OLDEST, most=5)


def test_nothing_nowhere_and_unknown_articles_are_refused(chain: Chain) -> None:
    milk = chain.variant()
    for place, variants in (
        (chain.store.id, []),
        (chain.store.id, [VariantId(new_id())]),
        (chain.virtual.loss, [milk]),
    ):
        with pytest.raises(counts.NothingToCount):
            counts.plan_count(place, variants, title="x", due_on=clock.now().date(), actor=SYSTEM)
    count = a_count(chain, milk)
    with pytest.raises(counts.NotInCount):
        counts.scan(count.id, chain.variant(), scan=new_id(), actor=a_counter())
    for units in (-1, 10**12):
        with pytest.raises(counts.BadCount):
            counts.type_quantity(count.id, 1, units, actor=a_counter())
    with pytest.raises(NotFound):
        counts.count_by_number(chain.market.id, "nothing")
    assert counts.count_by_number(chain.market.id, count.number.lower()).id == count.id


def test_promised_units_are_not_counted_away(chain: Chain) -> None:
    milk = bought(chain, 10)
    demand = inventory.Demand(1, chain.store.id, milk, 9)
    inventory.allocate(chain.market.id, [demand], order=new_id())
    count = a_count(chain, milk)
    counted(count, 1, 3)
    counted(count, 1, 3)
    with pytest.raises(inventory.OutOfStock):
        counts.settle_count(count.id, actor=a_manager())
    assert counts.get_count(count.id).state is CountState.OPEN
    assert counts.adjustments_of(count.id) == []


def test_counts_that_are_due_first_stand_on_top(chain: Chain) -> None:
    milk = bought(chain, 1)
    today = clock.now().date()
    for days in (3, 1, 2):
        counts.plan_count(chain.store.id, [milk], title=str(days), due_on=today + timedelta(days), actor=SYSTEM)
    assert [each.title for each in counts.to_count(chain.store.id)] == ["1", "2", "3"]
