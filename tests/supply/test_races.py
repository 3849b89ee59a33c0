"""Several hands at one delivery or transfer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Outcome, PurchaseState
from tests.supply.builders import Chain, a_chain, a_receiver

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

HANDS = 6


@pytest.fixture
def chain() -> Chain:
    return a_chain()


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Do all of it at the same time, each in a thread of its own; count what was refused and what was not."""
    ready = Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        try:
            ready.wait()
            act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return Counter(threads.map(do, acts))


def test_two_people_who_receive_the_same_delivery_take_it_in_once(chain: Chain) -> None:
    milk = chain.variant()
    order = chain.ordered((milk, 10))
    supply.count_delivered(order.id, Arrived(1, 10))
    told = at_once(*[lambda: supply.receive(order.id, receipt=new_id(), actor=a_receiver())] * HANDS)
    assert told["done"] == 1
    assert chain.on_hand(milk, chain.store) == 10
    assert supply.get_purchase(order.id).state is PurchaseState.RECEIVED
    assert chain.audit() == []


def test_two_deliveries_at_once_never_exceed_the_tolerance(chain: Chain) -> None:
    milk = chain.variant()
    order = chain.ordered((milk, 20))
    told = at_once(*[lambda: supply.receive(order.id, [Arrived(1, 6)], receipt=new_id(), actor=a_receiver())] * HANDS)
    assert told["done"] == 3
    assert chain.on_hand(milk, chain.store) == 18
    assert chain.audit() == []


def test_one_receipt_sent_by_many_counts_once(chain: Chain) -> None:
    milk = chain.variant()
    order, receipt = chain.ordered((milk, 10)), new_id()
    told = at_once(*[lambda: supply.receive(order.id, [Arrived(1, 4)], receipt=receipt, actor=SYSTEM)] * HANDS)
    assert told == {"done": HANDS}
    assert chain.on_hand(milk, chain.store) == 4


def test_scans_are_received_or_refused_but_never_forgotten(chain: Chain) -> None:
    milk = chain.variant()
    order = chain.ordered((milk, 50))
    finish = [lambda: supply.receive(order.id, receipt=new_id(), actor=SYSTEM)] * 2
    at_once(*[lambda: supply.scan_delivered(order.id, milk)] * HANDS, *finish)
    left = supply.get_purchase(order.id).lines[0]
    assert left.good + left.tallied == HANDS
    assert chain.audit() == []


def test_what_is_missing_is_settled_once(chain: Chain) -> None:
    milk = chain.variant(warehouse=5)
    transfer = chain.sent((milk, 5))
    supply.receive_transfer(transfer.id, [Arrived(1, 2)], receipt=new_id(), actor=SYSTEM)
    told = at_once(
        *[
            lambda: supply.settle_transfer(transfer.id, 1, 2, Outcome.LOST, settlement=new_id(), actor=SYSTEM),
            lambda: supply.settle_transfer(transfer.id, 1, 2, Outcome.FOUND_HERE, settlement=new_id(), actor=SYSTEM),
        ]
    )
    assert told == {"done": 1, "not_missing": 1}
    assert supply.get_transfer(transfer.id).in_transit == 1
    assert chain.audit() == []


def test_one_shelf_gives_to_one_transfer(chain: Chain) -> None:
    milk = chain.variant(warehouse=5)
    drafts = [
        supply.draft_transfer(chain.warehouse.id, chain.store.id, [supply.Sent(milk, 5)], actor=SYSTEM).id
        for _ in range(HANDS)
    ]
    told = at_once(*[partial(supply.send_transfer, draft, actor=SYSTEM) for draft in drafts])
    assert told == {"done": 1, "out_of_stock": HANDS - 1}
    assert chain.audit() == []
