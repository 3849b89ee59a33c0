"""Counting while the shop sells, and several counters at one article."""

from __future__ import annotations

from functools import partial

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import LineState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason, Cause, Move
from tests.counts.builders import a_count, a_counter, a_manager, bought, counted
from tests.supply.builders import Chain, a_chain
from tests.supply.test_races import HANDS, at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain() -> Chain:
    return a_chain()


def test_a_count_settles_right_while_the_shop_sells(chain: Chain) -> None:
    milk = bought(chain, 60)
    count = a_count(chain, milk)
    counted(count, 1, 50)
    counted(count, 1, 50)

    def sell() -> None:
        move = Move(1, milk, chain.store.id, chain.virtual.customer, 2)
        inventory.post(chain.market.id, [move], kind=Cause.SALE, cause=new_id(), at=clock.now())

    told = at_once(*[sell] * HANDS, lambda: counts.settle_count(count.id, actor=a_manager()), *[sell] * HANDS)
    assert told == {"done": 2 * HANDS + 1}
    assert chain.on_hand(milk, chain.store) == 60 - 10 - 2 * 2 * HANDS
    assert chain.audit() == []


def test_one_of_many_counts_an_article(chain: Chain) -> None:
    milk = bought(chain, 10)
    count = a_count(chain, milk)
    told = at_once(*[partial(counts.scan, count.id, milk, scan=new_id(), actor=a_counter()) for _ in range(HANDS)])
    assert told == {"done": 1, "somebody_else_counts": HANDS - 1}


def test_a_correction_is_decided_by_one(chain: Chain) -> None:
    milk = bought(chain, 10)
    asked = counts.correct(chain.market.id, chain.store.id, milk, -3, reason=AdjustmentReason.STOLEN, actor=a_counter())
    managers = [a_manager() for _ in range(HANDS)]
    told = at_once(*[partial(counts.approve, asked.id, actor=each) for each in managers])
    assert told == {"done": 1, "decided_already": HANDS - 1}
    assert chain.on_hand(milk, chain.store) == 7
    assert counts.audit() == []


def test_a_count_is_settled_once(chain: Chain) -> None:
    milk = bought(chain, 10)
    count = a_count(chain, milk)
    counted(count, 1, 4)
    assert counted(count, 1, 4) is LineState.AGREED
    told = at_once(*[partial(counts.settle_count, count.id, actor=a_manager()) for _ in range(HANDS)])
    assert told["done"] == 1
    assert chain.on_hand(milk, chain.store) == 4
    assert chain.audit() == []
