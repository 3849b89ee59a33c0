"""Corrections within one's limit stand at once; what is worth more waits for somebody who may decide it."""

from __future__ import annotations

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.models import Authority
from oneshelf.modules.counts.public import AdjustmentState
from oneshelf.modules.inventory.public import AdjustmentReason, BadQuantity, MovedAlready, corrections
from oneshelf.modules.staff import public as staff
from oneshelf.modules.staff.models import Role
from tests.counts.builders import a_count, a_counter, a_manager, bought, counted
from tests.staff.builders import a_member
from tests.supply.builders import Chain, a_chain

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

DAMAGED = AdjustmentReason.DAMAGED


@pytest.fixture
def chain() -> Chain:
    return a_chain()


def test_a_role_has_a_limit(chain: Chain) -> None:
    milk = bought(chain, 50)
    ana = staff.actor_of(a_member("cashier", at=chain.store.id).id)
    Authority.objects.create(market_id=chain.market.id, role=Role.objects.get(code="cashier"), value=500)
    assert counts.authority(ana, chain.market.id, chain.store.id) == 500
    assert counts.authority(ana, chain.market.id, chain.warehouse.id) == 0
    assert counts.authority(a_manager(), chain.market.id, chain.store.id) is None
    small = counts.correct(chain.market.id, chain.store.id, milk, -2, reason=DAMAGED, actor=ana)
    big = counts.correct(chain.market.id, chain.store.id, milk, -3, reason=DAMAGED, actor=ana)
    assert (small.state, small.value) == (AdjustmentState.POSTED, Money(400, "USD"))
    assert (big.state, big.value) == (AdjustmentState.PROPOSED, Money(600, "USD"))
    assert chain.on_hand(milk, chain.store) == 48
    assert [each.id for each in counts.waiting(chain.market.id)] == [big.id]
    with pytest.raises(counts.AboveAuthority):
        counts.approve(big.id, actor=ana)
    counts.approve(big.id, actor=a_manager())
    assert chain.on_hand(milk, chain.store) == 45
    assert chain.audit() == counts.audit() == []


def test_what_is_decided_is_decided_once(chain: Chain) -> None:
    milk, manager = bought(chain, 50), a_manager()
    ids = [
        counts.correct(chain.market.id, chain.store.id, milk, -3, reason=DAMAGED, actor=a_counter()).id
        for _ in range(2)
    ]
    counts.approve(ids[0], actor=manager)
    assert counts.reject(ids[1], actor=manager).state is AdjustmentState.REJECTED
    for each in ids:
        for decide in (counts.approve, counts.reject):
            with pytest.raises(counts.DecidedAlready):
                decide(each, actor=manager)
    with pytest.raises(NotFound):
        counts.approve(new_id(), actor=manager)
    assert chain.on_hand(milk, chain.store) == 47
    acts = {each.action for each in trail.of_subject(trail.Subject("correction", ids[0]))}
    assert acts == {"counts.correction_proposed", "counts.correction_posted"}
    assert counts.audit() == []


def test_what_nobody_knows_the_cost_of_waits(chain: Chain) -> None:
    unknown = chain.variant(store=5)
    asked = counts.correct(chain.market.id, chain.store.id, unknown, -1, reason=DAMAGED, actor=a_counter())
    assert (asked.state, asked.value) == (AdjustmentState.PROPOSED, None)


def test_a_correction_sent_twice_is_one(chain: Chain) -> None:
    milk, name, manager = bought(chain, 50), new_id(), a_manager()
    for _ in range(2):
        counts.correct(chain.market.id, chain.store.id, milk, -3, reason=DAMAGED, actor=manager, adjustment=name)
    assert chain.on_hand(milk, chain.store) == 47
    with pytest.raises(MovedAlready):
        counts.correct(chain.market.id, chain.store.id, milk, -4, reason=DAMAGED, actor=manager, adjustment=name)
    for nothing in (0, 10**12):
        with pytest.raises(BadQuantity):
            counts.correct(chain.market.id, chain.store.id, milk, nothing, reason=DAMAGED, actor=manager)


def test_the_differences_of_a_count_wait_when_they_are_worth_too_much(chain: Chain) -> None:
    milk = bought(chain, 50)
    count = a_count(chain, milk)
    counted(count, 1, 40)
    counted(count, 1, 40)
    counts.settle_count(count.id, actor=a_counter("counts.plan"))
    assert chain.on_hand(milk, chain.store) == 50
    (waits,) = counts.adjustments_of(count.id)
    assert (waits.state, waits.change, waits.value) == (AdjustmentState.PROPOSED, -10, Money(2000, "USD"))
    counts.approve(waits.id, actor=a_manager())
    assert chain.on_hand(milk, chain.store) == 40


def test_what_was_corrected_is_summed_by_article_and_reason(chain: Chain) -> None:
    milk, manager, since = bought(chain, 50), a_manager(), clock.now()
    for change, reason in ((-3, DAMAGED), (-2, DAMAGED), (4, AdjustmentReason.FOUND), (-1, AdjustmentReason.STOLEN)):
        counts.correct(chain.market.id, chain.store.id, milk, change, reason=reason, actor=manager)
    found = corrections(chain.market.id, [chain.store.id], since, clock.now())
    assert {(each.reason, each.units) for each in found} == {("damaged", -5), ("found", 4), ("stolen", -1)}
    assert corrections(chain.market.id, [chain.warehouse.id], since, clock.now()) == []
