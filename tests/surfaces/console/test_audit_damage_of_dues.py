"""What is paid when it is collected: each damage is named by the check that watches it, and by no other."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders import public as orders
from tests.checkout.builders import a_shop
from tests.checkout.later import at_collection, cash, may_pay_at_collection, proof, ready_to_collect
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.console.damage import Damages, misnamed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

OWES, LATER = "an order owes as long as it is under way", "what is paid later goes against payment"
ONE_WAY, PAID = "an order is paid in one way", "what was collected is paid for"
OWED = "a change is owed where its order is paid later"

DAMAGES: Damages = [
    ("nothing", [], set()),
    ("forgotten that it is paid later", ["DELETE FROM orders_owing WHERE order_id = '{waiting}'"], {LATER, OWED}),
    ("owing though it ended", ["UPDATE orders_owing SET ended_at = NULL WHERE order_id = '{collected}'"], {OWES}),
    (
        "owing of no order",
        ["UPDATE orders_owing SET order_id = uuidv7() WHERE order_id = '{collected}'"],
        {OWES, LATER},
    ),
    ("handed over freely", ["UPDATE fulfilment_consignment SET against_payment = FALSE"], {LATER}),
    (
        "one part handed over freely",
        [
            "UPDATE fulfilment_consignment SET against_payment = FALSE WHERE id = (SELECT id FROM "
            "fulfilment_consignment WHERE order_id = '{waiting}' ORDER BY id LIMIT 1)"
        ],
        {ONE_WAY},
    ),
    ("collected for nothing", ["UPDATE payments_payment SET claimed_by = NULL"], {PAID}),
    ("owed wrongly", ["UPDATE orders_amendment SET owed = owed + 1 WHERE order_id = '{waiting}'"], {OWED}),
]


def test_each_damage_is_reported_by_its_check_and_by_no_other() -> None:
    forget_jobs()
    shop = a_shop()
    may_pay_at_collection(shop.market.id)
    collected = ready_to_collect(shop, shop.offered(5))
    orders.collect_and_pay(collected.id, proof(collected.id), tenders=cash(750), actor=SYSTEM)
    waiting = checkout.place_order(at_collection(shop, shop.offered(5)), actor=SYSTEM)
    for wish in (
        amendments.Wish(add=(amendments.Addition(shop.offered(5), 1),)),
        amendments.Wish(apart=(amendments.Apart(2),)),
    ):
        proposed = amendments.propose(waiting.order, wish, actor=SYSTEM)
        amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)
    settle()
    assert misnamed(DAMAGES, waiting=str(waiting.order), collected=str(collected.order)) == []
